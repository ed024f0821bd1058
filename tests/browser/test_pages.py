"""Every page twice: nothing foreign is fetched, nothing is complained of; and a picture of each to
look at.
"""

import json
import urllib.request
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ARTEFACTS, HERE, PATIENCE_S, SCHEMES, Eventful, Open

PAGES: Mapping[str, str] = {
    "home": "/",
    "near": "/near",
    "near_coarse": "/near",
    "near_need": "/near?need=hot_water",
    "refused": "/near",
    "district": "/d/changning",
    "district_empty": "/d/chongming",
    "sub_district": "/d/changning/jiangsulu",
    "search": "/search?q=示例",
    "search_none": "/search?q=火星",
    "point": "/p/{some}",
    "point_rough": "/p/{rough}",
    "point_insiders": "/p/{insiders}",
    "point_rooms": "/p/{rooms}",
    "card": "/p/{some}/card",
    "poster": "/p/{some}/poster",
    "poster_rooms": "/p/{rooms}/poster",
    "sticker": "/p/{some}/sticker",
    "group": "/p/{rooms}/group",
    "map": "/map",
    "map_point": "/map?p={some}",
    "missing": "/nowhere",
}
SELDOM: Mapping[str, str] = {
    "point_withdrawn": "/p/{gone}",
    "point_suspended": "/p/{shut}",
    "point_unread": "/p/{unread}",
    "point_planned": "/p/{planned}",
    "keeper": "/k/{keeper}",
    "keeper_expired": "/k/{keeper_over}",
}
SIZES = {"small": (360, 640), "phone": (360, 740), "desktop": (1280, 800)}
LOCATED = ("near", "near_coarse", "near_need")


@pytest.fixture(scope="session")
def codes(site: str, some_code: str) -> dict[str, str]:
    """Points of the demonstration by what their page is about."""
    url = f"{site}/api/v1/points?limit=100"
    with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
        points = json.load(answer)["points"]
    return {
        "some": some_code,
        "rough": next(p["code"] for p in points if p["position"] and p["position"]["coarse"]),
        "insiders": next(p["code"] for p in points if p["audience"] == "residents"),
        "rooms": next(p["code"] for p in points if p["link_group"] and p["spaces"]),
    }


@pytest.fixture(scope="session")
def addresses(site: str, codes: dict[str, str], eventful: Eventful) -> dict[str, str]:
    """Where each page is."""
    usual = {name: site + path.format(**codes) for name, path in PAGES.items()}
    return usual | {name: eventful.address + eventful.at(path) for name, path in SELDOM.items()}


def options_of(name: str) -> dict[str, object]:
    """What the browser of that page is like."""
    if name == "refused":
        return {"permissions": [], "geolocation": None}
    return {"geolocation": {**HERE, "accuracy": 800}} if name == "near_coarse" else {}


def settle(page: Page, name: str) -> None:
    """Do what makes the page what it is called."""
    if name in LOCATED:
        page.locator("main a[data-locate]").first.click()
        expect(page.locator(".card").first).to_be_visible()
    if name == "refused":
        page.locator("main a[data-locate]").first.click()
        expect(page.locator("[data-refused]")).to_be_visible()


@pytest.mark.parametrize("name", [*PAGES, *SELDOM])
def test_a_page_seen_twice_fetches_nothing_foreign_and_complains_of_nothing(
    visit: Open, addresses: dict[str, str], name: str
) -> None:
    seen = visit(**options_of(name))
    address = addresses[name]
    seen.open(address)
    settle(seen.page, name)
    seen.open(address)
    gone = {"missing": "404", "keeper_expired": "404", "point_withdrawn": "410"}.get(name, "never")
    assert [words for words in seen.errors if gone not in words] == []
    here = address[: address.index("/", len("http://"))]
    assert {r for r in seen.requests if not r.startswith((here, "data:"))} == set()


@pytest.mark.parametrize("name", [*PAGES, *SELDOM])
def test_a_page_fits_every_screen(visit: Open, addresses: dict[str, str], name: str) -> None:
    seen = visit(**options_of(name))
    seen.open(addresses[name])
    settle(seen.page, name)
    ARTEFACTS.mkdir(exist_ok=True)
    too_wide = []
    for size, (width, height) in SIZES.items():
        seen.page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            seen.page.emulate_media(color_scheme=scheme)
            seen.page.screenshot(path=ARTEFACTS / f"{name}-{size}-{scheme}.png")
            if seen.page.evaluate("document.documentElement.scrollWidth") > width:
                too_wide.append((size, scheme))
    assert too_wide == []


@pytest.mark.parametrize("name", ["home", "near", "district", "point"])
def test_without_javascript_a_page_still_leads_to_points(
    visit: Open, site: str, codes: dict[str, str], name: str
) -> None:
    seen = visit(java_script_enabled=False)
    seen.open(site + PAGES[name].format(**codes))
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
def test_inside_wechat_a_page_works_in_640_pixels(
    visit: Open, site: str, codes: dict[str, str], name: str
) -> None:
    seen = visit(user_agent=WECHAT, viewport={"width": 360, "height": 640})
    seen.open(site + PAGES[name].format(**codes))
    seen.page.screenshot(path=ARTEFACTS / f"{name}-wechat.png")
    assert seen.errors == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360


TAPPED = (
    "main :is(button, .button, .chip, summary, .grid a, .say a, .now a, [data-news] a, [data-mine] a), "
    ".bar :is(a, button), footer a, .dock :is(a, summary), .leaflet-control-zoom a"
)
TOO_SMALL = f"""() => [...document.querySelectorAll('{TAPPED}')]
    .filter(e => e.getClientRects().length)
    .filter(e => e.getBoundingClientRect().height < 43.5 || e.getBoundingClientRect().width < 43.5)
    .map(e => e.outerHTML.slice(0, 80))"""
LARGER = "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '130%' })"


@pytest.mark.parametrize("text", ["100%", "130%"])
@pytest.mark.parametrize("name", [*PAGES, *SELDOM])
def test_at_any_size_of_text_what_can_be_tapped_is_44_pixels_and_nothing_runs_out_of_the_screen(
    visit: Open, addresses: dict[str, str], name: str, text: str
) -> None:
    seen = visit(**options_of(name))
    mine = {"name": "江苏路街道", "href": "/d/changning/jiangsulu"}
    seen.page.add_init_script(f"localStorage.setItem('mine', JSON.stringify({json.dumps(mine)}))")
    if text == "130%":
        seen.page.add_init_script(LARGER)
    seen.open(addresses[name])
    settle(seen.page, name)
    # folded, 快递 外卖 其他 are laid out in half the width that they have once 不让进 is tapped
    seen.page.evaluate("document.querySelectorAll('.door details').forEach(d => { d.open = true })")
    assert seen.page.evaluate(TOO_SMALL) == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_above_the_fold_of_a_small_phone_there_are_three_cards(visit: Open, site: str) -> None:
    boxes = boxes_near(visit, site, ".card")
    assert sum(bottom <= 640 for _, bottom in boxes) >= 3
    assert max(bottom - top for top, bottom in boxes) <= 132


def test_with_large_text_two_say_there_what_one_decides_by(visit: Open, site: str) -> None:
    """All but who checked it: how many lines that takes depends on the hour."""
    boxes = boxes_near(visit, site, ".card .foot", LARGER)
    assert sum(top <= 640 for top, _ in boxes) >= 2


def boxes_near(visit: Open, site: str, what: str, script: str = "") -> list[tuple[float, float]]:
    """Where those of the first ten begin and end, on a small phone's list round the place."""
    page = visit(viewport={"width": 360, "height": 640}).page
    if script:
        page.add_init_script(script)
    page.goto(f"{site}/near?open=any")
    settle(page, "near")
    boxes = [found.bounding_box() for found in page.locator(what).all()[:10]]
    return [(box["y"], box["y"] + box["height"]) for box in boxes if box is not None]
