"""Districts (区) and sub-districts (街道/镇/乡) of Shanghai, as data: names, slugs, former names.

The tables are `data/districts.csv` and `data/subdistricts.tsv` (215 sub-districts).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class District:
    """A district: its six-digit code, name (黄浦区), slug (huangpu) and the names it took over (卢湾区)."""

    code: str
    name: str
    slug: str
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubDistrict:
    """A sub-district: its nine-digit code, its name (外滩街道), its slug (unique in its district), and the
    name of its district."""

    code: str
    name: str
    slug: str
    district: str


class Gazetteer:
    """Looks districts and sub-districts up by any name that is in use."""

    def __init__(self, districts: Iterable[District], sub_districts: Iterable[SubDistrict]) -> None:
        self.districts = tuple(districts)
        self.sub_districts = tuple(sub_districts)
        self._district = {d.name: d for d in self.districts}
        for d in self.districts:
            self._district |= {d.slug: d} | dict.fromkeys(d.former_names, d)
        self._sub: dict[str, list[SubDistrict]] = {}
        for s in self.sub_districts:
            self._sub.setdefault(s.name, []).append(s)
            # rosters write 五里桥 for 五里桥街道, 真如镇 or 真如 for 真如镇街道
            for stem in _stems(s.name):
                self._sub.setdefault(stem, []).append(s)
        self.other_names = {
            other: s.name
            for s in self.sub_districts
            for other in _other_names(s.name)
            if other not in self._sub
        }
        for other, name in self.other_names.items():
            self._sub[other] = self._sub[name]

    def district(self, name: str) -> District | None:
        """The district with that name, slug or former name (静安, 静安区, 闸北区, 浦东, 浦东区, jingan), or
        None."""
        name = "".join(name.split())  # 长\n宁\n区 stands so in narrow columns
        known = self._district
        stem = name.removesuffix("区")
        return known.get(name) or known.get(f"{stem}区") or known.get(f"{stem}新区")

    def sub_district(self, name: str, district: str = "") -> SubDistrict | None:
        """The sub-district of that name or stem, in that district if one is given; None if unknown or
        ambiguous."""
        found = [
            s for s in self._sub.get("".join(name.split()), []) if not district or s.district == district
        ]
        return found[0] if len(found) == 1 else None

    def in_district(self, district: str) -> tuple[SubDistrict, ...]:
        """The sub-districts of one district (by name), in the table's order."""
        return tuple(s for s in self.sub_districts if s.district == district)

    def by_slug(self, district_slug: str, slug: str) -> SubDistrict | None:
        """The sub-district with that slug in the district with that slug, or None."""
        district = self.district(district_slug)
        if district is None:
            return None
        return next((s for s in self.in_district(district.name) if s.slug == slug), None)


def _stems(name: str) -> set[str]:
    """A name without its 街道, 镇 or 乡, and without both; 川沙 for 川沙新镇; none of a single character."""
    town = name.removesuffix("街道")
    stems = (town, re.sub("[镇乡]$", "", town), name.removesuffix("新镇"))
    return {stem for stem in stems if stem != name and len(stem) > 1}


def _other_names(name: str) -> tuple[str, ...]:
    """古美街道 is written 古美路街道 too, 江苏路街道 江苏街道, and 川沙新镇 川沙镇."""
    if name.endswith("新镇") and len(name) > len("华新镇"):
        return (f"{name.removesuffix('新镇')}镇",)
    stem = name.removesuffix("街道")
    if stem == name:
        return ()
    root = stem.removesuffix("路")
    return (f"{root}街道",) if root != stem else (f"{stem}路街道",)
