"""The texts of a point, a list, a session that go into a group.

A text lives there for days, so it names dates and never says 今天; the link stands alone on its last line,
ASCII only, so that every app makes all of it tappable and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.booking_words import (
    OFFERING_KIND_WORDS,
    booking_verb,
    booking_way,
    session_words,
)
from servicepoints.domain.doors import NOTHING_SEEN, SeenDoor
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_words import date_words
from servicepoints.domain.offerings import Offering, Session, SessionState
from servicepoints.domain.points import Access, Audience, Listing, Point
from servicepoints.domain.status_words import clock
from servicepoints.domain.trust import dated_trust
from servicepoints.domain.wording import FREE_WORDS, HOURS_UNKNOWN, audience_words, labels, way_in_words


@dataclass(frozen=True, slots=True)
class Hours:
    """When a point is open, in words that hold for any day (`domain.hours_words`): the usual, the dates that
    differ from it, and what spaces keep for themselves."""

    usual: Sequence[str] = ()
    dated: Sequence[str] = ()
    spaces: Sequence[str] = ()


MOST_BYTES = 400
"""UTF-8 bytes of the whole text, link included: longer ones are folded in a group."""

_NAME, _CHECKER = 60, 30
_LINE = 100
_MOST_LABELS = 6
_MOST_DATED = 3


def point_text(
    point: Point,
    hours: Hours,
    link: str,
    vocabulary: Vocabulary,
    today: date,
    seen: SeenDoor = NOTHING_SEEN,
) -> str:
    """The text of a point, at most 400 bytes as long as the link has no more than 80. `seen`: how couriers
    found its door.

    What finds no room is left out from the least important on: parking, the way in, what its spaces keep for
    themselves, what it has, who may enter, the address; at last the dates beyond the first.
    """
    name, opening = f"【歇脚】{clipped(point.name, _NAME)}", opening_lines(point, hours, today)
    who, way = _entering(point), _way_in(point)
    spaces, having, address = _whole(hours.spaces), _having(point, vocabulary), point.address
    parking = point.parking_note if address else f"停车：{point.parking_note}" if point.parking_note else ""
    body = [*opening, spaces, having, _together(who, way), _together(address, parking)]
    spared = (
        [*opening, spaces, having, _together(who, way), address],
        [*opening, spaces, having, who, address],
        [*opening, having, who, address],
        [*opening, who, address],
        [*opening, address],
        *(opening[:kept] for kept in range(len(opening), 0, -1)),
    )
    last = [f"{checked_words(point, today, seen)}，路线和最新情况：", link]
    for lines in (body, *spared):
        text = "\n".join([name, *(clipped(line, _LINE) for line in lines if line), *last])
        if len(text.encode()) <= MOST_BYTES:
            break
    return text


def _whole(spaces: Sequence[str]) -> str:
    """As many spaces as a line holds, each with all its hours: 节假日不开 cut short says the opposite."""
    line = "；".join(spaces)
    for kept in range(len(spaces) - 1, 0, -1):
        if len(line.encode()) <= _LINE:
            break
        line = "；".join([*spaces[:kept], "…"])
    return line


def checked_words(point: Point, today: date, seen: SeenDoor = NOTHING_SEEN) -> str:
    """Who checked the point and on which date (街道9月11日核实), or when a courier last found it open."""
    return dated_trust(point.checked_on, clipped(point.checked_by, _CHECKER), today, seen)


def clipped(text: str, most_bytes: int) -> str:
    """A text of one line cut to so many UTF-8 bytes, with … where something is missing."""
    line = " ".join(text.split())
    if len(line.encode()) <= most_bytes:
        return line
    return line.encode()[: most_bytes - 3].decode(errors="ignore") + "…"


def opening_lines(point: Point, hours: Hours, today: date) -> list[str]:
    """When it is open; then what differs from that, and what keeps it shut apart from its schedule, with
    dates."""
    if point.valid_to is not None and point.valid_to < today:
        return [f"已结束，只到{_dated(point.valid_to, today)}"]
    said = ["，".join(hours.usual) or HOURS_UNKNOWN]
    if point.listing is Listing.SUSPENDED:
        until = point.suspended_until and point.suspended_until.astimezone(TIMEZONE)
        said.append(f"临时关门，{_dated(until.date(), today)}{clock(until)}再开" if until else "临时关门")
    if point.valid_from or point.valid_to:
        first = f"{_dated(point.valid_from, today)}起" if point.valid_from else ""
        last = f"到{_dated(point.valid_to, today)}为止" if point.valid_to else ""
        said.append(f"临时服务点，{first}{last}")
    return said + list(hours.dated[:_MOST_DATED])


def _dated(day: date, today: date) -> str:
    """A date with its weekday, and with its year where that is not today's."""
    return f"{'' if day.year == today.year else f'{day.year}年'}{date_words(day)}"


def _having(point: Point, vocabulary: Vocabulary) -> str:
    having = labels((key for key in vocabulary if point.has(key)), vocabulary)[:_MOST_LABELS]
    free = "" if point.free is None else FREE_WORDS[point.free]
    return "，".join(part for part in ("有" + "、".join(having) if having else "", free) if part)


def _entering(point: Point) -> str:
    """Who may enter, or ""."""
    return audience_words(point.audience) if point.audience is not Audience.UNKNOWN else ""


def _way_in(point: Point) -> str:
    """How one gets in, or ""."""
    return way_in_words(point) if point.access_note or point.access is not Access.UNKNOWN else ""


def _together(*parts: str) -> str:
    """What is known of these in one line."""
    return "，".join(part for part in parts if part)


def place_text(name: str, link: str) -> str:
    """The text of a list of points: a district, a sub-district, a link group."""
    return f"【歇脚】{clipped(name, _LINE)}的歇脚点\n现在开没开、怎么进、怎么走，点这里：\n{link}"


def session_text(offering: Offering, session: Session, point: Point | None, link: str) -> str:
    """The text of one session: what, when, where, how it is booked; no count of places, which goes stale."""
    called_off = session.state is SessionState.CANCELLED
    last = f"点这里{booking_verb(offering.kind)}：" if offering.open_to_all and not called_off else "详情："
    lines = [
        f"【{OFFERING_KIND_WORDS[offering.kind]}】{clipped(offering.title, _NAME)}",
        f"{'取消了：' if called_off else ''}{session_words(session)}",
        _together(point.name, point.address) if point is not None else "",
        "" if called_off else booking_way(offering),
        last,
    ]
    return "\n".join([*(clipped(line, _LINE) for line in lines if line), link])
