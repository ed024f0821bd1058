"""Cells that stand for several: merged cells and groups filled in, banners over a whole row."""

from dataclasses import replace

from servicepoints.domain.points import clean_code
from servicepoints.sheets.headers import AMENITY
from servicepoints.sheets.layout import Layout
from servicepoints.sheets.reading import Sheet
from servicepoints.sheets.texts import Value, folded, index

_TIMES = ("hours", "opens", "closes")


def fill_merges(sheet: Sheet, layout: Layout) -> tuple[set[int], set[tuple[int, int]]]:
    """(rows that one merged cell takes up, cells that vertical merges cover, now filled).

    Fills the cells of merges below the header with the value at their top left: downward, as rows share it,
    and to the right where the columns are of one sort (a tick over two amenities).
    """
    banners: set[int] = set()
    covered: set[tuple[int, int]] = set()
    headed = {index(column.letter) for column in layout.columns if column.header}
    fields = {taken.index: taken.field for taken in layout.taken}
    for (top, left), (bottom, right) in sheet.merges:
        if top <= layout.last:
            continue
        rows = range(top, min(bottom + 1, len(sheet.values)))
        alone = {row for row in rows if not _anything_beside(sheet.values[row], left, right)}
        over = sum(left <= column <= right for column in headed)
        if over >= max(2, len(headed) * 0.5) and top in alone:
            banners |= alone
            continue
        for row in rows:
            if left < len(sheet.values[row]):
                _fill(sheet, fields, row, top, left, right)
                covered |= {(row, left)} if row > top else set()
    return banners, covered


def _fill(sheet: Sheet, fields: dict[int, str], row: int, top: int, left: int, right: int) -> None:
    value = sheet.values[top][left]
    sheet.values[row][left] = value
    for column in range(left + 1, min(right + 1, len(sheet.values[row]))):
        if _alike(fields.get(left, ""), fields.get(column, "")):
            sheet.values[row][column] = value


def _alike(one: str, other: str) -> bool:
    ticks = one.startswith(AMENITY) and other.startswith(AMENITY)
    return ticks or (one in _TIMES and other in _TIMES)


def _anything_beside(values: list[Value], left: int, right: int) -> bool:
    return any(value != "" for value in (*values[:left], *values[right + 1 :]))


def fill_groups(sheet: Sheet, layout: Layout) -> None:
    """Fill district and sub-district down where only the first row of each group has them, and say so.

    So looks a sheet whose merged cells were lost on the way to text (saved as .csv): blanks, and no value
    twice. Several rows with the same value mean that a blank is a blank; so does a sheet that can hold merged
    cells, and a table of our own, whose every row has a code.
    """
    if not sheet.text or is_our_own(sheet, layout):
        return
    for name in ("sub_district", "district"):
        column = layout.index_of(name)
        if column is None or not _is_grouped(sheet, layout, column):
            continue
        district = layout.index_of("district") if name == "sub_district" else None
        last: Value = ""
        filled = 0
        for values in sheet.values[layout.last + 1 :]:
            if values[column] != "" or (district is not None and values[district] != ""):
                last = values[column]
            elif last != "" and sum(value != "" for value in values) > 1:
                values[column] = last
                filled += 1
        _tell_filled(layout, column, filled)


def is_our_own(sheet: Sheet, layout: Layout) -> bool:
    """Whether every row has one of our codes, as in a table that we exported: it means what it says."""
    column = layout.index_of("code")
    if column is None:
        return False
    rows = [row for row in sheet.values[layout.last + 1 :] if any(value != "" for value in row)]
    return all(clean_code(str(row[column])) for row in rows)


def _tell_filled(layout: Layout, column: int, filled: int) -> None:
    for place, told in enumerate(layout.columns):
        if index(told.letter) == column and filled:
            how = f"{told.how}；像是合并过的单元格，{filled}格空着的按上面的算，请核对"
            layout.columns[place] = replace(told, how=how)


def _is_grouped(sheet: Sheet, layout: Layout, column: int) -> bool:
    cells = [row[column] for row in sheet.values[layout.last + 1 :] if sum(value != "" for value in row) > 1]
    filled = [folded(str(cell)) for cell in cells if cell != ""]
    return (
        bool(filled) and cells[0] != "" and len(cells) - len(filled) > 1 and len(set(filled)) == len(filled)
    )
