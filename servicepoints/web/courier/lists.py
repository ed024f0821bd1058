"""A list of points as its page shows it: three groups with their counts, never blank.

骑到还开着 first; what nobody knows enough of, and what is closed, folded below it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from servicepoints.catalogue.finder import Hit
from servicepoints.domain.status import State
from servicepoints.domain.wording import FIRST_GROUP_EMPTY, GROUP_CLOSED, GROUP_UNKNOWN, GROUP_USABLE
from servicepoints.web.courier.cards import Card

NOTHING = "这里还没有收录歇脚点，看看别的地方："
NOTHING_LIKE_IT = "这里没有样样都有的，少选一样，或者看看别的地方："
NOTHING_NEAR = "10公里内还没有收录歇脚点，看看别的地方："


@dataclass(frozen=True, slots=True)
class Titles:
    """The heading of the first group, what is said when it is empty, and the heading of the last."""

    first: str
    first_empty: str
    closed: str


AT_NIGHT = "按今晚23点算，不是现在"
"""Said above every list that speaks of another moment than now."""

RIDING = Titles(GROUP_USABLE, FIRST_GROUP_EMPTY, GROUP_CLOSED)
RIDING_AT_NIGHT = Titles("今晚23点还开着", "附近没有今晚23点还开着的，先看看这些", "今晚23点关着")
HERE = Titles("现在开着", "这里没有现在开着的，先看看这些", GROUP_CLOSED)
HERE_AT_NIGHT = Titles("今晚23点还开着", "这里没有今晚23点还开着的，先看看这些", "今晚23点关着")


class Group(StrEnum):
    """Where a point stands in a list."""

    USABLE = "usable"
    UNKNOWN = "unknown"
    CLOSED = "closed"


MOST_CARDS = {Group.USABLE: 20, Group.UNKNOWN: 10, Group.CLOSED: 10}
"""Cards drawn in each group; the count says how many there are."""


@dataclass(frozen=True, slots=True)
class CardGroup:
    """One group: its heading, how many belong to it (20+ where more lie further away), the
    cards drawn, whether there are more than those, and whether it is unfolded."""

    style: str
    title: str
    count: str
    cards: tuple[Card, ...]
    more: bool
    open: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """The lines that stand above the list, its groups, or (open=any, a search) its cards in one row under
    their heading."""

    lines: tuple[str, ...] = ()
    heading: str = ""
    groups: tuple[CardGroup, ...] = ()
    cards: tuple[Card, ...] = ()


def group_from_here(hit: Hit) -> Group:
    """The group of a point for someone who would ride there: the first holds only what one can count on."""
    if hit.arrival is not None and hit.arrival.rides_to_open:
        return Group.USABLE if hit.admits else Group.UNKNOWN
    if hit.status.state is State.CLOSED:
        return Group.CLOSED
    return Group.CLOSED if hit.arrival is not None and hit.status.certain else Group.UNKNOWN


def group_in_place(hit: Hit) -> Group:
    """The group of a point in a list that knows no position: by what it is at the moment asked about."""
    if hit.status.state is State.OPEN:
        return Group.USABLE if hit.admits else Group.UNKNOWN
    return Group.CLOSED if hit.status.state is State.CLOSED else Group.UNKNOWN


Members = dict[Group, list[Hit]]
"""The points of each group, in the order in which they were found."""


def by_group(hits: Iterable[Hit], group_of: Callable[[Hit], Group]) -> Members:
    """The points parted into their groups."""
    members: Members = {group: [] for group in Group}
    for hit in hits:
        members[group_of(hit)].append(hit)
    return members


def grouped(
    members: Members,
    draw: Callable[[Iterable[Hit]], tuple[Card, ...]],
    said: Titles,
    nothing: str,
    cut: Collection[Group] = (),
) -> ListPage:
    """The three groups; of the last two only those that have something. If the first is empty the page says
    so and the next is unfolded; without any point there is only the line `nothing`. `cut` names the groups
    of which more lie further away than was looked."""
    if not any(members.values()):
        return ListPage(lines=(nothing,))
    unfolded = next(group for group in Group if members[group])
    titles = {Group.USABLE: said.first, Group.UNKNOWN: _unknown_title(members), Group.CLOSED: said.closed}
    groups = tuple(
        CardGroup(
            style=group.value,
            title=titles[group],
            count=f"{len(members[group])}{'+' if group in cut else ''}",
            cards=draw(members[group][: MOST_CARDS[group]]),
            more=group in cut or len(members[group]) > MOST_CARDS[group],
            open=group is unfolded,
        )
        for group in Group
        if members[group] or group is Group.USABLE
    )
    return ListPage(lines=() if members[Group.USABLE] else (said.first_empty,), groups=groups)


def in_a_row(
    hits: Sequence[Hit], draw: Callable[[Iterable[Hit]], tuple[Card, ...]], nothing: str
) -> ListPage:
    """Open and closed alike, in the order in which they were found."""
    if not hits:
        return ListPage(lines=(nothing,))
    return ListPage(heading=f"全部 {len(hits)}", cards=draw(hits))


def with_lines(page: ListPage, lines: tuple[str, ...]) -> ListPage:
    """The same with more lines above it."""
    return replace(page, lines=(*page.lines, *lines))


def nothing_here(needs: Collection[str], nothing: str) -> str:
    """What is said of a list without a point: it may be the place, or all that was asked for at once."""
    return NOTHING_LIKE_IT if needs else nothing


def _unknown_title(members: Members) -> str:
    """What the second group does not know: of some it is not the hours but the position or who may
    enter."""
    only_hours = all(hit.status.state is State.UNKNOWN for hit in members[Group.UNKNOWN])
    return GROUP_UNKNOWN if only_hours else "开门时间、位置或谁能进没核实"
