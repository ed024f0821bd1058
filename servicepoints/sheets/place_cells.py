"""The cells of district and sub-district of a row, with the heading above it: which place they name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.sheets.readings import Cell, Row

_BETWEEN = "/、,，-—－·＞>|｜:："


@dataclass(slots=True)
class Place:
    """District and sub-district ("" where nothing says them), and (cell, reason, fix) of what is odd."""

    district: str
    sub_district: str
    doubts: list[tuple[Cell, str, str]] = field(default_factory=list)


def read_place(
    row: Row, districts: Sequence[Cell], sub_districts: Sequence[Cell], gazetteer: Gazetteer
) -> Place:
    """District and sub-district: columns first, then the heading above the row."""
    place = Place(row.district, row.sub_district)
    for cell in districts:
        found = gazetteer.district(cell.text) or gazetteer.district(cell.text.removeprefix("上海市"))
        if found is None:
            both = _sub_district(row, cell.text, "", gazetteer)
            found = gazetteer.district(both[0])
            place.sub_district = both[1] if found else place.sub_district
        if found is None:
            place.doubts.append((cell, "上海没有这个区", "写上海 16 个区之一，例如黄浦区"))
            continue
        if row.district not in ("", found.name):
            reason = f"这一行写的是{found.name}，上面的标题是{row.district}"
            place.doubts.append((cell, reason, "看看这个点位在哪个区"))
        place.district = found.name
    for cell in sub_districts:
        before = place.sub_district
        place.district, place.sub_district = _sub_district(row, cell.text, place.district, gazetteer)
        if before not in ("", place.sub_district):
            reason = f"这一行写的是{place.sub_district or cell.text}，“区”一列或上面的标题却是{before}"
            place.doubts.append((cell, reason, "看看这个点位在哪个街道"))
    return place


def _sub_district(row: Row, text: str, district: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """(district, sub-district) of 外滩街道, 外滩, 黄浦区外滩街道, 黄浦/外滩, 黄浦区; others as they are."""
    presumed = district or row.presumed[0]
    at_once = gazetteer.sub_district(text, presumed) or gazetteer.sub_district(text, district)
    if at_once:
        return at_once.district, at_once.name
    named, plain = _district_before("".join(text.split()).removeprefix("上海市"), gazetteer)
    if not plain and district not in ("", named):
        return district, text
    district = district or named
    found = gazetteer.sub_district(plain, district)
    return (found.district, found.name) if found else (district, plain)


def _district_before(text: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """(district, what stands behind it) of a text that begins with one; a bare 黄浦 only alone or before one
    of its own sub-districts."""
    only = gazetteer.district(text)
    if only:
        return only.name, ""
    for known in gazetteer.districts:
        for name in (known.name, *known.former_names):
            if text.startswith(name):
                return known.name, text.removeprefix(name).lstrip(_BETWEEN)
        stem = known.name.removesuffix("新区").removesuffix("区")
        behind = text.removeprefix(stem).lstrip(_BETWEEN)
        if text.startswith(stem) and gazetteer.sub_district(behind, known.name):
            return known.name, behind
    return "", text
