"""A name that is code, and one that has no end: neither runs, neither breaks a page."""

import json
import shutil
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARTEFACTS, PATIENCE_S, Open, served
from tests.conftest import command

EVIL = "示例<script>alert(1)</script>${alert(2)}`'\"</title><img src=x onerror=alert(3)>"
ENDLESS = "示例" + "长" * 198


@pytest.fixture(scope="module")
def hostile(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration with two more points, right where the phone is."""
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("hostile") / "instance"))
    quoted = EVIL.replace('"', '""')
    rows = [
        "名称,类型,区,地址,纬度(WGS-84),经度(WGS-84),开放时间,谁能进,服务内容",
        f'"{quoted}",爱心接力站,长宁区,示例路1号,31.2242,121.4295,24小时,都能进,热水',
        f"{ENDLESS},爱心接力站,长宁区,示例路2号,31.2243,121.4293,24小时,都能进,热水",
    ]
    roster = home.parent / "hostile.csv"
    roster.write_text("\n".join(rows), encoding="utf-8")
    done = command(home, "import", str(roster), "--bureau", "shili")
    assert done.returncode == 0, done.stdout + done.stderr
    with served(home, ARTEFACTS / "hostile.log") as address:
        yield address


def code_of(site: str, name: str) -> str:
    """The code of the point with that name."""
    words = urllib.parse.quote("示例路")
    with urllib.request.urlopen(f"{site}/api/v1/search?q={words}&limit=100", timeout=PATIENCE_S) as answer:
        found = json.load(answer)["points"]
    return next(str(p["code"]) for p in found if p["name"] == name)


@pytest.mark.parametrize("name", [EVIL, ENDLESS], ids=["code", "endless"])
@pytest.mark.parametrize(
    "path", ["/p/{code}", "/p/{code}/card", "/d/changning", "/search?q=示例路", "/map?p={code}"]
)
def test_a_hostile_name_is_only_a_name(visit: Open, hostile: str, path: str, name: str) -> None:
    code = code_of(hostile, name)
    seen = visit()
    seen.page.on("dialog", lambda dialog: seen.errors.append(f"dialog: {dialog.message}"))
    seen.open(hostile + path.format(code=code))
    expect(seen.page.locator("main")).to_contain_text(name[:20], use_inner_text=True)
    assert seen.errors == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert seen.page.locator("img[src='x']").count() == 0


def test_in_the_list_round_a_place_too(visit: Open, hostile: str) -> None:
    seen = visit()
    seen.page.on("dialog", lambda dialog: seen.errors.append(f"dialog: {dialog.message}"))
    seen.open(f"{hostile}/near")
    seen.page.locator("main a[data-locate]").first.click()
    seen.page.locator(".card").first.wait_for()
    text = seen.page.locator("main").inner_text()
    assert EVIL[:20] in text
    assert ENDLESS[:20] in text
    assert seen.errors == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
