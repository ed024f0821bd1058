"""The tables of data/, read once: amenities, districts, sub-districts, bureaus.

Hands them out as values of the domain. Imports `domain` and `paths`; services, web and cli ask it, the domain
never does.
"""

import csv
from functools import cache

from servicepoints.domain.amenities import Amenity, Vocabulary
from servicepoints.domain.gazetteer import District, Gazetteer, SubDistrict
from servicepoints.paths import DATA


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one table of data/ (.csv by comma, .tsv by tab), header as keys."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if name.endswith(".tsv") else ","))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


@cache
def vocabulary() -> Vocabulary:
    """The amenities of data/amenities.csv."""
    return Vocabulary(
        Amenity(
            r["key"],
            r["label"],
            r["group"],
            int(r["first"]) if r["first"] else None,
            _split(r["synonyms"]),
            r["osm"],
        )
        for r in rows("amenities.csv")
    )


@cache
def gazetteer() -> Gazetteer:
    """The districts and sub-districts of data/."""
    return Gazetteer(
        (District(r["code"], r["name"], r["slug"], _split(r["former_names"])) for r in rows("districts.csv")),
        (SubDistrict(r["code"], r["name"], r["slug"], r["district"]) for r in rows("subdistricts.tsv")),
    )
