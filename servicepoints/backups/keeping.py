"""Which backups are kept: so many days, weeks and months, the newest of each."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from servicepoints.backups.shelf import Kept


class Keep(NamedTuple):
    """How many days, weeks and months back one backup each is kept; all zero: every one is kept."""

    days: int
    weeks: int
    months: int


def superfluous(kept: Iterable[Kept], keep: Keep) -> list[Kept]:
    """Those that may go, oldest first. The newest never does."""
    ordered = sorted(kept, key=lambda one: one.made_at, reverse=True)
    if not any(keep) or not ordered:
        return []
    of_a: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (keep.days, lambda at: at.date()),
        (keep.weeks, lambda at: at.isocalendar()[:2]),
        (keep.months, lambda at: (at.year, at.month)),
    )
    staying = {ordered[0].path}
    for many, span in of_a:
        newest: dict[object, Kept] = {}
        for one in ordered:
            newest.setdefault(span(one.made_at), one)
        staying |= {one.path for one in list(newest.values())[:many]}
    return [one for one in reversed(ordered) if one.path not in staying]
