"""Whether a search was served, told from the answer that it got."""

from collections.abc import Iterable, Sequence

from servicepoints.catalogue.finder import Hit
from servicepoints.domain.demand import REACH_M


def usable_near(hits: Iterable[Hit]) -> bool:
    """Whether one of them is within reach, certain to be open on arrival, and lets couriers in."""
    return any(_usable(hit) and hit.distance_m is not None and hit.distance_m <= REACH_M for hit in hits)


def served(hits: Sequence[Hit], limit: int, *, only_usable: bool) -> bool | None:
    """The same of a whole answer of at most `limit` points; None where it does not tell.

    An answer that holds only what is usable tells always. One that holds the closed too tells if it reaches
    beyond what is near, whichever way it turns out: else the searches that found nothing would be missing.
    """
    if not only_usable and len(hits) == limit:
        distances = [hit.distance_m for hit in hits if hit.distance_m is not None]
        if not distances or max(distances) <= REACH_M:
            return None
    return usable_near(hits)


def _usable(hit: Hit) -> bool:
    arrives = hit.arrival is not None and hit.arrival.rides_to_open
    return arrives and hit.admits and not hit.insiders_only
