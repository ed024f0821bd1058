"""Where rest is missing, in a browser: map and table tell the same, and the table stands without script."""

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Desk, Eventful, Open


def test_a_square_tells_its_numbers_and_nothing_comes_from_elsewhere(visit: Open, eventful: Eventful) -> None:
    watched = visit(viewport={"width": 1280, "height": 800})
    page = watched.page
    eventful.sign_in(page, "alice")
    watched.requests.clear()
    page.goto(f"{eventful.address}/bureau/demand")
    page.locator(".ground.demand").click()  # it begins where most was missed
    expect(page.locator(".missed.chosen.level-5")).to_have_count(1)
    said = page.locator("[data-says]").inner_text()
    found = re.fullmatch(r".+：找了(\d+)次，没找到(\d+)次", said)
    assert found, said
    assert int(found[1]) >= int(found[2]) > 0
    assert watched.errors == []
    assert all(url.startswith((eventful.address, "data:")) for url in watched.requests)


def test_without_a_script_the_table_says_it_all(chromium: Browser, eventful: Eventful) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{eventful.address}/bureau/sign-in")
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", Desk.password)
    page.click("main button.act")
    page.get_by_role("link", name="哪里缺").click()
    expect(page.locator("noscript")).to_contain_text("下面的表说的是一样的", use_inner_text=True)
    expect(page.locator("tr[data-cell]")).to_have_count(20)
    page.select_option("#c-until", "24")
    page.click("main form button")
    expect(page.get_by_role("cell", name="24小时开").first).to_be_visible()
    context.close()
