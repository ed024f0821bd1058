"""Exporting what is listed or filtered at the desk, as a roster that imports back unchanged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Point
from servicepoints.domain.roles import Account
from servicepoints.register import Reader, Register, bureaus
from servicepoints.register.conditions import AsOf
from servicepoints.register.listing import Wanted
from servicepoints.services.exporting.roster import roster_table
from servicepoints.services.listing import choose
from servicepoints.services.owning import own_points
from servicepoints.sheets.writing import Table, write_csv, write_xlsx

WRITERS: Mapping[str, tuple[Callable[[Table], bytes], str]] = {
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (write_csv, "text/csv; charset=utf-8"),
}
"""Ending → how it is written, and its media type."""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A roster to be handed over: its name, its media type, its bytes, and how many points it has."""

    name: str
    media_type: str
    content: bytes
    points: int


def export_chosen(
    register: Register,
    account: Account,
    chosen: Wanted | Sequence[str],
    ending: str,
    vocabulary: Vocabulary,
    at: AsOf,
) -> RosterFile:
    """The points that a filter picks, or those with these codes, in that order, private contacts included.

    `ending` is one of WRITERS. NotAllowed if a point or the bureau asked for is not theirs, NotFound.
    """
    write, media_type = WRITERS[ending]
    with register.read() as reader:
        names = {known.slug: known.name for known in bureaus.all_bureaus(reader)}
        found = chosen_points(reader, account, chosen, at)
    content = write(roster_table(found, vocabulary, names))
    whose = names.get(account.bureau, "全市")
    return RosterFile(f"{whose}点位{at.today:%Y%m%d}.{ending}", media_type, content, len(found))


def chosen_points(reader: Reader, account: Account, chosen: Wanted | Sequence[str], at: AsOf) -> list[Point]:
    """The points that a filter picks, or those with these codes, in that order, as the register has them.

    NotAllowed if a point or the bureau asked for is not theirs, NotFound.
    """
    codes = list(choose(reader, account, chosen, at).versions) if isinstance(chosen, Wanted) else chosen
    found = own_points(reader, account, codes)
    return [found[code] for code in codes]
