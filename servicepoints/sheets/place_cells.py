"""The cells of district and sub-district of a row, with the heading above it: which place they name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.sheets.readings import Cell, Row


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
            place.doubts.append((cell, "上海没有这个区", "写上海 16 个区之一，例如黄浦区"))
            continue
        if row.district not in ("", found.name):
            reason = f"这一行写的是{found.name}，上面的标题是{row.district}"
            place.doubts.append((cell, reason, "看看这个点位在哪个区"))
        place.district = found.name
    for cell in sub_districts:
        place.district, place.sub_district = _sub_district(row, cell.text, place.district, gazetteer)
    return place


def _sub_district(row: Row, text: str, district: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """(district, sub-district) of 外滩街道, 外滩, 黄浦区外滩街道 or 黄浦区; others stay as written."""
    presumed = district or row.presumed[0]
    at_once = gazetteer.sub_district(text, presumed) or gazetteer.sub_district(text, district)
    if at_once:
        return at_once.district, at_once.name
    plain = "".join(text.split()).removeprefix("上海市")
    for known in gazetteer.districts:
        for name in (known.name, *known.former_names):
            if plain.startswith(name):
                district, plain = district or known.name, plain.removeprefix(name)
    if not plain:
        return district, ""
    found = gazetteer.sub_district(plain, district)
    if found:
        return found.district, found.name
    only = gazetteer.district(plain)
    return (district or only.name, "") if only else (district, plain)
