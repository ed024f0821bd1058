"""How large a roster may be, and the refusals of what is larger or broken."""

from collections.abc import Iterable, Sequence

from servicepoints.errors import UnreadableSheet

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SHEETS = 300
"""More than Shanghai has sub-districts."""
LONGEST_CELL = 5_000
"""Characters; Excel takes more, but no roster says so much in one cell, and a whole page of text does not."""

SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 再导入"
_TOO_WIDE = f"表太大了：最多读 {MOST_ROWS} 行、{MOST_COLUMNS} 列。请删掉多余的行和列，或者分成几个文件"


def check_extent(rows: int, columns: int) -> None:
    """Raises UnreadableSheet if a sheet is larger than a roster can be."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise UnreadableSheet(_TOO_WIDE)


def check_sheets(count: int) -> None:
    """Raises UnreadableSheet if there are more sheets than a roster can have."""
    if count > MOST_SHEETS:
        raise UnreadableSheet(f"工作表太多了：最多读 {MOST_SHEETS} 个。请删掉多余的，或者分成几个文件")


def check_lengths(rows: Iterable[Sequence[object]]) -> None:
    """Raises UnreadableSheet if a cell holds more than a cell can."""
    for number, row in enumerate(rows, 1):
        for value in row:
            if type(value) is str and len(value) > LONGEST_CELL:
                raise too_long(number)


def too_long(row: int) -> UnreadableSheet:
    """What to raise for a cell in that row (from 1)."""
    return UnreadableSheet(
        f"第 {row} 行有一格超过 {LONGEST_CELL} 个字，不像台账（.csv 里多半是少了一个引号）。请改好再导入"
    )


def broken() -> UnreadableSheet:
    """What to raise for a file that no program wrote like that."""
    return UnreadableSheet(f"文件坏了，打不开。{SAVE_AS}")
