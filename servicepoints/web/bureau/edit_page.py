"""What the pages of editing show: the form with its choices and errors, two versions side by side, and the
change before it is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import render_template

from servicepoints import reference
from servicepoints.domain.amenities import Amenity
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_grid import MOST_SPANS
from servicepoints.domain.points import Kind, Listing, Point
from servicepoints.domain.status_words import WEEKDAYS
from servicepoints.domain.suggestions import Suggestion
from servicepoints.domain.wording import (
    ACCESS_WORDS,
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    DEMONSTRATION_WORDS,
    FREE_WORDS,
    GROUP_LABELS,
    KIND_WORDS,
    LISTING_WORDS,
)
from servicepoints.services.editing.changing import ReviewItem, Submission, Weighed
from servicepoints.services.editing.hours import standing_hours
from servicepoints.services.editing.merging import MINE, THEIRS
from servicepoints.services.editing.reading_hours import Understood, read_typed
from servicepoints.services.editing.typed import (
    BY_GRID,
    Typed,
    TypedHours,
    TypedWeek,
    grid_of_schedule,
    typed_grid,
)
from servicepoints.services.editing.units import name_of, said
from servicepoints.web.bureau.blueprint import register
from servicepoints.web.state import state

Hidden = Sequence[tuple[str, str]]

_CHOICES = {
    "kind": {k.value: w for k, w in KIND_WORDS.items()},
    "demonstration": {d.value: w for d, w in DEMONSTRATION_WORDS.items()},
    "audience": {a.value: w for a, w in AUDIENCE_WORDS.items()},
    "access": {a.value: w for a, w in ACCESS_WORDS.items()},
    "booking_channel": {c.value: w for c, w in CHANNEL_WORDS.items()},
    "free": {"yes": FREE_WORDS[True], "no": FREE_WORDS[False], "": "没核实"},
}


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form of a point that stands (`point.code`) or of a new one, opened at revision `base`; `suggested`
    is what somebody proposed, if it is made of that."""

    point: Point
    typed: Typed
    base: int
    waiting: Sequence[ReviewItem] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    ticked: Sequence[str] = ()
    bureaus: Mapping[str, str] = field(default_factory=dict)
    suggested: Suggestion | None = None

    def render(self) -> str:
        """The page."""
        today = state().clock().astimezone(TIMEZONE).date()
        understood = read_typed(register(), self.typed.hours, self.point.schedule, today)
        spaces = [
            read_typed(register(), s.hours, standing_hours(self.point, s.name, s.hours.text), today)
            for s in self.typed.spaces
        ]
        typed, grid_fits = self._with_grid(understood)
        return render_template(
            "bureau/point.html",
            p=self.point,
            typed=typed,
            base=self.base,
            errors=dict(self.errors),
            waiting=self.waiting,
            ticked=self.ticked,
            bureaus=self.bureaus,
            suggested=self.suggested,
            understood=understood,
            space_hours=spaces,
            grid_fits=grid_fits,
            choices=_CHOICES,
            places=list(_places(typed.fields["place"])),
            groups=_groups(),
            weekdays=WEEKDAYS,
            slots=_slots,
            listing=LISTING_WORDS[self.point.listing],
            listed=self.point.listing is Listing.LISTED,
            unknown_kind=Kind.UNKNOWN.value,
        )

    def _with_grid(self, understood: Understood) -> tuple[Typed, bool]:
        """While hours are written in words the grid shows what the words came to, if a grid can."""
        hours = self.typed.hours
        if hours.by == BY_GRID:
            return self.typed, True
        grid = grid_of_schedule(understood.schedule)
        if grid is None:
            return self.typed, False
        shown = TypedHours(hours.by, hours.text, hours.accepted, typed_grid(grid))
        return replace(self.typed, hours=shown), True


def conflict_page(weighed: Weighed, hidden: Hidden) -> str:
    """Both versions of what two editors changed, to choose from."""
    vocabulary = reference.vocabulary()
    collisions = weighed.merged.collisions if weighed.merged else ()
    return render_template(
        "bureau/point_conflict.html",
        p=weighed.stands,
        hidden=hidden,
        mine=MINE,
        theirs=THEIRS,
        collisions=[
            (
                unit,
                name_of(unit, vocabulary),
                *(said(unit, point, vocabulary) for point in (weighed.base, weighed.stands, weighed.mine)),
            )
            for unit in collisions
        ],
        brought=_brought(weighed),
    )


def confirm_page(weighed: Weighed, hidden: Hidden, sent: Submission, warning: str) -> str:
    """What couriers will see, to be confirmed."""
    chosen = [(f"choice-{unit}", side) for unit, side in sent.choices.items()]
    return render_template(
        "bureau/point_confirm.html",
        p=weighed.stands,
        name=weighed.after.name,
        hidden=[*hidden, *chosen, ("seen", str(weighed.stands.revision))],
        effects=weighed.effects,
        brought=_brought(weighed),
        ticked=len(sent.ticked),
        why=sent.why,
        warning=warning,
        namesakes=(),
    )


def _brought(weighed: Weighed) -> list[tuple[str, str]]:
    """What others changed meanwhile and is kept: names and words."""
    vocabulary = reference.vocabulary()
    found = weighed.merged.brought if weighed.merged else ()
    return [(name_of(unit, vocabulary), said(unit, weighed.stands, vocabulary)) for unit in found]


def _places(standing: str) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Districts with their sub-districts as options; what stands and is in no table stays on the list."""
    gazetteer = reference.gazetteer()
    known = set()
    for district in gazetteer.districts:
        options = [(f"{district.name}|", f"{district.name}（街道没核实）")]
        options += [
            (f"{district.name}|{s.name}", f"{district.name} {s.name}")
            for s in gazetteer.in_district(district.name)
        ]
        known |= {value for value, _ in options}
        yield district.name, options
    if standing.strip("|") and standing not in known:
        yield "表里没有的", [(standing, standing.replace("|", " "))]


def _groups() -> list[tuple[str, list[Amenity]]]:
    """The amenities in the groups of their table, in its order."""
    groups: dict[str, list[Amenity]] = {}
    for amenity in reference.vocabulary().values():
        groups.setdefault(amenity.group, []).append(amenity)
    return [(GROUP_LABELS.get(group, group), found) for group, found in groups.items()]


def _slots(week: TypedWeek) -> int:
    """How many spans a day has room for: one more than the fullest has."""
    return min(MOST_SPANS, max(2, *(len(spans) + 1 for spans in (*week.days, week.holiday_spans))))
