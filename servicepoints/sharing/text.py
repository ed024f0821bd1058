"""The text of one point that goes into a group.

It lives there for days, so it names dates and never says 今天; the link stands alone on its last line,
ASCII only, so that every app makes all of it tappable and nothing else.
"""

from collections.abc import Sequence
from datetime import date

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_words import date_words
from servicepoints.domain.points import Access, Audience, Listing, Point
from servicepoints.domain.status_words import clock
from servicepoints.domain.wording import FREE_WORDS, HOURS_UNKNOWN, audience_words, labels, way_in_words

MOST_BYTES = 400
"""UTF-8 bytes of the whole text, link included: longer ones are folded in a group."""

_NAME = 60
_LINE = 100
_MOST_LABELS = 6


def point_text(
    point: Point,
    hours: Sequence[str],
    link: str,
    vocabulary: Vocabulary,
    today: date,
    spaces: Sequence[str] = (),
) -> str:
    """The text of a point, at most 400 bytes as long as the link has no more than 80.

    `hours` are the schedule's lines in words that hold for any day (`domain.hours_words`), `spaces` those of
    the spaces that keep their own. What finds no room is left out from the least important on: parking, how
    to enter in detail, then what it has.
    """
    fixed = [f"【歇脚】{clipped(point.name, _NAME)}", *opening_lines(point, hours, today)]
    last = [f"{checked_words(point, today)}，路线和最新情况：", link]
    entering, parking = _entering(point), _parking(point)
    optional = ("；".join(spaces), _having(point, vocabulary), point.address, *entering, parking)
    chosen = [clipped(line, _LINE) for line in optional if line]
    while chosen and _size([*fixed, *chosen, *last]) > MOST_BYTES:
        chosen.pop()
    return "\n".join([*fixed, *chosen, *last])


def checked_words(point: Point, today: date) -> str:
    """Who checked the point and on which date (街道9月11日核实), with the year where it is not today's."""
    day = point.checked_on
    if day is None:
        return "还没人核实过"
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{clipped(point.checked_by, 45)}{year}{day.month}月{day.day}日核实"


def clipped(text: str, most_bytes: int) -> str:
    """A text of one line cut to so many UTF-8 bytes, with … where something is missing."""
    line = " ".join(text.split())
    if len(line.encode()) <= most_bytes:
        return line
    return line.encode()[: most_bytes - 3].decode(errors="ignore") + "…"


def _size(lines: Sequence[str]) -> int:
    return len("\n".join(lines).encode())


def opening_lines(point: Point, hours: Sequence[str], today: date) -> list[str]:
    """When it is open, and what keeps it shut apart from its schedule, with dates."""
    if point.valid_to is not None and point.valid_to < today:
        return [f"已结束，只到{_dated(point.valid_to, today)}"]
    said = [clipped("，".join(hours), _LINE) if hours else HOURS_UNKNOWN]
    if point.listing is Listing.SUSPENDED:
        until = point.suspended_until and point.suspended_until.astimezone(TIMEZONE)
        said.append(f"临时关门，{_dated(until.date(), today)}{clock(until)}再开" if until else "临时关门")
    if point.valid_from or point.valid_to:
        first = f"{_dated(point.valid_from, today)}起" if point.valid_from else ""
        last = f"到{_dated(point.valid_to, today)}为止" if point.valid_to else ""
        said.append(f"临时服务点，{first}{last}")
    return said


def _dated(day: date, today: date) -> str:
    """A date with its weekday, and with its year where that is not today's."""
    return f"{'' if day.year == today.year else f'{day.year}年'}{date_words(day)}"


def _having(point: Point, vocabulary: Vocabulary) -> str:
    having = labels((key for key in vocabulary if point.has(key)), vocabulary)[:_MOST_LABELS]
    free = "" if point.free is None else FREE_WORDS[point.free]
    return "，".join(part for part in ("有" + "、".join(having) if having else "", free) if part)


def _entering(point: Point) -> tuple[str, str]:
    """Who may enter, with how if that takes a word; and the point's own words for the way in."""
    who = audience_words(point.audience) if point.audience is not Audience.UNKNOWN else ""
    how = way_in_words(point).removeprefix(point.access_note).removeprefix("，")
    how = "" if point.access is Access.UNKNOWN else how
    return "，".join(part for part in (who, how) if part), point.access_note


def _parking(point: Point) -> str:
    return f"停车：{point.parking_note}" if point.parking_note else ""
