"""What waited for a person and is settled by a change: hours that were not read, a kind that nobody knew, a
value that was not understood."""

from collections.abc import Collection, Iterator

from servicepoints.domain.points import Kind, Point, Schedule, ScheduleStatus
from servicepoints.register import Writer, imports
from servicepoints.register.imports import ReviewItem
from servicepoints.services.editing.units import PARTS
from servicepoints.services.importing.planning import NO_KIND
from servicepoints.sheets.fields import BY_NAME

_HOURS_COLUMN = BY_NAME["hours"].label


def settle(writer: Writer, after: Point, units: Collection[str], ticked: Collection[int]) -> int:
    """Ends the items of a point that its new state settles and those that the editor ticked; hours that are
    still not read wait. Returns how many were ended."""
    unread = {schedule.text: schedule for schedule in _schedules(after) if _is_unread(schedule)}
    waiting = imports.open_reviews(writer, code=after.code)
    settled = [
        item.id
        for item in waiting
        if item.id is not None and (item.id in ticked or _settled(item, after, units, unread))
    ]
    for schedule in unread.values():
        if not any(item.kind == "hours" and item.value == schedule.text for item in waiting):
            imports.add_review(writer, _hours_item(after, schedule))
    return imports.close_reviews(writer, settled, "changed") if settled else 0


def _schedules(point: Point) -> Iterator[Schedule]:
    yield point.schedule
    yield from (space.schedule for space in point.spaces if space.schedule)


def _is_unread(schedule: Schedule) -> bool:
    return schedule.status is ScheduleStatus.REVIEW


def _settled(item: ReviewItem, after: Point, units: Collection[str], unread: Collection[str]) -> bool:
    if item.kind == "hours":
        return item.value not in unread
    if item.kind != "value":
        return False
    if item.reason == NO_KIND:
        return after.kind is not Kind.UNKNOWN
    return any(item.column in _headers(unit) for unit in units)


def _headers(unit: str) -> tuple[str, ...]:
    """What a roster may call the columns of a unit, of which each says a part whole."""
    if unit in ("contacts", "spaces", "schedule"):
        return ()
    fields = [BY_NAME[name] for name in PARTS.get(unit, (unit,)) if name in BY_NAME]
    return tuple(header for field in fields for header in (field.label, *field.synonyms))


def _hours_item(point: Point, schedule: Schedule) -> ReviewItem:
    return ReviewItem(
        kind="hours",
        code=point.code,
        bureau=point.bureau,
        column=_HOURS_COLUMN,
        value=schedule.text,
        reason="；".join(schedule.reasons) or "没有读懂",
        proposal=schedule.proposal,
    )
