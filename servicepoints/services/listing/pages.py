"""One page of the listing, with all that its rows and its filter show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servicepoints.domain.breaks import Break
from servicepoints.domain.points import Point
from servicepoints.domain.roles import Account
from servicepoints.register import Register, bureaus, listing, points
from servicepoints.register.conditions import AsOf
from servicepoints.register.listing import Wanted
from servicepoints.register.transaction import Reader
from servicepoints.services.listing.choosing import Chosen, choose, holidays, scope
from servicepoints.services.listing.names import HOLIDAY, MATTERS, UNOWNED, marks, matter_words

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One point of the list, and what is the matter with it in words."""

    point: Point
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filter offers: districts, sub-districts by district, link groups, matters by name, and for the
    city the bureaus by slug."""

    districts: Sequence[str]
    sub_districts: Mapping[str, Sequence[str]]
    link_groups: Sequence[str]
    matters: Mapping[str, str]
    bureaus: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what a filter picks; `number` counts from 1 and is the last one where less was asked for."""

    rows: tuple[Row, ...]
    chosen: Chosen
    number: int
    pages: int
    choices: Choices

    @property
    def total(self) -> int:
        """How many points the filter picks."""
        return len(self.chosen.versions)


def list_points(register: Register, account: Account, wanted: Wanted, number: int, at: AsOf) -> Page:
    """A page of the points that the filter picks among those that are theirs. NotAllowed for another's
    bureau; SettingError if private contacts cannot be opened."""
    with register.read() as reader:
        chosen = choose(reader, account, wanted, at)
        codes = list(chosen.versions)
        pages = max(1, -(-len(codes) // PAGE))
        number = min(max(1, number), pages)
        shown = codes[(number - 1) * PAGE : number * PAGE]
        standing = points.get_many(reader, shown)
        found = listing.matters(reader, shown, at)
        bureau = scope(account, wanted.bureau)
        coming = holidays(reader, bureau, at.today)
        rows = []
        for code in shown:
            silent = {HOLIDAY} if code in coming.silent else frozenset()
            rows.append(Row(standing[code], marks(found[code] | silent, coming.breaks)))
        choices = _choices(reader, account, bureau, at, coming.breaks)
        return Page(tuple(rows), chosen, number, pages, choices)


def _choices(
    reader: Reader, account: Account, bureau: str | None, at: AsOf, breaks: Sequence[Break]
) -> Choices:
    subs: dict[str, list[str]] = {}
    for district, sub in listing.places(reader, bureau):
        subs.setdefault(district, []).append(sub)
    everyone = bureaus.all_bureaus(reader) if account.is_city else ()
    asked = [name for name in MATTERS if account.is_city or name != UNOWNED]
    return Choices(
        districts=tuple(subs),
        sub_districts=subs,
        link_groups=listing.link_groups(reader, bureau),
        matters={name: matter_words(name, at.stale_days, breaks) for name in asked},
        bureaus={one.slug: one.name for one in everyone},
    )
