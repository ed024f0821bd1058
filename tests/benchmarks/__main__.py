"""Measures what must be fast and small, and prints a table: `python -m tests.benchmarks [PART …] [--write]`.

Parts: importing, previewing, booking, finding, http_rates (all, if none is named). `--write` puts the table
into RESULTS.md. Run it on a machine that does nothing else; the ratios are what counts. It takes five
minutes.
"""

import platform
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import booking, finding, http_rates, importing, previewing
from tests.benchmarks.table import Line, markdown

PARTS = {
    "importing": importing,
    "previewing": previewing,
    "booking": booking,
    "http_rates": http_rates,
    "finding": finding,
}
RESULTS = Path(__file__).parent / "RESULTS.md"
PACKAGES = ("flask", "granian", "numpy", "pykdtree", "orjson", "sqlalchemy", "python-calamine", "pypinyin")


def main() -> None:
    """Runs the parts that are named."""
    named = [word for word in sys.argv[1:] if not word.startswith("-")] or list(PARTS)
    found: list[Line] = []
    for name in named:
        for line in PARTS[name].lines():
            print(" · ".join(part for part in line if part), flush=True)
            found.append(line)
    if "--write" in sys.argv:
        RESULTS.write_text(f"# Results\n\n{machine()}\n\n{markdown(found)}\n", encoding="utf-8")


def machine() -> str:
    """Where and with what it was measured."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = Path("/proc/meminfo").read_text().split()[1]
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    load = Path("/proc/loadavg").read_text().split()[0]
    return (
        f"Measured on {date.today()} by `python -m tests.benchmarks --write`: {len(models)} × "
        f"{models[0]}, {int(memory) / 1e6:.0f} GB, Python {platform.python_version()}, "
        f"{packages}. Load average at the end: {load}."
    )


if __name__ == "__main__":
    main()
