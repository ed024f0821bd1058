"""Workbooks into sheets of values: .xlsx, .xls, .ods by calamine, .csv by ourselves."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from servicepoints.errors import UnreadableSheet
from servicepoints.later import later
from servicepoints.sheets.apart import read_apart
from servicepoints.sheets.delimited import read_delimited
from servicepoints.sheets.guarding import marks_by_sheet, sniff
from servicepoints.sheets.limits import broken, check_extent, check_lengths, check_sheets
from servicepoints.sheets.opendocument import Merge, spans_by_sheet
from servicepoints.sheets.texts import Value, index
from servicepoints.sheets.unseen import NOTHING_UNSEEN, Unseen

if TYPE_CHECKING:
    import python_calamine as calamine
else:
    calamine = later("python_calamine")


class Failure(str):
    """What stands where a formula failed: its own kind of text, for a person may have written the same."""


ERROR = Failure("#错误")
"""Put where a formula of the workbook failed, or was never worked out."""

_A1 = re.compile(r"([A-Z]+)(\d+)")


@dataclass(slots=True)
class Sheet:
    """A sheet: its values from A1 on, rows equally long, blanks "", its merged ranges (from 0), whether it is
    of a file of text, which holds no merged cells, and what of it is unseen."""

    name: str
    hidden: bool
    values: list[list[Value]]
    merges: list[Merge] = field(default_factory=list)
    text: bool = False
    unseen: Unseen = NOTHING_UNSEEN


def read_workbook(data: bytes, filename: str) -> list[Sheet]:
    """The sheets of a workbook, in its order, hidden ones (empty) included.

    Raises UnreadableSheet, in words for the person who chose the file, for what is no workbook, broken,
    encrypted, with macros, or larger than a roster can be (10 MB, 20,000 rows, 200 columns).
    """
    kind = sniff(data)
    if kind == "csv":
        rows = read_delimited(data)
        check_lengths(rows)
        return [Sheet(PurePath(filename).stem or "表", False, [list(row) for row in rows], text=True)]
    errors, unseen = marks_by_sheet(data) if kind == "xlsx" else ({}, {})
    merges, unseen = spans_by_sheet(data) if kind == "ods" else ({}, unseen)
    # only the binary format makes its parser abort; a process for each file would cost more than the reading
    sheets: list[Sheet] = (
        read_apart(f"{__name__}:sheets_of", data) if kind == "xls" else sheets_of(data, merges)
    )
    for sheet in sheets:
        _mark_errors(sheet, errors.get(sheet.name, ()))
        sheet.unseen = unseen.get(sheet.name, NOTHING_UNSEEN)
    return sheets


def sheets_of(data: bytes, merges: Mapping[str, list[Merge]] = MappingProxyType({})) -> list[Sheet]:
    """The sheets as calamine reads them; `merges` where it tells none. Raises UnreadableSheet."""
    with _failures_as_ours(), calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        return list(_sheets(workbook, merges))


def _sheets(workbook: "calamine.CalamineWorkbook", merges: Mapping[str, list[Merge]]) -> Iterator[Sheet]:
    check_sheets(len(workbook.sheets_metadata))
    total = 0
    for meta in workbook.sheets_metadata:
        if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        if meta.visible is not calamine.SheetVisibleEnum.Visible:
            yield Sheet(meta.name, True, [])
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        end = sheet.end
        if end is None:
            yield Sheet(meta.name, False, [])
            continue
        total += end[0] + 1
        check_extent(total, end[1] + 1)  # of all sheets: several may be one part that is read again and again
        values: list[list[Value]] = sheet.to_python(skip_empty_area=False)
        check_lengths(values)
        yield Sheet(meta.name, False, values, merges.get(meta.name) or sheet.merged_cell_ranges or [])


@contextmanager
def _failures_as_ours() -> Iterator[None]:
    """What calamine raises for a file that it cannot read, its own panics included."""
    try:
        yield
    except calamine.PasswordError as error:
        raise UnreadableSheet("文件加了密码，读不了。请去掉密码再导入") from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise broken() from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise broken() from error


def _mark_errors(sheet: Sheet, cells: Iterable[str]) -> None:
    """Put ERROR where formulas failed."""
    for cell in cells:
        found = _A1.fullmatch(cell)
        if found is None:
            continue
        row, column = int(found[2]) - 1, index(found[1])
        if row < len(sheet.values) and column < len(sheet.values[row]):
            sheet.values[row][column] = ERROR
