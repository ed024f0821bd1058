"""A figure as pages show it: its value in words, and a small line of how it moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from servicepoints.domain.figure_words import FIGURES, figure_words
from servicepoints.domain.figures import Told
from servicepoints.web.trend import line


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure on a page: what it is called, its value, whether that is a number, the path of its line (""
    for none), and what the line says."""

    head: str
    full: str
    value: str
    known: bool
    path: str
    moved: str


def shown(days: Sequence[tuple[date, Told]], step: timedelta = timedelta(days=1)) -> list[Shown]:
    """All figures of one line of days, the last of which is now; days at most a `step` apart are joined."""
    return [_figure(name, days, step) for name in FIGURES]


def _figure(name: str, days: Sequence[tuple[date, Told]], step: timedelta) -> Shown:
    words, (today, now) = FIGURES[name], days[-1]
    known = [(day, value) for day, told in days if (value := getattr(told, name)) is not None]
    path = line([(day, words.height(value)) for day, value in known], today, step)
    moved = ""
    if path:
        first, last = words.said(known[0][1]), words.said(known[-1][1])
        moved = f"{words.full}：90天里量过{len(known)}天，最早{first}，最近{last}"
    value = figure_words(name, now)
    return Shown(words.head, words.full, value, getattr(now, name) is not None, path, moved)
