"""The whole way of a notice into a group, in a browser without JavaScript: a robot is connected, the notice
written as its editor wants it, and the group hears what stood on the page."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.conftest import ARTEFACTS, Desk, Open
from tests.conftest import command
from tests.loopback import Host, hanging_up, listening
from tests.server import Server, serving
from tests.services.groups_city import wecom

KEY = "693a91f6-7a2b-4bc4-97a0-0ec2f1fa5aaa"


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with listening() as there:
        there.behaves = [wecom(), wecom(), hanging_up, wecom()]
        yield there


@pytest.fixture(scope="module")
def server(demo_home: Path, tmp_path_factory: pytest.TempPathFactory, host: Host) -> Iterator[Server]:
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("groups") / "instance"))
    made = command(home, "accounts", "add", Desk.login, "--name", "示例爱丽丝", "--bureau", "shili")
    token = re.search(r"/bureau/welcome/(\S+)", made.stdout)
    assert token, made.stderr
    settings = {"SERVICEPOINTS_WECOM_HOSTS": host.name, "SERVICEPOINTS_BASEMAP": "none"}
    with serving(home, ARTEFACTS / "groups.log", **settings) as running:
        yield replace(running, address=running.address + "#" + token[1])


def test_a_notice_goes_into_a_group_as_it_stood_on_the_page(visit: Open, server: Server, host: Host) -> None:
    address, _, token = server.address.partition("#")
    page = visit(java_script_enabled=False).page
    page.goto(f"{address}/bureau/welcome/{token}")
    for field in page.locator("input[type=password]").all():
        field.fill(Desk.password)
    page.click("main button.act")
    if "sign-in" in page.url:
        page.fill("[name=login]", Desk.login)
        page.fill("[name=password]", Desk.password)
        page.click("main button.act")
    page.get_by_role("link", name="群通知").first.click()
    page.get_by_role("link", name="群机器人和发送记录").click()
    page.fill("[name=name]", "示例企业群")
    page.fill("[name=address]", f"{host.url}/cgi-bin/webhook/send?key={KEY}")
    page.check("[name=greets]")
    page.get_by_role("button", name="连上").click()
    page.get_by_text("地址尾号 5aaa").wait_for()
    page.get_by_role("link", name="写群通知").click()
    first, second = (page.locator(".chosen label").nth(n).inner_text() for n in (0, 1))
    page.get_by_role("button", name="往后").first.click()
    assert [page.locator(".chosen label").nth(n).inner_text() for n in (0, 1)] == [second, first]
    page.fill("[name=opening]", "天冷了，进来喝口热水。")
    page.get_by_role("button", name="加上").click()
    assert [page.locator(".chosen label").nth(n).inner_text() for n in (0, 1)] == [second, first]
    written = [area.input_value() for area in page.locator(".pair textarea").all()]
    assert written[1].split("\n")[1] == "天冷了，进来喝口热水。"
    page.check("[name=robot]")
    page.get_by_role("button", name="发到勾选的群").click()
    page.get_by_text("发出去2条").wait_for()
    heard = [json.loads(asked.split(b"\r\n\r\n", 1)[1])["text"]["content"] for asked in host.asked]
    assert heard == written
    page.screenshot(path=ARTEFACTS / "groups-sent.png", full_page=True)


def test_what_may_have_arrived_waits_for_a_person(visit: Open, server: Server, host: Host) -> None:
    address = server.address.partition("#")[0]
    page = visit(java_script_enabled=False).page
    Desk(address, Path(), "").sign_in(page)
    page.goto(f"{address}/bureau/notice?days=1")
    page.check("[name=robot]")
    page.locator("#managers").fill("各企业：示例一句。")
    page.get_by_role("button", name="发到勾选的群").click()
    page.get_by_text("没有回应完").first.wait_for()
    page.get_by_role("button", name="再发一次").click()
    page.get_by_text("发出去1条").wait_for()
    assert ["示例一句" in asked.decode() for asked in host.asked[2:]].count(True) == 2
    assert KEY not in page.content()
    assert KEY not in server.log.read_text()
