"""Rows that go on with the point above them: under one merged name, or not numbered where rows are."""

import re
from collections.abc import Mapping
from dataclasses import replace

from servicepoints.sheets.headers import AMENITY
from servicepoints.sheets.headings import is_listed
from servicepoints.sheets.judging import Line
from servicepoints.sheets.readings import Cell, Row
from servicepoints.sheets.words import kind_in

_OPENS = ("（", "(", "【", "[")
_ROAD = re.compile("[路街道弄巷镇村]")


def goes_on(row: Row, line: Line) -> bool:
    """Whether a row without a number is the rest of the numbered one above it.

    So it is if it has neither name nor address; or only the end of them: what stands in brackets, what makes
    a place of the words above (…社区 | 党群服务中心), a house number without a road. A row of a point that
    somebody forgot to number has a name and an address of its own.
    """
    name, address = _at(line, line.name), _at(line, line.address)
    if address and _ROAD.search(address):
        return False
    return not name or _ends_name(_text(row, "name"), name)


def _ends_name(above: str, name: str) -> bool:
    if is_listed(name):
        return False  # 二、爱心接力站（3个） heads what follows
    open_bracket = above.count("（") + above.count("(") > above.count("）") + above.count(")")
    completes = kind_in(above) is None and kind_in(above + name) is not None
    return name.startswith(_OPENS) or open_bracket or completes


def _at(line: Line, index: int | None) -> str:
    return line.said.get(index, "") if index is not None else ""


def _text(row: Row, field: str) -> str:
    return next((cell.text for cell in row.values.get(field, ())), "")


def lengthened(row: Row, cells: Mapping[str, tuple[Cell, ...]]) -> Row:
    """The row with name and address made longer by those of the next one, and its other cells added."""
    values = dict(row.values)
    rest = dict(cells)
    for field in ("name", "address"):
        if field in rest and field in values:
            (end, *_), (start, *others) = rest.pop(field), values[field]
            values[field] = (start._replace(text=start.text + end.text), *others)
    return joined(replace(row, values=values), rest)


def joined(row: Row, cells: Mapping[str, tuple[Cell, ...]]) -> Row:
    """The row with the cells of the next one, without what it says already."""
    values, ticks = dict(row.values), dict(row.ticks)
    for name, more in cells.items():
        into, key = (ticks, name.removeprefix(AMENITY)) if name.startswith(AMENITY) else (values, name)
        known = {cell.text for cell in into.get(key, ())}
        into[key] = (*into.get(key, ()), *(cell for cell in more if cell.text not in known))
    return replace(row, values=values, ticks=ticks)
