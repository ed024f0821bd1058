"""What a change means for couriers, in their words, before it is stored, and what only the desk sees."""

from dataclasses import dataclass
from datetime import datetime

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Kind, Listing, Point
from servicepoints.domain.publication import published
from servicepoints.domain.status import point_status
from servicepoints.domain.status_words import status_words
from servicepoints.services.editing.units import changed, name_of, said, told

NOW = "现在"
_UNSEEN = {
    Listing.HELD: "这个点位还没上线，小哥现在看不到它。",
    Listing.WITHDRAWN: "这个点位已撤，小哥只看得到它的名称和地址。",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One line: what is called how, and its words before ("" of a new point) and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effects:
    """`seen` by couriers, `desk` by the desk alone; `note` says why couriers see nothing, or ""."""

    seen: tuple[Change, ...] = ()
    desk: tuple[Change, ...] = ()
    note: str = ""


def effects(
    before: Point | None, after: Point, at: datetime, calendar: Calendar, vocabulary: Vocabulary
) -> Effects:
    """What becomes other by putting `after` in place of `before` (None: it is new) at that moment (aware)."""
    blank = before or Point(name="", kind=Kind.UNKNOWN, bureau=after.bureau, listing=after.listing)
    shown, showing = published(blank), published(after)
    today = at.astimezone(TIMEZONE).date()
    seen, desk = [], []
    if shown and showing and (line := _now(before, after, at, calendar)):
        seen.append(line)
    for unit in changed(blank, after, vocabulary):
        name = name_of(unit, vocabulary)
        if shown and showing:
            old, new = (told(unit, point, vocabulary, today, calendar) for point in (shown, showing))
            if old != new:
                seen.append(Change(name, old, new))
                if unit != "contacts":
                    continue
        old, new = said(unit, blank, vocabulary), said(unit, after, vocabulary)
        desk.append(Change(name, old, new))
    return Effects(tuple(seen), tuple(desk), _UNSEEN.get(after.listing, ""))


def _now(before: Point | None, after: Point, at: datetime, calendar: Calendar) -> Change | None:
    old = status_words(point_status(before, at, calendar), at) if before else ""
    new = status_words(point_status(after, at, calendar), at)
    return Change(NOW, old, new) if old != new else None
