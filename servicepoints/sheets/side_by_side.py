"""Tables that stand side by side in a sheet to save paper, taken apart."""

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.sheets.layout import Layout
from servicepoints.sheets.markers import heading
from servicepoints.sheets.reading import Sheet
from servicepoints.sheets.texts import Value, folded, text_of


def tables_of(sheet: Sheet, layout: Layout, gazetteer: Gazetteer) -> list[Sheet]:
    """The sheet once a table, each with its own columns only (in place: letters stay); [sheet] for one table.

    There are several if the header row says the same names again from left to right. A heading merged over
    all of them (黄浦区) is put into each; what else spans them stays in the first.
    """
    starts = _starts(sheet.values[layout.last])
    if len(starts) < 2 or layout.first != layout.last:
        return [sheet]
    ends = [*starts[1:], len(sheet.values[layout.last])]
    starts[0] = 0
    tables = [_table(sheet, layout, first, end) for first, end in zip(starts, ends, strict=True)]
    for (row, left), (_, right) in sheet.merges:
        over_all = layout.last < row < len(sheet.values) and left < starts[1] and right >= starts[-1]
        if over_all and heading(text_of(sheet.values[row][left])[0], "", gazetteer):
            for table, first in zip(tables, starts, strict=True):
                table.values[row][first] = sheet.values[row][left]
    return tables


def _starts(headers: list[Value]) -> list[int]:
    """The columns at which the header row begins anew, the first included."""
    named = [(index, folded(str(text))) for index, text in enumerate(headers) if folded(str(text))]
    words = [word for _, word in named]
    for width in range(2, len(words) // 2 + 1):
        if len(words) % width == 0 and words == words[:width] * (len(words) // width):
            return [index for index, _ in named[::width]]
    return [0]


def _table(sheet: Sheet, layout: Layout, first: int, end: int) -> Sheet:
    """The cells of some columns from the header on, blanks elsewhere."""
    above: list[list[Value]] = [[""] * len(values) for values in sheet.values[: layout.first]]
    own: list[list[Value]] = [
        ["" if not first <= index < end else value for index, value in enumerate(values)]
        for values in sheet.values[layout.first :]
    ]
    merges = [merge for merge in sheet.merges if first <= merge[0][1] and merge[1][1] < end]
    return Sheet(sheet.name, sheet.hidden, [*above, *own], merges)
