"""RESULTS.md: a section for each part, with its own machine line; one measured anew replaces only its own."""

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.benchmarks.table import Line, markdown

RESULTS = Path(__file__).parent / "RESULTS.md"
PACKAGES = (
    "flask", "granian", "gunicorn", "numpy", "pykdtree", "orjson", "sqlalchemy", "psycopg", "redis", "folium",
    "python-calamine", "pypinyin",
)  # fmt: skip
PROGRAMS = {
    "PostgreSQL": ("psql", "--version"),
    "Redis": ("redis-server", "--version"),
    "Chromium": ("chromium", "--version"),
}
HEAD = """# Results

One command measures what DESIGN's table of what must be fast names, beside peers in the same run: `python -m
tests.benchmarks [PART …] --write`. Ratios are what counts: ours and its peers take turns, so that what else
the machine does falls on all alike. Absolute figures are of a machine on which others were at work; each part
says how busy it was."""


def write(
    part: str, what: str, lines: Iterable[Line], pictures: Iterable[Path] = (), notes: str = ""
) -> None:
    """Puts a part's lines into its section. `what` heads it, `pictures` stand below."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    body = [what.strip(), machine(part), markdown(lines)]
    body += [f"![{path.stem}]({path.name})" for path in pictures]
    body += [notes] if notes else []
    sections[part] = "\n" + "\n\n".join(body) + "\n\n"
    told = "".join(f"## {name}\n{section.rstrip()}\n\n" for name, section in sections.items())
    RESULTS.write_text(f"{HEAD}\n\n{told.rstrip()}\n", encoding="utf-8")


def machine(part: str) -> str:
    """Where and with what it was measured, and how busy that was."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1e6
    packages = ", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name)))
    programs = ", ".join(f"{name} {found}" for name, how in PROGRAMS.items() if (found := _said(how)))
    return (
        f"`python -m tests.benchmarks {part} --write` on {date.today()}: {len(models)} × {models[0]}, "
        f"{memory:.0f} GB, Python {platform.python_version()}, {packages}, {programs}. "
        f"Load average over the last five minutes: {os.getloadavg()[1]:.1f}."
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _said(command: tuple[str, str]) -> str:
    if shutil.which(command[0]) is None:
        return ""
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+(\.\d+)+", said)
    return found[0] if found else ""
