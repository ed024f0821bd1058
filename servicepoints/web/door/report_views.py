"""The page of one report: what was said, who sees it, and what was answered. It knows nobody; its address is
its key."""

from dataclasses import replace
from datetime import datetime

from flask import Response, make_response, render_template

from servicepoints.domain.booking_words import moment_in_full
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Point
from servicepoints.domain.sightings import RIDER_WORDS, SAW_WORDS, Rider, Saw
from servicepoints.domain.trust import DISPUTED_WORDS
from servicepoints.domain.wording import labels
from servicepoints.errors import InstanceError
from servicepoints.services.reporting.looking import Report, look
from servicepoints.web.courier.asking import asking
from servicepoints.web.courier.blueprint import public_address
from servicepoints.web.courier.cards import NONE_DRAWN, Drawn
from servicepoints.web.courier.instead import instead_of
from servicepoints.web.door.blueprint import blueprint
from servicepoints.web.security import for_one_person
from servicepoints.web.state import state

TURNED_AWAY = frozenset({Saw.SHUT, Saw.REFUSED, Saw.MOVED, Saw.GONE, Saw.LACKS})
"""Who said one of these has to go elsewhere."""


@blueprint.get("/r/<token>")
def report(token: str) -> Response:
    """What became of one report."""
    found, now = look(state().register, token), state().clock()
    said, point = found.said, _point(found.said.code)
    response = make_response(
        render_template(
            "door/report.html",
            token=token,
            address=public_address(f"/r/{token}"),
            point=point,
            code=said.code,
            words=_words(found),
            short=SAW_WORDS[said.voice.saw],
            written=said.words,
            at=moment_in_full(said.voice.at),
            stamp=int(said.voice.at.timestamp()),
            fine=said.voice.saw is Saw.OPEN,
            others=_others_read(found, now),
            instead=_instead(found, point),
            lacking="、".join(labels(said.lacks, state().finding.vocabulary)),
            due=moment_in_full(said.due_at) if said.due_at else "",
            late=said.due_at is not None and said.due_at < now,
            answer=found.answer,
            by=found.by,
            answered=moment_in_full(said.answered_at) if said.answered_at else "",
        )
    )
    return for_one_person(response)


def _point(code: str) -> Point | None:
    try:
        return state().finding.point(code)
    except InstanceError:
        return None


def _words(found: Report) -> str:
    said = found.said
    words = SAW_WORDS[said.voice.saw]
    if said.rider is not Rider.UNSAID:
        return f"{words}（送{RIDER_WORDS[said.rider]}的）" if said.rider is not Rider.OTHER else words
    if said.pin:
        return f"{words}（在地图上标了）"
    if said.lacks:
        return f"{words}：{'、'.join(labels(said.lacks, state().finding.vocabulary))}"
    return words


def _others_read(found: Report, now: datetime) -> str:
    """What others read now of a door that was found shut, or ""."""
    said, until = found.said, found.said.voice.until
    if until is None or until <= now or not said.is_open:
        return ""
    seen = found.door.seen(now)
    at = until.astimezone(TIMEZONE)
    if seen.shut_at is not None:
        over = f"到{at.hour}:{at.minute:02d}自动过去"
        if seen.disputed:
            return f"也有人说开着，别的小哥看到的是“{DISPUTED_WORDS}”，{over}。"
        return f"别的小哥现在就能看到，{over}。"
    confirmed = found.door.confirmed_at
    if confirmed is not None and confirmed >= said.voice.at:
        return "后来有小哥说开着，就不再显示门关着了。"
    return ""


def _instead(found: Report, point: Point | None) -> Drawn:
    """Where to go now, for whom could not use the place; with what was missing, if that was it."""
    said = found.said
    if point is None or found.answer or said.voice.saw not in TURNED_AWAY:
        return NONE_DRAWN
    ask = asking()
    return instead_of(replace(ask, filters=replace(ask.filters, needs=said.lacks)), point).cards
