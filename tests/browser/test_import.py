"""The whole way of a roster, in a browser: from the sign-in to a group notice that is copied."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from servicepoints.config import load
from servicepoints.domain.roles import Account, Role
from servicepoints.register import imports
from servicepoints.services.importing.undoing import undo
from servicepoints.services.opening import open_instance
from tests.browser.conftest import ARTEFACTS, Desk, Open, press

SAMPLE = Path(__file__).parents[1] / "data" / "roster_sample.xlsx"
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
MOST_CLICKS = 12


@dataclass
class Clicking:
    """A page on which every click is counted."""

    page: Page
    clicks: int = 0

    def __call__(self, role: str, name: str) -> None:
        """Click what has that role and a name that holds these words, until its page is there whole."""
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.clicks += 1


def picture(page: Page, name: str) -> None:
    """A picture to look at; nothing may stick out of the screen."""
    page.screenshot(path=ARTEFACTS / f"{name}.png")
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def as_before(desk: Desk) -> None:
    """An import that stands, of a turn that went wrong, is undone."""
    register = open_instance(load({"SERVICEPOINTS_HOME": str(desk.home)}))
    with register.read() as reader:
        standing = [batch.id for batch in imports.batches(reader, "shili") if batch.undone_at is None]
    for number in standing:
        undo(register, Account(1, desk.login, "示例爱丽丝", Role.EDITOR, "shili"), number)
    register.close()


@pytest.mark.parametrize("size", SIZES)
def test_from_sign_in_over_an_import_to_a_copied_notice_in_few_clicks(
    visit: Open, desk: Desk, size: str
) -> None:
    as_before(desk)
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
    page.get_by_role("button", name="复制这段").first.click()
    click.clicks += 1
    page.get_by_text("复制好了").or_(page.get_by_text("没复制成")).wait_for()
    assert seen.errors == []
    assert click.clicks <= MOST_CLICKS
    page.goto(report)
    press(page, "撤回这次导入", "link")
    picture(page, f"undo-{size}")
    press(page, "撤回这次导入")
    page.get_by_text("撤回了：26个新点位撤点").wait_for()


def test_the_button_counts_the_ticks_and_a_large_file_is_refused_at_once(visit: Open, desk: Desk) -> None:
    seen = visit(viewport={"width": 1280, "height": 800})
    page = seen.page
    desk.sign_in(page)
    page.goto(f"{desk.address}/bureau/imports")
    large = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a" * (12 * 1024 * 1024)}
    page.set_input_files("#f-file", large)  # type: ignore[arg-type]
    expect(page.get_by_role("alert")).to_have_text(re.compile("^文件超过 10 MB"))
    rows = "\n".join(
        ["名称,地址,类型", *(f"示例试办{n}号驿站,示例试办路{n}号,爱心接力站" for n in range(60))]
    )
    page.set_input_files(
        "#f-file",
        {"name": "a.csv", "mimeType": "text/csv", "buffer": rows.encode()},  # type: ignore[arg-type]
    )
    press(page, "上传")
    count = page.locator("[data-count]")
    expect(count).to_have_text("60")
    page.locator("input[name=take]").first.uncheck()
    expect(count).to_have_text("59")
    page.locator("details.fold > summary").click()
    press(page, "按改过的列再读一遍")
    page.get_by_text("重新读了一遍").wait_for()
    expect(count, "a tick outlasts another reading of the columns").to_have_text("59")
    press(page, "下一页")
    expect(count).to_have_text("59")
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
    press(page, "上传")
    page.get_by_text("超过 10 MB").first.wait_for()
