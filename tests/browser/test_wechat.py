"""Inside WeChat with credentials set: Chromium under WeChat's name, a WeChat and a JS-SDK on loopback."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, is_seen
from tests.browser.test_pages import WECHAT
from tests.browser.test_sharing import WECOM
from tests.browser.test_weight import PAGE_BYTES, weighed
from tests.server import ARTEFACTS, serving
from tests.wechat import APP_ID, SECRET, Wechat, wechat

SDK = "/open/js/jweixin-1.6.0.js"
FAKE = """
window.calls = [];
window.wx = (function () {
  const ready = [];
  function does(name, then) {
    return function (asked) {
      calls.push([name, JSON.parse(JSON.stringify(asked || {}))]);
      if (then) then(asked);
    };
  }
  return {
    config: does("config", function () {
      setTimeout(function () { ready.forEach(function (f) { f(); }); });
    }),
    ready: function (f) { ready.push(f); },
    error: function () {},
    updateAppMessageShareData: does("updateAppMessageShareData"),
    updateTimelineShareData: does("updateTimelineShareData"),
    openLocation: does("openLocation", function (asked) { if (window.refuses) asked.fail(); }),
    getLocation: does("getLocation", function (asked) {
      if (window.refuses) asked.fail();
      else asked.success({ latitude: 31.2242, longitude: 121.4294, accuracy: 25 });
    }),
  };
})();
"""


@pytest.fixture(scope="module")
def there() -> Iterator[Wechat]:
    """WeChat, its JS-SDK too."""
    with wechat() as running:
        yield running


@pytest.fixture(autouse=True)
def usual(there: Wechat) -> None:
    """Each test begins with a WeChat that answers."""
    there.instead.clear()
    there.instead[SDK] = (200, FAKE)


@pytest.fixture(scope="module")
def signing(demo_home: Path, there: Wechat, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has an official account."""
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("wechat") / "instance"))
    settings = {
        "SERVICEPOINTS_BASEMAP": "none",
        "SERVICEPOINTS_TRUSTED_PROXIES": "1",
        "SERVICEPOINTS_WECHAT_APP_ID": APP_ID,
        "SERVICEPOINTS_WECHAT_APP_SECRET": SECRET,
        "SERVICEPOINTS_WECHAT_API": there.url,
        "SERVICEPOINTS_WECHAT_SCRIPT": there.url + SDK,
    }
    with serving(home, ARTEFACTS / "wechat.log", **settings) as server:
        page = f"{server.address}/near"
        # the first who asks fetches the ticket; who comes meanwhile is told to ask again, and does so once
        is_seen(f"{server.address}/wechat/signature?url={quote(page, safe='')}", '"signature"')
        yield server.address


def call(page: Page, name: str) -> dict[str, object]:
    """What that function of the JS-SDK was called with, once it was."""
    page.wait_for_function("name => window.calls && calls.some(call => call[0] === name)", arg=name)
    found: dict[str, object] = page.evaluate("name => calls.find(call => call[0] === name)[1]", name)
    return found


def precise(page: Page, address: str) -> str:
    """The path of a point that WeChat's map can show."""
    page.goto(f"{address}/d/changning")
    for href in page.eval_on_selector_all(".card h3 a", "all => all.map(a => a.getAttribute('href'))"):
        page.goto(address + href)
        if page.locator(".dock details[data-place]").count():
            return str(href)
    raise AssertionError("no point of the demonstration has a precise position")


def test_a_card_has_our_words_and_the_plain_address(visit: Open, signing: str) -> None:
    seen = visit(user_agent=WECHAT)
    path = precise(seen.page, signing)
    seen.errors.clear()
    seen.open(f"{signing}{path}?from=groupmessage&need=toilet#go")
    config = call(seen.page, "config")
    assert config["appId"] == APP_ID
    assert len(str(config["signature"])) == 40
    assert {"openLocation", "getLocation", "updateAppMessageShareData"} <= {*config["jsApiList"]}  # type: ignore[misc]
    card = call(seen.page, "updateAppMessageShareData")
    assert card["link"] == signing + path
    assert card["title"] == seen.page.title()
    assert str(card["imgUrl"]).endswith(".png")
    assert call(seen.page, "updateTimelineShareData")["link"] == signing + path
    assert seen.errors == []


def test_the_way_opens_in_wechats_own_map(visit: Open, signing: str) -> None:
    page = visit(user_agent=WECHAT).page
    page.goto(signing + precise(page, signing))
    call(page, "updateAppMessageShareData")
    page.click(".dock summary")
    place = call(page, "openLocation")
    assert 31.1 < float(str(place["latitude"])) < 31.4
    assert place["name"]
    assert place["address"]
    expect(page.locator(".dock details ul")).to_be_hidden()


def test_where_its_map_refuses_the_map_apps_stand_there(visit: Open, signing: str) -> None:
    page = visit(user_agent=WECHAT).page
    page.add_init_script("window.refuses = true")
    page.goto(signing + precise(page, signing))
    call(page, "updateAppMessageShareData")
    page.click(".dock summary")
    expect(page.locator(".dock details ul")).to_be_visible()


def test_the_place_is_wechats_own_and_in_no_address(visit: Open, signing: str) -> None:
    seen = visit(user_agent=WECHAT, permissions=[], geolocation=None)
    seen.open(f"{signing}/near")
    call(seen.page, "updateAppMessageShareData")
    seen.page.locator("main a[data-locate]").first.click()
    expect(seen.page.locator(".card").first).to_be_visible()
    assert call(seen.page, "getLocation")["type"] == "wgs84"
    assert not [r for r in seen.requests if "31.22" in r or "121.42" in r]
    assert seen.errors == []


def test_where_wechat_gives_no_place_the_browser_is_asked(visit: Open, signing: str) -> None:
    page = visit(user_agent=WECHAT).page
    page.add_init_script("window.refuses = true")
    page.goto(f"{signing}/near")
    call(page, "updateAppMessageShareData")
    page.locator("main a[data-locate]").first.click()
    expect(page.locator(".card").first).to_be_visible()


@pytest.mark.parametrize(
    "agent", [WECOM, WECHAT.replace("MicroMessenger/8.0.47 ", "")], ids=["wecom", "browser"]
)
def test_nobody_else_fetches_anything_of_it(visit: Open, signing: str, there: Wechat, agent: str) -> None:
    seen = visit(user_agent=agent)
    seen.open(f"{signing}/")
    seen.open(f"{signing}/d/changning")
    assert not [r for r in seen.requests if there.url in r or "/wechat/signature" in r]
    assert seen.errors == []


@pytest.mark.parametrize("broken", ["sdk", "signature"])
def test_whatever_fails_the_page_is_as_it_is_elsewhere(
    visit: Open, signing: str, there: Wechat, broken: str
) -> None:
    seen = visit(user_agent=WECHAT)
    path = precise(seen.page, signing)
    if broken == "sdk":
        there.instead[SDK] = (404, "")
    else:
        seen.page.route("**/wechat/signature*", lambda route: route.fulfill(status=503, body="{}"))
    seen.open(signing + path)
    seen.page.click(".dock summary")
    expect(seen.page.locator(".dock details ul")).to_be_visible()
    seen.page.click(".dock [data-share]")
    expect(seen.page.locator("[data-toast]")).not_to_be_empty()
    unexpected = [words for words in seen.errors if "404" not in words and "503" not in words]
    assert [words for words in unexpected if "MIME" not in words] == []


def test_pages_stay_light_with_it(visit: Open, signing: str) -> None:
    seen = visit()
    for path in ("/", "/near", precise(seen.page, signing)):
        found = weighed(visit(), signing + path)
        assert sum(found.values()) <= PAGE_BYTES, found
