"""What a worker carries: memory that no page needs stays out of it."""

import subprocess
import sys

LEFT_OUT = (
    "pypinyin",
    "alembic",
    "playwright",
    "rich",
    "geopy",
    "folium",
    "requests",
    "icalendar",
    "xlsxwriter",
    "holidays.countries",
    "servicepoints.services.open_data.filing",
)


def test_a_worker_loads_nothing_that_none_of_its_pages_needs() -> None:
    script = f"import servicepoints.worker, sys; print([m for m in {LEFT_OUT!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
