"""Editing a point in a real browser: hours read while they are typed, two editors, and no script at all."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from playwright.sync_api import expect

from servicepoints.config import load
from servicepoints.register import points
from servicepoints.services.opening import open_instance
from tests.browser.conftest import ARTEFACTS, PATIENCE_S, Open, Watched, press, served
from tests.conftest import command

PASSWORD = "correct horse battery"
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "permissions": []}
TURNS = count(1)
EVIL = "示例<script>alert(1)</script>'\"</textarea><img src=x onerror=alert(2)>"


@dataclass(frozen=True)
class Desk:
    """The desk's address, and the path of a point that is open each day from one time to another."""

    site: str
    path: str


@pytest.fixture(scope="module")
def desk(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A demonstration with two editors of its bureau, alice and bob."""
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("editing") / "instance"))
    links = [
        command(home, "accounts", "add", login, "--name", name, "--bureau", "shili").stdout
        for login, name in (("alice", "示例爱丽丝"), ("bob", "示例鲍勃"))
    ]
    found = [re.search(r"/bureau/welcome/\S+", said) for said in links]
    register = open_instance(load({"SERVICEPOINTS_HOME": str(home)}))
    with register.read() as reader:
        listed = points.matching(reader, "shili")
    register.close()
    code = next(p.code for p in listed if p.name == "示例华山路驿站")
    with served(home, ARTEFACTS / "editing.log") as address:
        for link in found:
            assert link is not None
            set_password(address + link[0])
        yield Desk(address, f"{address}/bureau/points/{code}")


def set_password(link: str) -> None:
    """Open the link of a new account and set its password: no browser is needed for that."""
    opener = build_opener(HTTPCookieProcessor())
    with opener.open(link, timeout=PATIENCE_S) as page:
        token = re.search(rb'name="csrf_token" value="([^"]+)"', page.read())
    assert token is not None
    fields = {"csrf_token": token[1].decode(), "password": PASSWORD, "again": PASSWORD}
    with opener.open(link, data=urlencode(fields).encode(), timeout=PATIENCE_S) as answer:
        assert answer.status == 200


def signed_in(visit: Open, desk: Desk, login: str, **options: object) -> Watched:
    """A browser in which that person is signed in, at the point."""
    seen = visit(**{**DESKTOP, **options})
    seen.page.on("dialog", lambda dialog: seen.errors.append(f"dialog: {dialog.message}"))
    seen.open(desk.path)
    seen.page.fill("#f-login", login)
    seen.page.fill("#f-password", PASSWORD)
    seen.page.click("main button")
    seen.page.wait_for_url(desk.path)
    return seen


def test_hours_are_read_while_they_are_typed_and_a_proposal_taken_with_one_tap(
    visit: Open, desk: Desk
) -> None:
    seen = signed_in(visit, desk, "alice")
    page, understood = seen.page, seen.page.locator("[data-understood=hours]")
    page.fill("#f-hours_text", "周一至周五9:00-17:00，法定节假日不开")
    expect(understood).to_contain_text("读成：平日9:00–17:00")
    expect(understood.locator("dt")).to_have_count(14)
    page.fill("#f-hours_text", "9:00-17:00")
    expect(understood).to_contain_text("没写哪几天开")
    understood.get_by_role("button", name="就按这个").click()
    expect(understood).to_contain_text("读成：每天9:00–17:00")
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.locator("main")).to_contain_text("每天9:00–17:00")
    page.get_by_role("button", name="返回修改").click()
    expect(page.locator("#f-hours_text")).to_have_value("9:00-17:00")
    assert seen.errors == []


def test_what_could_not_be_read_for_want_of_a_connection_does_not_show_the_reading_of_other_words(
    visit: Open, desk: Desk
) -> None:
    page = signed_in(visit, desk, "alice").page
    understood = page.locator("[data-understood=hours]")
    page.fill("#f-hours_text", "每天9:00-17:00")
    expect(understood).to_contain_text("读成：每天9:00–17:00")
    page.route("**/bureau/hours/read", lambda route: route.abort())
    page.fill("#f-hours_text", "每天9:00-12:00")
    expect(understood).to_contain_text("还没读")
    expect(understood).not_to_contain_text("17:00")


def test_a_grid_is_read_while_its_cells_are_filled_in(visit: Open, desk: Desk) -> None:
    seen = signed_in(visit, desk, "alice", viewport={"width": 360, "height": 740})
    page = seen.page
    page.check("input[name=hours_by][value=grid]")
    expect(page.locator("#f-hours_text")).to_be_hidden()
    page.get_by_label("周日第1段从").fill("22:00")
    page.get_by_label("周日第1段到").fill("次日2:00")
    expect(page.locator("[data-understood=hours]")).to_contain_text("周日22:00–次日2:00")
    page.get_by_label("周日第1段到").fill("示例")
    expect(page.locator("[data-understood=hours]")).to_contain_text("不是钟点")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert seen.errors == []


def test_the_second_of_two_editors_sees_both_versions_and_chooses(visit: Open, desk: Desk) -> None:
    first, second = signed_in(visit, desk, "alice"), signed_in(visit, desk, "bob")
    north = f"示例：爱丽丝的北门，第{next(TURNS)}次"
    first.page.fill("#f-parking_note", north)
    first.page.get_by_role("button", name="看看会改什么").click()
    first.page.get_by_role("button", name="确认保存").click()
    expect(first.page.get_by_role("status").first).to_contain_text("保存好了")
    second.page.fill("#f-parking_note", "示例：鲍勃的南门")
    second.page.fill("#f-access_note", "示例：按门铃")
    second.page.get_by_role("button", name="看看会改什么").click()
    expect(second.page.locator(".side").nth(0)).to_contain_text(north)
    expect(second.page.locator(".side").nth(1)).to_contain_text("示例：鲍勃的南门")
    second.page.get_by_label("用别人的").check()
    second.page.get_by_role("button", name="选好了").click()
    second.page.get_by_role("button", name="确认保存").click()
    expect(second.page.locator("#f-parking_note")).to_have_value(north)
    expect(second.page.locator("#f-access_note")).to_have_value("示例：按门铃")
    unwanted = [words for words in (*first.errors, *second.errors) if "409" not in words]
    assert unwanted == []


@pytest.mark.parametrize("width", [360, 1280])
def test_without_javascript_all_of_it_works_and_hostile_values_break_nothing(
    visit: Open, desk: Desk, width: int
) -> None:
    seen = signed_in(visit, desk, "bob", java_script_enabled=False, viewport={"width": width, "height": 740})
    page = seen.page
    page.fill("#f-hours_text", "每天8:00-20:00")
    page.get_by_role("button", name="看看读成什么").click()
    expect(page.locator("[data-understood=hours]")).to_contain_text("读成：每天8:00–20:00")
    parts = page.locator("#spaces .part").count()
    press(page, "加一个空间")
    expect(page.locator("#spaces .part")).to_have_count(parts + 1)
    page.locator("#spaces .part").last.get_by_label("的名称").fill("示例" + "长" * 198)
    page.fill("#f-access_note", EVIL)
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.locator("main")).to_contain_text(EVIL)
    press(page, "确认保存")
    expect(page.locator("#f-access_note")).to_have_value(EVIL)
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("去掉空间")).last.click()
    page.fill("#f-access_note", "")
    page.get_by_role("button", name="看看会改什么").click()
    page.get_by_role("button", name="确认保存").click()
    expect(page.locator("#f-access_note")).to_have_value("")
    assert seen.errors == []


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_of_it_is_wider_than_the_screen(visit: Open, desk: Desk, width: int) -> None:
    seen = signed_in(visit, desk, "alice", viewport={"width": width, "height": 740})
    seen.page.fill("#f-name", "示例" + "长" * 198)
    seen.page.fill("#f-note", "示例" + "x" * 1500)
    press(seen.page, "看看会改什么")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    press(seen.page, "返回修改")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
