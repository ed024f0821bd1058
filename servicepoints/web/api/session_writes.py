"""Writing about sessions: what a point offers, a session more, changed, called off."""

from typing import Any

from flask import Response

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.roles import Scope
from servicepoints.services.booking import Standing
from servicepoints.services.booking.rules import rules_of
from servicepoints.services.machines import sessions
from servicepoints.services.machines.sessions import Told
from servicepoints.web.api import bodies, written_documents
from servicepoints.web.api.blueprint import blueprint
from servicepoints.web.api.documents import ErrorDocument
from servicepoints.web.api.questions import Question
from servicepoints.web.api.writing import IfMatch, machine, meant, stored, writes
from servicepoints.web.state import state


@blueprint.get("/points/<code>/offerings")
@writes(Scope.SESSIONS)
@blueprint.arguments(Question(), location="query")
@blueprint.response(200, written_documents.OfferingsDocument)
def offerings(_question: dict[str, Any], code: str) -> Response:
    """本局一个点位的活动和服务，和还没结束的场次；只有人数，没有人名"""
    here = state()
    found = sessions.at_point(here.register, machine(), meant(code), here.clock())
    return stored(
        {
            "offerings": [
                {
                    "id": one.offering.id,
                    "title": one.offering.title,
                    "kind": one.offering.kind,
                    "space": one.offering.space,
                    "channel": one.offering.channel,
                    "sessions": [_drawn(standing) for standing in one.sessions],
                }
                for one in found
            ]
        }
    )


@blueprint.post("/offerings/<int:number>/sessions")
@writes(Scope.SESSIONS)
@blueprint.arguments(Question(), location="query")
@blueprint.arguments(bodies.NewSessionBody(), location="json")
@blueprint.response(201, written_documents.OwnSessionDocument)
def add_session(_question: dict[str, Any], said: dict[str, Any], number: int) -> Response:
    """给一个活动加一场；同一个时间只能有一场，重发不会加两次"""
    if number > 2**31 - 1:  # no id of ours, and PostgreSQL takes none
        number = 0
    return _told(sessions.add(state().register, machine(), number, said), 201)


@blueprint.put("/sessions/<code>")
@writes(Scope.SESSIONS)
@blueprint.arguments(Question(), location="query")
@blueprint.arguments(IfMatch(), location="headers")
@blueprint.arguments(bodies.SessionBody(), location="json")
@blueprint.response(200, written_documents.OwnSessionDocument)
@blueprint.alt_response(412, schema=ErrorDocument, description="别人改过了")
def change_session(
    _question: dict[str, Any], header: dict[str, int | None], said: dict[str, Any], code: str
) -> Response:
    """改一场：只改写了的；换了时间，to_tell 是要打电话通知几个人"""
    here = state()
    return _told(
        sessions.change(
            here.register, machine(), meant(code), said, header["revision"], rules_of(here.settings)
        )
    )


@blueprint.post("/sessions/<code>/cancellation")
@writes(Scope.SESSIONS)
@blueprint.arguments(Question(), location="query")
@blueprint.arguments(IfMatch(), location="headers")
@blueprint.arguments(bodies.CancellationBody(), location="json")
@blueprint.response(200, written_documents.OwnSessionDocument)
@blueprint.alt_response(412, schema=ErrorDocument, description="别人改过了")
def cancel_session(
    _question: dict[str, Any], header: dict[str, int | None], said: dict[str, Any], code: str
) -> Response:
    """取消一场；早就取消了就什么也不变"""
    return _told(
        sessions.cancel(state().register, machine(), meant(code), header["revision"], said["reason"])
    )


def _told(told: Told, status: int = 200) -> Response:
    drawn = _drawn(told.standing) | {"to_tell": told.to_tell}
    return stored(drawn, status, told.standing.session.revision)


def _drawn(standing: Standing) -> dict[str, Any]:
    session = standing.session
    return {
        "code": session.code,
        "revision": session.revision,
        "offering": session.offering,
        "point": standing.offering.point,
        "starts_at": session.starts_at.astimezone(TIMEZONE),
        "ends_at": session.ends_at.astimezone(TIMEZONE),
        "capacity": session.capacity,
        "most": session.most,
        "queue": session.queue,
        "opens_at": session.opens_at and session.opens_at.astimezone(TIMEZONE),
        "closes_at": session.closes_at and session.closes_at.astimezone(TIMEZONE),
        "notice_minutes": round(session.notice.total_seconds() / 60),
        "state": session.state,
        "reason": session.reason,
        "taken": standing.taken.taken,
        "waiting": standing.taken.waiting,
    }
