"""How the reports of a bureau stand: how many of each group wait, and since when, place by place."""

from collections.abc import Sequence
from datetime import datetime

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.trust import ago
from servicepoints.register.listing import Tally
from servicepoints.register.sightings import Waiting
from servicepoints.services.reporting.settling import group_of

LATE = "late"
"""In place of a group: whatever waits longer than it should."""


def tally(waiting: Sequence[Waiting], group: str, now: datetime) -> Tally:
    """Of how many points something of a group waits (LATE: of any, past its deadline), and since when."""
    found = [w for w in waiting if (w.due_at < now if group == LATE else group_of(w.saw) == group)]
    return Tally(len({w.code for w in found}), found[0].at.astimezone(TIMEZONE) if found else None)


def oldest(waiting: Sequence[Waiting], now: datetime) -> dict[tuple[str, str], str]:
    """How long ago the oldest report came that nobody answered, by district and sub-district: 2小时前."""
    found: dict[tuple[str, str], str] = {}
    for w in waiting:
        said = ago(w.at.astimezone(TIMEZONE), now.astimezone(TIMEZONE))
        found.setdefault((w.district, w.sub_district), said)
    return found
