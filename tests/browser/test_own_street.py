"""我的街道 is kept on the phone; what is copied for a group can be copied by hand too."""

from playwright.sync_api import expect

from tests.browser.conftest import Open

STREET = "/d/changning/jiangsulu"


def test_a_street_is_chosen_shown_at_home_changed_and_forgotten(visit: Open, site: str) -> None:
    seen = visit()
    page = seen.page
    seen.open(site)
    expect(page.locator("[data-mine]")).to_be_hidden()
    seen.open(site + STREET)
    page.click("[data-choose]")
    expect(page.locator("[data-choose]")).to_be_hidden()
    seen.open(site)
    expect(page.locator("[data-mine] [data-name]")).to_have_text("江苏路街道")
    expect(page.locator("[data-news] p").first).to_be_visible()
    assert not [r for r in seen.requests if "江苏路" in r]
    page.click("[data-other]")
    page.wait_for_url("**/d/changning#streets")
    seen.open(site + STREET)
    page.click("[data-forget]")
    expect(page.locator("[data-choose]")).to_be_visible()
    seen.open(site)
    expect(page.locator("[data-mine]")).to_be_hidden()
    assert seen.errors == []


def test_the_text_for_a_group_is_copied(visit: Open, site: str, some_code: str) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"]).page
    page.goto(f"{site}/p/{some_code}")
    page.click(".dock [data-copy]")
    expect(page.locator("[data-toast]")).to_have_text("复制好了，去群里粘贴")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#share-text").inner_text()
    assert copied.splitlines()[-1] == f"{site}/p/{some_code}"


def test_the_sheet_of_map_apps_closes_on_a_tap_beside_it(visit: Open, site: str, some_code: str) -> None:
    page = visit().page
    page.goto(f"{site}/p/{some_code}")
    page.click(".dock summary")
    expect(page.locator(".dock ul")).to_be_visible()
    page.locator("h1").click()
    expect(page.locator(".dock ul")).to_be_hidden()
    page.click(".dock summary")
    page.click(".dock [data-copy]")
    expect(page.locator(".dock ul")).to_be_hidden()
