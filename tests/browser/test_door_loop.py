"""The whole way of a shut door, on three phones and a desk: two couriers tell, others are warned, the keeper
and the bureau answer, and who told reads it. The real server, its publisher and its workers.
"""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.roles import Account, Role
from servicepoints.register import Actor, points
from servicepoints.services.accounts import people
from servicepoints.services.keeping.links import Signing, keeper_links, make_link
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish
from tests.browser.conftest import ARTEFACTS, PATIENCE_S, PLAIN, Desk, Open, is_seen
from tests.conftest import command
from tests.server import serving

NETWORKS = (f"10.{n}" for n in count(1))
"""Of other couriers each: one who has told of a door is told so, and counts once."""


@pytest.fixture(scope="module")
def place(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """A demonstration with a point that never closes, its bureau's desk, and the path of its keeper's page. A
    proxy (each phone plays its own) says from where a phone comes."""
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("door") / "instance"))
    made = command(home, "accounts", "add", Desk.login, "--name", "示例爱丽丝", "--bureau", "shili")
    settings = load({"SERVICEPOINTS_HOME": str(home)})
    register, signing = open_instance(settings), Signing(settings.secret_key)
    now = datetime.now(TIMEZONE)
    people.set_password(register, made.stdout.strip().rpartition("/")[2], Desk.password, now)
    alice = Account(1, Desk.login, "示例爱丽丝", Role.EDITOR, "shili")
    with register.write(Actor("setup", "示例")) as writer:
        point = next(p for p in points.matching(writer, "shili") if p.name == PLAIN)
        points.update(writer, point.code, replace(point, schedule=read_hours("24小时")), "示例：不关门")
    make_link(register, alice, point.code, timedelta(days=30))
    _, (link,), _ = keeper_links(register, alice, point.code, signing, now)
    publish(register, settings.catalogue_path)
    register.close()
    own = {"SERVICEPOINTS_BASEMAP": "none", "SERVICEPOINTS_TRUSTED_PROXIES": "1"}
    with serving(home, ARTEFACTS / "door.log", **own) as server:
        yield Desk(server.address, home, point.code), f"/k/{link.token}"


@pytest.fixture
def phone(visit: Open) -> Callable[..., Page]:
    """A phone on a network of its own."""

    def new(address: str, **options: object) -> Page:
        return visit(extra_http_headers={"X-Forwarded-For": address}, **options).page

    return new


def shows(page: Page, url: str, words: str) -> None:
    """Opens a page until its first line says it: of two workers one may be a moment behind the other."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S:
        page.goto(url)
        if words in page.locator("[data-now]").inner_text():
            return
    pytest.fail(f"{words} was not shown")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_shut_door_from_the_first_tap_to_the_answer(
    phone: Callable[..., Page], visit: Open, place: tuple[Desk, str], *, scripts: bool
) -> None:
    desk, keepers = place
    here = f"{desk.address}/p/{desk.code}"
    net = next(NETWORKS)
    first, second, keeper = (phone(f"{net}.0.{n}", java_script_enabled=scripts) for n in (1, 2, 3))
    # the sticker at the door leads here: the buttons come before all else, in reach of the thumb
    first.goto(f"{here}?at=door")
    button = first.get_by_role("button", name="门关着")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 300
    assert box["height"] >= 44
    first.screenshot(path=ARTEFACTS / f"door-sticker-{scripts}.png")
    button.click()
    expect(first.get_by_role("heading", name="记下了")).to_be_visible()
    first.wait_for_load_state()
    elsewhere = first.locator(".card").first.bounding_box()
    assert elsewhere is not None
    assert elsewhere["y"] + elsewhere["height"] < 560, "where to go now is seen without scrolling"
    mine = first.url
    assert re.fullmatch(rf"{desk.address}/r/[\w-]{{32}}", mine)
    is_seen(here, "有人说门关着")
    shows(second, here, "有人说门关着")
    expect(second.get_by_text("近处开着：")).to_be_in_viewport()
    second.screenshot(path=ARTEFACTS / f"door-warned-{scripts}.png")
    second.goto(f"{desk.address}/search?q={PLAIN}")
    card = second.locator(".card", has_text="有人说门关着").first
    box = card.bounding_box()
    assert box is not None
    assert box["height"] <= 132
    # the keeper sees it at once, and answers; the courier reads it on the page of the report
    keeper.goto(desk.address + keepers)
    expect(keeper.get_by_text("门关着", exact=False).first).to_be_visible()
    keeper.screenshot(path=ARTEFACTS / f"door-keeper-{scripts}.png", full_page=True)
    keeper.get_by_role("button", name="已恢复，现在开着").click()
    expect(keeper.get_by_role("status")).to_be_visible()
    first.goto(mine)
    expect(first.get_by_text("已恢复，现在开着")).to_be_visible()
    is_seen(here, "24小时开着")
    # two couriers, hours later as it were, put it before the bureau
    for courier in (phone(f"{net}.1.1"), second):
        courier.goto(here)
        courier.get_by_role("button", name="门关着").click()
        expect(courier.get_by_role("heading", name="记下了")).to_be_visible()
    expect(second.get_by_text("已经交给主办单位")).to_be_visible()
    editor = visit(viewport={"width": 1280, "height": 800}, java_script_enabled=scripts).page
    desk.sign_in(editor)
    line = editor.get_by_role("link", name=re.compile("门关着"))
    expect(line).to_be_visible()
    editor.screenshot(path=ARTEFACTS / f"door-desk-{scripts}.png", full_page=True)
    line.click()
    editor.locator("li.box").filter(has_text=PLAIN).get_by_role("checkbox").check()
    editor.screenshot(path=ARTEFACTS / f"door-reports-{scripts}.png", full_page=True)
    editor.get_by_role("button", name="勾选的已恢复").click()
    expect(editor.get_by_text("说的人能看到")).to_be_visible()
    second.reload()
    expect(second.get_by_text("主办单位 ·")).to_be_visible()
    is_seen(here, "24小时开着")


def test_a_phone_remembers_its_report_and_gives_its_place_only_when_asked(
    phone: Callable[..., Page], place: tuple[Desk, str]
) -> None:
    desk, _ = place
    here = f"{desk.address}/p/{desk.code}"
    page = phone(f"{next(NETWORKS)}.0.1")
    page.goto(here)
    expect(page.locator("[data-near]").first).to_be_hidden()
    known = "{lat: 31.2, lon: 121.4, accuracy: 20, at: Date.now()}"
    page.evaluate(f"sessionStorage.setItem('place', JSON.stringify({known}))")
    page.reload()
    near = page.locator("[data-near] input")
    expect(near).to_be_visible()
    assert page.locator("[name=lat]").first.input_value() == ""
    near.check()
    assert page.locator("[name=lat]").first.input_value() == "31.2"
    near.uncheck()
    assert page.locator("[name=lat]").first.input_value() == ""
    page.locator("summary", has_text="不让进").click()
    page.get_by_role("button", name="外卖").click()
    expect(page.get_by_text("不让进（送外卖的）")).to_be_visible()
    expect(page.locator(".card")).to_have_count(3)
    page.wait_for_load_state()
    mine = page.url
    page.goto(here)
    page.get_by_role("link", name="你报过“不让进”").click()
    expect(page).to_have_url(mine)


def test_what_one_sends_is_one_row_and_no_button_breaks_its_words_in_larger_text(
    phone: Callable[..., Page], place: tuple[Desk, str]
) -> None:
    desk, _ = place
    page = phone(f"{next(NETWORKS)}.0.1", viewport={"width": 360, "height": 640}, bypass_csp=True)
    page.goto(f"{desk.address}/p/{desk.code}")
    page.locator("summary", has_text="不让进").click()
    riders = ("快递", "外卖", "其他")
    tops = {_box(page.get_by_role("button", name=name, exact=True))["y"] for name in riders}
    assert len(tops) == 1
    page.add_style_tag(content="html { font-size: 130% }")
    words, one = (_box(page.get_by_role("button", name=name)) for name in ("开着，没问题", "门关着"))
    assert words["height"] == one["height"], "broken into two lines"


def _box(there: Locator) -> FloatRect:
    box = there.bounding_box()
    assert box is not None
    return box
