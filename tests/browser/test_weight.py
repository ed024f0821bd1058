"""How many bytes come over the air, compressed, with all that the first screen needs."""

from typing import Any

import pytest

from tests.browser.conftest import Open

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


@pytest.mark.parametrize("path", ["/", "/near", "/d/changning", "/search?q=示例", "/p/{code}", "/suggest"])
def test_a_courier_page_is_light(visit: Open, site: str, some_code: str, path: str) -> None:
    found = weighed(visit(), site + path.format(code=some_code))
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
    seen.page.wait_for_timeout(300)
    assert posted
    assert sum(found.values()) + sum(posted) <= PAGE_BYTES, (found, posted)


def test_the_shell_of_the_map_is_light(visit: Open, site: str) -> None:
    found = weighed(visit(), f"{site}/map")
    shell = {url: size for url, size in found.items() if "/api/" not in url}
    assert any("leaflet.js" in url for url in shell)
    assert sum(shell.values()) <= MAP_BYTES, shell
