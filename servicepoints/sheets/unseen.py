"""Rows and columns of a sheet that its reader did not see: hidden, folded away, or filtered out.

A row that somebody hid is set aside like a hidden sheet, and not read. A filter or a folded group is only a
view of the list: its rows are read, and so are hidden columns (of codes, often); each is told.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from servicepoints.sheets.limits import MOST_COLUMNS, MOST_ROWS

ROWS_READ = "这几行筛选或折叠起来了，看不见，也读了"
ROWS_READ_FIX = "不要的行，删掉再导入"
ROW_SKIPPED = "隐藏的行，没有读，要就取消隐藏再导入"
COLUMN = "隐藏的列"

_ROW = re.compile(rb'<(?:\w{1,16}:)?row\s(?=[^<>]{0,500}\shidden="(?:1|true)")([^<>]{0,500})>')
_COLUMN = re.compile(rb'<(?:\w{1,16}:)?col\s(?=[^<>]{0,500}\shidden="(?:1|true)")([^<>]{0,500})>')
_NUMBER = re.compile(rb'(?:^|\s)(r|min|max)="(\d{1,7})"')
_FILTERED = (b"filterColumn", b'filterMode="1"')


@dataclass(frozen=True, slots=True)
class Unseen:
    """Places from 0: `rows` that are not read, rows that are `viewed` only in part and read, `columns`."""

    rows: frozenset[int] = frozenset()
    viewed: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


NOTHING_UNSEEN = Unseen()


def unseen_in(part: bytes, *, filtered: bool = False) -> Unseen:
    """What is unseen in the XML of a worksheet; `filtered` if something else says that a filter is on."""
    if b"hidden=" not in part:
        return NOTHING_UNSEEN
    filtered = filtered or any(sign in part for sign in _FILTERED)
    rows: set[int] = set()
    viewed: set[int] = set()
    columns: set[int] = set()
    for found in _ROW.finditer(part):
        place = dict(_NUMBER.findall(found[1]))
        if b"r" in place:
            (viewed if filtered or b"outlineLevel=" in found[1] else rows).add(int(place[b"r"]) - 1)
    for found in _COLUMN.finditer(part):
        place = dict(_NUMBER.findall(found[1]))
        columns.update(range(int(place.get(b"min", 1)) - 1, min(int(place.get(b"max", 0)), MOST_COLUMNS)))
    return Unseen(frozenset(rows), frozenset(viewed), frozenset(columns))


def places(first: int, count: int) -> Iterable[int]:
    """So many places from the first on, none beyond what a roster can have."""
    return range(first, min(first + count, MOST_ROWS))


def in_words(rows: Iterable[int]) -> str:
    """Rows as a person counts them: 第3、5-8行."""
    stretches: list[list[int]] = []
    for row in sorted(rows):
        if stretches and row == stretches[-1][1] + 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    return "第" + "、".join(f"{a + 1}-{b + 1}" if b > a else f"{a + 1}" for a, b in stretches) + "行"
