"""A table as a file to be handed over, in one of the formats that the desk can choose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from servicepoints.errors import InvalidValue
from servicepoints.sheets.writing import Table, write_csv, write_xlsx


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file to be handed over: its name, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SheetFormat:
    """A format: the ending of its files, how a table is written in it, their media type."""

    ending: str
    write: Callable[[Table], bytes]
    media_type: str

    def file(self, name: str, table: Table) -> SheetFile:
        """The table as a file of that name (without its ending)."""
        return SheetFile(f"{name}.{self.ending}", self.media_type, self.write(table))


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, SheetFormat] = {
    "xlsx": SheetFormat("xlsx", write_xlsx, XLSX),
    "csv": SheetFormat("csv", write_csv, "text/csv; charset=utf-8"),
}
"""By their endings."""


def sheet_format(ending: str) -> SheetFormat:
    """The format of that ending. InvalidValue for one that there is not."""
    if ending not in FORMATS:
        raise InvalidValue("format", ending[:20], "只能导出 xlsx 或 csv", "选一种再点一次")
    return FORMATS[ending]
