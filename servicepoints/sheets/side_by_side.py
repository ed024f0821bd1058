"""Tables that stand side by side in a sheet to save paper, taken apart."""

import re
from dataclasses import replace
from itertools import takewhile

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.sheets.headers import Headers
from servicepoints.sheets.headings import heading_of
from servicepoints.sheets.layout import Layout
from servicepoints.sheets.reading import Sheet
from servicepoints.sheets.texts import Value, folded, text_of

_BEGINS = ("name", "address")
_WEAK = frozenset({"", "note"})
"""Fields that a table may well have twice."""


_OF_WHOM = re.compile("单位|管理|运营|主管|责任|负责|企业|公司|属地")
"""In a group header: its columns are of whoever runs the point, and no table of their own."""


def tables_of(
    sheet: Sheet, layout: Layout, headers: Headers, gazetteer: Gazetteer
) -> list[tuple[Sheet, str]]:
    """The sheet once a table, each with its own columns only (in place: letters stay); [(sheet, "")] for one.

    A heading merged over all of them (黄浦区) is put into each; what else spans them stays in the first.
    """
    words = [_deepest(sheet, layout, column) for column in range(len(sheet.values[layout.last]))]
    starts = _starts(words, headers)
    if any(_OF_WHOM.search(text_of(sheet.values[layout.first][start])[0]) for start in starts[1:]):
        return [(sheet, "")]
    if len(starts) < 2:
        return [(sheet, "")]
    ends = [*starts[1:], len(words)]
    tables = [_table(sheet, layout, first, end) for first, end in zip(starts, ends, strict=True)]
    for (row, left), (_, right) in sheet.merges:
        over_all = layout.last < row < len(sheet.values) and left < starts[1] and right >= starts[-1]
        if over_all and heading_of(text_of(sheet.values[row][left])[0], "", gazetteer):
            for table, first in zip(tables, starts, strict=True):
                table.values[row][first] = sheet.values[row][left]
    return [(table, _group(table, layout)) for table in tables]


def _deepest(sheet: Sheet, layout: Layout, column: int) -> str:
    """The header right above a column's cells."""
    texts = (text_of(sheet.values[row][column])[0] for row in range(layout.last, layout.first - 1, -1))
    return next((text for text in texts if text), "")


def _starts(words: list[str], headers: Headers) -> list[int]:
    """The columns at which tables begin: where the header of names comes again, and that of addresses with it
    (or others, if the first table has none); from there back over those that also lead the first (序号)."""
    fields = [headers.meaning(word).field for word in words]
    first = next((column for name in _BEGINS for column, f in enumerate(fields) if f == name), None)
    if first is None:
        return [0]
    again = [column for column, word in enumerate(words) if folded(word) == folded(words[first])]
    leads = {folded(word) for word in words[:first] if word}
    starts = [0]
    for place, begin in enumerate(again[1:], start=1):
        end = again[place + 1] if place + 1 < len(again) else len(words)
        shared = set(fields[first + 1 : again[1]]) & set(fields[begin + 1 : end]) - _WEAK
        if "address" in shared or (shared and "address" not in fields[first : again[1]]):
            before = range(begin - 1, starts[-1], -1)
            lead = sum(1 for _ in takewhile(lambda column: folded(words[column]) in leads, before))
            starts.append(begin - lead)
    return starts


def _group(table: Sheet, layout: Layout) -> str:
    """The one group header of a table, "" for none or several."""
    if layout.first == layout.last:
        return ""
    below = table.values[layout.last]
    texts = [text_of(value)[0] for value in table.values[layout.first]]
    groups = {text for text, sub in zip(texts, below, strict=True) if text and sub != ""}
    return groups.pop() if len(groups) == 1 else ""


def _table(sheet: Sheet, layout: Layout, first: int, end: int) -> Sheet:
    """The cells of some columns from the header on, blanks elsewhere."""
    above: list[list[Value]] = [[""] * len(values) for values in sheet.values[: layout.first]]
    own: list[list[Value]] = [
        ["" if not first <= index < end else value for index, value in enumerate(values)]
        for values in sheet.values[layout.first :]
    ]
    merges = [merge for merge in sheet.merges if first <= merge[0][1] and merge[1][1] < end]
    return replace(sheet, values=[*above, *own], merges=merges)
