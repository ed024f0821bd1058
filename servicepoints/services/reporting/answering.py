"""Answering: what waits before a bureau, point by point, and its answers, many at a time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from servicepoints.domain.door_answers import ANSWER_WORDS, DoorAnswer
from servicepoints.domain.points import Audience, Kind, Listing, Point
from servicepoints.domain.roles import Account
from servicepoints.domain.sightings import Rider, sources
from servicepoints.errors import InvalidValue
from servicepoints.register import Register, points, sightings
from servicepoints.register.sightings import Sighting
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.booking.aftermath import Aftermath, aftermath
from servicepoints.services.listing import scope
from servicepoints.services.owning import own_points
from servicepoints.services.reporting.settling import GROUP_WORDS, SAWS, Group, group_of, settle
from servicepoints.sheets.texts import clean_text

LONGEST_REASON = 60
_SEVERAL = 2
_INSIDE: Mapping[Kind, Audience] = {Kind.OUTLET: Audience.COMPANY, Kind.BUILDERS_HOME: Audience.RESIDENTS}
"""Whom a place of that kind lets in that sends couriers away."""

Key = tuple[str, Group]
"""The code of a point, and what is said of it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What was said of one point and waits for one answer. `late`: the deadline is over. `suggested`: who may
    enter, if several of one kind were sent away; else None."""

    point: Point
    group: Group
    said: tuple[Sighting, ...]
    due_at: datetime
    late: bool
    suggested: Audience | None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.point.code}.{self.group}"

    @property
    def held(self) -> bool:
        """Whether some of it was kept back: too much from hardly anybody."""
        return any(s.held for s in self.said)

    @property
    def pinned(self) -> bool:
        """Whether somebody marked on a map where the door is."""
        return any(s.pin for s in self.said)

    @property
    def sources(self) -> int:
        """How many of those who said it today surely are different people."""
        return sources(s.voice for s in self.said)

    @property
    def riders(self) -> Mapping[Rider, int]:
        """How many of each kind were not let in."""
        return Counter(s.rider for s in self.said if s.voice.saw in SAWS[Group.REFUSED])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered. `until` (aware) and `reason` go with CLOSED_UNTIL, `reason` with WITHDRAWN,
    `audience` with CHANGED where it is known who may enter."""

    answer: DoorAnswer
    until: datetime | None = None
    reason: str = ""
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """How many words were answered, and what that comes to for the sessions at those points."""

    words: int
    aftermath: Aftermath


def matters(register: Register, account: Account, now: datetime, bureau: str | None = None) -> list[Matter]:
    """What waits for a bureau's answer (for the city of that bureau, None: of all), the first due first.
    NotAllowed."""
    mine = scope(account, bureau)
    with register.read() as reader:
        codes = {w.code for w in sightings.waiting_of(reader, mine)}
        said = sightings.waiting(reader, codes)
        standing = points.get_many(reader, codes)
    grouped: dict[Key, list[Sighting]] = defaultdict(list)
    for one in said:
        grouped[one.code, group_of(one.voice.saw)].append(one)
    found = [_matter(standing[code], group, alike, now) for (code, group), alike in grouped.items()]
    return sorted(found, key=lambda matter: (matter.due_at, matter.key))


def answer_all(register: Register, account: Account, keys: Collection[Key], reply: Reply) -> Answered:
    """Gives one answer to several matters, in one transaction.

    InvalidValue for a field that will not do, NotAllowed if one of the points is not theirs. What was
    answered meanwhile is left alone.
    """
    if not keys:
        raise InvalidValue("反馈", "", "一个也没选", "先在前面打勾")
    with register.write(actor_of(account)) as writer:
        change = _change(reply, writer.now)
        codes = sorted({code for code, _ in keys})
        for code in codes:
            sightings.lock(writer, code)
        standing = own_points(writer, account, codes)
        groups = "、".join(dict.fromkeys(GROUP_WORDS[group] for _, group in keys))
        became = {code: change(point) for code, point in standing.items()}
        comes_to = aftermath(writer, standing, became, writer.now)
        points.update_many(writer, became, f"小哥反馈{groups}：{ANSWER_WORDS[reply.answer]}")
        words = sum(settle(writer, code, SAWS[group], reply.answer, reply.until) for code, group in keys)
        return Answered(words, comes_to)


def _matter(point: Point, group: Group, said: Sequence[Sighting], now: datetime) -> Matter:
    due = min(s.due_at for s in said if s.due_at is not None)
    return Matter(point, group, tuple(said), due, due < now, _suggested(point, group, said))


def _suggested(point: Point, group: Group, said: Sequence[Sighting]) -> Audience | None:
    """Who may enter, it seems, where several of one kind were sent away; a person decides."""
    if group is not Group.REFUSED:
        return None
    kinds = Counter(s.rider for s in said if s.rider in (Rider.PARCEL, Rider.FOOD))
    if not kinds or max(kinds.values()) < _SEVERAL:
        return None
    seems = _INSIDE.get(point.kind, Audience.UNKNOWN)
    return None if seems is point.audience else seems


def _change(reply: Reply, now: datetime) -> Callable[[Point], Point]:
    """What becomes of a point. InvalidValue."""
    reason = " ".join(clean_text(reply.reason).split())
    if len(reason) > LONGEST_REASON:
        raise InvalidValue("原因", reason, f"太长了，最多{LONGEST_REASON}个字", "短一点")
    if reply.answer is DoorAnswer.CLOSED_UNTIL:
        if reply.until is None or reply.until <= now:
            raise InvalidValue("临时关门到", "", "要写现在以后的时间", "选日期和几点")
        return lambda p: (
            replace(p, listing=Listing.SUSPENDED, suspended_until=reply.until, listing_reason=reason)
            if p.listing in (Listing.LISTED, Listing.SUSPENDED)
            else p
        )
    if reply.answer is DoorAnswer.WITHDRAWN:
        if not reason:
            raise InvalidValue("原因", "", "撤点要写原因，小哥会看到", "例如 搬到示例路8号了")
        return lambda p: replace(p, listing=Listing.WITHDRAWN, suspended_until=None, listing_reason=reason)
    if reply.audience is not None:
        audience = reply.audience
        return lambda p: replace(p, audience=audience)
    return lambda p: p
