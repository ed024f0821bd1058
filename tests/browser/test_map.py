"""The map: points by viewport, a card for the tapped one, one's own place kept on the phone."""

import json
import urllib.request
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import HERE, PATIENCE_S, Open


def test_a_tapped_point_shows_its_card(visit: Open, site: str, some_code: str) -> None:
    seen = visit()
    seen.open(f"{site}/map?p={some_code}")
    card = seen.page.locator(".tapped")
    card.wait_for(state="visible")
    assert card.locator("a.name").get_attribute("href") == f"/p/{some_code}"
    tap(seen.page)
    expect(card.locator("[data-name]")).not_to_be_empty()
    expect(card.locator("[data-status]")).not_to_be_empty()
    seen.page.locator(".tapped [data-go]").click()
    seen.page.wait_for_url("**#go")
    expect(seen.page.locator("#go")).to_be_visible()
    expect(seen.page.locator(".dock ul")).to_be_visible()  # the map apps are one tap away
    assert seen.errors == []


REACHED = """wanted => {
    const dots = [...document.querySelectorAll('.leaflet-marker-icon.dot:not(.chosen)')]
        .filter(dot => !wanted || wanted.includes(dot.dataset.key));
    const reached = dots.find(dot => {
        const box = dot.getBoundingClientRect();
        return dot.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
    });
    return (reached || dots[0])?.dataset.key;
}"""
"""A marker that a finger can reach, of those or of all: they stand in the order of their codes, which are
drawn by lot, and some of them beside the screen or under what lies over the map."""


def tap(page: Page, codes: list[str] | None = None) -> None:
    """Taps a marker, once it is drawn."""
    key = page.wait_for_function(REACHED, arg=codes).json_value()
    page.locator(f"[data-key='{key}']").click(force=True)


def test_the_filter_asks_for_what_one_can_ride_to(visit: Open, site: str) -> None:
    seen = visit()
    seen.open(f"{site}/map")
    assert any("open=arrival" in r for r in seen.requests)
    with seen.page.expect_response(lambda r: "/api/v1/points" in r.url and "open=" not in r.url):
        seen.page.locator("[data-filter]").click()
    assert seen.page.locator("[data-filter]").get_attribute("aria-pressed") == "false"


def test_ones_own_place_leaves_the_phone_only_as_whole_tiles(visit: Open, site: str) -> None:
    seen = visit()
    seen.open(f"{site}/map")
    with seen.page.expect_response(lambda r: "zoom=16" in r.url):
        seen.page.locator(".locate").click()
    seen.page.locator(".here").wait_for()
    assert seen.page.locator(".here").get_attribute("role") is None  # no button: it does nothing
    boxes = [parse_qs(urlsplit(r).query)["bbox"][0] for r in seen.requests if "zoom=16" in r]
    assert boxes
    for box in boxes:
        west, south, east, north = map(float, box.split(","))
        tile = 360 / 2**16
        for edge in (west, east):
            # an edge is the edge of a tile, however the place lies in it
            assert abs((edge + 180) / tile - round((edge + 180) / tile)) < 0.01
        assert abs((west + east) / 2 - 121.4294) > 1e-5 or abs((south + north) / 2 - 31.2242) > 1e-5
    assert seen.errors == []


def test_without_scripts_the_map_leads_to_the_lists(visit: Open, site: str) -> None:
    seen = visit(java_script_enabled=False)
    seen.open(f"{site}/map")
    seen.page.get_by_role("link", name="按区看列表").click(trial=True)
    assert seen.page.locator(".bar a").first.get_attribute("href") == "/#districts"


def test_the_approval_number_stands_at_the_lower_left(visit: Open, site: str) -> None:
    seen = visit()
    seen.open(f"{site}/map")
    box = seen.page.locator(".approval").bounding_box()
    assert box is not None
    assert box["x"] < 10
    assert box["y"] > 700
    assert "审图号" in seen.page.locator(".approval").inner_text()


def test_the_locate_button_lies_in_reach_of_the_thumb(visit: Open, site: str) -> None:
    seen = visit()
    seen.open(f"{site}/map")
    box = seen.page.locator(".locate").bounding_box()
    assert box is not None
    assert box["x"] > 180
    assert box["y"] > 370
    assert min(box["width"], box["height"]) >= 44


def test_the_page_is_never_kept(site: str) -> None:
    with urllib.request.urlopen(f"{site}/map", timeout=PATIENCE_S) as answer:
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_demonstration_says_so_over_the_whole_width(visit: Open, site: str) -> None:
    seen = visit()
    seen.open(f"{site}/map")
    box = seen.page.locator(".demo").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 360)


def test_a_marker_keeps_the_keyboard_when_the_map_is_drawn_anew(
    visit: Open, site: str, some_code: str
) -> None:
    seen = visit()
    seen.open(f"{site}/map?p={some_code}")
    seen.page.locator(f"[data-key='{some_code}']").focus()
    with seen.page.expect_response(lambda r: "/api/v1/points" in r.url):
        # as Leaflet does when a marker at the edge is tabbed to
        seen.page.evaluate("window[document.querySelector('main.map').dataset.map].panBy([100, 0])")
    seen.page.wait_for_function(f"document.activeElement.dataset.key === '{some_code}'")
    seen.page.keyboard.press("Enter")
    assert some_code in str(seen.page.locator(".tapped a.name").get_attribute("href"))
    assert seen.errors == []


def test_a_rough_position_is_shown_with_all_of_its_circle(visit: Open, site: str) -> None:
    url = f"{site}/api/v1/near?lat=31.2242&lon=121.4294&open=any&limit=100"
    with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
        found = json.load(answer)["points"]
    rough = next(p["code"] for p in found if p["position"]["coarse"])
    seen = visit()
    seen.open(f"{site}/map?p={rough}")
    box = seen.page.locator("path.around").first.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert seen.errors == []


ZOOM = "window[document.querySelector('main.map').dataset.map].getZoom()"
CENTRE = "window[document.querySelector('main.map').dataset.map].getCenter()"


def from_the_list(visit: Open, site: str, query: str = "") -> Page:
    """The map as one comes to it from the list round 镇宁路."""
    page = visit().page
    page.goto(f"{site}/near{query}")
    page.click("[data-shell] [data-locate]")
    expect(page.locator(".card").first).to_be_visible()
    page.click(".bar a[href^='/map']")
    page.wait_for_url("**/map**")
    page.wait_for_load_state("networkidle")
    return page


def test_from_the_list_the_map_opens_where_the_courier_is_and_leads_back(visit: Open, site: str) -> None:
    page = from_the_list(visit, site, "?need=hot_water")
    expect(page.locator(".here")).to_be_visible()
    assert abs(page.evaluate(CENTRE)["lat"] - HERE["latitude"]) < 0.001
    assert "lat" not in page.url
    expect(page.locator("h1")).to_have_text("地图 · 热水")
    page.click("[data-back]")
    page.wait_for_url("**/near?need=hot_water")


def test_the_points_of_the_map_have_what_was_needed(visit: Open, site: str) -> None:
    seen = visit()
    seen.open(f"{site}/map?need=hot_water")
    asked = [r for r in seen.requests if "/api/v1/points" in r]
    assert asked
    assert all("need=hot_water" in r for r in asked)


def test_who_comes_back_from_a_point_finds_the_map_as_it_was(visit: Open, site: str) -> None:
    page = from_the_list(visit, site)
    with page.expect_response(lambda r: "/api/v1/points" in r.url and "open=" not in r.url):
        page.click("[data-filter]")
    with page.expect_response(lambda r: "zoom=17" in r.url) as answer:
        page.evaluate("window[document.querySelector('main.map').dataset.map].setZoom(17, {animate: false})")
    # one of this view: what the view before showed stands until the answer is drawn
    shown = [feature["properties"] for feature in answer.value.json()["features"]]
    expect(page.locator("main.map [data-key]")).to_have_count(len(shown))
    tap(page, [point["code"] for point in shown if "code" in point])
    expect(page.locator(".tapped [data-name]")).not_to_be_empty()
    name, zoom = page.locator("[data-name]").inner_text(), page.evaluate(ZOOM)
    page.click(".tapped a.name")
    page.wait_for_url("**/p/*")
    page.go_back()
    expect(page.locator(".tapped [data-name]")).to_have_text(name)
    assert page.evaluate(ZOOM) == zoom
    assert page.locator("[data-filter]").get_attribute("aria-pressed") == "false"


def test_a_card_that_is_open_gains_its_distance_when_one_locates_oneself(
    visit: Open, site: str, some_code: str
) -> None:
    page = visit().page
    page.goto(f"{site}/map?p={some_code}")
    page.wait_for_load_state("networkidle")
    assert "米" not in page.locator("[data-line]").inner_text()
    page.click(".locate")
    expect(page.locator("[data-line]")).to_contain_text("米 · ")
