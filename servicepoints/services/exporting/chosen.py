"""Exporting what is listed or filtered at the desk, as a roster that imports back unchanged."""

from collections.abc import Sequence

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Point
from servicepoints.domain.roles import Account
from servicepoints.register import Reader, Register, bureaus
from servicepoints.register.conditions import AsOf
from servicepoints.register.listing import Wanted
from servicepoints.services.exporting.roster import roster_table
from servicepoints.services.exporting.sheet_file import SheetFile, sheet_format
from servicepoints.services.listing import choose
from servicepoints.services.owning import own_points


def export_chosen(
    register: Register,
    account: Account,
    chosen: Wanted | Sequence[str],
    ending: str,
    vocabulary: Vocabulary,
    at: AsOf,
) -> SheetFile:
    """The points that a filter picks, or those with these codes, in that order, private contacts included.

    InvalidValue for another `ending` than .xlsx and .csv have; NotAllowed if a point or the bureau asked for
    is not theirs, NotFound.
    """
    form = sheet_format(ending)
    with register.read() as reader:
        names = {known.slug: known.name for known in bureaus.all_bureaus(reader)}
        found = chosen_points(reader, account, chosen, at)
    whose = names.get(account.bureau, "全市")
    return form.file(f"{whose}点位{at.today:%Y%m%d}", roster_table(found, vocabulary, names))


def chosen_points(reader: Reader, account: Account, chosen: Wanted | Sequence[str], at: AsOf) -> list[Point]:
    """The points that a filter picks, or those with these codes, in that order, as the register has them.

    NotAllowed if a point or the bureau asked for is not theirs, NotFound.
    """
    codes = list(choose(reader, account, chosen, at).versions) if isinstance(chosen, Wanted) else chosen
    found = own_points(reader, account, codes)
    return [found[code] for code in codes]
