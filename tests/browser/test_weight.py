"""How many bytes come over the air, compressed, with all that the first screen needs."""

import time
from typing import Any

import pytest

from tests.browser.conftest import PATIENCE_S, Desk, Open, is_seen, press

PAGE_BYTES = 14 * 1024
MAP_BYTES = 60 * 1024


def weighed(seen: Any, url: str) -> dict[str, float]:
    """Encoded bytes of the bodies of every answer of one page load, by address."""
    session = seen.page.context.new_cdp_session(seen.page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on("Network.responseReceived", lambda e: addresses.update({e["requestId"]: e["response"]["url"]}))
    session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    seen.open(url)
    return {addresses[key]: size for key, size in sizes.items() if key in addresses}


@pytest.mark.parametrize(
    "path", ["/", "/near", "/d/changning", "/search?q=示例", "/p/{code}", "/suggest", "/privacy"]
)
def test_a_courier_page_is_light(visit: Open, site: str, some_code: str, path: str) -> None:
    found = weighed(visit(), site + path.format(code=some_code))
    assert sum(found.values()) <= PAGE_BYTES, found


def test_the_fullest_point_is_light_when_it_is_said_to_be_shut_too(visit: Open, desk: Desk) -> None:
    """Its sessions, spaces and companions stand there, and where to go instead."""
    asked = visit().page.request.get(f"{desk.address}/api/v1/search", params={"q": "示例镇宁路党群服务中心"})
    here = f"{desk.address}/p/{asked.json()['points'][0]['code']}"
    page = visit().page
    page.goto(here)
    press(page, "门关着")
    is_seen(here, 'id="instead"')
    seen = visit()
    found = weighed(seen, here)
    assert seen.page.locator("#instead .card").count() == 3
    assert sum(found.values()) <= PAGE_BYTES, found


def test_the_list_round_a_place_is_light(visit: Open, site: str) -> None:
    seen = visit()
    found = weighed(seen, f"{site}/near")
    session = seen.page.context.new_cdp_session(seen.page)
    session.send("Network.enable")
    posted: list[float] = []
    session.on("Network.loadingFinished", lambda e: posted.append(e["encodedDataLength"]))
    seen.page.locator("main a[data-locate]").first.click()
    seen.page.locator(".card").first.wait_for()
    end = time.monotonic() + PATIENCE_S
    while not posted:
        assert time.monotonic() < end
        seen.page.wait_for_timeout(50)
    assert sum(found.values()) + sum(posted) <= PAGE_BYTES, (found, posted)


def test_the_shell_of_the_map_is_light(visit: Open, site: str) -> None:
    found = weighed(visit(), f"{site}/map")
    shell = {url: size for url, size in found.items() if "/api/" not in url}
    assert any("leaflet.js" in url for url in shell)
    assert sum(shell.values()) <= MAP_BYTES, shell
