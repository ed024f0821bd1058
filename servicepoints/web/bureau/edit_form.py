"""The form of a point as the browser sends it → what was typed, and back with one thing done to it.

Names on the page: `a-<key>` an amenity; `s0-…` the first space, `c0-…` contact, `t0-…` season, `x0-…` date,
with the number of each sort in `spaces`, `contacts`, `seasons`, `dates`; `w-d0-1-from` Monday's second span.
Without JavaScript every button sends the form; `action` says which was pressed.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.hours_grid import MOST_SPANS
from servicepoints.services.editing.changing import Submission
from servicepoints.services.editing.cleaning import MOST_PARTS
from servicepoints.services.editing.typed import (
    BY_GRID,
    BY_TEXT,
    CHOICES,
    SILENT,
    TEXTS,
    Typed,
    TypedContact,
    TypedDate,
    TypedGrid,
    TypedHours,
    TypedSeason,
    TypedSpace,
    TypedSpans,
    TypedWeek,
)
from servicepoints.web.bureau.numbers import whole

REVIEW, SAVE = "review", "save"
CHOICE = "choice-"
ACCEPT = "accept-"
_OWN = ("csrf_token", "action", "seen", "why")
_WORKDAYS, _ALL = 5, 7

Form = MultiDict[str, str]
T = TypeVar("T")


def typed_from(form: Form, vocabulary: Vocabulary) -> Typed:
    """What was typed."""
    return Typed(
        fields={name: form.get(name, "") for name in (*TEXTS, *CHOICES)},
        amenities=_amenities(form, "a-", vocabulary),
        hours=hours_from(form),
        spaces=tuple(_space(form, f"s{i}", vocabulary) for i in range(_count(form, "spaces"))),
        contacts=tuple(
            TypedContact(form.get(f"c{i}-name", ""), form.get(f"c{i}-number", ""), f"c{i}-public" in form)
            for i in range(_count(form, "contacts"))
        ),
    )


def hours_from(form: Form) -> TypedHours:
    """The point's own hours as typed; a proposal that was just accepted is in the button that was pressed."""
    return TypedHours(
        form.get("hours_by", BY_TEXT),
        form.get("hours_text", ""),
        form.get(f"{ACCEPT}hours") or form.get("hours_accepted", ""),
        TypedGrid(
            _week(form, "w"),
            tuple(_season(form, f"t{i}") for i in range(_count(form, "seasons"))),
            tuple(
                TypedDate(form.get(f"x{i}-first", ""), form.get(f"x{i}-last", ""), _spans(form, f"x{i}"))
                for i in range(_count(form, "dates"))
            ),
        ),
    )


def submission(form: Form, vocabulary: Vocabulary) -> Submission:
    """The whole form, with what was decided on the pages after it."""
    return Submission(
        typed=typed_from(form, vocabulary),
        base=_number(form, "base"),
        seen=_number(form, "seen"),
        choices={name.removeprefix(CHOICE): value for name, value in form.items() if name.startswith(CHOICE)},
        ticked=[n for number in form.getlist("settled") if (n := whole(number, 0))],
        why=form.get("why", "").strip()[:200],
    )


def carried(form: Form) -> Iterator[tuple[str, str]]:
    """All fields that the pages after the form must carry along."""
    for name, value in form.items(multi=True):
        if name not in _OWN and not name.startswith((CHOICE, ACCEPT)):
            yield name, value
    if taken := form.get(f"{ACCEPT}hours"):
        yield "hours_accepted", taken


def acted(typed: Typed, action: str) -> Typed:
    """What was typed, with a part added or dropped or a day copied, as the button says."""
    verb, _, what = action.partition(":")
    grid = typed.hours.grid
    match verb, what:
        case "add", "space":
            return replace(typed, spaces=(*typed.spaces, TypedSpace())[:MOST_PARTS])
        case "add", "contact":
            return replace(typed, contacts=(*typed.contacts, TypedContact())[:MOST_PARTS])
        case "add", "season":
            return _with_grid(
                typed, replace(grid, seasons=(*grid.seasons, TypedSeason(week=grid.week))[:MOST_PARTS])
            )
        case "add", "date":
            return _with_grid(typed, replace(grid, dates=(*grid.dates, TypedDate())[:MOST_PARTS]))
        case "blank", "grid":
            return _with_grid(typed, TypedGrid())
        case "drop", _:
            return _dropped(typed, what[:1], what[1:])
        case (("workdays" | "everyday"), _):
            return _with_grid(typed, _copied(grid, what, _WORKDAYS if verb == "workdays" else _ALL))
    return typed


def _with_grid(typed: Typed, grid: TypedGrid) -> Typed:
    """Whoever presses a button of the grid means the grid."""
    return replace(typed, hours=replace(typed.hours, by=BY_GRID, grid=grid))


def _dropped(typed: Typed, sort: str, number: str) -> Typed:
    at = whole(number, -1)
    grid = typed.hours.grid
    match sort:
        case "s":
            return replace(typed, spaces=_without(typed.spaces, at))
        case "c":
            return replace(typed, contacts=_without(typed.contacts, at))
        case "t":
            return _with_grid(typed, replace(grid, seasons=_without(grid.seasons, at)))
        case "x":
            return _with_grid(typed, replace(grid, dates=_without(grid.dates, at)))
    return typed


def _without(parts: tuple[T, ...], at: int) -> tuple[T, ...]:
    return tuple(part for i, part in enumerate(parts) if i != at)


def _copied(grid: TypedGrid, name: str, days: int) -> TypedGrid:
    """Monday's spans in the days after it, of the ordinary week (`w`) or a season (`t0`)."""

    def copy(week: TypedWeek) -> TypedWeek:
        return replace(week, days=(week.days[0],) * days + week.days[days:])

    if name == "w":
        return replace(grid, week=copy(grid.week))
    return replace(
        grid,
        seasons=tuple(
            replace(s, week=copy(s.week)) if f"t{i}" == name else s for i, s in enumerate(grid.seasons)
        ),
    )


def _space(form: Form, name: str, vocabulary: Vocabulary) -> TypedSpace:
    accepted = form.get(f"{ACCEPT}{name}") or form.get(f"{name}-accepted", "")
    hours = TypedHours(text=form.get(f"{name}-hours", ""), accepted=accepted)
    return TypedSpace(form.get(f"{name}-name", ""), _amenities(form, f"{name}-a-", vocabulary), hours)


def _amenities(form: Form, prefix: str, vocabulary: Vocabulary) -> dict[str, str]:
    return {key: form.get(prefix + key, "") for key in vocabulary}


def _week(form: Form, name: str) -> TypedWeek:
    days = tuple(_spans(form, f"{name}-d{i}") for i in range(7))
    return TypedWeek(days, form.get(f"{name}-holidays", SILENT), _spans(form, f"{name}-ph"))


def _season(form: Form, name: str) -> TypedSeason:
    first, last, first_day, last_day = (
        form.get(f"{name}-{part}", "") for part in ("first", "last", "first-day", "last-day")
    )
    return TypedSeason(first, last, _week(form, name), first_day, last_day)


def _spans(form: Form, name: str) -> TypedSpans:
    pairs = (
        (form.get(f"{name}-{i}-from", "").strip(), form.get(f"{name}-{i}-to", "").strip())
        for i in range(MOST_SPANS)
    )
    return tuple(pair for pair in pairs if any(pair))


def _count(form: Form, name: str) -> int:
    return min(_number(form, name), MOST_PARTS)


def _number(form: Form, name: str) -> int:
    text = form.get(name, "")
    return whole(text, 0)
