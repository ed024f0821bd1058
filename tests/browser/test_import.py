"""The whole way of a roster, in a browser: from the sign-in to a group notice that is copied."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ARTEFACTS, Desk, Open

SAMPLE = Path(__file__).parents[1] / "data" / "roster_sample.xlsx"
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
MOST_CLICKS = 12


@dataclass
class Clicking:
    """A page on which every click is counted."""

    page: Page
    clicks: int = 0

    def __call__(self, role: str, name: str) -> None:
        """Click what has that role and a name that holds these words."""
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.clicks += 1


def picture(page: Page, name: str) -> None:
    """A picture to look at; nothing may stick out of the screen."""
    page.screenshot(path=ARTEFACTS / f"{name}.png")
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", SIZES)
def test_from_sign_in_over_an_import_to_a_copied_notice_in_few_clicks(
    visit: Open, desk: Desk, size: str
) -> None:
    seen = visit(viewport=dict(zip(("width", "height"), SIZES[size], strict=True)))
    page, click = seen.page, Clicking(seen.page)
    page.goto(f"{desk.address}/bureau/sign-in")
    page.fill("[name=login]", desk.login)
    page.fill("[name=password]", desk.password)
    click("button", "登录")
    click("link", "导入台账")
    picture(page, f"imports-{size}")
    page.set_input_files("#f-file", SAMPLE)
    click.clicks += 2  # opening the chooser, and the file in it
    click("button", "上传，看会改什么")
    page.get_by_role("heading", name="roster_sample.xlsx").wait_for()
    picture(page, f"import-{size}")
    page.locator("details.fold > summary").click()
    picture(page, f"import-columns-{size}")
    click("button", "个点位")
    page.get_by_role("heading", name="导入好了").wait_for()
    picture(page, f"imported-{size}")
    report = page.url
    click("link", "复制群通知")
    page.locator("#forward").wait_for()
    click("button", "复制这段")
    page.get_by_text("复制好了").or_(page.get_by_text("没复制成")).wait_for()
    assert seen.errors == []
    assert click.clicks <= MOST_CLICKS
    page.goto(report)
    page.get_by_role("link", name="撤回这次导入").click()
    picture(page, f"undo-{size}")
    page.get_by_role("button", name="撤回这次导入").click()
    page.get_by_text("撤回了：26个新点位撤点").wait_for()


def test_the_button_counts_the_ticks_and_a_large_file_is_refused_at_once(visit: Open, desk: Desk) -> None:
    seen = visit(viewport={"width": 1280, "height": 800})
    page = seen.page
    desk.sign_in(page)
    page.goto(f"{desk.address}/bureau/imports")
    large = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a" * (12 * 1024 * 1024)}
    page.set_input_files("#f-file", large)  # type: ignore[arg-type]
    assert page.get_by_role("alert").inner_text().startswith("文件超过 10 MB")
    rows = "\n".join(
        ["名称,地址,类型", *(f"示例试办{n}号驿站,示例试办路{n}号,爱心接力站" for n in range(60))]
    )
    page.set_input_files(
        "#f-file",
        {"name": "a.csv", "mimeType": "text/csv", "buffer": rows.encode()},  # type: ignore[arg-type]
    )
    page.get_by_role("button", name="上传").click()
    count = page.locator("[data-count]")
    assert count.inner_text() == "60"
    page.locator("input[name=take]").first.uncheck()
    assert count.inner_text() == "59"
    page.locator("details.fold > summary").click()
    page.get_by_role("button", name="按改过的列再读一遍").click()
    page.get_by_text("重新读了一遍").wait_for()
    assert count.inner_text() == "59", "a tick outlasts another reading of the columns"
    page.get_by_role("button", name="下一页").click()
    assert count.inner_text() == "59"
    picture(page, "import-page-2")


def test_without_javascript_a_file_that_is_far_too_large_is_refused_in_words(visit: Open, desk: Desk) -> None:
    seen = visit(java_script_enabled=False)
    page = seen.page
    desk.sign_in(page)
    page.goto(f"{desk.address}/bureau/imports")
    page.set_input_files(
        "#f-file",
        {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a" * (12 * 1024 * 1024)},  # type: ignore[arg-type]
    )
    page.get_by_role("button", name="上传").click()
    page.get_by_text("超过 10 MB").first.wait_for()
