"""Importing 10,000 rows with positions, as a multiple of reading the file with calamine alone; and publishing
them."""

import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook

from servicepoints.services.publishing import publish
from tests.benchmarks import city
from tests.benchmarks.table import Line, best, seconds

NOTES = """25× of the first import is not reached: reading takes 6 µs a row, in Rust; the import 180,
spread over some hundred small steps (a third reads the cells, a sixth decides, a third writes 66,000 rows)
with none of them above a fifteenth, so it is not had by leaving out one of them. A roster that comes again,
which is the usual one, is not laid out field by field where it changes nothing."""


def lines() -> Iterator[Line]:
    """The measurements."""
    data = city.roster()
    reading = best(lambda: _read(data), 5)
    yield Line(f"reading {city.POINTS:,} rows with calamine", f"{reading * 1000:.0f} ms")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        register = city.empty_register(home)
        for what in ("import them", "import them again"):
            took = seconds(lambda: city.import_into(register, data))
            yield Line(what, f"{took:.2f} s", f"{took / reading:.1f}× reading", "≤ 25×")
        for what in ("publish them", "publish again, nothing new"):
            took = seconds(lambda: publish(register, home / "catalogue.db"))
            yield Line(what, f"{took:.2f} s")
        register.close()


def _read(data: bytes) -> object:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
