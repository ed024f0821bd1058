"""Workbooks into sheets of values: .xlsx, .xls, .ods by calamine, .csv by ourselves."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from servicepoints.errors import UnreadableSheet
from servicepoints.sheets.delimited import read_delimited
from servicepoints.sheets.guarding import check_extent, error_cells, sniff
from servicepoints.sheets.opendocument import Merge, merges_by_sheet
from servicepoints.sheets.texts import Value, index

ERROR = "#错误"
"""Put where a formula of the workbook failed, or was never worked out."""

_A1 = re.compile(r"([A-Z]+)(\d+)")


@dataclass(slots=True)
class Sheet:
    """A sheet: its values from A1 on, rows equally long, blanks "", its merged ranges (from 0), and whether
    it is of a file of text, which holds no merged cells."""

    name: str
    hidden: bool
    values: list[list[Value]]
    merges: list[Merge] = field(default_factory=list)
    text: bool = False


def read_workbook(data: bytes, filename: str) -> list[Sheet]:
    """The sheets of a workbook, in its order, hidden ones (empty) included.

    Raises UnreadableSheet, in words for the person who chose the file, for what is no workbook, broken,
    encrypted, with macros, or larger than a roster can be (10 MB, 20,000 rows, 200 columns).
    """
    kind = sniff(data)
    if kind == "csv":
        rows = read_delimited(data)
        check_extent(len(rows), len(rows[0]) if rows else 0)
        return [Sheet(PurePath(filename).stem or "表", False, [list(row) for row in rows], text=True)]
    errors = error_cells(data) if kind == "xlsx" else {}
    merges = merges_by_sheet(data) if kind == "ods" else {}
    try:
        sheets = _sheets(data, merges)
    except PasswordError as error:
        raise UnreadableSheet("文件加了密码，读不了。请去掉密码再导入") from error
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableSheet("文件坏了，打不开。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入") from error
    for sheet in sheets:
        _mark_errors(sheet, errors.get(sheet.name, ()))
    return sheets


def _sheets(data: bytes, merges: dict[str, list[Merge]]) -> list[Sheet]:
    sheets = []
    with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            if meta.visible is not SheetVisibleEnum.Visible:
                sheets.append(Sheet(meta.name, True, []))
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            end = sheet.end
            if end is None:
                sheets.append(Sheet(meta.name, False, []))
                continue
            check_extent(end[0] + 1, end[1] + 1)
            values: list[list[Value]] = sheet.to_python(skip_empty_area=False)
            ranges = merges.get(meta.name) or sheet.merged_cell_ranges or []
            sheets.append(Sheet(meta.name, False, values, ranges))
    return sheets


def _mark_errors(sheet: Sheet, cells: Iterable[str]) -> None:
    """Put ERROR where formulas failed."""
    for cell in cells:
        found = _A1.fullmatch(cell)
        if found is None:
            continue
        row, column = int(found[2]) - 1, index(found[1])
        if row < len(sheet.values) and column < len(sheet.values[row]):
            sheet.values[row][column] = ERROR
