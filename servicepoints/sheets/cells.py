"""The cells of a data row by field, with those that stand for the cell above put right."""

from servicepoints.sheets.ditto import is_ditto, refers_above
from servicepoints.sheets.layout import Layout
from servicepoints.sheets.reading import ERROR
from servicepoints.sheets.readings import Cell, Note
from servicepoints.sheets.texts import Value, text_of

_PLACES = ("district", "sub_district")
_NOTHING_ABOVE = "写着“同上”，可是没法照抄上面的，这一格没有采用"
_FIX = "直接写上内容"


class Cells:
    """Reads one row after the other under a header. A 同上 is copied from the row read before (`above` is the
    one before the first), in place; one that cannot be is left out and told in `notes`."""

    def __init__(self, sheet: str, layout: Layout, notes: list[Note], above: list[Value]) -> None:
        self.above = above
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
            if is_ditto(text) or refers_above(text):
                text, origin = self._copied(number, values, index, header)
            if not text:
                continue
            if field in _PLACES:
                text = "".join(text.split())  # 长\n宁\n区, written upright in a narrow column
            cell = Cell(text, column, header, days, "error" if text == ERROR else origin)
            cells[field] = (*cells[field], cell) if field in cells else (cell,)
        self.above = values
        return cells

    def _copied(self, number: int, values: list[Value], index: int, header: str) -> tuple[str, str]:
        written = text_of(values[index])[0]
        values[index] = self.above[index] if self.above and is_ditto(written) else ""
        if values[index] == "":
            self._notes.append(Note(self._sheet, number + 1, f"{header}：{written}", _NOTHING_ABOVE, _FIX))
        return text_of(values[index])
