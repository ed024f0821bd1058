"""A roster whole: its sheets, their headers, and every row told apart: data, heading, footnote, total."""

from dataclasses import dataclass, field
from pathlib import PurePath

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.errors import UnreadableSheet
from servicepoints.sheets.about import About
from servicepoints.sheets.headers import Choices, Headers
from servicepoints.sheets.layout import Layout, find_layout
from servicepoints.sheets.markers import OWN_NOTE, is_legend, is_note
from servicepoints.sheets.reading import Sheet, read_workbook
from servicepoints.sheets.readings import Column, Note, Roster, Row, Skipped
from servicepoints.sheets.side_by_side import tables_of
from servicepoints.sheets.telling import Telling
from servicepoints.sheets.texts import text_of
from servicepoints.sheets.unseen import ROWS_READ, ROWS_READ_FIX, in_words


@dataclass
class _Gathering:
    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def read_roster(
    data: bytes, filename: str, vocabulary: Vocabulary, gazetteer: Gazetteer, chosen: Choices | None = None
) -> Roster:
    """A roster (.xlsx, .xls, .ods, .csv in UTF-8, GB18030 or UTF-16), laid out; `filename` is for messages,
    `chosen` says of columns what a person took them for.

    Nothing is dropped silently: what is neither a data row nor blank is in `notes` or `skipped`, and each
    column says what it was taken for. Raises UnreadableSheet, in Chinese, for a file that is no roster.
    """
    headers, gathering = Headers(vocabulary, chosen), _Gathering()
    sheets = read_workbook(data, filename)
    stem = PurePath(filename).stem
    for sheet in sheets:
        _gather(sheet, stem, headers, gazetteer, gathering)
    if not gathering.columns:
        raise UnreadableSheet(_no_header(sheets))
    return Roster(
        tuple(gathering.columns), tuple(gathering.rows), tuple(gathering.notes), tuple(gathering.skipped)
    )


def _gather(sheet: Sheet, stem: str, headers: Headers, gazetteer: Gazetteer, into: _Gathering) -> None:
    if sheet.hidden:
        into.skipped.append(Skipped(sheet.name, 0, "", "隐藏的工作表，没有读"))
        return
    if not sheet.values:
        into.skipped.append(Skipped(sheet.name, 0, "", "空的工作表"))
        return
    layout = find_layout(sheet, headers)
    if layout is None:
        into.skipped.append(
            Skipped(sheet.name, 0, _start(sheet), "没有找到表头（名称、地址这些列名），没有读")
        )
        return
    titles = _titles(sheet, layout)
    title = " ".join(text for _, text in titles)
    for row, text in titles:
        if text.startswith(OWN_NOTE):
            into.skipped.append(Skipped(sheet.name, row + 1, text, "导出时写在上面的说明"))
        elif is_note(text) and not is_legend(text):
            into.notes.append(Note(sheet.name, row + 1, text))
        else:
            into.skipped.append(Skipped(sheet.name, row + 1, text, "标题"))
    about = About.of(stem, sheet.name, title, gazetteer)
    rows = len(into.rows)
    for table, group in tables_of(sheet, layout, headers, gazetteer):
        found = layout if table is sheet else find_layout(table, headers, layout.first)
        if found is not None:
            telling = Telling(table, found, headers, gazetteer, about.under(group, gazetteer))
            _add(telling, found, into)
    viewed = {row for row in sheet.unseen.viewed if row > layout.last and any(_cells(sheet, row))}
    if viewed:
        into.notes.append(Note(sheet.name, min(viewed) + 1, in_words(viewed), ROWS_READ, ROWS_READ_FIX))
    if len(into.rows) == rows:
        into.skipped.append(Skipped(sheet.name, 0, "", "只有表头，没有点位"))


def _add(telling: Telling, layout: Layout, into: _Gathering) -> None:
    telling.tell()
    into.columns += [*layout.columns, *telling.more_columns]
    into.rows += telling.rows
    into.notes += telling.notes
    into.skipped += telling.skipped


def _titles(sheet: Sheet, layout: Layout) -> list[tuple[int, str]]:
    titles = []
    for number in range(layout.first):
        text = " ".join(dict.fromkeys(t for t in (text_of(v)[0] for v in sheet.values[number]) if t))
        if text:
            titles.append((number, text))
    return titles


def _cells(sheet: Sheet, row: int) -> list[str]:
    return [text_of(value)[0] for value in (sheet.values[row] if row < len(sheet.values) else ())]


def _start(sheet: Sheet) -> str:
    texts = (text_of(value)[0] for row in sheet.values[:3] for value in row)
    return " ".join(dict.fromkeys(text for text in texts if text))[:80]


def _no_header(sheets: list[Sheet]) -> str:
    shown = [sheet for sheet in sheets if not sheet.hidden and sheet.values]
    if not shown:
        return "文件里没有可读的表（是空的，或者都隐藏了）。请取消隐藏再导入"
    if all(len(sheet.values[0]) < 2 for sheet in shown):
        return "表里只有一列，读不出台账。请把名称、地址分成几列再导入"
    return f"没有找到表头：至少要有“名称”和另一列（例如“地址”）。表的开头是：{_start(shown[0])}"
