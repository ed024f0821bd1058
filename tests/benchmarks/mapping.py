"""The map of 10,000 points: our page beside folium's default page of as many markers, in bytes, in time to
make it, and in Chromium with a four times slower processor until the first marker stands.

What folium's page loads from elsewhere is answered from this machine at once and not counted (Leaflet as we
serve it; jQuery, Bootstrap and icons as nothing): that is in folium's favour. Neither has a basemap.
"""

import gzip
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import folium
from xstatic.pkg import leaflet

from servicepoints.catalogue.reader import CatalogueReader
from tests.benchmarks import city
from tests.benchmarks.http_rates import KEYS
from tests.benchmarks.table import Line
from tests.browser.conftest import CHROMIUM, FLAGS, INSTALL
from tests.server import serving

SLOWER, ROUNDS = 4, 3
MARKER = ".leaflet-marker-icon"
LIBRARIES = ("leaflet.js", "leaflet.css")


def lines() -> Iterator[Line]:
    """The measurements."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        catalogue = city.instance_of(home / "instance")
        begun = process_time()
        page = theirs(catalogue)
        made_s = process_time() - begun
        file = home / "folium.html"
        file.write_text(page, encoding="utf-8")
        packed = len(gzip.compress(page.encode(), 6))
        yield Line(
            "folium's page of 10,000 markers", f"{packed / 1e3:.0f} kB compressed, {made_s:.1f} s to make"
        )
        if not CHROMIUM.exists():
            yield Line("the map in a browser", f"not measured: {INSTALL}")
            return
        settings = {"SERVICEPOINTS_BASEMAP": "none", **KEYS}
        with serving(home / "instance", home / "log", **settings) as server:
            yield from _browsed(file, server.address, packed)


def theirs(catalogue: Path) -> str:
    """What folium's documentation tells one to write: a map, a marker for each point."""
    shown = folium.Map(location=(31.23, 121.47), zoom_start=12, tiles=None)
    for point in CatalogueReader(catalogue).all_points():
        if point.position:
            at = (point.position.latitude, point.position.longitude)
            folium.Marker(at, popup=point.name, tooltip=point.name).add_to(shown)
    return str(shown.get_root().render())


def _browsed(file: Path, address: str, packed: int) -> Iterator[Line]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        took: dict[str, list[float]] = {"ours": [], "folium": []}
        bytes_ = 0.0
        for _ in range(ROUNDS):
            seconds, bytes_ = _opened(browser, f"{address}/map")
            took["ours"].append(seconds)
            seconds, _ = _opened(browser, file.as_uri())
            took["folium"].append(seconds)
        browser.close()
    ours, other = median(took["ours"]), median(took["folium"])
    yield Line(
        "our map page with Leaflet and its first points", f"{bytes_ / 1e3:.0f} kB compressed",
        f"1/{packed / bytes_:.0f} of folium's page alone", "≤ 60 kB, ≤ 1/20",
    )  # fmt: skip
    yield Line("first marker, folium's page", f"{other:.1f} s", "", "")
    yield Line("first marker, ours", f"{ours:.1f} s", f"{other / ours:.1f}× as soon")


def _opened(browser: Any, url: str) -> tuple[float, float]:
    """Seconds until the first marker stands in a fresh browser, and the bytes that came over the air."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    if url.startswith("file:"):
        page.route(lambda address: address.startswith("http"), _answer)
    begun = perf_counter()
    page.goto(url, wait_until="commit", timeout=240_000)
    page.wait_for_selector(MARKER, state="attached", timeout=240_000)
    took = perf_counter() - begun
    context.close()
    return took, sum(sizes)


def _answer(route: Any) -> None:
    """Leaflet from this machine, nothing for all else."""
    name = route.request.url.rpartition("/")[2]
    body = (Path(leaflet.BASE_DIR) / name).read_bytes() if name in LIBRARIES else b""
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    route.fulfill(body=body, content_type=kind)
