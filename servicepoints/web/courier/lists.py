"""A list of points as its page shows it: three groups with their counts, never blank.

骑到还开着 first; what nobody knows enough of, and what is closed, folded below it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from servicepoints.catalogue.finder import Hit
from servicepoints.domain.status import State
from servicepoints.domain.wording import (
    FIRST_GROUP_EMPTY,
    GROUP_CLOSED,
    GROUP_DOUBTFUL,
    GROUP_UNKNOWN,
    GROUP_UNKNOWN_IN_PART,
    GROUP_UNSURE,
    GROUP_USABLE,
)
from servicepoints.web.courier.cards import NONE_DRAWN, Drawn
from servicepoints.web.courier.filters import MOST_DRAWN, More

NOTHING = "这里还没有收录歇脚点，看看别的地方："
NOTHING_HERE = "这里还没有收录歇脚点"
NOTHING_LIKE_IT = "这里没有样样都有的，少选一样，或者看看别的地方："
NOTHING_NEAR = "10公里内还没有收录歇脚点，看看别的地方："


@dataclass(frozen=True, slots=True)
class Titles:
    """The heading of the first group, what is said when it is empty, and the heading of the last."""

    first: str
    first_empty: str
    closed: str


RIDING = Titles(GROUP_USABLE, FIRST_GROUP_EMPTY, GROUP_CLOSED)
HERE = Titles("现在开着", "这里没有现在开着的，先看看这些", GROUP_CLOSED)


def titles_then(where: str, moment: str) -> Titles:
    """The words of a list that speaks of another moment (今晚23:00): `where` is 附近 or 这里."""
    open_then = f"{moment}还开着"
    return Titles(open_then, f"{where}没有{open_then}的，先看看这些", f"{moment}关着")


class Group(StrEnum):
    """Where a point stands in a list."""

    USABLE = "usable"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    DOUBTFUL = "doubtful"

    __hash__ = str.__hash__  # each point of a list is put in its group: what Enum has is slower by ten times


MOST_CARDS = {Group.USABLE: 20, Group.UNKNOWN: 10, Group.CLOSED: 10, Group.DOUBTFUL: 10}
"""Cards drawn in each group at first; the count says how many there are."""

MOST_IN_A_ROW = 60
IN_A_ROW = "all"
MORE_CARDS = 40
"""Cards that 再看 adds."""
FEW_AT_NIGHT = 3
"""With fewer open than that in the night, what opens next is unfolded."""


@dataclass(frozen=True, slots=True)
class CardGroup:
    """One group: its heading, how many belong to it (20+ where more lie further away), the
    cards drawn, the address that draws more ("" where these are all), and whether it is unfolded."""

    style: str
    title: str
    count: str
    cards: Drawn
    more: str
    open: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """The lines that stand above the list, its groups, or (open=any, a search) its cards in one row under
    their heading, with the address that draws more of them."""

    lines: tuple[str, ...] = ()
    heading: str = ""
    groups: tuple[CardGroup, ...] = ()
    cards: Drawn = NONE_DRAWN
    more: str = ""


def group_from_here(hit: Hit) -> Group:
    """The group of a point for someone who would ride there: the first holds only what one can count on."""
    if hit.insiders_only:
        return Group.DOUBTFUL
    if hit.arrival is not None and hit.arrival.rides_to_open:
        return Group.USABLE if hit.admits else Group.UNKNOWN
    if hit.status.state is State.CLOSED:
        return Group.CLOSED
    return Group.CLOSED if hit.arrival is not None and hit.status.certain else Group.UNKNOWN


def group_in_place(hit: Hit) -> Group:
    """The group of a point in a list that knows no position: by what it is at the moment asked about."""
    if hit.insiders_only:
        return Group.DOUBTFUL
    if hit.status.state is State.OPEN:
        return Group.USABLE if hit.admits else Group.UNKNOWN
    return Group.CLOSED if hit.status.state is State.CLOSED else Group.UNKNOWN


Members = dict[Group, list[Hit]]
"""The points of each group, in the order in which they were found."""


def by_group(hits: Iterable[Hit], group_of: Callable[[Hit], Group]) -> Members:
    """The points parted into their groups; among what is uncertain, what is said to be shut comes last."""
    members: Members = {group: [] for group in Group}
    for hit in hits:
        members[group_of(hit)].append(hit)
    members[Group.UNKNOWN].sort(key=is_doubted)
    return members


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a list is drawn: its cards, the words that it says, of which group more is wanted, and the address
    that asks for more of a group. `late`: it is about the night, when few are open."""

    draw: Callable[[Iterable[Hit]], Drawn]
    said: Titles
    nothing: str
    wanted: More
    address: Callable[[str, int], str]
    late: bool = False

    def most(self, group: str, usual: int) -> int:
        """How many cards of a group are drawn."""
        return max(usual, self.wanted.cards) if self.wanted.group == group else usual

    def more(self, group: str, drawn: int, there: int) -> str:
        """The address that draws more of a group, "" where all are drawn or no page draws more."""
        if drawn >= min(there, MOST_DRAWN):
            return ""
        return self.address(group, min(drawn + MORE_CARDS, MOST_DRAWN))


def grouped(members: Members, drawing: Drawing, cut: Collection[Group] = ()) -> ListPage:
    """The groups; of the later ones only those that have something. If the first is empty the page says
    so and the next is unfolded; without any point there is only one line. `cut` names the groups of which
    more lie further away than was looked. In the night those that never close come first, and what opens next
    comes before what nobody knows."""
    if not any(members.values()):
        return ListPage(lines=(drawing.nothing,))
    said, order = drawing.said, tuple(Group)
    if drawing.late:
        order = (Group.USABLE, Group.CLOSED, Group.UNKNOWN, Group.DOUBTFUL)
        members = members | {
            Group.USABLE: sorted(members[Group.USABLE], key=lambda hit: not never_closes(hit)),
            Group.CLOSED: sorted(members[Group.CLOSED], key=_opening),
        }
    unfolded = {next(group for group in order if members[group]), drawing.wanted.group}
    if drawing.late and len(members[Group.USABLE]) < FEW_AT_NIGHT:
        unfolded.add(Group.CLOSED)
    titles = {
        Group.USABLE: said.first,
        Group.UNKNOWN: _unknown_title(members),
        Group.CLOSED: f"{said.closed}，先开的在前" if drawing.late else said.closed,
        Group.DOUBTFUL: GROUP_DOUBTFUL,
    }
    groups = []
    for group in order:
        if not (members[group] or group is Group.USABLE):
            continue
        shown = members[group][: drawing.most(group.value, MOST_CARDS[group])]
        there = len(members[group]) + (group in cut)
        groups.append(
            CardGroup(
                style=group.value,
                title=titles[group],
                count=f"{len(members[group])}{'+' if group in cut else ''}",
                cards=drawing.draw(shown),
                more=drawing.more(group.value, len(shown), there),
                open=group in unfolded,
            )
        )
    return ListPage(lines=() if members[Group.USABLE] else (said.first_empty,), groups=tuple(groups))


def never_closes(hit: Hit) -> bool:
    """Whether no end of what is open is in sight for a day and more: 24小时开着."""
    if hit.arrival is not None:
        return hit.arrival.rides_to_open and hit.arrival.usable_minutes is None
    return hit.status.state is State.OPEN and hit.status.until is None


def _opening(hit: Hit) -> tuple[bool, float]:
    """The order of what is closed: by its next certain opening; where none is known, last."""
    opens_at = hit.status.opens_at
    return opens_at is None, 0.0 if opens_at is None else opens_at.timestamp()


def in_a_row(hits: Sequence[Hit], drawing: Drawing, *, cut: bool = False) -> ListPage:
    """Open and closed alike, in the order in which they were found. `cut`: more lie further away than was
    looked."""
    if not hits:
        return ListPage(lines=(drawing.nothing,))
    shown = hits[: drawing.most(IN_A_ROW, MOST_IN_A_ROW)]
    heading = f"全部 {len(hits)}{'+' if cut else ''}"
    more = drawing.more(IN_A_ROW, len(shown), len(hits) + cut)
    return ListPage(heading=heading, cards=drawing.draw(shown), more=more)


def with_lines(page: ListPage, lines: tuple[str, ...]) -> ListPage:
    """The same with more lines above its own: what leads on to what is below comes last."""
    return replace(page, lines=(*lines, *page.lines))


def nothing_here(needs: Collection[str], nothing: str) -> str:
    """What is said of a list without a point: it may be the place, or all that was asked for at once."""
    return NOTHING_LIKE_IT if needs else nothing


def is_doubted(hit: Hit) -> bool:
    """Whether couriers found it shut just now, or do not agree: what nobody knows goes before it."""
    return hit.status.reason in ("door", "disputed")


def _unknown_title(members: Members) -> str:
    """What the second group does not know: of some it is not the hours but the position or who may
    enter."""
    only_hours = all(hit.status.state is State.UNKNOWN for hit in members[Group.UNKNOWN])
    if only_hours and any(is_doubted(hit) for hit in members[Group.UNKNOWN]):
        return GROUP_UNSURE
    return GROUP_UNKNOWN if only_hours else GROUP_UNKNOWN_IN_PART
