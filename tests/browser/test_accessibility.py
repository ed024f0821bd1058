"""What axe-core finds wrong with a page: nothing, on any, in light and dark.

https://github.com/dequelabs/axe-core; its rules are those of WCAG 2.2 A and AA and its own best practices.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Desk, Open

AXE = Path(__file__).parent / "npm_axe/node_modules/axe-core/axe.min.js"
INSTALL = "npm install --prefix tests/browser/npm_axe --no-package-lock"
pytestmark = pytest.mark.skipif(not AXE.exists(), reason=f"needs npm's axe-core: {INSTALL}")

COURIER = {
    "home": "/", "near": "/near", "district": "/d/changning", "search": "/search?q=示例",
    "point": "/p/{code}", "card": "/p/{code}/card", "map": "/map?p={code}", "missing": "/nowhere",
}  # fmt: skip
DESK = {
    "desk": "/bureau/", "notice": "/bureau/notice", "holidays": "/bureau/holidays",
    "account": "/bureau/account", "hours": "/bureau/review/hours", "rows": "/bureau/review/row",
    "keepers": "/bureau/points/{code}/keepers", "place": "/bureau/points/{code}/place",
}  # fmt: skip


def violations(page: Page) -> list[str]:
    """What axe finds, each with the first place where it is."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [f"{v['id']}: {v['help']} — {v['nodes'][0]['html'][:200]}" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", COURIER)
def test_axe_finds_nothing_on_a_couriers_page(
    visit: Open, site: str, some_code: str, name: str, scheme: str
) -> None:
    seen = visit(color_scheme=scheme, bypass_csp=True)
    seen.open(site + COURIER[name].format(code=some_code))
    if name == "near":
        seen.page.locator("main a[data-locate]").first.click()
        seen.page.locator(".card").first.wait_for()
    assert violations(seen.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", DESK)
def test_axe_finds_nothing_on_a_page_of_the_desk(visit: Open, desk: Desk, name: str, scheme: str) -> None:
    seen = visit(color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 800})
    desk.sign_in(seen.page)
    seen.open(desk.address + DESK[name].format(code=desk.code))
    assert violations(seen.page) == []


def test_axe_finds_nothing_on_the_sign_in(visit: Open, desk: Desk) -> None:
    seen = visit(bypass_csp=True)
    seen.open(f"{desk.address}/bureau/sign-in")
    assert violations(seen.page) == []


def test_axe_finds_nothing_on_a_keepers_page(visit: Open, desk: Desk) -> None:
    seen = visit(bypass_csp=True)
    desk.sign_in(seen.page)
    seen.open(f"{desk.address}/bureau/points/{desk.code}/keepers")
    seen.page.get_by_role("button", name="做一个新链接").click()
    letter = seen.page.locator("textarea").first.input_value()
    seen.open(letter.split()[-1])
    assert seen.page.get_by_role("button", name="都对，没变化").is_visible()
    assert violations(seen.page) == []
