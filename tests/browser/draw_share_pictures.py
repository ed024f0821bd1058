"""Draws the pictures that stand beside our links in a group: `python -m tests.browser.draw_share_pictures`.

Run by hand after a change; what it writes is checked in. No words in them: a title always stands beside one.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from servicepoints.sharing.pictograms import LINES
from servicepoints.web.static_files import FOLDER
from tests.browser.conftest import CHROMIUM, FLAGS

SIDE = 300
PIN = "M12 22C7 16.5 4.5 13 4.5 9.5a7.5 7.5 0 0 1 15 0C19.5 13 17 16.5 12 22z"
DRAWN = {
    "site": PIN + "M8.5 8h6v2.5a3 3 0 0 1-6 0zM14.5 8.6h.8a1.3 1.3 0 0 1 0 2.6h-.8M10.5 5.8v-1M12.5 5.8v-1",
    "party_mass_centre": "M3 21h18M5 21V10.5L12 5l7 5.5V21M10 21v-5.5h4V21M12 5V1.5h4.5v2.7H12",
    "outlet": "M12 3l8 4v10l-8 4-8-4V7zM4 7l8 4 8-4M12 11v10M8 5l8 4v3.5",
    "post_office": "M3 5.5h18v13H3zM3 6.5l9 7 9-7M3 17.5l6.5-6M21 17.5l-6.5-6",
    "builders_home": "M3 21h18M5 21V4h9v17M14 9h5v12M8 8h3M8 12h3M8 16h3M16.5 13v.01M16.5 17v.01",
    "care_station": LINES["hot_water"],
    "pop_up": "M2 20 12 4l10 16zM12 4v16M8.5 20l3.5-8 3.5 8",
    "session": "M4 5.5h16V21H4zM4 10h16M8 3v4M16 3v4M8.5 15l2.5 2.5 4.5-5",
}
"""By the name of the file: the path of its drawing, in a square of 24."""


def drawn(path: str) -> str:
    """A page with one drawing, white on our blue."""
    return (
        '<!doctype html><style>body{margin:0;background:#0a47b0}</style><svg viewBox="-6 -6 36 36" '
        f'width="{SIDE}" height="{SIDE}" fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round" '
        f'stroke-linejoin="round"><path d="{path}"/></svg>'
    )


def main(folder: Path = FOLDER / "share") -> None:
    """Write every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page(viewport={"width": SIDE, "height": SIDE})
        for name, path in DRAWN.items():
            page.set_content(drawn(path))
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
