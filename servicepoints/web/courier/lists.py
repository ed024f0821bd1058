"""A list of points as its page shows it: three groups with their counts, never blank.

骑到还开着 first; what nobody knows enough of, and what is closed, folded below it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from servicepoints.catalogue.finder import Hit
from servicepoints.domain.status import State
from servicepoints.domain.wording import FIRST_GROUP_EMPTY, GROUP_CLOSED, GROUP_UNKNOWN, GROUP_USABLE
from servicepoints.web.courier.cards import Card

MOST_CARDS = {"usable": 20, "unknown": 10, "closed": 10}
"""Cards drawn in each group; the count says how many there are."""

NOTHING = "这里还没有收录歇脚点，换个地方或少选几样试试"


@dataclass(frozen=True, slots=True)
class Titles:
    """The heading of the first group, what is said when it is empty, and the heading of the last."""

    first: str
    first_empty: str
    closed: str


RIDING = Titles(GROUP_USABLE, FIRST_GROUP_EMPTY, GROUP_CLOSED)
RIDING_AT_NIGHT = Titles("今晚23点还开着", "附近没有今晚23点还开着的，先看看这些", "今晚23点关着")
HERE = Titles("现在开着", "这里没有现在开着的，先看看这些", GROUP_CLOSED)
HERE_AT_NIGHT = Titles("今晚23点还开着", "这里没有今晚23点还开着的，先看看这些", "今晚23点关着")


class Group(StrEnum):
    """Where a point stands in a list."""

    USABLE = "usable"
    UNKNOWN = "unknown"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CardGroup:
    """One group: its heading, all that belong to it counted, the cards drawn, and whether it is
    unfolded."""

    style: str
    title: str
    total: int
    cards: tuple[Card, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """The lines that stand above the list, its groups, or (open=any) its cards in one row."""

    lines: tuple[str, ...] = ()
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


def grouped(
    hits: Sequence[Hit],
    group_of: Callable[[Hit], Group],
    draw: Callable[[Iterable[Hit]], tuple[Card, ...]],
    said: Titles,
) -> ListPage:
    """The three groups. If the first is empty the page says so and the next that has something is
    unfolded."""
    members: dict[Group, list[Hit]] = {group: [] for group in Group}
    for hit in hits:
        members[group_of(hit)].append(hit)
    unfolded = next((group for group in Group if members[group]), Group.USABLE)
    titles = {Group.USABLE: said.first, Group.UNKNOWN: _unknown_title(members), Group.CLOSED: said.closed}
    groups = tuple(
        CardGroup(
            style=group.value,
            title=titles[group],
            total=len(members[group]),
            cards=draw(members[group][: MOST_CARDS[group]]),
            open=group is unfolded,
        )
        for group in Group
    )
    if not hits:
        return ListPage(lines=(NOTHING,), groups=groups)
    return ListPage(lines=() if members[Group.USABLE] else (said.first_empty,), groups=groups)


def with_lines(page: ListPage, lines: tuple[str, ...]) -> ListPage:
    """The same with more lines above it."""
    return replace(page, lines=(*page.lines, *lines))


def _unknown_title(members: dict[Group, list[Hit]]) -> str:
    """What the second group does not know: of some it is not the hours but the position or who may
    enter."""
    only_hours = all(hit.status.state is State.UNKNOWN for hit in members[Group.UNKNOWN])
    return GROUP_UNKNOWN if only_hours else "开门时间、位置或谁能进没核实"
