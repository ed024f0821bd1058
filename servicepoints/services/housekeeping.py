"""Housekeeping, once a day: forgetting who booked, who reported, what was sent into groups, what machines
sent twice and how often was searched, when it is long enough ago; sealing under a new key."""

from dataclasses import dataclass
from datetime import timedelta

from servicepoints.domain.demand import month_of, months_before
from servicepoints.domain.hours import TIMEZONE
from servicepoints.register import (
    Actor,
    Register,
    api_tokens,
    bookings,
    demand,
    outbox,
    resealing,
    sightings,
    suggestions,
    throttling,
)
from servicepoints.register.resealing import KINDS, After
from servicepoints.services.booking.rules import Rules
from servicepoints.services.machines.points import REPLAYED_FOR
from servicepoints.services.reporting.rules import Rules as Reporting

HOUSEKEEPER = Actor("machine", "housekeeping")
SOURCES_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many bookings' people were forgotten, how many rows were sealed anew."""

    erased: int
    resealed: int = 0


def tidy(register: Register, rules: Rules, *, reseal: bool = False) -> Tidied:
    """Erases the names and numbers of bookings whose session ended longer ago than the rules keep them, and
    from where suggestions came that still wait after a month.

    With `reseal` all that is sealed (who booked, contacts, what waits in review, histories, rosters sent in,
    the addresses of robots) is sealed under the first data key, so that an older one can be thrown away. In
    short transactions: nobody waits long for it, and one that was cut off is simply begun anew.
    """
    with register.write(HOUSEKEEPER) as writer:
        erased = bookings.erase_before(writer, writer.now - rules.keep)
        outbox.forget_old(writer)
        suggestions.forget_sources(writer, writer.now - SOURCES_KEPT)
        api_tokens.forget_replays(writer, writer.now - REPLAYED_FOR)
    return Tidied(erased, sum(_resealed(register, kind) for kind in range(len(KINDS))) if reseal else 0)


def forget_reporters(register: Register, rules: Reporting) -> tuple[int, int]:
    """Drops what told reporters of a day apart once the day is over, and erases what was said as the rules
    say; how many of each. The counts of each point and day stay."""
    with register.write(HOUSEKEEPER) as writer:
        throttling.forget_old(writer)
        today = writer.now.astimezone(TIMEZONE).date()
        return sightings.forget(writer, today, today - timedelta(days=rules.kept_days))


def forget_counts(register: Register, months: int) -> int:
    """Forgets the counts of searches but for so many months, this one included; how many rows."""
    with register.write(HOUSEKEEPER) as writer:
        return demand.forget_before(writer, months_before(month_of(writer.now), months - 1))


def _resealed(register: Register, kind: int) -> int:
    total, more = 0, True
    after: After = None
    while more:
        with register.write(HOUSEKEEPER) as writer:
            n, after = resealing.reseal(writer, kind, after)
        total, more = total + n, after is not None
    return total
