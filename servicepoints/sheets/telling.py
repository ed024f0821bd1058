"""Telling a sheet's rows apart, from the row under its header to its last."""

from collections.abc import Iterable
from dataclasses import replace

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.sheets import markers
from servicepoints.sheets.about import About
from servicepoints.sheets.cells import Cells
from servicepoints.sheets.circles import circle_of
from servicepoints.sheets.continuing import goes_on, joined, lengthened
from servicepoints.sheets.counting import disagreement, stated_count
from servicepoints.sheets.ditto import is_ditto
from servicepoints.sheets.filling import fill_groups, fill_merges, is_our_own
from servicepoints.sheets.headers import AMENITY, Headers
from servicepoints.sheets.headings import Heading, Headings, Level, Miscount, heading_of, unknown_area
from servicepoints.sheets.judging import Line, Sort, sort_of
from servicepoints.sheets.layout import Layout, headers_below
from servicepoints.sheets.reading import Sheet
from servicepoints.sheets.readings import Column, Note, Row, Skipped
from servicepoints.sheets.texts import Value, folded, text_of
from servicepoints.sheets.unheaded import name_unheaded
from servicepoints.sheets.unseen import ROW_SKIPPED

_FULL = 4
"""Cells of a row with name and address that is data without a second look."""

_REASONS = {Sort.NUMBER: "只有一个数字", Sort.FORM: "填表信息", Sort.LEGEND: "图例"}
_NOT_UNDERSTOOD = "单独一行，没看懂是标题还是点位，没有采用；要是标题，下面的点位没有按它算区、街道"
_NOT_UNDERSTOOD_FIX = "标题写成区、街道或者类型的名字；点位就补上地址"
_STRAY = "这一行没有名称，只有这一格，没有采用"
_STRAY_FIX = "是点位就补上名称，不是就不用管"


class Telling:
    """Goes through a sheet's rows and sorts them into rows, notes and skipped."""

    def __init__(
        self, sheet: Sheet, layout: Layout, headers: Headers, gazetteer: Gazetteer, about: About
    ) -> None:
        self.rows: list[Row] = []
        self.notes: list[Note] = []
        self.skipped: list[Skipped] = []
        self.more_columns: list[Column] = []
        self._sheet, self._gazetteer, self._about = sheet, gazetteer, about
        self._headings = Headings(about.district)
        self._below = headers_below(sheet, headers, layout)
        self._banners, self._covered = fill_merges(sheet, layout)
        self._cells = Cells(sheet.name, layout, self.notes, [])
        self._literal = is_our_own(sheet, layout)
        self._last = self._noted = -2
        self._use(layout)

    def _use(self, layout: Layout) -> None:
        self._layout = layout
        name_unheaded(self._sheet, layout, self._gazetteer)
        self._cells = Cells(self._sheet.name, layout, self.notes, self._cells.above, literal=self._literal)
        self._ticks = [
            (t.field, t.field.removeprefix(AMENITY)) for t in layout.taken if t.field.startswith(AMENITY)
        ]
        self._name, self._address = layout.index_of("name"), layout.index_of("address")
        self._circle = circle_of(self._sheet, layout)
        self._numbers, self._sparse = _habits(self._sheet, layout)
        fill_groups(self._sheet, layout)

    def tell(self) -> None:
        """Sort all rows below the header."""
        number = self._layout.last + 1
        while number < len(self._sheet.values):
            values = self._sheet.values[number]
            if number in self._sheet.unseen.rows:
                self._set_aside(number, values)
            elif number in self._below:
                number = self._header_again(self._below[number])
            elif number == self._layout.last + 1 and _counts_columns(values):
                self._skip(number, " ".join(text_of(value)[0] for value in values), "列号")
            elif self._is_plain(number, values):
                self._data(number, values)
            else:
                self._tell_row(number, values)
            number += 1
        self._miscounted(self._headings.leave(len(self.rows)))

    def _is_plain(self, number: int, values: list[Value]) -> bool:
        """Whether a row has name, address and more, and its first word makes nothing else of it."""
        if self._name is None or self._address is None or number in self._banners:
            return False
        if values[self._name] == "" or values[self._address] == "":
            return False
        if sum(value != "" for value in values) < _FULL:
            return False
        serial = values[self._layout.serial] if self._layout.serial is not None else ""
        if isinstance(serial, str) and serial and not serial.isdecimal():
            return False
        first = next(value for value in values if value != "")
        return not (isinstance(first, str) and markers.is_aside(first))

    def _tell_row(self, number: int, values: list[Value]) -> None:
        texts = {i: text for i, value in enumerate(values) if (text := text_of(value)[0])}
        if not texts:
            return
        line = Line(texts, number in self._banners, self._layout.serial, self._name, self._address)
        sort = sort_of(line, after_note=self._noted == number - 1)
        if sort is Sort.TOTAL:
            self._total(number, line.whole)
        elif sort in _REASONS:
            self._skip(number, line.whole, _REASONS[sort])
        elif sort is not Sort.NOTE and self._is_rest(number, line):
            self._lengthen(number, line.whole, values)
        elif headings := self._headings_in(line):
            self._enter(number, line.whole, headings)
        elif sort is Sort.NOTE:
            self._note(number, line.whole)
        elif sort is Sort.STRAY:
            self.notes.append(Note(self._sheet.name, number + 1, line.whole, _STRAY, _STRAY_FIX))
        elif sort is Sort.ALONE and not (line.named and not line.banner and self._sparse):
            self._alone(number, line)
        else:
            self._data(number, values)

    def _total(self, number: int, text: str) -> None:
        stated, found = stated_count(text), len(self.rows)
        agrees = stated in (None, found) or not markers.is_grand_total(text)
        self._skip(number, text, "合计行" if agrees else f"合计行，{disagreement(stated or 0, found)}")

    def _headings_in(self, line: Line) -> list[Heading]:
        """The headings that a row is made of, [] if it is anything else.

        A row of a district and a sub-district in columns of their own is a point that lacks the rest.
        """
        titles = line.titles
        own = {self._layout.index_of(f) for f in ("district", "sub_district")} & line.said.keys()
        if not titles or len(titles) > 2 or (len(titles) == 2 and own):
            return []
        found: list[Heading] = []
        for title in titles:
            district = found[-1].district if found else self._headings.place[0]
            heading = heading_of(title, district, self._gazetteer)
            kind = heading is not None and heading.level is Level.KIND
            if heading is None or (kind and (line.numbered or not line.only)):
                return []
            if line.numbered and line.named and not title.endswith(("区", "街道", "镇", "乡")):
                return []
            found.append(heading)
        return found

    def _enter(self, number: int, whole: str, headings: list[Heading]) -> None:
        *_, last = headings
        at = len(self.skipped)
        kind = last.level is Level.KIND
        what = "没写类型的点位按它算" if kind else "点位算在这个区（街道）"
        self._skip(number, whole, f"{'分类' if kind else '分区'}的标题行，下面的{what}")
        stated = stated_count(whole)
        for heading in headings:
            counted = replace(heading, stated=stated if heading is last else None)
            self._miscounted(self._headings.enter(counted, at, len(self.rows)))

    def _alone(self, number: int, line: Line) -> None:
        """A text that nobody understands: if it heads the rows below, they stand nowhere that we know."""
        if line.only in self._about.words:
            self._skip(number, line.whole, "重复的标题")
            return
        area = unknown_area(line.only, self._headings.district)
        ended = (
            self._headings.enter(area, len(self.skipped), len(self.rows))
            if area
            else self._headings.leave(len(self.rows))
        )
        self._miscounted(ended)
        note = Note(self._sheet.name, number + 1, line.whole, _NOT_UNDERSTOOD, _NOT_UNDERSTOOD_FIX)
        self.notes.append(note)

    def _miscounted(self, wrong: Iterable[Miscount]) -> None:
        """Say of headings that they count otherwise than the rows below them."""
        for one in wrong:
            heading = self.skipped[one.at]
            words = disagreement(one.stated, one.found)
            self.skipped[one.at] = replace(heading, reason=f"{heading.reason}；{words}")

    def _note(self, number: int, text: str) -> None:
        self._noted = number
        if markers.is_legend(text):
            self._skip(number, text, "图例")
        else:
            self.notes.append(Note(self._sheet.name, number + 1, text))

    def _set_aside(self, number: int, values: list[Value]) -> None:
        """A hidden row: what goes on below it is no part of the point above it."""
        texts = dict.fromkeys(text for value in values if (text := text_of(value)[0]))
        if texts:
            self._skip(number, " ".join(texts), ROW_SKIPPED)
            self._cells.above = values

    def _skip(self, number: int, text: str, reason: str) -> None:
        self.skipped.append(Skipped(self._sheet.name, number + 1, text, reason))

    def _header_again(self, again: Layout) -> int:
        """Read on under another header; gives its last row."""
        old = [(t.index, t.field) for t in self._layout.taken]
        shown = " ".join(t.header for t in again.taken)[:80]
        self._use(again)
        if [(t.index, t.field) for t in again.taken] == old:
            self._skip(again.last, shown, "重复的表头")
        else:
            self._skip(again.last, shown, "又一个表头，从这里起按它读")
            self.more_columns += again.columns
        return again.last

    def _data(self, number: int, values: list[Value]) -> None:
        goes_on = self.rows and self._is_same(number, values)
        cells = self._cells.read(number, values)
        if not cells:
            texts = dict.fromkeys(text for value in values if (text := text_of(value)[0]))
            self._skip(number, " ".join(texts), "只有没用上的列里有内容")
            return
        self._last = number
        if goes_on:
            self.rows[-1] = joined(self.rows[-1], cells)
            return
        ticks = {key: cells.pop(name) for name, key in self._ticks if name in cells}
        about, kind = self._about, self._headings.kind
        words = f"{about.words} {kind}" if kind else about.words
        place = self._headings.place
        self.rows.append(
            Row(self._sheet.name, number + 1, cells, ticks, *place, words, about.place, self._circle)
        )

    def _is_same(self, number: int, values: list[Value]) -> bool:
        """Whether the row goes on with the point above: one merged cell holds the name of both, or 同上."""
        if self._name is None or number - 1 in self._sheet.unseen.rows:
            return False
        name = values[self._name]
        ditto = not self._literal and isinstance(name, str) and is_ditto(name.strip())
        return ditto or (number, self._name) in self._covered

    def _is_rest(self, number: int, line: Line) -> bool:
        """Whether the row is the end of the one right above it: the list numbers its rows, but not this."""
        unnumbered = self._numbers and self._layout.serial not in line.texts and not line.banner
        placed = any(self._layout.index_of(f) in line.said for f in ("district", "sub_district"))
        above = self._last == number - 1 and bool(self.rows)
        return unnumbered and above and not placed and goes_on(self.rows[-1], line)

    def _lengthen(self, number: int, whole: str, values: list[Value]) -> None:
        self.rows[-1] = lengthened(self.rows[-1], self._cells.read(number, values))
        self._last = number
        self._skip(number, whole, f"没有行号，接在第{self.rows[-1].number}行后面读")


def _habits(sheet: Sheet, layout: Layout) -> tuple[bool, bool]:
    """(whether the table numbers its rows, whether most of its names stand alone in their rows)."""
    name, serial = layout.index_of("name"), layout.serial
    named = numbered = alone = 0
    for values in sheet.values[layout.last + 1 :] if name is not None else ():
        if name is not None and values[name] != "":
            number = serial is not None and values[serial] != ""
            named, numbered = named + 1, numbered + number
            alone += sum(value != "" for value in values) - number == 1
    return numbered * 2 >= named > 0, alone * 2 > named


def _counts_columns(values: list[Value]) -> bool:
    """Whether a row under a header only numbers the columns: ① ② ③, (1) (2) (3)."""
    texts = [folded(text) for value in values if (text := text_of(value)[0])]
    return len(texts) > 2 and texts in ([str(n) for n in range(s, s + len(texts))] for s in (0, 1))
