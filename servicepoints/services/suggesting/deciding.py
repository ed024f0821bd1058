"""The desk's side: what waits, and what a bureau does with it. Adding it is in `editing.adding`."""

from collections.abc import Collection
from dataclasses import dataclass

from servicepoints.domain.points import Point, clean_code
from servicepoints.domain.roles import Account, require_bureau
from servicepoints.domain.suggestions import Outcome, Suggestion
from servicepoints.errors import Conflict, InvalidValue, NotFound
from servicepoints.register import Reader, Register, Writer, bureaus, geocodes, points, suggestions
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.listing import scope

PROVIDER = "suggestion"
"""Who offers the position, in place of a geocoder's name."""
LONGEST_REASON = 100
_LARGEST = 2**31 - 1
_DECIDED = "这条推荐刚才有人办过了"


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, oldest first, and the names of the bureaus by slug."""

    waiting: tuple[Suggestion, ...]
    bureaus: dict[str, str]

    def alike(self, one: Suggestion) -> int:
        """How many that wait came from the same network address on the same day, itself among them."""
        return sum(other.source == one.source for other in self.waiting) if one.source else 1


@dataclass(frozen=True, slots=True)
class Opened:
    """One of them, and the bureaus that it may be handed to: name by slug, "" being the city."""

    suggestion: Suggestion
    elsewhere: dict[str, str]
    point: Point | None


def queue(register: Register, account: Account, bureau: str | None = None, source: str = "") -> Queue:
    """What waits on a desk (for the city of that bureau, None for all), of one source if given. NotAllowed
    for another's."""
    mine = scope(account, bureau)
    with register.read() as reader:
        return Queue(tuple(suggestions.waiting(reader, mine, source)), bureaus.names(reader))


def opened(register: Register, account: Account, number: int) -> Opened:
    """One to look at, decided or not. NotFound, NotAllowed."""
    with register.read() as reader:
        one = _own(reader, account, number)
        names = {"": "全市", **bureaus.names(reader)}
        point = points.get(reader, one.code) if one.code else None
    return Opened(one, {slug: name for slug, name in names.items() if slug != one.bureau}, point)


def decline(register: Register, account: Account, numbers: Collection[int], reason: str) -> int:
    """Takes none of these, for a reason that the givers read; how many still waited. InvalidValue without
    a reason; NotAllowed."""
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidValue("原因", reason, "没写", "写一句为什么不加，推荐的人看得到")
    if len(reason) > LONGEST_REASON:
        raise InvalidValue("原因", reason, f"太长了，最多{LONGEST_REASON}个字", "写短一点")
    with register.write(actor_of(account)) as writer:
        for one in suggestions.with_ids(writer, (n for n in numbers if n <= _LARGEST)):
            require_bureau(account, one.bureau)
        return suggestions.settle(
            writer, [n for n in numbers if n <= _LARGEST], Outcome.DECLINED, reason=reason
        )


def known(register: Register, account: Account, number: int, typed: str) -> Point:
    """Says which point it is already. InvalidValue for no such code; Conflict if it was decided meanwhile;
    NotFound, NotAllowed."""
    code = clean_code(typed)
    with register.write(actor_of(account)) as writer:
        _own(writer, account, number)
        point = points.get(writer, code) if code else None
        if point is None:
            raise InvalidValue("编号", typed, "没有这个点位", "抄点位页上的6位编号")
        if not suggestions.settle(writer, [number], Outcome.KNOWN, code=point.code):
            raise Conflict(_DECIDED)
    return point


def hand_on(register: Register, account: Account, number: int, bureau: str) -> str:
    """Lays it on another desk, "" for the city's; the name of that. Conflict if it was decided meanwhile;
    InvalidValue, NotFound, NotAllowed."""
    with register.write(actor_of(account)) as writer:
        one = _own(writer, account, number)
        there = bureaus.get(writer, bureau)
        if (bureau and there is None) or bureau == one.bureau:
            raise InvalidValue("转给", bureau, "没有这个局，或者就在这里", "选一个别的局")
        if not suggestions.hand_on(writer, number, bureau):
            raise Conflict(_DECIDED)
    return there.name if there else "全市"


def answer_with(writer: Writer, account: Account, number: int, code: str) -> None:
    """Says that it has become that point, and lets the place that was given wait to be looked at. Conflict if
    it was decided meanwhile; NotFound, NotAllowed."""
    one = _own(writer, account, number)
    if not suggestions.settle(writer, [number], Outcome.ADDED, code=code):
        raise Conflict(_DECIDED)
    if one.latitude is not None:
        place = {"latitude": one.latitude, "longitude": one.longitude, "precision_m": one.precision_m}
        candidate = {**place, "provider": PROVIDER, "level": PROVIDER, "formatted": one.name}
        geocodes.set_candidates(writer, code, [(candidate, "还没人确认")])


def _own(reader: Reader, account: Account, number: int) -> Suggestion:
    one = suggestions.get(reader, number) if 0 < number <= _LARGEST else None
    if one is None:
        raise NotFound("没有这条推荐")
    require_bureau(account, one.bureau)
    return one
