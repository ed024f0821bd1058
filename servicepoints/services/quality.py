"""Quality: how the listing serves, by bureau and sub-district, over time: for the city, and for everybody.

What is measured once a day (`measuring`) is summed here; what everybody may see is published with the points,
so that it stands while the register is down.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from servicepoints.catalogue.quality import WHOLE, Quality
from servicepoints.domain.figures import Figures, Told, told, total
from servicepoints.register import Register, bureaus, measures
from servicepoints.register.conditions import AsOf
from servicepoints.register.measures import CITY, Place
from servicepoints.register.transaction import Reader

SHOWN_DAYS = 90
WEEK = 7

Days = Sequence[tuple[date, Told]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line: whose or where, and how it stood on the days that were measured, the last of them now."""

    key: str
    name: str
    days: Days

    @property
    def now(self) -> Told:
        """How it stands."""
        return self.days[-1][1]


@dataclass(frozen=True, slots=True)
class CityPage:
    """The whole, each bureau, and the sub-districts of the one that was picked (its name, "" for none).
    `day`: when it was measured last; None if never."""

    day: date | None
    whole: Row | None
    bureaus: tuple[Row, ...]
    picked: str
    places: tuple[Row, ...]


def city_page(register: Register, picked: str | None, at: AsOf) -> CityPage:
    """How the whole city's listing stands; with the sub-districts of the bureau `picked` (a slug, "" for what
    is nobody's), if one is."""
    with register.read() as reader:
        days = measures.noted_days(reader, at.before(SHOWN_DAYS))
        names = {one.slug: one.name for one in bureaus.all_bureaus(reader)}
        quality, found = _quality(reader, days), measures.figures(reader, days if picked is not None else ())
    if not days:
        return CityPage(None, None, (), "", ())
    rows = [
        Row(bureau, _name(names, bureau), of_days)
        for bureau, of_days in sorted(quality.items())
        if bureau != WHOLE and of_days[-1][0] == days[-1]
    ]
    return CityPage(
        day=days[-1],
        whole=Row(WHOLE, "全市", quality[WHOLE]),
        bureaus=tuple(sorted(rows, key=lambda row: (not row.key, -row.now.points))),
        picked="" if picked is None else _name(names, picked),
        places=() if picked is None else tuple(_places(found, picked, days[-1])),
    )


def published_quality(reader: Reader) -> Quality:
    """What everybody may see: the last day that was measured and every week before it."""
    days = measures.noted_days(reader, date.min)
    last = days[-1] if days else date.min
    first = last - timedelta(days=SHOWN_DAYS) if days else last
    return _quality(reader, [day for day in days if day >= first and not (last - day).days % WEEK])


def _quality(reader: Reader, days: Collection[date]) -> Quality:
    found, ages = measures.figures(reader, days), measures.ages(reader, days)
    lines: dict[str, list[tuple[date, Told]]] = {}
    for day, places in found.items():
        of_bureau: dict[str, list[Figures]] = {}
        for (bureau, _, _), figures in places.items():
            of_bureau.setdefault(bureau, []).append(figures)
        for bureau, listed in (*of_bureau.items(), (CITY, places.values())):
            lines.setdefault(bureau, []).append((day, told(total(listed, ages.get((day, bureau))))))
    return {WHOLE if bureau == CITY else bureau: of_days for bureau, of_days in lines.items()}


def _places(found: Mapping[date, Mapping[Place, Figures]], bureau: str, last: date) -> Iterable[Row]:
    lines: dict[tuple[str, str], list[tuple[date, Told]]] = {}
    for day, places in found.items():
        for (owner, district, sub_district), figures in places.items():
            if owner == bureau:
                lines.setdefault((district, sub_district), []).append((day, told(figures)))
    for (district, sub_district), of_days in sorted(lines.items()):
        if of_days[-1][0] == last:
            yield Row(district, sub_district or "没写街道", of_days)


def _name(names: Mapping[str, str], bureau: str) -> str:
    return names.get(bureau, bureau) if bureau else "还不归哪个局的"
