"""Sessions that a machine opens, changes and calls off, as the desk does. Of bookings it learns numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from servicepoints.domain.offerings import Session, SessionState
from servicepoints.errors import Conflict
from servicepoints.register import Register
from servicepoints.services.booking import Standing, offering, scheduling
from servicepoints.services.booking.offering import Offered
from servicepoints.services.booking.rules import Rules
from servicepoints.services.machines.admitting import Machine
from servicepoints.services.machines.points import require_revision


@dataclass(frozen=True, slots=True)
class Told:
    """A session as it stands now, and how many people its bureau is to phone about it."""

    standing: Standing
    to_tell: int = 0


def at_point(register: Register, machine: Machine, code: str, now: datetime) -> list[Offered]:
    """What a point offers, with the sessions that are not over. NotFound, NotAllowed."""
    return offering.at_point(register, machine.account, code, now)[1]


def add(register: Register, machine: Machine, number: int, said: Mapping[str, Any]) -> Told:
    """One session of the offering with that id. InvalidValue, NotFound, NotAllowed, Conflict."""
    made = scheduling.add_session(register, machine.account, number, Session(**said))
    return Told(scheduling.look(register, machine.account, made.codes[0]).standing)


def change(
    register: Register,
    machine: Machine,
    code: str,
    said: Mapping[str, Any],
    revision: int | None,
    rules: Rules,
) -> Told:
    """Changes what is said of a session. The same said again changes nothing, whatever the revision.

    InvalidValue, NotFound, NotAllowed, ChangedMeanwhile; Conflict if more is taken than it would hold.
    """
    standing = scheduling.look(register, machine.account, code).standing.session
    wanted = replace(standing, **said)
    told = 0
    if wanted != standing:
        require_revision(revision, standing.revision)
        if standing.state is SessionState.CANCELLED:
            raise Conflict("这一场已经取消了，不能再改")
        told = scheduling.change(register, machine.account, code, standing.revision, wanted, rules)
    return Told(scheduling.look(register, machine.account, code).standing, told)


def cancel(register: Register, machine: Machine, code: str, revision: int | None, why: str) -> Told:
    """Calls a session off; nothing if it was before. InvalidValue, NotFound, NotAllowed, ChangedMeanwhile."""
    standing = scheduling.look(register, machine.account, code).standing.session
    if standing.state is not SessionState.CANCELLED:
        require_revision(revision, standing.revision)
    told = scheduling.cancel(register, machine.account, code, why)
    return Told(scheduling.look(register, machine.account, code).standing, told)
