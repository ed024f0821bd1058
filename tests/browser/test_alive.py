"""The list stays true and in hand: refreshed when seen again, whole while the net is away, as it was left."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

LOOKED_AT_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
NO_SECOND_TAP_MS = 600
SECOND_TAP = """new MutationObserver((_, observer) => {
    const chip = [...document.querySelectorAll('[data-list] .chip')].find(c => c.textContent === '热水')
    if (chip) { observer.disconnect(); chip.click(); window.tapped = true }
}).observe(document, {childList: true, subtree: true})"""
"""Taps a chip the moment it appears, as a thumb does that is still over the button of the page before."""
FOLDED = ".group:not([open]) > summary"


def listed(visit: Open, site: str, **options: object) -> Page:
    """A phone with the list round 镇宁路 on screen, at rest."""
    page = visit(**options).page
    page.goto(f"{site}/near")
    page.click("[data-shell] [data-locate]")
    expect(page.locator(".card").first).to_be_visible()
    page.wait_for_timeout(NO_SECOND_TAP_MS)
    return page


def test_a_list_that_is_looked_at_after_a_minute_is_fetched_again(visit: Open, site: str) -> None:
    page = visit().page
    page.clock.install()
    page.goto(f"{site}/near")
    page.click("[data-shell] [data-locate]")
    expect(page.locator(".card").first).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.method))
    page.clock.fast_forward(30_000)
    page.evaluate(LOOKED_AT_AGAIN)
    assert asked == []
    page.clock.fast_forward(40_000)
    with page.expect_response(lambda r: r.request.method == "POST"):
        page.evaluate(LOOKED_AT_AGAIN)


def test_a_points_page_too(visit: Open, site: str, some_code: str) -> None:
    page = visit().page
    page.clock.install()
    page.goto(f"{site}/p/{some_code}")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelector('[data-now]').textContent = '示例旧话'")
    page.clock.fast_forward(70_000)
    page.evaluate(LOOKED_AT_AGAIN)
    expect(page.locator("[data-now]")).not_to_have_text("示例旧话")


def test_the_big_button_stays_busy_until_its_page_is_left(visit: Open, site: str) -> None:
    page = visit().page
    page.add_init_script(
        "addEventListener('pagehide', () => {"
        " sessionStorage.setItem('left', document.querySelector('a.main').textContent) })"
    )
    page.goto(site)
    page.click("a.main")
    page.wait_for_url("**/near")
    assert page.evaluate("sessionStorage.getItem('left')") == "正在找你的位置…"
    page.go_back()
    expect(page.locator("a.main")).to_have_text("找附近歇脚点")


def test_the_second_tap_on_the_button_before_chooses_nothing(visit: Open, site: str) -> None:
    page = visit().page
    page.add_init_script(SECOND_TAP)
    page.goto(site)
    page.click("a.main")
    expect(page.locator(".card").first).to_be_visible()
    page.wait_for_timeout(NO_SECOND_TAP_MS)
    assert page.evaluate("window.tapped") is True
    assert page.url == f"{site}/near"
    page.locator(".chip", has_text="热水").first.click()
    expect(page.locator(".chip[aria-current]", has_text="热水")).to_be_visible()
    expect(page).to_have_url(f"{site}/near?need=hot_water")


def test_while_the_net_is_away_the_list_stays_with_one_line_above_it(visit: Open, site: str) -> None:
    page = listed(visit, site)
    first = page.locator(".card h3").first.inner_text()
    page.context.set_offline(True)
    page.locator(".chip", has_text="热水").first.click()
    expect(page.locator("[data-offline]")).to_be_visible()
    assert page.locator(".card h3").first.inner_text() == first
    expect(page.locator("[data-ways]")).to_be_hidden()
    assert page.url == f"{site}/near"
    page.context.set_offline(False)
    page.locator("[data-offline] a").click()
    expect(page.locator("[data-offline]")).to_be_hidden()
    expect(page).to_have_url(f"{site}/near?need=hot_water")


@pytest.mark.parametrize("button", ["a.main", ".thirds .chip"])
def test_without_the_net_home_says_so_and_tries_again(visit: Open, site: str, button: str) -> None:
    page = visit().page
    page.goto(site)
    page.context.set_offline(True)
    page.locator(button).first.click()
    expect(page.locator("[data-why=offline]")).to_be_visible()
    assert page.url.rstrip("/") == site
    page.context.set_offline(False)
    page.locator("[data-refused] [data-retry]").click()
    expect(page.locator("[data-list] .card").first).to_be_visible()


def test_what_was_unfolded_is_unfolded_when_one_comes_back(visit: Open, site: str) -> None:
    page = listed(visit, site)
    style = page.locator(FOLDED).first.get_attribute("id")
    page.locator(FOLDED).first.click()
    page.locator(".card h3 a").first.click()
    page.wait_for_url("**/p/*")
    page.go_back()
    expect(page.locator(f"details.{style}")).to_have_attribute("open", "")


def test_a_chip_chosen_by_keyboard_keeps_the_keyboard_and_its_row_open(visit: Open, site: str) -> None:
    page = listed(visit, site)
    page.locator("[data-list] .chips summary").focus()
    page.keyboard.press("Enter")
    chip = page.locator("[data-list] .chips details .chip", has_text="座椅").first
    expect(chip).to_be_visible()
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip[aria-current]", has_text="座椅")).to_be_focused()
    assert page.evaluate("document.querySelector('[data-list] .chips details').open")


def test_a_point_of_the_list_is_asked_about_for_what_was_needed(visit: Open, site: str) -> None:
    page = listed(visit, site)
    page.locator(".chip", has_text="热水").first.click()
    page.wait_for_url("**need=hot_water")
    expect(page.locator(".card h3 a").first).to_have_attribute("href", re.compile(r"\?need=hot_water$"))


def test_a_fix_that_does_not_come_is_told_after_six_seconds(visit: Open, site: str) -> None:
    page = visit().page
    page.add_init_script("navigator.geolocation.getCurrentPosition = function () {}")
    page.clock.install()
    page.goto(site)
    page.clock.pause_at(time.time() + 3600)  # else a slow machine's own seconds count too
    page.click("a.main")
    page.clock.fast_forward(5_900)
    expect(page.locator("[data-refused]")).to_be_hidden()
    page.clock.fast_forward(200)
    expect(page.locator("[data-why=timeout]")).to_be_visible()
    expect(page.locator("a.main")).to_have_text("找附近歇脚点")


def test_a_refusal_offers_the_sub_district_that_was_seen_last(visit: Open, site: str) -> None:
    page = visit(permissions=[], geolocation=None).page
    page.goto(f"{site}/d/changning/jiangsulu")
    for path in ("/", "/near"):
        page.goto(site + path)
        page.locator("a.main").first.click()
        link = page.locator("[data-refused] [data-last]")
        expect(link).to_have_text("上次看的：江苏路街道")
        expect(link).to_have_attribute("href", "/d/changning/jiangsulu")
