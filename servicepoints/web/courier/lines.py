"""The line of a card that says open or closed, to those who set out at one moment.

A city's points share few statuses and arrivals in one minute, and the finder gives equal ones as the same
object: a line is looked up by which objects it tells of, which costs less than comparing what they say.
"""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from servicepoints.catalogue.finder import Hit
from servicepoints.catalogue.memory import Shared
from servicepoints.domain.arrival import Riding
from servicepoints.web.courier.fragments import Fragments
from servicepoints.web.courier.seen import open_space, said_from, state_style

_KEPT = 4096


class SetOut(NamedTuple):
    """Who sets out: at which moment, that of the reader (aware), to within how many metres their place is
    known (0: well enough), and how they ride."""

    at: datetime
    now: datetime
    deviation_m: float
    riding: Riding


class Line(NamedTuple):
    """The line as HTML, and the space that one would use ("" for the point itself)."""

    html: str
    space: str


class Lines:
    """The lines for those who set out alike."""

    def __init__(self, fragments: Fragments, out: SetOut) -> None:
        self._fragments, self._out = fragments, out
        self._kept: defaultdict[str, Shared[Line]] = defaultdict(lambda: Shared(_KEPT))

    def of(self, hit: Hit, caution: str) -> Line:
        """The line of a point that was found; `caution` says who is let in, where that must be said (few
        words of a closed list)."""
        if self._out.deviation_m:  # what is said hangs on the very distance
            return self._made(hit, caution)
        status, arrival, kept = hit.status, hit.arrival, self._kept[caution]
        return kept.find(status, arrival) or kept.keep(self._made(hit, caution), status, arrival)

    def _made(self, hit: Hit, caution: str) -> Line:
        out = self._out
        status, arrival = said_from(hit, out.at, out.now, out.riding, out.deviation_m)
        # who may be half a kilometre off is not told that it opens just in time
        style = state_style(hit.status, None if out.deviation_m else hit.arrival)
        html = self._fragments.now(style, status, arrival, caution)
        return Line(html, open_space(hit.status, hit.arrival))
