"""Real Chromium against the real server over the demonstration.

Skips, with the line that installs it, where Debian's Chromium is missing.
"""

import os
import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.register import points
from servicepoints.services.accounts import people
from servicepoints.services.opening import open_instance
from tests.browser.eventful import Happened, make_eventful
from tests.conftest import command
from tests.server import ARTEFACTS, serving

CHROMIUM = Path("/usr/bin/chromium")
INSTALL = "apt-get install chromium fonts-noto-cjk"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PLAIN = "示例华山路驿站"
"""A point of the demonstration with a position, and with hours that a weekly grid can say."""
NO_WORKER = "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })"
HERE = {"latitude": 31.2242, "longitude": 121.4294}
SITE_LOG = ARTEFACTS / f"server{os.environ.get('PYTEST_XDIST_WORKER', '')}.log"
"""Of the site that all files share; each process of a run has a site of its own."""
PATIENCE_S, BOTH_ANSWER = 60, 16
"""Seconds until a change has to be seen here (on a machine that does nothing else it is one), and connections
of which each worker is sure to be dealt one."""

expect.set_options(timeout=1000 * PATIENCE_S)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here needs the browser."""
    for item in items:
        if "browser" in Path(item.path).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(served_home: Path) -> Iterator[str]:
    """The address of `servicepoints serve` over the demonstration."""
    with served(served_home, SITE_LOG) as address:
        yield address


@contextmanager
def served(home: Path, log: Path) -> Iterator[str]:
    """The address of the real server over an instance, without a basemap."""
    settings = {
        "SERVICEPOINTS_BASEMAP": "none",
        "SERVICEPOINTS_HOST_NAME": "示例邮政管理局",
        "SERVICEPOINTS_MAP_APPROVAL": "GS（示例）0001号",
    }
    with serving(home, log, **settings) as server:
        yield server.address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"needs Chromium: {INSTALL}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def is_seen(url: str, words: str) -> None:
    """Fails unless a page that is asked for again and again says it soon, whichever worker answers: a browser
    keeps what it was answered for half a minute, and of two workers one may be a moment behind."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S:
        if all(words in asked_anew(url) for _ in range(BOTH_ANSWER)):
            print(f"{words}: seen after {time.monotonic() - began:.2f} s")
            return
        time.sleep(0.05)
    pytest.fail(f"{words} was not seen")


def asked_anew(url: str) -> str:
    """A page, over a connection of its own; what an error says too."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()


def press(page: Page, name: str, role: Literal["button", "link"] = "button", *, exact: bool = False) -> None:
    """What has that name, until the page that it leads to is there whole."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=exact).click()


@dataclass
class Watched:
    """A page and all that it complained of or fetched."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, url: str) -> None:
        """Go there and wait until nothing moves."""
        self.page.goto(url)
        self.page.wait_for_load_state("networkidle")


Open = Callable[..., Watched]


@dataclass(frozen=True)
class Desk:
    """A server over an instance of its own, in which someone keeps the listing of the demonstration's bureau;
    `code` is a point of it."""

    address: str
    home: Path
    code: str
    login: str = "alice"
    password: str = "correct horse battery"

    def sign_in(self, page: Page) -> None:
        """Sign in there, as a person does."""
        page.goto(f"{self.address}/bureau/sign-in")
        page.fill("[name=login]", self.login)
        page.fill("[name=password]", self.password)
        page.click("main button.act")
        page.wait_for_url(f"{self.address}/bureau/")


def add_account(home: Path, login: str) -> None:
    """Another who keeps the listing of that bureau, with the same password."""
    made = command(home, "accounts", "add", login, "--name", "示例爱丽丝", "--bureau", "shili")
    assert made.returncode == 0, made.stderr
    register = open_instance(load({"SERVICEPOINTS_HOME": str(home)}))
    token = made.stdout.strip().rpartition("/")[2]
    people.set_password(register, token, Desk.password, datetime.now(TIMEZONE))
    register.close()


@pytest.fixture(scope="module")
def desk(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk over a demonstration that the tests of one file may change."""
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("desk") / "instance"))
    add_account(home, Desk.login)
    register = open_instance(load({"SERVICEPOINTS_HOME": str(home)}))
    with register.read() as reader:
        code = next(p.code for p in points.matching(reader, "shili") if p.name == PLAIN)
    register.close()
    with served(home, ARTEFACTS / "desk.log") as address:
        yield Desk(address, home, code)


@dataclass(frozen=True)
class Eventful:
    """A server over a demonstration in which what seldom happens has happened; tests only look at it."""

    address: str
    home: Path
    happened: Happened

    def at(self, path: str) -> str:
        """A path with the codes and tokens of what happened there in place of their names."""
        return path.format(**self.happened.names)

    def sign_in(self, page: Page, login: str) -> None:
        """Sign in there as alice or dora."""
        Desk(self.address, self.home, "", login, self.happened.password).sign_in(page)


@pytest.fixture(scope="session")
def eventful(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Eventful]:
    """That server."""
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("eventful") / "instance"))
    happened = make_eventful(home)
    with served(home, ARTEFACTS / "eventful.log") as address:
        yield Eventful(address, home, happened)


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Open]:
    """A function that opens a phone (360×740, location granted at 镇宁路) or, by its options,
    something else.
    """
    contexts: list[BrowserContext] = []

    def new(*, worker: bool = False, **options: object) -> Watched:
        usual = {
            "viewport": {"width": 360, "height": 740},
            "geolocation": HERE,
            "permissions": ["geolocation"],
            "locale": "zh-CN",
        }
        context = chromium.new_context(**{**usual, **options})  # type: ignore[arg-type]
        context.set_default_timeout(1000 * PATIENCE_S)
        contexts.append(context)
        if not worker:  # as inside WeChat; and what a worker answers, a test cannot intercept
            context.add_init_script(NO_WORKER)
        watched = Watched(context.new_page())
        watched.page.on(
            "console", lambda m: watched.errors.append(m.text) if m.type in ("error", "warning") else None
        )
        watched.page.on("pageerror", lambda e: watched.errors.append(str(e)))
        watched.page.on("request", lambda r: watched.requests.append(r.url))
        return watched

    yield new
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def some_code(site: str) -> str:
    """The code of a point near 镇宁路."""
    url = f"{site}/api/v1/near?lat={HERE['latitude']}&lon={HERE['longitude']}&open=any&limit=1"
    with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
        found = re.search(rb'"code":"(\w{6})"', answer.read())
    assert found is not None
    return found[1].decode()
