"""An editor's morning in a browser: the queue worked off, pins set, the export read in again unchanged."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from servicepoints.config import load
from servicepoints.register import Register, feed, imports, points, reviews
from servicepoints.services.opening import open_instance
from tests.browser.conftest import ARTEFACTS, Desk, Open, press

SAMPLE = Path(__file__).parents[1] / "data" / "roster_sample.xlsx"
KINDS = ("hours", "value", "note", "row", "position")
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}


def register_of(desk: Desk) -> Register:
    return open_instance(load({"SERVICEPOINTS_HOME": str(desk.home)}))


def send_in(page: Page, desk: Desk, file: Path) -> None:
    page.goto(f"{desk.address}/bureau/imports")
    page.set_input_files("#f-file", file)
    press(page, "上传")
    page.get_by_role("heading", name=file.name).wait_for()


def work_off(page: Page, desk: Desk, kind: str) -> None:
    """Everything of one kind: readings are taken, the rest is dealt with."""
    page.goto(f"{desk.address}/bureau/review/{kind}")
    if kind == "hours" and page.get_by_text("读成").count():
        press(page, "采用勾选的读法")
        page.get_by_text("办好了").wait_for()
    while page.locator("[name=items]").count():
        for box in page.locator("[name=items]").all():
            box.check()
        several = kind == "hours" and page.locator("[name=items]").count() > 1
        press(page, "先当不清楚" if kind == "hours" else "勾选的处理好了")
        if several:  # one answer for several texts is asked about once
            page.get_by_role("alert").get_by_text("再点一次").wait_for()
            press(page, "先当不清楚")
        page.get_by_text("办好了").wait_for()
    page.get_by_text("都办完了").wait_for()


def set_pin(page: Page, desk: Desk) -> str:
    """A pin where the map is, set by a tap and moved by a key; the code of its point."""
    code = page.url.split("/")[-2]
    page.locator("[data-place]").click(position={"x": 120, "y": 120})
    before = page.locator("#f-lat").input_value()
    page.locator(".pin").focus()
    page.keyboard.press("ArrowUp")
    assert float(page.locator("#f-lat").input_value()) > float(before)
    page.get_by_label("就是这里").check()
    press(page, "存这个位置")
    page.get_by_text("标好了").wait_for()
    return code


@pytest.mark.parametrize("size", SIZES)
def test_an_editor_clears_the_queue_sets_pins_and_reads_the_export_in_unchanged(
    visit: Open, desk: Desk, tmp_path: Path, size: str
) -> None:
    seen = visit(viewport=dict(zip(("width", "height"), SIZES[size], strict=True)), accept_downloads=True)
    page = seen.page
    desk.sign_in(page)
    register = register_of(desk)
    with register.read() as reader:
        taken = any(batch.filename == SAMPLE.name for batch in imports.batches(reader, "shili"))
    if not taken:  # else a turn before this one did, and it stands
        send_in(page, desk, SAMPLE)
        page.get_by_role("button", name="个点位").first.click()
        page.get_by_role("heading", name="导入好了").wait_for()
    for kind in KINDS:
        work_off(page, desk, kind)
    with register.read() as reader:
        assert reviews.count_open(reader) == 0
    page.goto(f"{desk.address}/bureau/place")
    pinned = [set_pin(page, desk) for _ in range(3)]
    page.screenshot(path=ARTEFACTS / f"place-{size}.png")
    with register.read() as reader:
        for point in points.get_many(reader, pinned).values():
            assert point.position is not None
            assert point.position.confirmed_by == "示例爱丽丝"
    page.goto(f"{desk.address}/bureau/points")
    page.screenshot(path=ARTEFACTS / f"listing-{size}.png")
    with page.expect_download() as saved:
        page.get_by_role("link", name="导出这").first.click()
    exported = tmp_path / "导出.xlsx"
    saved.value.save_as(exported)
    with register.read() as reader:
        before = feed.latest(reader)
    send_in(page, desk, exported)
    said = page.locator("main").inner_text()
    page.screenshot(path=ARTEFACTS / f"unchanged-{size}.png")
    assert "和现在的一样，没有要导入的" in said
    with register.read() as reader:
        assert feed.latest(reader) == before
        assert reviews.count_open(reader) == 0
    register.close()
    assert [said for said in seen.errors if "422" not in said] == []  # the question is a refusal
