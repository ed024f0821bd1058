"""Cells that stand for several: vertical merges and groups filled down, banners over a whole row."""

from servicepoints.domain.points import clean_code
from servicepoints.sheets.layout import Layout
from servicepoints.sheets.reading import Sheet
from servicepoints.sheets.texts import Value, folded


def fill_merges(sheet: Sheet) -> tuple[set[int], set[tuple[int, int]]]:
    """(rows that a merged cell spans for half the sheet, cells that vertical merges cover, now filled).

    Fills the cells of vertical merges with the value at their top: they share it.
    """
    banners: set[int] = set()
    covered: set[tuple[int, int]] = set()
    width = max(map(len, sheet.values), default=0)
    for (top, left), (bottom, right) in sheet.merges:
        if right - left + 1 >= max(2, width * 0.5):
            rows = range(top, min(bottom + 1, len(sheet.values)))
            banners |= {row for row in rows if not _anything_beside(sheet.values[row], left, right)}
            continue
        for row in range(top + 1, min(bottom + 1, len(sheet.values))):
            if left < len(sheet.values[row]) and top < len(sheet.values):
                sheet.values[row][left] = sheet.values[top][left]
                covered.add((row, left))
    return banners, covered


def _anything_beside(values: list[Value], left: int, right: int) -> bool:
    return any(value != "" for value in (*values[:left], *values[right + 1 :]))


def fill_groups(sheet: Sheet, layout: Layout) -> None:
    """Fill district and sub-district down where only the first row of each group has them.

    So looks a sheet whose merged cells were lost on the way (saved as .csv): blanks, and no value twice.
    Several rows with the same value mean that a blank is a blank, and so it is in a table of our own, whose
    every row has a code.
    """
    if _is_our_own(sheet, layout):
        return
    for name in ("sub_district", "district"):
        index = layout.index_of(name)
        if index is None or not _is_grouped(sheet, layout, index):
            continue
        district = layout.index_of("district") if name == "sub_district" else None
        last: Value = ""
        for values in sheet.values[layout.last + 1 :]:
            if values[index] != "" or (district is not None and values[district] != ""):
                last = values[index]
            elif sum(value != "" for value in values) > 1:
                values[index] = last


def _is_our_own(sheet: Sheet, layout: Layout) -> bool:
    index = layout.index_of("code")
    if index is None:
        return False
    rows = [row for row in sheet.values[layout.last + 1 :] if any(value != "" for value in row)]
    return all(clean_code(str(row[index])) for row in rows)


def _is_grouped(sheet: Sheet, layout: Layout, index: int) -> bool:
    cells = [row[index] for row in sheet.values[layout.last + 1 :] if sum(value != "" for value in row) > 1]
    filled = [folded(str(cell)) for cell in cells if cell != ""]
    return (
        bool(filled) and cells[0] != "" and len(cells) - len(filled) > 1 and len(set(filled)) == len(filled)
    )
