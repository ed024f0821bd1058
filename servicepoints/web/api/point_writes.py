"""Writing about points: added, changed, checked, shut for a while, open again."""

from typing import Any

from flask import Response

from servicepoints.domain.roles import Scope
from servicepoints.services.listing import AsOf
from servicepoints.services.machines import points, standing
from servicepoints.services.machines.points import Written
from servicepoints.web.api import bodies, written_documents
from servicepoints.web.api.blueprint import blueprint
from servicepoints.web.api.documents import ErrorDocument
from servicepoints.web.api.questions import Question
from servicepoints.web.api.writing import IdempotencyKey, IfMatch, Trying, how, machine, meant, stored, writes
from servicepoints.web.state import state


@blueprint.post("/points")
@writes(Scope.POINTS)
@blueprint.arguments(Trying(), location="query")
@blueprint.arguments(IdempotencyKey(), location="headers")
@blueprint.arguments(bodies.NewPointBody(), location="json")
@blueprint.response(201, written_documents.WrittenDocument)
@blueprint.alt_response(
    200, schema=written_documents.WrittenDocument, success=True, description="以前就加好了，或者只是试一下"
)
def add_point(trying: dict[str, bool], header: dict[str, str], said: dict[str, Any]) -> Response:
    """加一个点位，归令牌的局"""
    done = points.add(state().register, machine(), said, header["key"], how(trying))
    return _told(done, 200 if done.dry or done.replayed else 201)


@blueprint.put("/points/<code>")
@writes(Scope.POINTS)
@blueprint.arguments(Trying(), location="query")
@blueprint.arguments(IfMatch(), location="headers")
@blueprint.arguments(bodies.PointBody(), location="json")
@blueprint.response(200, written_documents.WrittenDocument)
@blueprint.alt_response(412, schema=ErrorDocument, description="别人改过了")
def change_point(
    trying: dict[str, bool], header: dict[str, int | None], said: dict[str, Any], code: str
) -> Response:
    """改一个点位：只改写了的，没写的不动"""
    return _told(
        points.change(state().register, machine(), meant(code), said, header["revision"], how(trying))
    )


@blueprint.post("/points/<code>/checks")
@writes(Scope.CHECKS)
@blueprint.arguments(Question(), location="query")
@blueprint.arguments(IfMatch(), location="headers")
@blueprint.response(200, written_documents.WrittenDocument)
@blueprint.alt_response(412, schema=ErrorDocument, description="别人改过了")
def check_point(_question: dict[str, Any], header: dict[str, int | None], code: str) -> Response:
    """核实：看过了，那一版写的都对"""
    return _told(standing.check(state().register, machine(), meant(code), header["revision"], _as_of()))


@blueprint.put("/points/<code>/suspension")
@writes(Scope.SUSPENSIONS)
@blueprint.arguments(Question(), location="query")
@blueprint.arguments(bodies.SuspensionBody(), location="json")
@blueprint.response(200, written_documents.WrittenDocument)
@blueprint.alt_response(412, schema=ErrorDocument, description="刚刚有人改过")
def suspend_point(_question: dict[str, Any], said: dict[str, Any], code: str) -> Response:
    """临时关门；关着的时候再写就换成新的"""
    answer = standing.suspension(said["until"], said["reason"])
    return _told(standing.suspend(state().register, machine(), meant(code), None, answer, _as_of()))


@blueprint.delete("/points/<code>/suspension")
@writes(Scope.SUSPENSIONS)
@blueprint.arguments(Question(), location="query")
@blueprint.response(200, written_documents.WrittenDocument)
@blueprint.alt_response(412, schema=ErrorDocument, description="刚刚有人改过")
def resume_point(_question: dict[str, Any], code: str) -> Response:
    """恢复开门；本来就开着就什么也不变"""
    return _told(standing.resume(state().register, machine(), meant(code), None, _as_of()))


def _as_of() -> AsOf:
    return AsOf(state().clock(), state().settings.stale_days)


def _told(done: Written, status: int = 200) -> Response:
    said = {
        "code": done.code or None,
        "revision": done.revision,
        "changed": done.changed,
        "dry_run": done.dry,
        "waiting": [{"field": "hours", "value": item.value, "reason": item.reason} for item in done.waiting],
    }
    return stored(said, status, done.revision if done.code else None)
