"""How far the cells of a worksheet's XML reach, before a parser lays out the whole rectangle for them.

A single value at XFD1048576 would take half a terabyte. Almost every sheet is passed by one look at how its
cells are named; only one with a name that may lie far off is read as XML.
"""

import re

from servicepoints.sheets.limits import broken, check_extent
from servicepoints.sheets.markup import parse_xml
from servicepoints.sheets.texts import index

_MAY_BE_FAR = re.compile(
    rb"""r(?<=\sr)\s*=\s*["'](?!(?:[A-Ga-g]?[A-Za-z])?(?:\d{1,4}|[12]\d{4})["'])""",
)
"""A cell or a row that is named, and not within A1:GZ29999: as large a rectangle as does no harm. (It looks
back for the blank, since a search for a letter is twice as fast as one for blanks.)"""

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ROW = re.compile(r"[1-9]\d{0,6}")


def check_cells(part: bytes) -> None:
    """Look at a part of an .xlsx, a sheet or not. UnreadableSheet if it has a value further off than a roster
    can have, or at no place.
    """
    if _MAY_BE_FAR.search(part):
        parse_xml(part, _Cells().start)


class _Cells:
    """Where the cells are, as they come: each is where it says, else beside the one before."""

    def __init__(self) -> None:
        self._row = self._column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind, name = tag.rpartition(" ")[2], attributes.get("r")
        if kind == "row":
            self._row = self._row + 1 if name is None else _row(name)
            self._column = 0
        elif kind == "c":
            self._row, self._column = (self._row, self._column + 1) if name is None else _cell(name)
        elif kind in ("v", "f", "is"):
            check_extent(self._row, self._column)


def _row(name: str) -> int:
    if not _ROW.fullmatch(name):
        raise broken()
    return int(name)


def _cell(name: str) -> tuple[int, int]:
    found = _CELL.fullmatch(name.upper())
    if found is None:
        raise broken()
    return int(found[2]), index(found[1]) + 1
