"""The queue: what a roster said that a person must decide, worked off many at a time.

Items that say the same are one line with one answer. A reading is only ever taken because a person agreed to
it; what was changed meanwhile is left alone and counted.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import Listing, Point, Schedule, ScheduleStatus
from servicepoints.domain.roles import Account, require_bureau, require_owner
from servicepoints.errors import InvalidValue, NotFound
from servicepoints.register import Reader, Register, Writer, points, reviews
from servicepoints.register.reviews import ReviewItem
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.importing.merging import same_words
from servicepoints.services.listing import scope

KIND_WORDS: Mapping[str, str] = {
    "hours": "时间没读懂", "row": "台账里没采用的行", "value": "台账里看不懂的内容", "note": "台账下面的说明",
    "position": "位置有疑问", "keeper": "驿站负责人改的，等你看",
}  # fmt: skip
"""The kinds with their names at the desk."""
OUTCOMES = ("changed", "dropped")
After = Callable[[ReviewItem, Schedule], Schedule]
"""What becomes of a schedule that an item speaks of."""

_REWRITE = "改写成“周一至周五8:30-17:00”这样"


@dataclass(frozen=True, slots=True)
class Matter:
    """One line of the queue: items that say the same, with the points that they are about."""

    items: tuple[ReviewItem, ...]
    points: tuple[Point, ...]

    @property
    def first(self) -> ReviewItem:
        """The oldest of them, which stands for all."""
        return self.items[0]

    @property
    def numbers(self) -> str:
        """Their numbers, as a form sends them back."""
        return ",".join(str(item.id) for item in self.items)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the chosen items: how many were settled, and how many were left, because they had
    changed meanwhile or nobody could read them."""

    done: int
    left: int = 0


def queue(register: Register, account: Account, kind: str, bureau: str | None = None) -> list[Matter]:
    """What waits of one kind (for the city of that bureau, "" for what is nobody's), those that concern most
    points first; what waits of a withdrawn point rests. NotFound for a kind that there is not; NotAllowed;
    SettingError if it is sealed and there is no key."""
    if kind not in KIND_WORDS:
        raise NotFound("没有这一类要办的")
    mine = scope(account, bureau)
    with register.read() as reader:
        waiting = reviews.open_reviews(reader, kind=kind, bureau=mine or "")
        items = [item for item in waiting if mine is None or item.bureau == mine]
        about = points.get_many(reader, {item.code for item in items if item.code})
    groups: dict[object, list[ReviewItem]] = defaultdict(list)
    for item in items:
        if item.code not in about or about[item.code].listing is not Listing.WITHDRAWN:
            groups[_alike(item)].append(item)
    matters = [
        Matter(tuple(group), tuple(about[i.code] for i in group if i.code in about))
        for group in groups.values()
    ]
    return sorted(matters, key=lambda matter: -len(matter.items))


def accept_hours(register: Register, account: Account, numbers: Collection[int]) -> Settled:
    """Takes the proposed readings of these items, in one transaction; what has none waits on. NotAllowed."""

    def taken(item: ReviewItem, standing: Schedule) -> Schedule:
        return replace(
            standing, opening_hours=item.proposal, status=ScheduleStatus.READ, proposal=None, reasons=()
        )

    with register.write(actor_of(account)) as writer:
        items = _own(writer, account, numbers, "hours")
        read = [item for item in items if item.proposal]
        settled = _settle_hours(writer, account, read, taken, "采用读出来的开放时间", "accepted")
        unread = {item.code for item in items} - {item.code for item in read}
        return replace(settled, left=settled.left + len(unread))


def rewrite_hours(register: Register, account: Account, numbers: Collection[int], text: str) -> Settled:
    """Writes other words for the hours of these items. InvalidValue if they are not understood either;
    NotAllowed."""
    text = " ".join(text.split())
    written = read_hours(text)
    if written.status is not ScheduleStatus.READ:
        raise InvalidValue("开放时间", text, "；".join(written.reasons) or "没读懂", _REWRITE)
    with register.write(actor_of(account)) as writer:
        items = _own(writer, account, numbers, "hours")
        return _settle_hours(writer, account, items, lambda _i, _s: written, "改写开放时间", "changed")


def close(register: Register, account: Account, kind: str, numbers: Collection[int], outcome: str) -> Settled:
    """Marks items as dealt with elsewhere (`changed`) or as needing nothing (`dropped`). NotAllowed."""
    if outcome not in OUTCOMES:
        raise NotFound("没有这样的处理办法")
    with register.write(actor_of(account)) as writer:
        items = _own(writer, account, numbers, kind)
        return Settled(reviews.close_reviews(writer, _ids(items), outcome))


def ask_again(writer: Writer, became: Mapping[str, Point]) -> None:
    """Puts hours that wait to be read again, as points are after something was taken back, into the queue
    that their answer had closed."""
    for_person = {code: point for code, point in became.items() if _unread(point)}
    settled = reviews.settled_hours(writer, for_person)
    again = [item for item in settled if any(same_words(t, item.value) for t in _unread(became[item.code]))]
    reviews.wait_again(writer, _ids(again))


def _unread(point: Point) -> list[str]:
    """The texts of a point and its spaces that wait to be read."""
    schedules = [point.schedule, *(space.schedule for space in point.spaces if space.schedule)]
    return [schedule.text for schedule in schedules if schedule.status is ScheduleStatus.REVIEW]


def _alike(item: ReviewItem) -> object:
    """Hours with the same words and the same reading are one matter; everything else is a matter of its
    own."""
    if item.kind == "hours":
        return item.value, item.proposal
    return (item.reason, item.value) if item.kind == "value" and not item.private else item.id


def _own(reader: Reader, account: Account, numbers: Collection[int], kind: str) -> list[ReviewItem]:
    """The waiting items of that kind with these numbers, all of them the account's own."""
    items = [item for item in reviews.with_ids(reader, numbers) if item.kind == kind]
    for item in items:
        require_bureau(account, item.bureau)
    return items


def _settle_hours(
    writer: Writer, account: Account, items: Sequence[ReviewItem], after: After, why: str, outcome: str
) -> Settled:
    standing = points.get_many(writer, {item.code for item in items})
    for point in standing.values():
        require_owner(account, point)
    changes: dict[str, Point] = {}
    for item in items:
        before = changes.get(item.code) or standing.get(item.code)
        changed = before and _with_schedule(before, item, after)
        if changed:
            changes[item.code] = changed
    points.update_many(writer, changes, why)
    reviews.close_reviews(writer, _ids(items), outcome)
    return Settled(len(changes), len({item.code for item in items}) - len(changes))


def _with_schedule(point: Point, item: ReviewItem, after: After) -> Point | None:
    """The point with the schedule that the item speaks of, its own or a space's, made another; None if it
    stands there no more."""

    def waits(schedule: Schedule | None) -> bool:
        return (
            schedule is not None
            and schedule.status is ScheduleStatus.REVIEW
            and same_words(schedule.text, item.value)
        )

    if waits(point.schedule):
        return replace(point, schedule=after(item, point.schedule))
    spaces = tuple(
        replace(s, schedule=after(item, s.schedule)) if s.schedule and waits(s.schedule) else s
        for s in point.spaces
    )
    return None if spaces == point.spaces else replace(point, spaces=spaces)


def _ids(items: Iterable[ReviewItem]) -> list[int]:
    return [item.id for item in items if item.id is not None]
