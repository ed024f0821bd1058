"""The whole way of a notice into a group, in a browser without JavaScript: a robot is connected, the notice
written as its editor wants it, and the group hears what stood on the page."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ARTEFACTS, Desk, Open, add_account, press
from tests.conftest import command
from tests.loopback import Host, hanging_up, listening
from tests.server import Server, serving
from tests.services.groups_city import wecom

KEY = "693a91f6-7a2b-4bc4-97a0-0ec2f1fa5aaa"


@pytest.fixture
def host() -> Iterator[Host]:
    with listening() as there:
        yield there


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_home, tmp_path / "instance"))


@pytest.fixture
def server(home: Path, host: Host) -> Iterator[Server]:
    settings = {"SERVICEPOINTS_WECOM_HOSTS": host.name, "SERVICEPOINTS_BASEMAP": "none"}
    with serving(home, ARTEFACTS / "groups.log", **settings) as running:
        yield running


def connect(page: Page, host: Host) -> None:
    """From any page of the desk to a robot that is connected."""
    with page.expect_navigation():
        page.get_by_role("link", name="群通知").first.click()
    press(page, "群机器人和发送记录", "link")
    page.fill("[name=name]", "示例企业群")
    page.fill("[name=address]", f"{host.url}/cgi-bin/webhook/send?key={KEY}")
    page.check("[name=greets]")
    press(page, "连上")
    page.get_by_text("地址尾号 5aaa").wait_for()


def test_a_notice_goes_into_a_group_as_it_stood_on_the_page(
    visit: Open, home: Path, server: Server, host: Host
) -> None:
    host.behaves = [wecom()]
    made = command(home, "accounts", "add", Desk.login, "--name", "示例爱丽丝", "--bureau", "shili")
    welcome = re.search(r"/bureau/welcome/\S+", made.stdout)
    assert welcome, made.stderr
    page = visit(java_script_enabled=False).page
    page.goto(server.address + welcome[0])
    for field in page.locator("input[type=password]").all():
        field.fill(Desk.password)
    with page.expect_navigation():
        page.click("main button.act")
    Desk(server.address, home, "").sign_in(page)
    connect(page, host)
    press(page, "写群通知", "link")
    labels = page.locator(".chosen label")
    first, second = (labels.nth(n).inner_text() for n in (0, 1))
    with page.expect_navigation():
        page.get_by_role("button", name="往后").first.click()
    assert [labels.nth(n).inner_text() for n in (0, 1)] == [second, first]
    page.fill("[name=opening]", "天冷了，进来喝口热水。")
    press(page, "加上")
    expect(page.locator(".pair textarea").nth(1)).to_have_value(re.compile("天冷了，进来喝口热水。"))
    assert [labels.nth(n).inner_text() for n in (0, 1)] == [second, first]
    written = [area.input_value() for area in page.locator(".pair textarea").all()]
    assert written[1].split("\n")[1] == "天冷了，进来喝口热水。"
    page.check("[name=robot]")
    press(page, "发到勾选的群")
    page.get_by_text("发出去2条").wait_for()
    heard = [json.loads(asked.split(b"\r\n\r\n", 1)[1])["text"]["content"] for asked in host.asked]
    assert heard == written
    page.screenshot(path=ARTEFACTS / "groups-sent.png", full_page=True)


def test_what_may_have_arrived_waits_for_a_person(
    visit: Open, home: Path, server: Server, host: Host
) -> None:
    host.behaves = [hanging_up, wecom()]
    add_account(home, Desk.login)
    page = visit(java_script_enabled=False).page
    Desk(server.address, home, "").sign_in(page)
    connect(page, host)
    page.goto(f"{server.address}/bureau/notice?days=1")
    page.check("[name=robot]")
    page.locator("#managers").fill("各企业：示例一句。")
    press(page, "发到勾选的群")
    page.get_by_text("没有回应完").first.wait_for()
    press(page, "再发一次")
    page.get_by_text("发出去1条").wait_for()
    assert ["示例一句" in asked.decode() for asked in host.asked].count(True) == 2
    assert KEY not in page.content()
    assert KEY not in server.log.read_text()
