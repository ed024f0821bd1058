"""Scores our pages as Lighthouse sees them on a poor phone: `python -m tests.browser.lighthouse [PATH…]`.

Run by hand: it takes a minute a page, and its times are only as good as the machine is idle. Needs npm's
lighthouse: `npm install --prefix tests/browser/npm_lighthouse --no-package-lock`.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.conftest import CHROMIUM, FLAGS, served
from tests.browser.eventful import make_eventful
from tests.conftest import command

CLI = Path(__file__).parent / "npm_lighthouse/node_modules/lighthouse/cli/index.js"
PAGES = ("/", "/near", "/d/changning", "/p/{some}", "/map", "/s/{session}")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def scored(url: str) -> dict[str, Any]:
    """Lighthouse's report of a page, in its own mobile preset."""
    asked = [
        "node", str(CLI), url, "--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
    ]  # fmt: skip
    made = subprocess.run(
        asked, env={**os.environ, "CHROME_PATH": str(CHROMIUM)}, capture_output=True, text=True, check=True
    )
    report: dict[str, Any] = json.loads(made.stdout)
    return report


def falls_short(report: dict[str, Any]) -> list[str]:
    """The audits that cost points, by category."""
    return [
        f"{name}: {ref['id']} {report['audits'][ref['id']].get('displayValue', '')}".rstrip()
        for name, category in report["categories"].items()
        for ref in category["auditRefs"]
        if ref["weight"] and (report["audits"][ref["id"]]["score"] or 0) < 0.9
    ]


def main(paths: tuple[str, ...]) -> None:
    """Print the four scores of each page, and what falls short."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "instance"
        command(home, "demo", "--no-serve")
        names = make_eventful(home).names
        with served(home, Path(folder) / "server.log") as site:
            for path in paths:
                report = scored(site + path.format(**names))
                scores = [round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES]
                print(path, *(f"{name} {score}" for name, score in zip(CATEGORIES, scores, strict=True)))
                for words in falls_short(report):
                    print("   ", words)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or PAGES)
