"""Tables as text: .csv in UTF-8 (with or without BOM), GB18030 or UTF-16, cut by comma, tab or semicolon."""

import csv
from collections.abc import Iterable
from io import StringIO

from servicepoints.errors import UnreadableSheet
from servicepoints.sheets.limits import check_extent, too_long

_CUTS = (",", "\t", ";", "|", "，")
_LOOK_AT = 20


def read_delimited(data: bytes) -> list[list[str]]:
    """The rows of a text table, all equally long.

    Raises UnreadableSheet if it is in no encoding that we know, or no table.
    """
    text = _decoded(data)
    if "\x00" in text:
        raise UnreadableSheet("这个文件不是表格。请导入 .xlsx、.xls、.ods 或 .csv")
    reader = csv.reader(StringIO(text, newline=""), delimiter=_cut(text))
    try:
        rows = _rows(reader)
    except csv.Error as error:
        if "field larger" in str(error):
            raise too_long(reader.line_num) from error
        raise UnreadableSheet(
            "这个 .csv 的引号不成对，读不了。请用 Excel 打开，另存为 .xlsx 再导入"
        ) from error
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _rows(reader: Iterable[list[str]]) -> list[list[str]]:
    """The rows to the last that has anything: what Excel saves of an emptied sheet are blank lines."""
    rows: list[list[str]] = []
    blank = 0
    for row in reader:
        if not any(row):
            blank += 1
            continue
        check_extent(len(rows) + blank + 1, len(row))
        rows.extend([] for _ in range(blank))
        rows.append(row)
        blank = 0
    return rows


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableSheet("认不出文字编码。请用 Excel 打开，另存为 .xlsx 再导入")


def _cut(text: str) -> str:
    """The character that cuts the most cells out of the first rows."""
    start = "\n".join(text.splitlines()[:_LOOK_AT])
    return max(_CUTS, key=lambda cut: (start.count(cut), -_CUTS.index(cut)))
