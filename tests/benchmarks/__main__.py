"""Measures what must be fast and small beside its peers: `python -m tests.benchmarks [PART …] [--write]`.

`--help` lists the parts; without any named all run but those that take long. `--write` puts each part's table
into its section of RESULTS.md. Peers: `pip install -e '.[test,benchmarks]'`, and what a part says is missing.
"""

import sys
from importlib import import_module

from tests.benchmarks import results
from tests.benchmarks.table import Line

PARTS = (
    "importing",
    "previewing",
    "booking",
    "locking",
    "following",
    "http_rates",
    "nearest",
    "finding",
    "searching",
    "starting",
    "mapping",
    "noon",
)
LONG = ("curves",)
"""Run only when named."""


def main(words: list[str]) -> int:
    """Runs the parts that are named; the exit code."""
    if "--help" in words:
        print(__doc__)
        for name in (*PARTS, *LONG):
            print(f"  {name:12} {_first_words(name)}{' (only when named)' if name in LONG else ''}")
        return 0
    named = [word for word in words if not word.startswith("-")] or list(PARTS)
    if unknown := [name for name in named if name not in (*PARTS, *LONG)]:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join((*PARTS, *LONG))}", file=sys.stderr)
        return 2
    for name in named:
        part = import_module(f"tests.benchmarks.{name}")
        found: list[Line] = []
        for line in part.lines():
            print(" · ".join(cell for cell in line if cell), flush=True)
            found.append(line)
        if "--write" in words:
            pictures, notes = getattr(part, "PICTURES", ()), getattr(part, "NOTES", "")
            results.write(name, part.__doc__ or "", found, pictures, notes)
    return 0


def _first_words(name: str) -> str:
    text = import_module(f"tests.benchmarks.{name}").__doc__ or ""
    return " ".join(text.split("\n\n")[0].split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
