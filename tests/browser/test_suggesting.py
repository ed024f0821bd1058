"""A courier proposes a place on a phone, with a script or without; an editor adds it; the courier is told."""

import re
from itertools import count
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ARTEFACTS, SCHEMES, Desk, Open, press
from tests.browser.test_accessibility import looked_over, needs_axe
from tests.browser.test_booking import wait_for_words

NAME = "示例弄堂口热水角"
TURNS = count(1)
"""Where a test runs again, what it proposed before stands."""
PLACE = {"latitude": 31.2243, "longitude": 121.4301}


def fill(page: Page, site: str, name: str = NAME) -> None:
    """From the home page to a form that is filled in."""
    page.goto(site)
    page.get_by_role("link", name="推荐一个点").click()
    page.wait_for_url(f"{site}/suggest")
    page.get_by_label("名字").fill(name)
    page.get_by_label("地址").fill("长宁区示例没有的路9号")
    page.get_by_text("热水", exact=True).click()
    page.get_by_label("几点开、几点关").fill("每天8:00-20:00，法定节假日不开")
    page.get_by_text("快递、外卖小哥").click()


def keep(page: Page, name: str) -> None:
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=str(ARTEFACTS / f"suggest-{name}-{scheme}.png"), full_page=True)
    page.emulate_media(color_scheme="light")


def test_a_courier_proposes_and_an_editor_adds(visit: Open, desk: Desk) -> None:
    phone = visit(geolocation=PLACE)
    sent: list[str] = []
    phone.page.on("request", lambda r: sent.append(r.post_data or "") if r.method == "POST" else None)
    page, name = phone.page, f"{NAME}{next(TURNS)}"
    fill(page, desk.address, name)
    page.get_by_role("button", name="我就在这儿").click()
    page.get_by_text("位置标好了").wait_for()
    keep(page, "form")
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("是不是这里面的？")
    expect(page.get_by_text("离你说的地方").first).to_be_visible()
    keep(page, "same")
    page.get_by_role("button", name="都不是，交上去").click()
    page.wait_for_url(re.compile(r"/suggest/[\w-]{32}$"))
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    keep(page, "became")
    became = page.url
    assert parse_qs(sent[0])["lat"] == ["31.224300"]
    assert not [url for url in phone.requests if "31.22" in url or "121.43" in url]
    assert phone.errors == []

    editor = visit(viewport={"width": 1280, "height": 800})
    at_desk = editor.page
    desk.sign_in(at_desk)
    press(at_desk, "推荐的点", "link")
    keep(at_desk, "queue")
    press(at_desk, f"去办：{name}", "link")
    keep(at_desk, "one")
    press(at_desk, "加上", "link")
    expect(at_desk.get_by_label("名称", exact=True)).to_have_value(name)
    at_desk.get_by_label("类型", exact=True).select_option(label="爱心接力站")
    at_desk.get_by_role("button", name="看看会改什么").last.click()
    at_desk.get_by_role("button", name="确认保存").click()
    at_desk.wait_for_url("**/place")
    expect(at_desk.get_by_text("推荐的人标的").first).to_be_visible()
    at_desk.get_by_role("button", name="用第1个").click()
    press(at_desk, "存这个位置")
    assert editor.errors == []

    wait_for_words(page, became, "已经加上了")
    wait_for_words(page, became, f"{name} ›")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_the_pin_is_set_on_a_map(visit: Open, desk: Desk) -> None:
    phone = visit()
    page = phone.page
    fill(page, desk.address, "示例地图上标的")
    page.get_by_role("button", name="在地图上标").click()
    page.locator(".folium-map").wait_for()
    page.locator("[data-hint]").wait_for()
    box = page.locator(".folium-map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".pin").wait_for()
    keep(page, "pin")
    page.get_by_role("button", name="就标在这里").click()
    page.get_by_text("位置标好了").wait_for()
    expect(page.get_by_label("名字")).to_have_value("示例地图上标的")
    expect(page.get_by_label("热水")).to_be_checked()
    page.get_by_role("button", name="不要这个位置").click()
    expect(page.get_by_text("位置标好了")).to_be_hidden()
    assert not [url for url in phone.requests if re.search(r"31\.\d|121\.\d", url)]
    assert phone.errors == []


def test_all_of_it_works_without_a_script(visit: Open, desk: Desk) -> None:
    page = visit(java_script_enabled=False).page
    fill(page, desk.address, "示例没脚本的地方")
    expect(page.get_by_role("button", name="我就在这儿")).to_be_hidden()
    page.get_by_role("button", name="交上去", exact=True).click()
    another = page.get_by_role("button", name="都不是，交上去")
    expect(another.or_(page.get_by_role("heading", name="收到了"))).to_be_visible()
    if another.count():
        another.click()
    page.wait_for_url(re.compile(r"/suggest/[\w-]{32}$"))
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()


def test_who_lets_nobody_know_the_place_is_told_what_else_to_do(visit: Open, desk: Desk) -> None:
    page = visit(permissions=[], geolocation=None).page
    page.goto(f"{desk.address}/suggest")
    page.get_by_role("button", name="我就在这儿").click()
    expect(page.get_by_text("没拿到位置。写上地址")).to_be_visible()
    expect(page.get_by_role("button", name="我就在这儿")).to_be_enabled()


@needs_axe
@pytest.mark.parametrize("step", ["refused", "same", "pin"])
def test_axe_finds_nothing_on_the_way(visit: Open, desk: Desk, step: str) -> None:
    page = visit(bypass_csp=True, has_touch=True, geolocation=PLACE).page
    page.goto(f"{desk.address}/suggest")
    if step == "refused":
        page.get_by_label("名字").fill("看www.example.com")
        page.get_by_role("button", name="交上去").click()
        page.locator(".error").first.wait_for()
    elif step == "same":
        fill(page, desk.address)
        page.get_by_role("button", name="我就在这儿").click()
        page.get_by_text("位置标好了").wait_for()
        page.get_by_role("button", name="交上去").click()
        page.get_by_text("都不是").wait_for()
    else:
        page.get_by_role("button", name="在地图上标").click()
        page.locator(".folium-map").wait_for()
        page.wait_for_load_state("networkidle")
    assert looked_over(page, f"suggest-{step}") == []
