"""Districts and sub-districts as links, and what their addresses mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from servicepoints.domain.gazetteer import District, Gazetteer, SubDistrict
from servicepoints.reference import gazetteer

NO_DISTRICT = "unknown"
"""In place of a district's slug: the points of which nobody has said where they stand."""

NO_DISTRICT_WORDS = "区没核实"

Counts = Mapping[tuple[str, str], int]
"""Points by (district, sub-district), as the catalogue counts them."""


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A link to a place; `count` is None where nobody counted."""

    name: str
    href: str
    count: int | None = None


def district_href(district: District) -> str:
    """The stable ASCII address of a district's page."""
    return f"/d/{district.slug}"


def sub_district_href(district: District, sub_district: SubDistrict) -> str:
    """The stable ASCII address of a sub-district's page."""
    return f"/d/{district.slug}/{sub_district.slug}"


def district_links(
    known: Gazetteer, counts: Counts | None = None, address: Callable[[str], str] = str
) -> tuple[PlaceLink, ...]:
    """All districts, in the table's order, and the points without one where there are any; `address` adds
    the filters of the page to a path."""

    def total(name: str) -> int | None:
        return None if counts is None else sum(n for (district, _), n in counts.items() if district == name)

    links = tuple(PlaceLink(d.name, address(district_href(d)), total(d.name)) for d in known.districts)
    if not (elsewhere := total("")):
        return links
    return (*links, PlaceLink(NO_DISTRICT_WORDS, address(f"/d/{NO_DISTRICT}"), elsewhere))


def sub_district_links(
    known: Gazetteer, district: District, counts: Counts, address: Callable[[str], str]
) -> tuple[PlaceLink, ...]:
    """The sub-districts of a district that have points, the fullest first."""
    found = [
        PlaceLink(s.name, address(sub_district_href(district, s)), counts[district.name, s.name])
        for s in known.in_district(district.name)
        if counts.get((district.name, s.name))
    ]
    return tuple(sorted(found, key=lambda link: -(link.count or 0)))


def named_places(words: str, known: Gazetteer) -> tuple[PlaceLink, ...]:
    """The district and sub-district pages that someone who typed this may mean."""
    said = words.strip()
    if not said:
        return ()
    found = []
    district = known.district(said)
    if district is not None:
        found.append(PlaceLink(district.name, district_href(district)))
    for d in known.districts:
        sub = known.sub_district(said, d.name)
        if sub is not None:
            found.append(PlaceLink(f"{d.name}{sub.name}", sub_district_href(d, sub)))
    return tuple(found)


@lru_cache(maxsize=1)
def _plain_links() -> tuple[PlaceLink, ...]:
    return district_links(gazetteer())


def template_context() -> dict[str, Callable[[], tuple[PlaceLink, ...]]]:
    """`district_links()` for pages that know nothing of the catalogue, such as the 404."""
    return {"district_links": _plain_links}
