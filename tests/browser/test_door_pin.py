"""A courier marks on a map where a door really is, by tap or by keyboard; an editor looks and takes it."""

import re

import pytest
from playwright.sync_api import Page, expect

from servicepoints.config import load
from servicepoints.register import points
from servicepoints.services.opening import open_instance
from tests.browser.conftest import ARTEFACTS, PLAIN, SCHEMES, Desk, Open, is_seen, press
from tests.browser.test_accessibility import looked_over, needs_axe
from tests.browser.test_booking import wait_for_words


def to_the_map(page: Page, desk: Desk) -> None:
    """From what can be said of the point to the map, once each worker knows where it is."""
    register = open_instance(load({"SERVICEPOINTS_HOME": str(desk.home)}))
    with register.read() as reader:
        point = points.get(reader, desk.code)
    register.close()
    assert point is not None
    assert point.position is not None
    is_seen(f"{desk.address}/api/v1/points/{desk.code}", repr(point.position.latitude))
    page.goto(f"{desk.address}/p/{desk.code}/door")
    page.get_by_role("button", name="在地图上标").click()
    page.locator(".pin").wait_for()


def keep(page: Page, name: str) -> None:
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=str(ARTEFACTS / f"door-pin-{name}-{scheme}.png"))
    page.emulate_media(color_scheme="light")


def test_a_door_is_marked_with_a_tap_and_taken_at_the_desk(visit: Open, desk: Desk) -> None:
    phone = visit()
    page = phone.page
    to_the_map(page, desk)
    listed = page.locator("#f-lat").input_value()
    box = page.locator(".folium-map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 - 60)
    assert page.locator("#f-lat").input_value() > listed
    page.get_by_label("补一句").fill("从北门进")
    keep(page, "map")
    page.get_by_role("button", name="门在这里").click()
    page.wait_for_url(re.compile(r"/r/[\w-]{32}$"))
    expect(page.get_by_text("位置不对（在地图上标了）：从北门进")).to_be_visible()
    report = page.url
    assert not [url for url in phone.requests if re.search(r"31\.\d|121\.\d", url)]
    assert phone.errors == []

    editor = visit(viewport={"width": 1280, "height": 800})
    at_desk = editor.page
    desk.sign_in(at_desk)
    at_desk.goto(f"{desk.address}/bureau/reports?only=other")
    mine = at_desk.locator("li.box").filter(has_text=PLAIN)
    said = re.compile("(刚刚|分钟前) 位置不对：地图上标的门在登记位置的东北.*米")
    expect(mine.get_by_text(said).first).to_be_visible()
    keep(at_desk, "report")
    with at_desk.expect_navigation():
        mine.get_by_role("link", name="看标在哪儿，在地图上改位置").click()
    expect(at_desk.get_by_text("小哥在地图上标的门").first).to_be_visible()
    keep(at_desk, "place")
    before = at_desk.get_by_label("纬度").input_value()
    at_desk.get_by_role("button", name="用第1个").click()
    assert at_desk.get_by_label("纬度").input_value() > before
    at_desk.get_by_label("就是这里").check()
    press(at_desk, "存这个位置")
    assert editor.errors == []
    wait_for_words(page, report, "已经改好了")


def test_a_door_is_marked_with_the_keyboard_alone(visit: Open, desk: Desk) -> None:
    page = visit().page
    to_the_map(page, desk)
    expect(page.get_by_text("我就在这儿")).to_have_count(0)
    page.locator(".pin").focus()
    for _ in range(6):
        page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="门在这里").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/r/[\w-]{32}$"))


def test_who_does_not_move_the_pin_is_told_to(visit: Open, desk: Desk) -> None:
    page = visit().page
    to_the_map(page, desk)
    page.get_by_role("button", name="门在这里").click()
    expect(page.get_by_text("标的就是登记的位置，把针挪到门那里再发")).to_be_visible()
    keep(page, "refused")


def test_words_are_enough_without_a_script(visit: Open, desk: Desk) -> None:
    page = visit(java_script_enabled=False).page
    page.goto(f"{desk.address}/p/{desk.code}/door")
    press(page, "在地图上标")
    assert "<noscript>" in page.content()
    page.get_by_role("link", name="不标了").click()
    page.get_by_label("门在哪儿").fill("往东50米")
    page.get_by_role("button", name="只写这一句").click()
    page.wait_for_url(re.compile(r"/r/[\w-]{32}$"))


@needs_axe
@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
def test_axe_finds_nothing_on_the_map(visit: Open, desk: Desk, size: tuple[int, int]) -> None:
    page = visit(bypass_csp=True, viewport={"width": size[0], "height": size[1]}).page
    to_the_map(page, desk)
    keep(page, f"{size[0]}")
    assert looked_over(page, f"door-pin-{size[0]}") == []
