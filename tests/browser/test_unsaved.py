"""What an editor wrote into a notice is not lost by a tap elsewhere on its page."""

from playwright.sync_api import Dialog

from tests.browser.conftest import Desk, Open


def test_changed_words_are_not_left_behind_unasked(visit: Open, desk: Desk) -> None:
    seen = visit(viewport={"width": 1280, "height": 800})
    page, asked = seen.page, list[str]()
    answer = {"leave": False}

    def on_dialog(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept() if answer["leave"] else dialog.dismiss()

    page.on("dialog", on_dialog)
    desk.sign_in(page)
    page.goto(f"{desk.address}/bureau/notice")
    page.get_by_role("button", name="往后").first.click()
    page.wait_for_url("**down=**")
    assert asked == [], "nothing was written yet"
    words = page.locator("#forward")
    words.press_sequentially("示例手写的")
    page.get_by_role("button", name="往前").last.click(no_wait_after=True)
    page.wait_for_function("true")
    assert asked == ["beforeunload"]
    assert "示例手写的" in words.input_value()
    page.locator('[data-copy="#forward"]').click()
    page.get_by_role("link", name="要办的").click()
    page.wait_for_url(f"{desk.address}/bureau/")
    assert asked == ["beforeunload"], "what was copied may go"
