"""Tables into files: .xlsx with drop-downs and a word of help, .csv that Excel opens in UTF-8."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO, StringIO
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from servicepoints.later import later
from servicepoints.sheets.point_cells import CellValue
from servicepoints.sheets.texts import neutralise

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet
else:
    xlsxwriter = later("xlsxwriter")

BOM = b"\xef\xbb\xbf"

_ROOM_TO_GROW = 1000
_LONGEST_MESSAGE = 255
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class Table:
    """Headers and rows; `notes` stands over them (.xlsx only), `options` and `help` belong to headers."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[CellValue]]
    notes: str = ""
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    help: Mapping[str, str] = field(default_factory=dict)


def write_xlsx(table: Table) -> bytes:
    """The table as a workbook of one sheet. Texts are texts: no formula, no number made of a phone."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet(table.title)
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "text_wrap": True})
        top = 0
        if table.notes:
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            sheet.merge_range(0, 0, 0, max(1, len(table.headers) - 1), "", wrapped)
            sheet.write_string(0, 0, neutralise(table.notes), wrapped)  # merge_range runs what begins with =
            sheet.set_row(0, 60)
            top = 1
        for column, header in enumerate(table.headers):
            sheet.write_string(top, column, header, bold)
            _prepare(sheet, table, column, top, text)
        for number, row in enumerate(table.rows, top + 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    if value:
                        sheet.write_string(number, column, neutralise(value), text)
                else:
                    sheet.write_number(number, column, value)
        sheet.freeze_panes(top + 1, 2)
    return target.getvalue()


def _prepare(sheet: "Worksheet", table: Table, column: int, top: int, text: "Format") -> None:
    """A column's width, format, drop-down and help."""
    header = table.headers[column]
    longest = max((len(str(row[column])) for row in table.rows[:200]), default=0)
    sheet.set_column(column, column, min(_WIDEST, max(8, 2 * len(header), 2 * longest)), text)
    message, words = table.help.get(header, "")[:_LONGEST_MESSAGE], table.options.get(header)
    if not (message or words):
        return
    rule: dict[str, object] = {"validate": "list", "source": list(words)} if words else {"validate": "any"}
    if message:
        rule |= {"input_title": header[:32], "input_message": message}
    # other words are read as well, so a cell outside the list is a warning
    rule |= {"error_type": "warning"} if words else {}
    sheet.data_validation(top + 1, column, top + len(table.rows) + _ROOM_TO_GROW, column, rule)


def write_csv(table: Table) -> bytes:
    """The table as UTF-8 with a byte-order mark, by which Excel knows it."""
    return b"".join(csv_pieces(table.headers, table.rows))


def csv_pieces(headers: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> Iterator[bytes]:
    """The same, row by row: no more than one of them is held."""
    yield BOM
    line = StringIO(newline="")
    writer = csv.writer(line)
    for row in chain([headers], rows):
        writer.writerow([neutralise(v) if isinstance(v, str) else _number(v) for v in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def stream_xlsx(
    target: BinaryIO,
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[CellValue]],
    notes: Iterable[tuple[str, str]],
    made_at: datetime,
) -> None:
    """A large table as a workbook into a file, row by row, with a second sheet of `notes` (name, words). The
    same rows give the same bytes: it says that it was made at `made_at`."""
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None), "title": title})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(title)
        for column, header in enumerate(headers):
            sheet.set_column(column, column, min(_WIDEST, max(8, 2 * len(header))))
        sheet.freeze_panes(1, 2)
        for number, row in enumerate(chain([headers], rows)):
            for column, value in enumerate(row):
                if not isinstance(value, str):
                    sheet.write_number(number, column, value)
                elif value:
                    sheet.write_string(number, column, neutralise(value), None if number else bold)
        about = book.add_worksheet("说明")
        about.set_column(0, 0, 16)
        about.set_column(1, 1, 80)
        for number, (name, words) in enumerate(notes):
            about.write_string(number, 0, name, bold)
            about.write_string(number, 1, neutralise(words))


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)
