"""The merged cells, the extent and what is unseen of an .ods, which calamine does not tell."""

from servicepoints.sheets.guarding import each_part
from servicepoints.sheets.limits import check_extent
from servicepoints.sheets.markup import parse_xml
from servicepoints.sheets.unseen import Unseen, places

Merge = tuple[tuple[int, int], tuple[int, int]]
"""((first row, first column), (last row, last column)), from 0."""

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "


class _Tables:
    """Follows the cells of content.xml and keeps merges by sheet name, and rows and columns by how they are
    shown (`collapse`, `filter`)."""

    def __init__(self) -> None:
        self.merges: dict[str, list[Merge]] = {}
        self.hidden: dict[str, dict[str, set[int]]] = {}
        self._sheet = ""
        self._row = self._column = self._width = 0
        self._rows_here = self._columns_here = 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self._sheet, self._row, self._width = attributes.get(_TABLE + "name", ""), 0, 0
            self.merges.setdefault(self._sheet, [])
        elif tag == _TABLE + "table-column":
            count = _count(attributes, "number-columns-repeated")
            self._hide("column", attributes, self._width, count)
            self._width += count
        elif tag == _TABLE + "table-row":
            self._column, self._rows_here = 0, _count(attributes, "number-rows-repeated")
            self._hide("row", attributes, self._row, self._rows_here)
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

    def _hide(self, what: str, attributes: dict[str, str], first: int, count: int) -> None:
        shown = attributes.get(_TABLE + "visibility", "visible")
        if shown != "visible":
            kinds = self.hidden.setdefault(self._sheet, {})
            kinds.setdefault(f"{what} {shown}", set()).update(places(first, count))

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


def spans_by_sheet(data: bytes) -> tuple[dict[str, list[Merge]], dict[str, Unseen]]:
    """(merged ranges, what is unseen) of each sheet of an .ods, by sheet name.

    Raises UnreadableSheet if the file is broken, or a sheet larger than a roster can be.
    """
    tables = _Tables()

    def look(name: str, content: bytes) -> None:
        if name == "content.xml":
            parse_xml(content, tables.start, tables.end)

    each_part(data, look)
    return tables.merges, {sheet: _unseen(kinds) for sheet, kinds in tables.hidden.items()}


def _unseen(kinds: dict[str, set[int]]) -> Unseen:
    rows, viewed, columns = (
        frozenset(kinds.get(kind, ())) for kind in ("row collapse", "row filter", "column collapse")
    )
    return Unseen(rows, viewed, columns)
