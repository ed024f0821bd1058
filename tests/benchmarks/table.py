"""How a measurement is told: what, its figure, as a ratio to what, and what it must reach."""

from collections.abc import Callable, Iterable, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Line(NamedTuple):
    """One row of the results; `ratio` and `target` are "" where there are none."""

    what: str
    figure: str
    ratio: str = ""
    target: str = ""


def markdown(lines: Iterable[Line]) -> str:
    """The rows as a table."""
    rows = [Line("what", "figure", "ratio", "must reach"), Line("---", "---", "---", "---"), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = perf_counter()
    work()
    return perf_counter() - start


def best(work: Callable[[], object], times: int) -> float:
    """The shortest of several calls: what it takes when nothing disturbs it."""
    return min(seconds(work) for _ in range(times))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def spread(values: Sequence[float]) -> str:
    """Median, p99 and the worst of some times in seconds, written in milliseconds."""
    ms = [1000 * v for v in values]
    return f"p50 {median(ms):.2f} ms, p99 {percentile(ms, 0.99):.2f} ms, worst {max(ms):.1f} ms"
