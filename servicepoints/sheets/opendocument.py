"""The merged cells and the extent of an .ods, which calamine does not tell."""

from servicepoints.sheets.guarding import each_part
from servicepoints.sheets.limits import check_extent
from servicepoints.sheets.markup import parse_xml

Merge = tuple[tuple[int, int], tuple[int, int]]
"""((first row, first column), (last row, last column)), from 0."""

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "


class _Tables:
    """Follows the cells of content.xml and keeps merges by sheet name."""

    def __init__(self) -> None:
        self.merges: dict[str, list[Merge]] = {}
        self._sheet = ""
        self._row = self._column = 0
        self._rows_here = self._columns_here = 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self._sheet, self._row = attributes.get(_TABLE + "name", ""), 0
            self.merges.setdefault(self._sheet, [])
        elif tag == _TABLE + "table-row":
            self._column, self._rows_here = 0, _count(attributes, "number-rows-repeated")
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._columns_here = _count(attributes, "number-columns-repeated")
            self._cell(attributes)
        elif tag == _TEXT + "p":
            self._filled()

    def _cell(self, attributes: dict[str, str]) -> None:
        down, across = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if down > 1 or across > 1:
            here = (self._row, self._column)
            self.merges[self._sheet].append((here, (self._row + down - 1, self._column + across - 1)))
        if _OFFICE + "value-type" in attributes:
            self._filled()

    def _filled(self) -> None:
        check_extent(self._row + self._rows_here, self._column + self._columns_here)

    def end(self, tag: str) -> None:
        if tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._column += self._columns_here
        elif tag == _TABLE + "table-row":
            self._row += self._rows_here


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(_TABLE + name, "1")
    return max(1, int(text)) if text.isdecimal() else 1


def merges_by_sheet(data: bytes) -> dict[str, list[Merge]]:
    """The merged ranges of each sheet of an .ods, by sheet name.

    Raises UnreadableSheet if the file is broken, or a sheet larger than a roster can be.
    """
    tables = _Tables()

    def look(name: str, content: bytes) -> None:
        if name == "content.xml":
            parse_xml(content, tables.start, tables.end)

    each_part(data, look)
    return tables.merges
