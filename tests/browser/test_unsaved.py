"""What an editor wrote is not lost by a tap elsewhere on its page."""

import time

from playwright.sync_api import Dialog, Page

from tests.browser.conftest import PATIENCE_S, Desk, Open


def staying(page: Page) -> list[str]:
    """What a page asks somebody who each time stays; grows."""
    asked: list[str] = []

    def on_dialog(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", on_dialog)
    return asked


def grows_to(page: Page, asked: list[str], count: int) -> None:
    """Until it was asked so often, and no oftener."""
    end = time.monotonic() + PATIENCE_S
    while len(asked) < count and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert asked == ["beforeunload"] * count


def test_a_point_that_was_changed_is_not_left_behind_unasked(visit: Open, desk: Desk) -> None:
    page = visit(viewport={"width": 1280, "height": 800}).page
    asked = staying(page)
    desk.sign_in(page)
    page.goto(f"{desk.address}/bureau/points/new")
    note = page.get_by_label("备注")
    note.press_sequentially("示例手写的")
    page.get_by_role("link", name="要办的").click(no_wait_after=True)
    grows_to(page, asked, 1)
    assert note.input_value() == "示例手写的"
    with page.expect_navigation():
        page.locator(".go button").click()
    page.get_by_text("处要改，没有保存").wait_for()
    assert asked == ["beforeunload"], "sending it is not leaving it"
    page.get_by_role("link", name="要办的").click(no_wait_after=True)
    grows_to(page, asked, 2)  # it came back, and is not kept yet
    page.get_by_label("名称", exact=True).fill("示例没存的点")
    page.get_by_label("类型", exact=True).select_option("care_station")
    with page.expect_navigation():
        page.locator(".go button").click()
    page.get_by_role("heading", name="保存后小哥会看到的变化").wait_for()
    page.get_by_role("link", name="要办的").click(no_wait_after=True)
    grows_to(page, asked, 3)  # nor is it before the last button


def test_changed_words_are_not_left_behind_unasked(visit: Open, desk: Desk) -> None:
    page = visit(viewport={"width": 1280, "height": 800}).page
    asked = staying(page)
    desk.sign_in(page)
    page.goto(f"{desk.address}/bureau/notice")
    page.get_by_role("button", name="往后").first.click()
    page.wait_for_url("**down=**")
    assert asked == [], "nothing was written yet"
    words = page.locator("#forward")
    words.press_sequentially("示例手写的")
    page.get_by_role("button", name="往前").last.click(no_wait_after=True)
    grows_to(page, asked, 1)
    assert "示例手写的" in words.input_value()
    page.locator('[data-copy="#forward"]').click()
    page.get_by_role("link", name="要办的").click()
    page.wait_for_url(f"{desk.address}/bureau/")
    assert asked == ["beforeunload"], "what was copied may go"
