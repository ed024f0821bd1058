"""Figures: how well a listing serves, in shares told only where there is enough to tell them from."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from statistics import median_low

LEAST_TOLD = 5
"""A share of fewer than this is not told: it would be chance, or somebody."""

LONGEST_DAYS = 365
"""Where a line that shows an age ends: a year and more is all the same."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted of some points on a day; None: not measured, or not known.

    `points` that were not withdrawn, `checked` in the last 90 days, the median `age_days` of their last check
    (None where most were never checked). `open_late`: certainly open that day at 23:00; `open_holiday`: on
    the first day of the next holiday that is announced. `searched`: searches nearest to them in this month
    and the last, `served`: those with something usable within reach. In the last 90 days `reported`: reports
    that were answered or are overdue, `answered`: in time; `confirmed` and `found_shut`: what couriers said
    at the door."""

    points: int = 0
    checked: int = 0
    age_days: int | None = None
    open_late: int | None = None
    open_holiday: int | None = None
    searched: int | None = None
    served: int | None = None
    reported: int | None = None
    answered: int | None = None
    confirmed: int | None = None
    found_shut: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told of figures; None where it is unknown, or there is too little to tell it from.

    `points` as they are. Shares (0…1): of points `checked` lately, open `late`, open on the coming `holiday`;
    of searches `served`; of reports `answered` in time. `age_days`: the median age of checks. `shut`: doors
    found shut for every hundred found open."""

    points: int
    checked: float | None = None
    age_days: float | None = None
    answered: float | None = None
    shut: float | None = None
    late: float | None = None
    holiday: float | None = None
    served: float | None = None


def told(figures: Figures) -> Told:
    """What may be told of them."""
    found_shut = share(figures.found_shut, figures.confirmed)
    return Told(
        points=figures.points,
        checked=share(figures.checked, figures.points),
        age_days=figures.age_days if figures.points >= LEAST_TOLD else None,
        answered=share(figures.answered, figures.reported),
        shut=None if found_shut is None else found_shut * 100,
        late=share(figures.open_late, figures.points),
        holiday=share(figures.open_holiday, figures.points),
        served=share(figures.served, figures.searched),
    )


_SUMMED = tuple(f.name for f in fields(Figures) if f.name != "age_days")


def total(found: Iterable[Figures], age_days: int | None = None) -> Figures:
    """All of them together. No sum gives a median: it comes with them. What is known of some is taken for
    all."""
    listed = list(found)
    sums = {name: _sum(getattr(one, name) for one in listed) for name in _SUMMED}
    return Figures(
        points=sums.pop("points") or 0, checked=sums.pop("checked") or 0, age_days=age_days, **sums
    )


def share(part: int | None, whole: int | None) -> float | None:
    """A part of a whole; None if one is unknown or the whole is too small to tell."""
    return None if part is None or whole is None or whole < LEAST_TOLD else part / whole


def median_age(ages: Iterable[int | None]) -> int | None:
    """The median of days since the last check, None for never: never is longer than any number."""
    never = LONGEST_DAYS * 1000
    found = median_low(never if age is None else age for age in ages)
    return None if found == never else found


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
