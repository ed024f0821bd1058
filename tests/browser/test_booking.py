"""A courier books in a browser: from a point's page to a place, over the waiting list, and back."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from servicepoints.config import load
from servicepoints.domain.offerings import Offering, Session
from servicepoints.register import Actor, offerings
from servicepoints.register import schema as s
from servicepoints.services.opening import open_instance
from tests.browser.conftest import ARTEFACTS, PATIENCE_S, Desk, Open, is_seen, press

SETUP = Actor("setup", "示例")
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
PHONES = iter(f"139{n:08d}" for n in range(10_000))
SCHEMES = ("light", "dark")


@pytest.fixture
def session(desk: Desk) -> str:
    """A session with one place at the desk's point, published."""
    register = open_instance(load({"SERVICEPOINTS_HOME": str(desk.home)}))
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
    one = Session(starts_at=starts, ends_at=starts + timedelta(hours=1), capacity=1, queue=5, most=1)
    with register.write(SETUP) as writer:
        number = offerings.add_offering(writer, Offering(title="示例免费理发", point=desk.code))
        (code,) = offerings.add_sessions(writer, offerings.offering(writer, number), [one])
    register.close()
    is_seen(f"{desk.address}/s/{code}", "还剩1个")
    return code


def book(page: Page, site: str, session: str, button: str, phone: str = "") -> str:
    """Someone books by the form; the address of the booking."""
    page.goto(f"{site}/s/{session}")
    page.fill("#name", "示例张三")
    page.fill("#phone", phone or next(PHONES))
    page.check("[name=consent]")
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url("**/b/*")
    return page.url


def wait_for_words(page: Page, address: str, words: str) -> None:
    """What is published is there within seconds: of every worker, and then in this browser."""
    is_seen(address, words)
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        page.goto(address)
        if words in page.content():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{words} is not on {address}")


def keep(page: Page, name: str) -> None:
    page.screenshot(path=str(ARTEFACTS / "pages" / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("size", SIZES)
def test_a_courier_waits_gets_the_freed_place_and_cancels(
    visit: Open, desk: Desk, session: str, size: str
) -> None:
    (ARTEFACTS / "pages").mkdir(parents=True, exist_ok=True)
    width, height = SIZES[size]
    first = visit(viewport={"width": width, "height": height}).page
    wait_for_words(first, f"{desk.address}/s/{session}", "还剩1个")
    wait_for_words(first, f"{desk.address}/p/{desk.code}", f"/s/{session}")
    first.locator(f"a[href='/s/{session}']").click()
    expect(first.get_by_text("还剩1个")).to_be_visible()
    held = book(first, desk.address, session, "报名")
    expect(first.get_by_role("heading", name="报好名了")).to_be_visible()
    keep(first, f"booked-{size}")

    second = visit(viewport={"width": width, "height": height}).page
    wait_for_words(second, f"{desk.address}/s/{session}", "满了，可以排队")
    keep(second, f"session-queue-{size}")
    waiting = book(second, desk.address, session, "排队")
    expect(second.get_by_text("你是第一位")).to_be_visible()
    third = visit().page
    book(third, desk.address, session, "排队")
    expect(third.get_by_text("前面还有1位")).to_be_visible()
    keep(third, f"waiting-{size}")

    first.goto(held)
    first.get_by_text("不去了，取消").click()
    first.get_by_role("button", name="确定取消").click()
    expect(first.get_by_role("heading", name="已取消")).to_be_visible()
    second.goto(waiting)
    expect(second.get_by_text("排到你了")).to_be_visible()
    third.reload()
    expect(third.get_by_text("你是第一位")).to_be_visible()


def test_the_phone_remembers_its_bookings_and_forgets_a_cancelled_one(
    visit: Open, desk: Desk, session: str
) -> None:
    page = visit().page
    wait_for_words(page, f"{desk.address}/s/{session}", "还剩1个")
    mine = book(page, desk.address, session, "报名")
    page.goto(f"{desk.address}/")
    page.get_by_text("我的预约").click()
    page.get_by_role("link", name=re.compile("示例免费理发")).click()
    expect(page).to_have_url(mine)
    page.get_by_text("不去了，取消").click()
    press(page, "确定取消")  # its script forgets the booking
    expect(page.get_by_role("heading", name="已取消")).to_be_visible()
    page.goto(f"{desk.address}/")
    expect(page.get_by_text("我的预约")).to_be_hidden()


def test_the_phone_forgets_a_booking_a_day_after_it_is_over(visit: Open, desk: Desk, session: str) -> None:
    page = visit().page
    wait_for_words(page, f"{desk.address}/s/{session}", "还剩1个")
    book(page, desk.address, session, "报名")
    until = page.evaluate("JSON.parse(localStorage.bookings)[0].until")
    assert until == pytest.approx(datetime.now(UTC).timestamp() + (3 * 24 + 1) * 3600, abs=600)
    page.goto(f"{desk.address}/")
    expect(page.get_by_text("我的预约")).to_be_visible()
    page.evaluate("""const kept = JSON.parse(localStorage.bookings); kept[0].until = Date.now() / 1000 - 1;
                     localStorage.bookings = JSON.stringify(kept)""")
    page.reload()
    expect(page.get_by_text("我的预约")).to_be_hidden()


def test_a_double_tap_is_one_booking_and_it_works_without_javascript(
    visit: Open, desk: Desk, session: str
) -> None:
    page = visit(java_script_enabled=False).page
    wait_for_words(page, f"{desk.address}/s/{session}", "还剩1个")
    page.fill("#name", "示例张三")
    page.fill("#phone", next(PHONES))
    page.check("[name=consent]")
    register = open_instance(load({"SERVICEPOINTS_HOME": str(desk.home)}))
    with register.begin() as held:  # else the second tap may come on the page that the first leads to
        held.execute(s.offering_session.update().values(taken=s.offering_session.c.taken))
        page.get_by_role("button", name="报名", exact=True).dblclick()
    register.close()
    page.wait_for_url("**/b/*")
    expect(page.get_by_role("heading", name="报好名了")).to_be_visible()


def test_what_is_to_be_mended_is_on_the_screen(visit: Open, desk: Desk, session: str) -> None:
    page = visit(java_script_enabled=False, viewport={"width": 360, "height": 240}).page
    wait_for_words(page, f"{desk.address}/s/{session}", "还剩1个")
    page.fill("#name", "示例张三")
    page.fill("#phone", "12345")
    page.check("[name=consent]")
    page.get_by_role("button", name="报名", exact=True).click()
    expect(page.locator("#phone")).to_be_focused()
    expect(page.locator("#e-phone")).to_be_in_viewport()
    phone = next(PHONES)
    book(page, desk.address, session, "报名", phone)
    wait_for_words(page, f"{desk.address}/s/{session}", "满了，可以排队")
    page.fill("#name", "示例张三")
    page.fill("#phone", phone)
    page.check("[name=consent]")
    page.get_by_role("button", name="排队", exact=True).click()
    expect(page.get_by_role("alert")).to_be_in_viewport(ratio=1)


def test_no_phone_number_is_in_any_file_or_log_but_sealed(visit: Open, desk: Desk, session: str) -> None:
    marker, name = "13912349876", "示例欧阳某某"
    page = visit().page
    wait_for_words(page, f"{desk.address}/s/{session}", "还剩1个")
    page.fill("#name", name)
    page.fill("#phone", marker)
    page.check("[name=consent]")
    page.get_by_role("button", name="报名", exact=True).click()
    page.wait_for_url("**/b/*")
    token = page.url.rpartition("/")[2]
    page.wait_for_timeout(1500)
    logs = list(ARTEFACTS.glob("*.log"))
    files = [path for path in desk.home.rglob("*") if path.is_file()]
    assert logs
    assert {path.name for path in files} >= {"register.db", "catalogue.db", "places.json"}
    for path in [*files, *logs]:
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # what a publisher writes has another name until it is whole
            continue
        for secret in (marker, name, token):
            assert secret.encode() not in content, f"{secret} is in {path.name}"
