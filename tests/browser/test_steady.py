"""Nothing moves under a thumb: no layout shift on the pages of a courier, with what scripts put into them."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Eventful, Open

WATCH = """
  window.shifts = [];
  new PerformanceObserver(list => list.getEntries().forEach(e => {
    const moved = e.sources.map(s => s.node && (s.node.outerHTML || '').slice(0, 90));
    if (!e.hadRecentInput) window.shifts.push([e.value, ...moved]);
  })).observe({ type: 'layout-shift', buffered: true });
"""


def shifts(page: Page) -> list[Any]:
    """What moved without being touched, with how far; after the next frames."""
    page.wait_for_load_state("networkidle")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found: list[Any] = page.evaluate("window.shifts")
    return found


@pytest.mark.parametrize("path", ["/", "/near", "/d/changning", "/p/{some}", "/map", "/s/{session}"])
def test_nothing_moves_while_a_page_comes(visit: Open, eventful: Eventful, path: str) -> None:
    page = visit().page
    page.add_init_script(WATCH)
    page.goto(eventful.address + eventful.at(path))
    assert shifts(page) == []


def test_nothing_moves_while_the_list_comes_and_is_come_back_to(visit: Open, eventful: Eventful) -> None:
    page = visit().page
    page.add_init_script(WATCH)
    page.goto(eventful.address)
    page.locator("a[data-locate]").first.click()
    page.wait_for_url("**/near")
    page.locator(".card").first.wait_for()
    assert shifts(page) == []
    page.locator(".card a").first.click()
    page.wait_for_url("**/p/*")
    page.go_back()
    page.locator(".card").first.wait_for()
    assert shifts(page) == []
