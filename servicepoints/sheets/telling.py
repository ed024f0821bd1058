"""Telling a sheet's rows apart, from the row under its header to its last."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.sheets import markers
from servicepoints.sheets.counting import Counting, disagreement, stated_count
from servicepoints.sheets.filling import fill_groups, fill_merges
from servicepoints.sheets.headers import AMENITY, Headers
from servicepoints.sheets.layout import Layout, find_layout
from servicepoints.sheets.reading import ERROR, Sheet
from servicepoints.sheets.readings import Cell, Column, Note, Row, Skipped
from servicepoints.sheets.texts import Value, folded, text_of

_YES_MARKS = frozenset("√✓✔☑有是")
CIRCLES = frozenset("○〇◯")
_FILLED = "●"


@dataclass(frozen=True, slots=True)
class About:
    """What is said of all rows of a sheet: `district` if it is called after one, `words` of names and title,
    `place` the (district, sub-district) among them."""

    district: str
    words: str
    place: tuple[str, str]

    @classmethod
    def of(cls, file: str, sheet: str, title: str, gazetteer: Gazetteer) -> "About":
        """From the names of file and sheet and the title; the title's place counts most."""
        places = (markers.stated_place(text, gazetteer) for text in (title, sheet, file))
        place = next((place for place in places if any(place)), ("", ""))
        words = " ".join(dict.fromkeys(filter(None, (file, sheet, title))))
        return cls(markers.sheet_district(sheet, gazetteer), words, place)


class Telling:
    """Goes through a sheet's rows and sorts them into rows, notes and skipped."""

    def __init__(
        self, sheet: Sheet, layout: Layout, headers: Headers, gazetteer: Gazetteer, about: About
    ) -> None:
        self.rows: list[Row] = []
        self.notes: list[Note] = []
        self.skipped: list[Skipped] = []
        self.more_columns: list[Column] = []
        self._sheet, self._headers, self._gazetteer = sheet, headers, gazetteer
        self._district, self._sub_district, self._about = about.district, "", about
        self._banners, self._covered = fill_merges(sheet)
        self._circle: bool | None = None
        self._counting = Counting()
        self._use(layout)

    def _use(self, layout: Layout) -> None:
        self._layout = layout
        self._taken = [(t.index, t.letter, t.header, t.field, t.days) for t in layout.taken]
        self._ticks = [
            (t.field, t.field.removeprefix(AMENITY)) for t in layout.taken if t.field.startswith(AMENITY)
        ]
        self._name = layout.index_of("name")
        self._address = layout.index_of("address")
        self._circle = circle_of(self._sheet, layout)
        fill_groups(self._sheet, layout)

    def tell(self) -> None:
        """Sort all rows below the header."""
        number = self._layout.last + 1
        while number < len(self._sheet.values):
            if number == self._layout.last + 1 and _counts_columns(self._sheet.values[number]):
                self._skip(
                    number, " ".join(text_of(value)[0] for value in self._sheet.values[number]), "列号"
                )
                number += 1
            else:
                number = self._tell_row(number) + 1
        self._miscounted(self._counting.end(len(self.rows)))

    def _tell_row(self, number: int) -> int:
        """Sort one row; gives the number of the last row that it took."""
        values = self._sheet.values[number]
        name = values[self._name] if self._name is not None else ""
        if name != "" and number not in self._banners:
            text = name if isinstance(name, str) else text_of(name)[0]
            if self._headers.is_name(text):
                again = find_layout(self._sheet, self._headers, number)
                if again is not None and again.first <= number <= again.last:
                    self._header_again(again, number)
                    return again.last
            if sum(value != "" for value in values) > 1 and not self._is_total(values):
                self._data(number, values)
                return number
        texts = {i: text for i, value in enumerate(values) if (text := text_of(value)[0])}
        if texts:
            self._odd(number, values, texts)
        return number

    def _is_total(self, values: list[Value]) -> bool:
        first = next(value for value in values if value != "")
        return isinstance(first, str) and len(first) < 12 and markers.is_total(first)

    def _header_again(self, again: Layout, number: int) -> None:
        old = [(t.index, t.field) for t in self._layout.taken]
        shown = " ".join(t.header for t in again.taken)[:80]
        if [(t.index, t.field) for t in again.taken] == old:
            self._skip(number, shown, "重复的表头")
            return
        self._skip(number, shown, "又一个表头，从这里起按它读")
        self.more_columns += again.columns
        self._use(again)

    def _odd(self, number: int, values: list[Value], texts: dict[int, str]) -> None:
        """A row that is not plainly data: total, heading, footnote, or a data row that lacks its name."""
        first, whole = next(iter(texts.values())), " ".join(dict.fromkeys(texts.values()))
        lone = len(texts) == 1 or number in self._banners
        unnamed = self._name not in texts and self._address not in texts
        if markers.is_total(first):
            self._total(number, whole)
        elif (lone or unnamed) and self._is_heading(number, texts):
            ended = self._counting.heading(whole, not self._sub_district, len(self.skipped), len(self.rows))
            self._skip(number, whole, "分区的标题行，下面的点位算在这个区（街道）")
            self._miscounted(ended)
        elif markers.is_note(first) or (lone and markers.is_legend(whole)):
            self._note(number, whole)
        elif (lone or unnamed) and markers.is_form_line(first):
            self._skip(number, whole, "填表信息")
        elif whole.isdecimal():
            self._skip(number, whole, "只有一个数字")
        elif lone and (number in self._banners or self._name not in texts):
            self._note(number, whole)
        else:
            self._data(number, values)

    def _total(self, number: int, text: str) -> None:
        stated, found = stated_count(text), len(self.rows)
        agrees = stated in (None, found) or not text.startswith(("合计", "总计", "共计", "总数"))
        self._skip(number, text, "合计行" if agrees else f"合计行，{disagreement(stated or 0, found)}")

    def _miscounted(self, wrong: Iterable[tuple[int, str]]) -> None:
        """Say of headings that they count otherwise than the rows below them."""
        for place, words in wrong:
            heading = self.skipped[place]
            self.skipped[place] = replace(heading, reason=f"{heading.reason}；{words}")

    def _is_heading(self, number: int, texts: dict[int, str]) -> bool:
        found = markers.heading(next(iter(texts.values())), self._district, self._gazetteer)
        if found is None:
            return False
        self._district, self._sub_district = found
        return True

    def _note(self, number: int, text: str) -> None:
        if markers.is_legend(text):
            self._skip(number, text, "图例")
        else:
            self.notes.append(Note(self._sheet.name, number + 1, text))

    def _skip(self, number: int, text: str, reason: str) -> None:
        self.skipped.append(Skipped(self._sheet.name, number + 1, text, reason))

    def _data(self, number: int, values: list[Value]) -> None:
        cells: dict[str, tuple[Cell, ...]] = {}
        for index, column, header, field, days in self._taken:
            value = values[index]
            if value == "":
                continue
            text, origin = text_of(value)
            if text:
                cell = Cell(text, column, header, days, "error" if text == ERROR else origin)
                cells[field] = (*cells[field], cell) if field in cells else (cell,)
        if not cells:
            texts = dict.fromkeys(text for value in values if (text := text_of(value)[0]))
            self._skip(number, " ".join(texts), "只有没用上的列里有内容")
            return
        if self.rows and self._continues(number):
            self.rows[-1] = _joined(self.rows[-1], cells)
            return
        ticks = {key: cells.pop(name) for name, key in self._ticks if name in cells}
        about, place = self._about, (self._district, self._sub_district)
        self.rows.append(
            Row(
                self._sheet.name, number + 1, cells, ticks, *place, about.words, about.place, self._circle
            )
        )  # fmt: skip

    def _continues(self, number: int) -> bool:
        """Whether the row goes on with the point above: one merged cell holds the name of both."""
        return self._name is not None and (number, self._name) in self._covered


def _joined(row: Row, cells: dict[str, tuple[Cell, ...]]) -> Row:
    """The row with the cells of the next one, without what it says already."""
    values, ticks = dict(row.values), dict(row.ticks)
    for name, more in cells.items():
        into, key = (ticks, name.removeprefix(AMENITY)) if name.startswith(AMENITY) else (values, name)
        known = {cell.text for cell in into.get(key, ())}
        into[key] = (*into.get(key, ()), *(cell for cell in more if cell.text not in known))
    return replace(row, values=values, ticks=ticks)


def _counts_columns(values: list[Value]) -> bool:
    """Whether a row under a header only numbers the columns: ① ② ③, (1) (2) (3)."""
    texts = [folded(text) for value in values if (text := text_of(value)[0])]
    return len(texts) > 2 and texts in ([str(n) for n in range(s, s + len(texts))] for s in (0, 1))


def circle_of(sheet: Sheet, layout: Layout) -> bool | None:
    """What ○ means in this sheet: a legend's word for it, else by the marks it stands beside.

    Alone, or only with ×, it is the mark for yes; beside ● it is the hollow one, no. Beside √ it is a third
    thing that nobody explained: None, and a person decides.
    """
    columns = [taken.index for taken in layout.taken if taken.field.startswith(AMENITY)]
    if not columns:
        return None
    for row in sheet.values:
        for value in row:
            if isinstance(value, str) and len(value) > 3 and CIRCLES & set(value):
                said = markers.circle_meaning(value)
                if said is not None or markers.is_legend(value):
                    return said
    marks = {row[i] for row in sheet.values[layout.last + 1 :] for i in columns if isinstance(row[i], str)}
    return _by_neighbours({str(mark).strip() for mark in marks})


def _by_neighbours(marks: set[str]) -> bool | None:
    if not marks & CIRCLES:
        return None
    if marks & _YES_MARKS:
        return None
    return _FILLED not in marks
