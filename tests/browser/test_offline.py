"""Without a network: what the phone kept is read, with its age, never as open past what is known, and gone
again when the site says so.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.shipped_hours import epoch_minute, shipped_hours
from servicepoints.domain.wording import PAST_KNOWN
from servicepoints.web.static_files import FOLDER
from tests.browser.conftest import ARTEFACTS, PATIENCE_S, SCHEMES, Open, Watched
from tests.domain.hours_cases import shanghai
from tests.domain.test_shipped_hours import CASES, case_point
from tests.ports import free_port

STREET = "/d/changning/jiangsulu"
KEPT = """async (names) => {
  if (!navigator.serviceWorker.controller) return false;
  const cache = await caches.open('servicepoints-packs-1');
  const found = await Promise.all(names.map(name => cache.match('/kept/' + name)));
  return found.every(Boolean);
}"""


def keep_now(page: Page, *names: str) -> None:
    """What happens some seconds after a page is there, without the wait; until it has happened."""
    page.evaluate("""() => document.head.append(
        Object.assign(document.createElement('script'), { src: document.body.dataset.keep }))""")
    until(page, KEPT, list(names))


def until(page: Page, script: str, argument: Any = None) -> None:
    """Until that script answers true."""
    end = time.monotonic() + PATIENCE_S
    while not page.evaluate(script, argument):
        assert time.monotonic() < end, script
        page.wait_for_timeout(50)


def updated(true: str) -> str:
    """A script that lets the browser look for a newer worker, and answers whether that is true then."""
    return f"""async old => {{
      const worker = await navigator.serviceWorker.getRegistration();
      if (worker) await worker.update().catch(() => {{ /* another comes already, or it is going */ }});
      return {true};
    }}"""


def just_now(why: str) -> re.Pattern[str]:
    """What the banner says of what was kept a moment ago: in which minute that was is all that is known, and
    a busy machine takes its time."""
    return re.compile(f"^{why}，看的是(刚才|[1-9]分钟前)存的$")


def located(seen: Watched, site: str) -> None:
    """The list round the place, as one comes to it from home."""
    seen.open(site)
    seen.page.locator("a[data-locate]").first.click()
    seen.page.wait_for_url("**/near")
    seen.page.locator(".card").first.wait_for()


def go(page: Page, address: str) -> None:
    """Go there without a network."""
    page.goto(address, wait_until="domcontentloaded")
    page.locator("[data-banner]").wait_for()


def test_a_phone_says_what_the_server_says(visit: Open) -> None:
    """The table of cases that tests/domain/test_shipped_hours.py reads, in the browser."""
    page = visit().page
    page.add_script_tag(path=FOLDER / "shipped.js")
    for case in CASES["hours"]:
        lines = shipped_hours(case_point(case), Calendar(), shanghai(case["made"]))
        moments = [epoch_minute(shanghai(moment)) for moment, *_ in case["says"]]
        said = page.evaluate(
            "([lines, moments]) => moments.map(m => shipped.at(lines, m)).map(s => [s.state, s.words])",
            [lines, moments],
        )
        assert said == [[state, words] for _, state, words in case["says"]], case
        before = page.evaluate(
            "([lines, m]) => shipped.at(lines, m).words", [lines, epoch_minute(shanghai(case["made"])) - 1]
        )
        assert before == PAST_KNOWN, "a clock that was set back"
    metres, words = zip(*CASES["distances"], strict=True)
    assert page.evaluate("all => all.map(m => shipped.distance(m))", list(metres)) == list(words)
    assert page.evaluate("[0, 1, 59, 60, 2879, 2880].map(m => shipped.ago(m))") == [
        "刚才", "1分钟前", "59分钟前", "1小时前", "47小时前", "2天前",
    ]  # fmt: skip
    assert page.evaluate("shipped.date(0)") == "1月1日8:00"


def test_what_was_seen_is_readable_without_a_network(visit: Open, site: str) -> None:
    seen = visit(worker=True)
    page = seen.page
    located(seen, site)
    shown = page.locator(".group.usable .card h3 a").first
    code, name = str(shown.get_attribute("href"))[3:9], shown.inner_text()
    seen.open(site + STREET)
    keep_now(page, "near", "last")
    assert seen.errors == []
    page.context.set_offline(True)
    go(page, f"{site}/?what-no-cache-has")
    expect(page.locator("[data-banner]")).to_have_text(just_now("没有网"))
    expect(page.locator("[data-kept] h2")).to_have_text(["附近", "江苏路街道"])
    expect(page.locator("[data-kept]")).to_contain_text("数据是")
    assert "还剩" not in page.inner_text("body")
    assert "米｜" in page.locator(".card").first.inner_text(), "this tab knows a place"
    for form, size in {"phone": (360, 740), "desktop": (1280, 800)}.items():
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=ARTEFACTS / f"offline_{form}_{scheme}.png")
    page.set_viewport_size({"width": 360, "height": 740})
    go(page, f"{site}{STREET}?what-no-cache-has")
    expect(page.locator("[data-kept] h2")).to_have_text("江苏路街道")
    go(page, f"{site}/p/{code}")
    expect(page.locator("[data-kept] h2")).to_have_text(name)
    expect(page.locator("[data-kept] .now")).to_have_text(re.compile("开着|关着|关门"))
    expect(page.locator("[data-kept] .now .open, [data-kept] .now .closed")).to_have_count(1)
    page.screenshot(path=ARTEFACTS / "offline_point.png")
    go(page, f"{site}/s/AAAAAA")
    expect(page.locator("main")).to_contain_text("名额要联网看")
    stored = page.evaluate("""async () => {
      const found = { ...localStorage };
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          found[request.url] = await (await cache.match(request)).text();
        }
      }
      return found;
    }""")
    assert len(json.dumps(stored)) < 2_000_000
    assert not [where for where, text in stored.items() if "31.2242" in text and "kept" not in where]
    assert all("31.22420" not in text and '"lat"' not in text for text in stored.values())
    personal = f"{site}/bureau/sign-in"
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(personal)
    page.context.set_offline(False)
    page.goto(site)
    expect(page.locator("a[data-locate]").first).to_be_visible()


def test_what_is_kept_is_never_open_past_what_is_known(visit: Open, site: str) -> None:
    seen = visit(worker=True)
    page = seen.page
    page.clock.install()
    located(seen, site)
    keep_now(page, "near")
    page.context.set_offline(True)
    page.clock.set_fixed_time(datetime.now(TIMEZONE) + timedelta(hours=25))
    go(page, f"{site}/near")
    expect(page.locator("[data-banner]")).to_have_text("没有网，看的是25小时前存的")
    page.clock.set_fixed_time(datetime.now(TIMEZONE) + timedelta(days=3, minutes=1))
    go(page, f"{site}/near")
    expect(page.locator("[data-banner]")).to_have_text("没有网，看的是3天前存的")
    expect(page.locator(".state .open, .state .closed")).to_have_count(0)
    expect(page.locator(".state .unknown").first).to_have_text(PAST_KNOWN)


@contextmanager
def light(home: Path, port: int, **settings: str) -> Iterator[str]:
    """The application in a thread of this process, which starts at once and again on the same port."""
    app = create_app(load({"SERVICEPOINTS_HOME": str(home), "SERVICEPOINTS_BASEMAP": "none", **settings}))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def shell(names: list[str]) -> str:
    """The cache of the page and its files: one, of one version."""
    (found,) = [name for name in names if "shell" in name]
    return found


def test_a_server_that_is_gone_a_site_that_changes_and_one_that_turns_it_off(
    visit: Open, served_home: Path
) -> None:
    """The same phone through all of it."""
    seen = visit(worker=True)
    page, port = seen.page, free_port()
    with light(served_home, port) as site:
        located(seen, site)
        keep_now(page, "near")
        seen.open(site)
    page.evaluate("sessionStorage.removeItem('list')")  # else the tab has a list that is a moment old
    page.locator("a[data-locate]").first.click()
    page.wait_for_url("**/offline")
    expect(page.locator("[data-banner]")).to_have_text(just_now("连不上"))
    assert page.locator(".card").count() > 3
    before = page.evaluate("caches.keys()")
    with light(served_home, port, SERVICEPOINTS_HOST_NAME="示例新主办"):
        page.goto(f"{site}/?newer")
        newer = "(await caches.keys()).every(n => n.includes('packs') || n !== old)"
        until(page, updated(newer), shell(before))
        until(page, "async () => (await caches.keys()).length === 2")
    go(page, f"{site}/?newest")
    expect(page.locator("footer")).to_contain_text("示例新主办")
    expect(page.locator("[data-banner]")).to_contain_text("看的是")
    with light(served_home, port, SERVICEPOINTS_OFFLINE="0"):
        page.goto(f"{site}/?again")
        gone = "!(await caches.keys()).length && !(await navigator.serviceWorker.getRegistrations()).length"
        until(page, updated(gone))
        page.goto(site)
        expect(page.locator("a[data-locate]").first).to_be_visible()


def test_a_list_that_grew_old_is_not_shown_when_the_net_is_away(visit: Open, site: str) -> None:
    page = visit().page
    page.clock.install()
    located(Watched(page), site)
    page.context.set_offline(True)
    page.locator("[data-list] a[data-locate]").click()
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.locator(".card").first).to_be_visible()
    page.clock.set_fixed_time(datetime.now(TIMEZONE) + timedelta(minutes=11))
    page.locator("[data-offline] a").click()
    expect(page.locator("[data-why=offline]")).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)


def test_inside_wechat_without_workers_nothing_breaks(visit: Open, site: str) -> None:
    seen = visit()
    located(seen, site)
    assert seen.page.evaluate("navigator.serviceWorker === undefined")
    seen.open(f"{site}/offline")
    expect(seen.page.locator("[data-kept]")).to_contain_text("还没存过")
    assert seen.errors == []
