"""The page of one report: what was said, who sees it, and what was answered. It knows nobody; its address is
its key."""

from datetime import datetime

from flask import Response, make_response, render_template

from servicepoints.domain.booking_words import moment_in_full
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Point
from servicepoints.domain.sightings import RIDER_WORDS, SAW_WORDS, Rider, Saw
from servicepoints.domain.wording import labels
from servicepoints.errors import InstanceError
from servicepoints.services.reporting.looking import Report, look
from servicepoints.web.courier.blueprint import public_address
from servicepoints.web.door.blueprint import blueprint
from servicepoints.web.state import state


@blueprint.get("/r/<token>")
def report(token: str) -> Response:
    """What became of one report."""
    found, now = look(state().register, token), state().clock()
    said = found.said
    response = make_response(
        render_template(
            "door/report.html",
            token=token,
            address=public_address(f"/r/{token}"),
            point=_point(said.code),
            code=said.code,
            words=_words(found),
            short=SAW_WORDS[said.voice.saw],
            written=said.words,
            at=moment_in_full(said.voice.at),
            stamp=int(said.voice.at.timestamp()),
            fine=said.voice.saw is Saw.OPEN,
            shown_until=_shown_until(found, now),
            due=moment_in_full(said.due_at) if said.due_at else "",
            late=said.due_at is not None and said.due_at < now,
            answer=found.answer,
            by=found.by,
            answered=moment_in_full(said.answered_at) if said.answered_at else "",
        )
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


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
    if said.lacks:
        return f"{words}：{'、'.join(labels(said.lacks, state().finding.vocabulary))}"
    return words


def _shown_until(found: Report, now: datetime) -> str:
    """Until when others read of a shut door, if they do."""
    said, until = found.said, found.said.voice.until
    if until is None or until <= now or not said.is_open:
        return ""
    if found.door.seen(now).shut_at is None:
        return ""
    at = until.astimezone(TIMEZONE)
    return f"{at.hour}:{at.minute:02d}"
