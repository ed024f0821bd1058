"""Housekeeping, once a day: forgetting who booked, who reported, what was sent into groups, what machines
sent twice and how often was searched, when it is long enough ago; sealing under a new key."""

from datetime import timedelta

from servicepoints.domain.demand import month_of, months_before
from servicepoints.domain.hours import TIMEZONE
from servicepoints.register import (
    Actor,
    Register,
    accounts,
    api_tokens,
    bookings,
    demand,
    outbox,
    pulses,
    resealing,
    sightings,
    suggestions,
    throttling,
    uploads,
)
from servicepoints.register.resealing import KINDS, After
from servicepoints.register.unreadable import forget_unreadable
from servicepoints.services.booking.rules import Rules
from servicepoints.services.importing.uploading import KEPT
from servicepoints.services.machines.points import REPLAYED_FOR
from servicepoints.services.reporting.rules import Rules as Reporting

HOUSEKEEPER = Actor("machine", "housekeeping")
PULSE = "housekeeping"
SOURCES_KEPT = timedelta(days=30)


def forget_people(register: Register, rules: Rules) -> int:
    """Erases the names and numbers of bookings whose session ended longer ago than the rules keep them; how
    many. Forgotten, too: old messages to groups, old requests of machines, rosters that nobody took, devices
    that are signed out, and from where suggestions came that still wait after a month."""
    with register.write(HOUSEKEEPER) as writer:
        erased = bookings.erase_before(writer, writer.now - rules.keep)
        outbox.forget_old(writer)
        suggestions.forget_sources(writer, writer.now - SOURCES_KEPT)
        uploads.forget(writer, writer.now - KEPT)
        accounts.forget_over(writer)
        api_tokens.forget_replays(writer, writer.now - REPLAYED_FOR)
    return erased


def reseal(register: Register) -> int:
    """Seals all that is sealed (who booked, contacts, what waits in review, histories, rosters sent in, the
    addresses of robots) under the first data key, so that an older one can be thrown away; how many rows. In
    short transactions: nobody waits long for it, and one that was cut off is simply begun anew."""
    return sum(_resealed(register, kind) for kind in range(len(KINDS)))


def forget_lost(register: Register) -> int:
    """Forgets what was sealed under a data key that is lost for good; how many rows."""
    with register.write(HOUSEKEEPER) as writer:
        return forget_unreadable(writer)


def forget_reporters(register: Register, rules: Reporting) -> tuple[int, int]:
    """Drops what told reporters of a day apart once the day is over, and erases what was said as the rules
    say, with the words of suggestions that were decided as long ago; how many of each. The counts of each
    point and day stay."""
    with register.write(HOUSEKEEPER) as writer:
        throttling.forget_old(writer)
        suggestions.forget_words(writer, writer.now - timedelta(days=rules.kept_days))
        today = writer.now.astimezone(TIMEZONE).date()
        return sightings.forget(writer, today, today - timedelta(days=rules.kept_days))


def forget_counts(register: Register, months: int) -> int:
    """Forgets the counts of searches but for so many months, this one included; how many rows."""
    with register.write(HOUSEKEEPER) as writer:
        return demand.forget_before(writer, months_before(month_of(writer.now), months - 1))


def beat(register: Register) -> None:
    """Remembers that the daily round was made to its end now."""
    with register.write(HOUSEKEEPER) as writer:
        pulses.beat(writer, PULSE)


def _resealed(register: Register, kind: int) -> int:
    total, more = 0, True
    after: After = None
    while more:
        with register.write(HOUSEKEEPER) as writer:
            n, after = resealing.reseal(writer, kind, after)
        total, more = total + n, after is not None
    return total
