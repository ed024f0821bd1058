"""Draws the icons of the installed site from our own icon.svg: `python -m tests.browser.draw_icons`.

Run by hand after a change of icon.svg; what it writes is checked in.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from servicepoints.web.static_files import FOLDER
from tests.browser.conftest import CHROMIUM, FLAGS

SIDES = {"icon-192": 192, "icon-512": 512, "maskable-512": 512}
SAFE = 0.72
"""Of a maskable icon's side: a phone may cut off all outside a circle of four fifths of it."""


def drawn(name: str, side: int) -> str:
    """A page with the icon on nothing; a maskable one smaller, on its own blue to the edges."""
    maskable = name.startswith("maskable")
    inner = round(side * SAFE) if maskable else side
    icon = (FOLDER / "icon.svg").read_text().replace("<svg", f'<svg width="{inner}" height="{inner}"', 1)
    ground = "#0a47b0" if maskable else "transparent"
    return (
        "<!doctype html><style>body{margin:0;height:100vh;display:grid;place-items:center;"
        f"background:{ground}}}svg{{display:block}}</style>{icon}"
    )


def main(folder: Path = FOLDER / "app") -> None:
    """Write every icon."""
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page()
        for name, side in SIDES.items():
            page.set_viewport_size({"width": side, "height": side})
            page.set_content(drawn(name, side))
            page.screenshot(path=folder / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
