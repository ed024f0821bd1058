"""Times the first content on slow 3G and a processor four times slower: `python -m tests.browser.poor_phone`.

Run by hand; its times are only as good as the machine is idle. 400 ms of latency to each request, 400 kbit/s.
"""

import os
import tempfile
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, HERE, served
from tests.conftest import command

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
TIMES_SLOWER = 4
LISTS = ("/d/changning", "/d/changning/jiangsulu")
ROUNDS = 5


def slow(context: BrowserContext) -> Page:
    """A page of such a phone."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})
    return page


def first_content(page: Page, url: str) -> float:
    """Seconds from the address to the first content of the list."""
    page.goto(url, wait_until="load")
    page.locator(".card").first.wait_for()
    return float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")) / 1000


def tapped(page: Page, site: str) -> float:
    """Seconds from the tap at home to the first card of the list round the place."""
    page.goto(site, wait_until="load")
    began = time.monotonic()
    page.locator("a[data-locate]").first.click()
    page.wait_for_url("**/near", wait_until="commit")
    page.locator(".card").first.wait_for()
    return time.monotonic() - began


def main() -> None:
    """Print the times, cold and on return, each the least of some rounds."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; least of {ROUNDS} rounds")
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "instance"
        command(home, "demo", "--no-serve")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        with served(home, Path(folder) / "server.log") as site:
            for path in (*LISTS, "") * ROUNDS:
                context = browser.new_context(
                    viewport={"width": 360, "height": 740},
                    geolocation={"latitude": HERE["latitude"], "longitude": HERE["longitude"]},
                    permissions=["geolocation"],
                )
                page = slow(context)
                if path:
                    found.setdefault(f"{path} cold", []).append(first_content(page, site + path))
                    page.goto("about:blank")
                    found.setdefault(f"{path} on return", []).append(first_content(page, site + path))
                else:
                    found.setdefault("tap at home to list", []).append(tapped(page, site))
                context.close()
        browser.close()
    for name, seconds in found.items():
        print(f"{name}: {min(seconds):.2f} s ({', '.join(f'{s:.2f}' for s in seconds)})")


if __name__ == "__main__":
    main()
