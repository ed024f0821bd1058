"""The cells of a data row by field, with those put right that hold no value of their own."""

import re

from servicepoints.sheets.ditto import DITTO_STARTS, is_ditto, refers_above
from servicepoints.sheets.layout import Layout
from servicepoints.sheets.reading import ERROR, Failure
from servicepoints.sheets.readings import Cell, Note
from servicepoints.sheets.texts import Value, text_of

_FAILED = re.compile(
    r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA|#+)|Err:\d{3}"
)
"""How failed formulas are written where a file has no other way to say it (.csv, .xls, .ods); a row of # is
what a column too narrow shows."""

_STARTS = DITTO_STARTS | frozenset("#E")
_PLACES = ("district", "sub_district")
_NOTHING_ABOVE = "写着“同上”，可是没法照抄上面的，这一格没有采用"
_FIX = "直接写上内容"


class Cells:
    """Reads one row after the other under a header. A 同上 is copied from the row read before (`above` is the
    one before the first), in place; one that cannot be is left out and told in `notes`. In a `literal` table
    it is only a word."""

    def __init__(
        self, sheet: str, layout: Layout, notes: list[Note], above: list[Value], *, literal: bool = False
    ) -> None:
        self.above = above
        self._literal = literal
        self._sheet, self._notes = sheet, notes
        self._taken = [(t.index, t.letter, t.header, t.field, t.days) for t in layout.taken]

    def read(self, number: int, values: list[Value]) -> dict[str, tuple[Cell, ...]]:
        """The cells of a row that are not blank; `number` is its place in the sheet, from 0."""
        cells: dict[str, tuple[Cell, ...]] = {}
        for index, column, header, field, days in self._taken:
            value = values[index]
            if value == "":
                continue
            text, origin = text_of(value)
            if text and text[0] in _STARTS:
                text, origin = self._meant(number, values, index, header)
            if text:
                cell = Cell(text, column, header, days, origin)
                cells[field] = (*cells[field], cell) if field in cells else (cell,)
        for field in _PLACES:
            if field in cells:  # 长\n宁\n区, written upright in a narrow column
                cells[field] = tuple(cell._replace(text="".join(cell.text.split())) for cell in cells[field])
        self.above = values
        return cells

    def _meant(self, number: int, values: list[Value], index: int, header: str) -> tuple[str, str]:
        """(text, origin) of a cell that may be no value of its own: a failed formula, or 同上."""
        text, origin = text_of(values[index])
        if isinstance(values[index], Failure) or _FAILED.fullmatch(text):
            return ERROR, "error"
        ditto = is_ditto(text)
        if self._literal or not (ditto or refers_above(text)):
            return text, origin
        values[index] = self.above[index] if self.above and ditto else ""
        if values[index] == "":
            self._notes.append(Note(self._sheet, number + 1, f"{header}：{text}", _NOTHING_ABOVE, _FIX))
        return text_of(values[index])
