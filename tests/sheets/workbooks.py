"""Rosters made on the spot: workbooks, .csv and .ods of 示例 data, and what is read of them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

from xlsxwriter import Workbook

from servicepoints import reference
from servicepoints.sheets.readings import Roster, RowReading
from servicepoints.sheets.roster import read_roster
from servicepoints.sheets.rows import read_row

Rows = Sequence[Sequence[object]]
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""


def xlsx(sheets: Mapping[str, Rows], merges: Iterable[Range] = (), hidden: Iterable[str] = ()) -> bytes:
    """A workbook; merges are of its first sheet."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        clock = book.add_format({"num_format": "hh:mm"})
        for place, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            merged = {} if place else {m[:2]: m for m in merges}
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if (r, c) in merged:
                        sheet.merge_range(*merged[r, c], value)
                    elif value not in ("", None):
                        is_clock = type(value).__name__ == "time"
                        sheet.write(r, c, value, clock) if is_clock else sheet.write(r, c, value)
    return target.getvalue()


def text_table(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A .csv."""
    target = StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)


def ods(name: str, rows: Rows, merges: Iterable[Range] = (), tail: str = "") -> bytes:
    """An OpenDocument table by hand; `tail` is XML after the last row."""
    spans = {m[:2]: (m[2] - m[0] + 1, m[3] - m[1] + 1) for m in merges}
    lines = []
    for r, row in enumerate(rows):
        cells = []
        for c, value in enumerate(row):
            down, across = spans.get((r, c), (1, 1))
            span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
            text = f"<text:p>{escape(str(value))}</text:p>" if value != "" else ""
            kind = ' office:value-type="string"' if value != "" else ""
            cells.append(
                f"<table:table-cell{kind}{span if (r, c) in spans else ''}>{text}</table:table-cell>"
            )
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    spaces = " ".join(
        f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"' for p in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{"".join(lines)}{tail}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return target.getvalue()


def roster(data: bytes, filename: str = "示例台账.xlsx") -> Roster:
    """The roster read with the vocabulary and the gazetteer of data/."""
    return read_roster(data, filename, reference.vocabulary(), reference.gazetteer())


def readings(data: bytes, filename: str = "示例台账.xlsx") -> list[RowReading]:
    """Its rows, read."""
    read = roster(data, filename)
    return [read_row(row, reference.vocabulary(), reference.gazetteer()) for row in read.rows]
