"""No place and no failure is a dead end."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

CHONGMING = {"latitude": 31.62, "longitude": 121.39}
BEIJING = {"latitude": 39.9, "longitude": 116.4}


def shows_the_districts(page: Page) -> None:
    expect(page.locator("[data-ways]")).to_be_visible()
    expect(page.locator("[data-ways] a", has_text="静安区")).to_be_visible()


@pytest.mark.parametrize(("place", "said"), [(CHONGMING, "10公里内还没有收录歇脚点"), (BEIJING, "不在上海")])
def test_where_nothing_is_listed_the_districts_lead_on(
    visit: Open, site: str, place: dict[str, float], said: str
) -> None:
    page = visit(geolocation=place)
    page.open(site)
    page.page.click("a.main")
    expect(page.page.locator("[data-list]")).to_contain_text(said)
    shows_the_districts(page.page)


def test_where_something_is_listed_the_districts_make_room(visit: Open, site: str) -> None:
    page = visit()
    page.open(site)
    page.page.click("a.main")
    expect(page.page.locator("[data-list] .card").first).to_be_visible()
    expect(page.page.locator("[data-ways]")).to_be_hidden()


def test_a_network_that_comes_back_takes_its_complaint_away(visit: Open, site: str) -> None:
    page = visit().page
    page.goto(f"{site}/near")
    page.context.set_offline(True)
    page.click("[data-shell] [data-locate]")
    expect(page.locator("[data-why=offline]")).to_be_visible()
    shows_the_districts(page)
    page.context.set_offline(False)
    page.click("[data-retry]")
    expect(page.locator("[data-list] .card").first).to_be_visible()
    expect(page.locator("[data-refused]")).to_be_hidden()
    expect(page.locator("[data-ways]")).to_be_hidden()


def test_the_list_does_not_push_anything_away_when_it_comes(visit: Open, site: str) -> None:
    page = visit().page
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => {"
        "  for (const e of list.getEntries()) if (!e.hadRecentInput) window.moved += e.value;"
        "}).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(site)
    page.click("a.main")
    expect(page.locator("[data-list] .card").first).to_be_visible()
    assert page.evaluate("window.moved") <= 0.05
