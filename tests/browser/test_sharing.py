"""发到群, on a phone: the system's sheet outside WeChat, a copy inside it and inside WeCom, a text to press
on where neither works.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_pages import WECHAT

PHONE = {"is_mobile": True, "has_touch": True}
WECOM = WECHAT + " wxwork/4.1.20"
SHEET = "window.given = []; navigator.share = function (what) { given.push(what); return %s; }"
REFUSED = "Promise.reject(new DOMException('', '%s'))"
NO_CLIPBOARD = (
    "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false"
)


def opened(visit: Open, url: str, *scripts: str, **options: Any) -> Page:
    """That page, with these scripts run before its own."""
    page = visit(permissions=["clipboard-read", "clipboard-write"], **{**PHONE, **options}).page
    for script in scripts:
        page.add_init_script(script)
    page.goto(url)
    return page


def test_outside_wechat_the_sheet_gets_the_text_and_the_link_apart(
    visit: Open, site: str, some_code: str
) -> None:
    page = opened(visit, f"{site}/p/{some_code}?need=toilet", SHEET % "Promise.resolve()")
    page.click(".dock [data-share]")
    [given] = page.evaluate("given")
    assert given["url"] == f"{site}/p/{some_code}"
    assert given["text"].startswith("【歇脚】")
    assert given["text"].endswith("：\n")
    assert "http" not in given["text"]
    assert page.inner_text("[data-toast]") == ""


def test_who_closes_the_sheet_gets_no_copy_instead(visit: Open, site: str, some_code: str) -> None:
    page = opened(visit, f"{site}/p/{some_code}", SHEET % (REFUSED % "AbortError"))
    page.click(".dock [data-share]")
    page.wait_for_timeout(100)
    assert page.evaluate("given.length") == 1
    assert page.inner_text("[data-toast]") == ""


def test_where_the_sheet_is_refused_the_text_is_copied(visit: Open, site: str, some_code: str) -> None:
    page = opened(visit, f"{site}/p/{some_code}", SHEET % (REFUSED % "NotAllowedError"))
    page.click(".dock [data-share]")
    expect(page.locator("[data-toast]")).to_have_text("复制好了，去群里粘贴")
    assert page.evaluate("navigator.clipboard.readText()").startswith("【歇脚】")


def test_at_a_desk_it_copies(visit: Open, site: str, some_code: str) -> None:
    desk = {"is_mobile": False, "has_touch": False, "viewport": {"width": 1280, "height": 800}}
    page = opened(visit, f"{site}/p/{some_code}", SHEET % "Promise.resolve()", **desk)
    page.click(".dock [data-share]")
    expect(page.locator("[data-toast]")).to_have_text("复制好了，去群里粘贴")
    assert page.evaluate("given") == []


@pytest.mark.parametrize("agent", [WECHAT, WECOM], ids=["wechat", "wecom"])
def test_inside_wechat_and_wecom_it_copies_and_points_at_the_dots(
    visit: Open, site: str, some_code: str, agent: str
) -> None:
    page = opened(visit, f"{site}/p/{some_code}", SHEET % "Promise.resolve()", user_agent=agent)
    page.click(".dock [data-share]")
    expect(page.locator("[data-toast].top")).to_contain_text("···")
    assert page.evaluate("navigator.clipboard.readText()").splitlines()[-1] == f"{site}/p/{some_code}"
    assert page.evaluate("given") == []


def test_where_the_clipboard_is_refused_what_is_selected_is_copied(
    visit: Open, site: str, some_code: str
) -> None:
    refuses = "navigator.clipboard.writeText = () => " + REFUSED % "NotAllowedError"
    page = opened(visit, f"{site}/p/{some_code}", refuses, user_agent=WECHAT)
    page.click(".dock [data-share]")
    expect(page.locator("[data-toast].top")).to_contain_text("···")
    assert page.evaluate("navigator.clipboard.readText()").splitlines()[-1] == f"{site}/p/{some_code}"


@pytest.mark.parametrize("agent", [WECHAT, WECOM], ids=["wechat", "wecom"])
def test_where_it_cannot_copy_the_text_is_selected(
    visit: Open, site: str, some_code: str, agent: str
) -> None:
    page = opened(visit, f"{site}/p/{some_code}", NO_CLIPBOARD, user_agent=agent)
    page.click(".dock [data-share]")
    expect(page.locator("[data-toast]")).to_contain_text("长按")
    assert page.evaluate("getSelection().toString()").startswith("【歇脚】")
    expect(page.locator("#share-text")).to_be_in_viewport()


def test_without_javascript_the_button_leads_to_the_text(visit: Open, site: str, some_code: str) -> None:
    page = opened(visit, f"{site}/p/{some_code}", java_script_enabled=False)
    page.click(".dock [data-share]")
    expect(page.locator("#share-text")).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/d/changning", "/d/changning/jiangsulu"])
def test_a_list_is_shared_by_its_own_address(visit: Open, site: str, path: str) -> None:
    page = opened(visit, f"{site}{path}?need=toilet", SHEET % "Promise.resolve()")
    page.click("#share [data-share]")
    [given] = page.evaluate("given")
    assert given["url"] == site + path


def test_without_javascript_a_list_shows_its_text_and_no_dead_button(visit: Open, site: str) -> None:
    page = opened(visit, f"{site}/d/changning", java_script_enabled=False)
    expect(page.locator("#share-text")).to_be_visible()
    expect(page.locator("#share [data-share]")).to_be_hidden()
