"""How the listing stood, as it is published: a row a day for each bureau and for the whole, only what may be
told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from servicepoints.domain.figures import Told

Quality = Mapping[str, Sequence[tuple[date, Told]]]
"""By the slug of a bureau ("" for points that are nobody's), or WHOLE: the days in order."""

WHOLE = "*"

QUALITY: dict[str, Any] = {
    "day": str,
    "bureau": str,
    "points": int,
    **{f.name: float for f in fields(Told) if f.name != "points"},
}
"""The columns of its table."""


def quality_rows(quality: Quality) -> list[dict[str, Any]]:
    """The rows of the table."""
    return [
        {"day": day.isoformat(), "bureau": bureau, **asdict(told)}
        for bureau, days in sorted(quality.items())
        for day, told in days
    ]


def quality_of(rows: Iterable[Mapping[str, Any]]) -> Quality:
    """What rows of the table say, in the order of days."""
    found: dict[str, list[tuple[date, Told]]] = {}
    for row in rows:
        told = Told(**{f.name: row[f.name] for f in fields(Told)})
        found.setdefault(row["bureau"], []).append((date.fromisoformat(row["day"]), told))
    return found
