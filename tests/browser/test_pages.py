"""Every page twice: nothing foreign is fetched, nothing is complained of; and a picture of each to
look at.
"""

import pytest

from tests.browser.conftest import ARTEFACTS, Open

PAGES = {
    "home": "/",
    "near": "/near",
    "district": "/d/changning",
    "search": "/search?q=示例",
    "point": "/p/{code}",
    "card": "/p/{code}/card",
    "map": "/map",
    "map_point": "/map?p={code}",
    "missing": "/nowhere",
}
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_seen_twice_fetches_nothing_foreign_and_complains_of_nothing(
    visit: Open, site: str, some_code: str, name: str
) -> None:
    seen = visit()
    address = site + PAGES[name].format(code=some_code)
    seen.open(address)
    seen.open(address)
    wanted = [] if name != "missing" else [e for e in seen.errors if "404" in e]
    assert seen.errors == wanted
    assert {r for r in seen.requests if not r.startswith((site, "data:"))} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_screen(
    visit: Open, site: str, some_code: str, name: str, size: str, scheme: str
) -> None:
    width, height = SIZES[size]
    seen = visit(viewport={"width": width, "height": height}, color_scheme=scheme)
    seen.open(site + PAGES[name].format(code=some_code))
    if name == "near":
        seen.page.locator("main a[data-locate]").first.click()
        seen.page.locator(".card").first.wait_for()
    ARTEFACTS.mkdir(exist_ok=True)
    seen.page.screenshot(path=ARTEFACTS / f"{name}-{size}-{scheme}.png")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["home", "near", "district", "point"])
def test_without_javascript_a_page_still_leads_to_points(
    visit: Open, site: str, some_code: str, name: str
) -> None:
    seen = visit(java_script_enabled=False)
    seen.open(site + PAGES[name].format(code=some_code))
    assert seen.errors == []
    links = seen.page.locator(
        "main a[href^='/d/'], main a[href^='/p/'], main a[href^='https://'], main a[href^='tel:']"
    )
    assert links.count() > 0


WECHAT = (
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116 Mobile "
    "Safari/537.36 MicroMessenger/8.0.47 NetType/4G Language/zh_CN"
)


@pytest.mark.parametrize("name", ["home", "point", "map"])
def test_inside_wechat_a_page_works_in_640_pixels(visit: Open, site: str, some_code: str, name: str) -> None:
    seen = visit(user_agent=WECHAT, viewport={"width": 360, "height": 640})
    seen.open(site + PAGES[name].format(code=some_code))
    seen.page.screenshot(path=ARTEFACTS / f"{name}-wechat.png")
    assert seen.errors == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360


TOO_SMALL = (
    "() => [...document.querySelectorAll('main :is(button, .button, .chip, summary), .bar :is(a, button)')]"
    ".filter(e => e.offsetParent && e.getBoundingClientRect().height > 0)"
    ".filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"
)


@pytest.mark.parametrize("name", ["home", "near", "district", "point", "map"])
def test_what_can_be_tapped_is_44_pixels_high(visit: Open, site: str, some_code: str, name: str) -> None:
    seen = visit()
    seen.open(site + PAGES[name].format(code=some_code))
    small = seen.page.evaluate(TOO_SMALL)
    assert small == []
