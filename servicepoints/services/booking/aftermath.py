"""What a change of points' listings means for the sessions that are to come there."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from servicepoints.domain.points import Listing, Point
from servicepoints.register import Reader, calling_off, offerings
from servicepoints.register.calling_off import Coming

_NOTHING = Coming()


@dataclass(frozen=True, slots=True)
class Aftermath:
    """`called_off` with the points that are withdrawn; `shut` are those that lie in the time for which a
    point is shut, and stand; at points that come `back` what was called off with them stays so."""

    called_off: Coming = _NOTHING
    shut: Coming = _NOTHING
    back: bool = False


NONE = Aftermath()


def aftermath(
    reader: Reader, before: Mapping[str, Point], after: Mapping[str, Point], now: datetime
) -> Aftermath:
    """What putting `after` in place of `before` (by code) comes to, asked before it is written."""
    gone: list[str] = []
    back: list[str] = []
    shut: dict[datetime | None, list[str]] = defaultdict(list)
    for code, point in after.items():
        was, stays = before[code].listing, point.listing is before[code].listing
        if point.listing is Listing.SUSPENDED and (
            not stays or point.suspended_until != before[code].suspended_until
        ):
            shut[point.suspended_until].append(code)
        if point.listing is Listing.WITHDRAWN and not stays:
            gone.append(code)
        if was is Listing.WITHDRAWN and not stays:
            back.append(code)
    inside = [calling_off.coming(reader, codes, now, until) for until, codes in shut.items()]
    return Aftermath(
        calling_off.coming(reader, gone, now),
        Coming(sum(one.sessions for one in inside), sum(one.people for one in inside)),
        bool(offerings.offerings_of(reader, back)),
    )
