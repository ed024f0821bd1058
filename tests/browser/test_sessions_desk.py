"""An editor at the desk of booking: a weekly series over the National Day holiday, and people at the door."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from servicepoints.config import load
from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours import TIMEZONE
from servicepoints.register import bookings
from servicepoints.services.booking.rules import Links
from servicepoints.services.booking.taking import Request, book
from servicepoints.services.opening import open_instance
from tests.browser.conftest import ARTEFACTS, Desk, Open, press
from tests.browser.test_accessibility import AXE, violations
from tests.services.booking_city import RULES

SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
WEEKDAYS = "一二三四五六日"


def national_day() -> date:
    """The next 1 October: a public holiday by law in every year."""
    today = datetime.now(TIMEZONE).date()
    day = date(today.year + (today >= date(today.year, 9, 20)), 10, 1)
    assert Calendar().day(day).type is DayType.PUBLIC_HOLIDAY
    return day


def couriers_book(desk: Desk, session: str, *people: tuple[str, str]) -> list[str]:
    """Couriers book; the codes that they show at the door."""
    register = open_instance(load({"SERVICEPOINTS_HOME": str(desk.home)}))
    requests = [Request(session, name, phone, "1", f"{session}-{phone}-key", True) for name, phone in people]
    codes = [book(register, one, RULES, Links("x" * 40)).booking.door_code for one in requests]
    register.close()
    return codes


def attended(desk: Desk, session: str) -> list[str | None]:
    register = open_instance(load({"SERVICEPOINTS_HOME": str(desk.home)}))
    with register.read() as reader:
        found = [one.attendance for one in bookings.of_session(reader, session)]
    register.close()
    return found


@contextmanager
def looked_at(page: Page, name: str) -> Iterator[None]:
    """A picture in light and in dark of a page that is there whole; nothing may stick out, and axe finds
    nothing."""
    page.wait_for_load_state()
    yield
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.screenshot(path=ARTEFACTS / f"sessions-{name}-{scheme}.png", full_page=True)
        if AXE.exists():
            assert violations(page) == [], f"{name} {scheme}"
    page.emulate_media(color_scheme="light")
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def first_slot(page: Page) -> str:
    """Opens the first session of an offering; its code."""
    with page.expect_navigation():
        page.locator("a.slot").first.click()
    return page.url.split("/")[-1].partition("#")[0]


@pytest.mark.parametrize("size", SIZES)
def test_an_editor_makes_a_series_over_national_day_and_checks_people_in(
    visit: Open, desk: Desk, size: str
) -> None:
    seen = visit(viewport=dict(zip(("width", "height"), SIZES[size], strict=True)), bypass_csp=True)
    page, holiday = seen.page, national_day()
    weeks = [holiday + timedelta(days=days) for days in (-7, 0, 7, 14)]
    kept = [day for day in weeks if Calendar().day(day).type is not DayType.PUBLIC_HOLIDAY]
    added, skipped = 2 * len(kept), len(weeks) - len(kept)  # another holiday may be near
    desk.sign_in(page)
    page.get_by_role("link", name="活动", exact=True).click()
    page.get_by_label("在哪个点位").select_option(desk.code)
    press(page, "去开")
    page.get_by_label("名称").fill(f"示例理发{size}")
    page.get_by_label("是什么").select_option("service")
    with looked_at(page, f"offerings-{size}"):
        pass
    page.get_by_role("button", name="存好，去加场次").click()
    page.get_by_role("link", name="按周加").click()
    page.get_by_label(f"周{WEEKDAYS[holiday.weekday()]}").check()
    page.get_by_label("从哪天").fill(weeks[0].isoformat())
    page.get_by_label("到哪天").fill(weeks[-1].isoformat())
    page.get_by_label("几点开始").fill("14:00")
    page.get_by_label("几点结束").fill("15:00")
    page.get_by_label("切成几分钟一场").fill("30")
    page.get_by_label("名额").fill("3")
    with page.expect_navigation():
        page.get_by_role("button", name="看看会加哪些").last.click()
    page.get_by_role("heading", name=f"会加{added}场，跳过{skipped}天").wait_for()
    words = page.locator(".skipped").inner_text()
    assert "10月1日" in words
    assert "国庆" in words
    with looked_at(page, f"series-{size}"):
        pass
    press(page, f"就加这{added}场")
    page.get_by_text(f"加了{added}场").wait_for()
    with looked_at(page, f"offering-{size}"):
        pass
    session = first_slot(page)
    people = (("示例张三", "13900000001"), ("示例李四", "13900000002"), ("示例王五", "13900000003"),
              ("示例赵六", "13900000004"))  # fmt: skip
    with pytest.raises(Exception, match="满了"):
        couriers_book(desk, session, *people)
    first, second, _ = couriers_book(desk, session, *people[:3])
    page.reload()
    with looked_at(page, f"masked-{size}"):
        assert "示例张三" not in page.content()
    page.get_by_label("签到码").fill(first.lower())
    page.keyboard.press("Enter")
    page.get_by_text("签到了：示*** 139****0001").wait_for()
    page.keyboard.type(second)  # the field waits for the next
    page.keyboard.press("Enter")
    page.get_by_text("签到了：示*** 139****0002").wait_for()
    assert attended(desk, session) == ["attended", "attended", None]
    page.get_by_label("签到码").fill("0000")
    page.get_by_role("button", name="签到").click()
    page.get_by_text("这一场没有这个码").wait_for()
    press(page, "打开名单")
    press(page, "示例王五没来")
    page.get_by_role("link", name="13900000003").wait_for()
    assert attended(desk, session) == ["attended", "attended", "absent"]
    page.get_by_label("示例王五：换场、取消").click()
    with looked_at(page, f"open-{size}"):
        pass
    if size == "desktop":
        page.emulate_media(media="print")
        page.screenshot(path=ARTEFACTS / "sessions-print.png")
        expect(page.locator("table.print-only")).to_be_visible()
        expect(page.get_by_role("button", name="打印")).to_be_hidden()
        page.emulate_media(media="screen")
    press(page, "改时间名额、取消", "link")
    page.get_by_label("几点开始").fill("13:30")
    with looked_at(page, f"change-{size}"):
        pass
    press(page, "保存")
    page.get_by_text("3个人要打电话通知").wait_for()
    with looked_at(page, f"calls-{size}"):
        pass
    page.goto(f"{desk.address}/bureau/sessions?from={kept[0]}")
    with looked_at(page, f"week-{size}"):
        expect(page.get_by_text("3/3").first).to_be_visible()
    page.goto(f"{desk.address}/bureau/")
    press(page, "要打电话通知的", "link")
    with looked_at(page, f"phone-{size}"):
        pass
    with page.expect_navigation():
        page.get_by_text("要打电话 3").first.click()
    for box in page.locator("[name=told]").all():
        box.check()
    press(page, "勾的打过了")
    page.get_by_text("3个人打过电话了").wait_for()
    shut_for_a_while(page, desk, holiday + timedelta(days=30 + len(size)), size)
    assert [e for e in seen.errors if "422" not in e] == []


def shut_for_a_while(page: Page, desk: Desk, until: date, size: str) -> None:
    """The point is shut over all that was made: the desk is told what lies in it, and calls one off."""
    page.goto(f"{desk.address}/bureau/points?q={desk.code}")
    page.locator("[name=pick]").first.check()
    page.get_by_text("临时关门…").click()
    page.get_by_label("关到什么时候").fill(f"{until}T08:00")
    page.get_by_label("理由", exact=True).fill("示例装修")
    press(page, "临时关门", exact=True)
    page.get_by_text("关门这段时间里还有").wait_for()
    with looked_at(page, f"suspended-{size}"):
        pass
    press(page, "看是哪些、取消", "link")
    for box in page.locator("[name=pick]").all()[1:]:
        box.uncheck()
    with looked_at(page, f"shut-{size}"):
        pass
    press(page, "取消勾了的场次")
    page.get_by_text("取消了1场").wait_for()


def test_without_javascript_a_code_checks_in(visit: Open, desk: Desk) -> None:
    seen = visit(java_script_enabled=False)
    page = seen.page
    desk.sign_in(page)
    page.goto(f"{desk.address}/bureau/points/{desk.code}/offerings")
    page.get_by_label("名称").fill("示例量血压")
    page.get_by_role("button", name="存好，去加场次").click()
    page.get_by_role("link", name="加一场").click()
    page.get_by_label("日期").fill((datetime.now(TIMEZONE).date() + timedelta(days=3)).isoformat())
    page.get_by_label("几点开始").fill("14:00")
    page.get_by_label("几点结束").fill("16:00")
    page.get_by_label("名额").fill("3")
    page.get_by_role("button", name="加这一场").click()
    session = first_slot(page)
    (code,) = couriers_book(desk, session, ("示例张三", "13900000009"))
    page.get_by_label("签到码").fill(code)
    page.get_by_role("button", name="签到").click()
    page.get_by_text("签到了：示***").wait_for()
    assert attended(desk, session) == ["attended"]
