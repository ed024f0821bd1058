"""Small lines: how a figure moved over the last 90 days, for SVG."""

from collections.abc import Sequence
from datetime import date, timedelta

_WIDE, _HIGH = 90, 20
"""The box of a small line: a unit a day, and from all (top) to none."""

_A_DAY = timedelta(days=1)


def line(trend: Sequence[tuple[date, float]], today: date, step: timedelta = _A_DAY) -> str:
    """The path of a small line (SVG): a stretch for days that follow each other at most a `step` apart, a dot
    for one alone, nothing where nobody measured. One day is no line at all."""
    if len(trend) < 2:
        return ""
    parts: list[str] = []
    before: date | None = None
    for day, value in trend:
        x = _WIDE - (today - day).days
        y = round(_HIGH * (1 - value), 1)
        joined = before is not None and day - before <= step
        parts.append(f"L{x} {y:g}" if joined else f"M{x} {y:g}h0")
        before = day
    return "".join(parts)
