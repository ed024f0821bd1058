"""Posters and door stickers as they come out of a printer: A4 pages whose codes a phone reads.

Skips, with the line that installs them, where zbar and poppler are missing.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from servicepoints.sharing.qr import qr_svg
from tests.browser.conftest import ARTEFACTS, SCHEMES, Desk, Open
from tests.conftest import command

INSTALL = "apt-get install zbar-tools poppler-utils"
DPI = 150
A4_MM = (210, 297)
QR_MM = 60


def tool(name: str) -> str:
    """The path of a command; skips where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name}: {INSTALL}")
    return found


def printed(page: Page, folder: Path, name: str, dpi: int = DPI) -> list[Path]:
    """The pages of a print of this page, as pictures of so many dots an inch."""
    pdf = folder / f"{name}.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    # its words on fonts are none of ours
    subprocess.run(
        [tool("pdftoppm"), "-r", str(dpi), "-png", pdf, folder / name], check=True, capture_output=True
    )
    pages = sorted(folder.glob(f"{name}-*.png"))
    ARTEFACTS.mkdir(exist_ok=True)
    for picture in pages:
        shutil.copy(picture, ARTEFACTS / f"print-{picture.name}")
    return pages


def read_codes(picture: Path) -> list[str]:
    """What a scanner reads on a picture."""
    read = subprocess.run(
        [tool("zbarimg"), "-q", "--raw", picture], capture_output=True, text=True, check=False
    )
    return read.stdout.split()


def side_mm(page: Page) -> float:
    """How wide the first QR code of a page is without its quiet zone, on paper."""
    drawn, modules = page.evaluate(
        "(() => { const q = document.querySelector('.qr');"
        " return [q.getBoundingClientRect().width, q.viewBox.baseVal.width]; })()"
    )
    return float(drawn) * (modules - 8) / modules * 25.4 / 96


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("form", "codes", "suffix"), [("poster", 1, ""), ("sticker", 2, "?at=door")])
def test_a_print_is_one_a4_page_whose_codes_are_read(
    visit: Open, site: str, some_code: str, tmp_path: Path, scheme: Literal["light", "dark"],
    form: str, codes: int, suffix: str,
) -> None:  # fmt: skip
    page = visit(viewport={"width": 1000, "height": 1200}, color_scheme=scheme).page
    page.goto(f"{site}/p/{some_code}/{form}")
    assert side_mm(page) >= QR_MM
    pages = printed(page, tmp_path, f"{form}-{scheme}")
    assert len(pages) == 1
    assert read_codes(pages[0]) == [f"{site}/p/{some_code}{suffix}"] * codes
    width, height = size_of(pages[0])
    assert (round(width / DPI * 25.4), round(height / DPI * 25.4)) == A4_MM
    assert corner(page) == "rgb(255, 255, 255)"


def size_of(picture: Path) -> tuple[int, int]:
    """The width and height of a PNG."""
    head = picture.read_bytes()[16:24]
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")


def corner(page: Page) -> str:
    """The ground of the page as it is printed."""
    page.emulate_media(media="print")
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_a_scratched_code_is_still_read(visit: Open, tmp_path: Path) -> None:
    # the addresses are fixed: which modules a scratch hits, and so whether it is read, hangs on each letter
    addresses = [f"http://127.0.0.1:34005/p/{code}" for code in ("18KEHF", "CMBHN5", "E2XJNE", "R1JPG5")]
    page = visit(viewport={"width": 1000, "height": 1200}).page
    drawn = "".join(qr_svg(address) for address in addresses)
    page.set_content(f"<style>.qr {{ width: {QR_MM * 1.2}mm }}</style>{drawn}")
    # a finger's breadth of each is gone: a tenth of its area, beside the three marks in its corners
    page.evaluate(
        "for (const q of document.querySelectorAll('.qr')) {"
        " const n = q.viewBox.baseVal.width, h = n / 2, s = (n - 8) * .31;"
        " q.insertAdjacentHTML('beforeend', `<path d='M${h} ${h}h${s}v${s}h-${s}z' fill='#fff'/>`) }"
    )
    # as coarse as a phone sees it that is held a step away
    [picture] = printed(page, tmp_path, "scratched", dpi=110)
    assert sorted(read_codes(picture)) == addresses


def test_a_pile_has_a_page_for_each_point(visit: Open, desk: Desk, tmp_path: Path) -> None:
    page = visit(viewport={"width": 1280, "height": 900}).page
    desk.sign_in(page)
    page.goto(f"{desk.address}/bureau/points?pick=page")
    ticked = page.locator("[name=pick]:checked").count()
    page.click(".bulk summary:has-text('打印')")
    with page.expect_navigation():  # else only those are printed that have come so far
        page.click("button[value=poster]")
    page.locator(".page").first.wait_for()
    pages = printed(page, tmp_path, "pile")
    assert len(pages) == page.locator(".page").count() > 10
    assert len(pages) <= ticked
    read = [read_codes(picture) for picture in pages]
    assert all(len(codes) == 1 for codes in read)
    assert len({codes[0] for codes in read}) == len(pages)


def test_the_file_of_the_command_prints_the_same(chromium: Browser, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "poster.html"
    made = command(
        desk.home, "poster", desk.code, str(file), SERVICEPOINTS_PUBLIC_URL="https://example.gov.cn"
    )
    assert made.returncode == 0, made.stderr
    page = chromium.new_page()
    page.goto(file.as_uri())
    [picture] = printed(page, tmp_path, "file")
    page.close()
    assert read_codes(picture) == [f"https://example.gov.cn/p/{desk.code}"]


@pytest.mark.parametrize(
    ("words", "settings", "said"),
    [
        (("{code}", "p.html"), {}, "SERVICEPOINTS_PUBLIC_URL"),
        (("{code}", "p.pdf"), {"SERVICEPOINTS_PUBLIC_URL": "https://example.gov.cn"}, ".html 结尾"),
        (("ZZZZZZ", "p.html"), {"SERVICEPOINTS_PUBLIC_URL": "https://example.gov.cn"}, "没有编号为 ZZZZZZ"),
    ],
)
def test_the_command_refuses_what_it_cannot_print(
    desk: Desk, words: tuple[str, str], settings: dict[str, str], said: str
) -> None:
    made = command(desk.home, "poster", *(word.format(code=desk.code) for word in words), **settings)
    assert made.returncode == 1
    assert said in made.stderr
    assert not (desk.home / words[1]).exists()
