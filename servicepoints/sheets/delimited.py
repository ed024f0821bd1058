"""Tables as text: .csv in UTF-8 (with or without BOM), GB18030 or UTF-16, cut by comma, tab or semicolon."""

import csv
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from itertools import islice

from servicepoints.errors import UnreadableSheet
from servicepoints.sheets.limits import check_extent, too_long

_CUTS = (",", "\t", ";", "|", "，", "；")
_LOOK_AT = 60


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
    """The character that cuts the most of the first rows into one and the same number of cells.

    So does the one that a program cuts by. One that stands in the words (饮水，充电，空调) comes more often,
    but now more, now less, and not in the header.
    """
    return max(_CUTS, key=lambda cut: (*_regularity(text, cut), -_CUTS.index(cut)))


def _regularity(text: str, cut: str) -> tuple[int, int]:
    """(how many of the first rows have the most common number of cells, that number); rows of one apart, and
    rows with a cell that is half in quotes: it was cut within."""
    try:
        rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=cut), _LOOK_AT))
    except csv.Error:
        return 0, 0
    others = set(_CUTS) - {cut}
    whole = (row for row in rows if len(row) > 1 and not any(_is_torn(cell, others) for cell in row))
    widths = Counter(map(len, whole))
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _is_torn(cell: str, others: set[str]) -> bool:
    """Whether it looks like a piece of a row that another sign cuts."""
    return cell.count('"') % 2 == 1 and not others.isdisjoint(cell)
