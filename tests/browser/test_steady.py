"""Nothing moves under a thumb: no layout shift on the pages of a courier, with what scripts put into them."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

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
    expect(page.locator("[data-ride]")).to_contain_text("骑")
    assert shifts(page) == [], "the ride is put in where there was room for it"
    page.go_back()
    page.locator(".card").first.wait_for()
    assert shifts(page) == []


def test_nothing_moves_at_home_for_who_has_chosen_a_street(visit: Open, eventful: Eventful) -> None:
    page = visit().page
    page.add_init_script(WATCH)
    page.goto(f"{eventful.address}/d/changning/jiangsulu")
    page.click("[data-choose]")
    page.goto(eventful.address)
    expect(page.locator("[data-mine] [data-news]")).not_to_be_empty()  # how high it is, is known from now on
    page.goto(eventful.address)
    expect(page.locator("[data-mine] [data-news]")).not_to_be_empty()
    assert shifts(page) == []
