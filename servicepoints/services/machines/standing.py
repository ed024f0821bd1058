"""Whether a point stands as it is said: a machine's checks, and its suspensions, as the desk makes them."""

from datetime import datetime

from servicepoints.domain.points import Listing
from servicepoints.errors import ChangedMeanwhile, Conflict
from servicepoints.register import Register
from servicepoints.register.conditions import AsOf
from servicepoints.services.bulk import Answer, Picked, answer_many
from servicepoints.services.machines.admitting import Machine
from servicepoints.services.machines.points import Written, own_point, require_revision

_GONE = "这个点位已经撤了，要恢复请在后台操作"
_HELD = "这个点位还没上线，小哥看不到，不用关也不用恢复"


def check(register: Register, machine: Machine, code: str, revision: int | None, at: AsOf) -> Written:
    """Somebody of the bureau looked, and all is right. NotFound, ChangedMeanwhile, Conflict."""
    return _answered(register, machine, code, revision, Answer(action="check"), at, ("trust",))


def suspend(
    register: Register, machine: Machine, code: str, revision: int | None, answer: Answer, at: AsOf
) -> Written:
    """It is shut until a moment, for a reason that couriers see. InvalidValue, NotFound, ChangedMeanwhile,
    Conflict."""
    return _answered(register, machine, code, revision, answer, at, ("listing",))


def suspension(until: datetime, reason: str) -> Answer:
    """What `suspend` is given."""
    return Answer(action="suspend", until=until, reason=reason)


def resume(register: Register, machine: Machine, code: str, revision: int | None, at: AsOf) -> Written:
    """It is open again as its hours say; nothing if it was not shut. NotFound, ChangedMeanwhile, Conflict."""
    return _answered(register, machine, code, revision, Answer(action="resume"), at, ("listing",))


def _answered(
    register: Register,
    machine: Machine,
    code: str,
    revision: int | None,
    answer: Answer,
    at: AsOf,
    fields: tuple[str, ...],
) -> Written:
    with register.read() as reader:
        point = own_point(reader, machine, code)
    if point.listing is Listing.WITHDRAWN:
        raise Conflict(_GONE)
    if point.listing is Listing.HELD and answer.action != "check":
        raise Conflict(_HELD)
    require_revision(revision, point.revision)
    try:
        done = answer_many(register, machine.account, Picked({code: point.revision}), answer, at)
    except Conflict as error:
        raise ChangedMeanwhile(str(error)) from error
    return Written(code, point.revision + done.changed, fields if done.changed else ())
