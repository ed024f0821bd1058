"""A roster of one row, read."""

from collections.abc import Callable

import pytest

from servicepoints.sheets.readings import RowReading
from tests.sheets.workbooks import readings, xlsx


@pytest.fixture
def read_one() -> Callable[..., RowReading]:
    """Reads the only data row of a sheet that has these headers and cells, besides 名称 and 地址."""

    def read(**cells: object) -> RowReading:
        rows = [["名称", "地址", *cells], ["示例驿站", "示例路1号", *cells.values()]]
        (reading,) = readings(xlsx({"点位": rows}))
        return reading

    return read
