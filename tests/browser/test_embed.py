"""Lists in frames of other sites' pages, in a real browser: on two other origins, one allowed and one not."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARTEFACTS, Open
from tests.server import serving


@dataclass
class Framing:
    """A page of another site, with the snippets of the README once it is known where our site is."""

    site: str = ""

    @property
    def html(self) -> str:
        frames = (
            ("place", "d/changning", ""),
            ("near", "near", ' allow="geolocation"'),
            ("mute", "near", ""),
        )
        return "<!doctype html><meta charset=utf-8><title>示例企业</title><h1>示例企业</h1>" + "".join(
            f'<iframe id="{name}" src="{self.site}/embed/{path}" title="歇脚点 {name}" width="100%"'
            f' height="300"{more}></iframe>'
            for name, path, more in frames
        )


@contextmanager
def another_site(page: Framing) -> Iterator[str]:
    """A site of that page, on an origin of its own: localhost is another host than 127.0.0.1."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = page.html.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@dataclass(frozen=True)
class Embedding:
    """The addresses of the site, of the parent that it allows, and of one that it does not."""

    site: str
    allowed: str
    stranger: str


@pytest.fixture(scope="module")
def embedding(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedding]:
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("embed") / "instance"))
    with ExitStack() as stack:
        page = Framing()
        allowed, stranger = (stack.enter_context(another_site(page)) for _ in range(2))
        settings = {"SERVICEPOINTS_BASEMAP": "none", "SERVICEPOINTS_EMBED_PARENTS": allowed}
        server = stack.enter_context(serving(home, ARTEFACTS / "embed.log", **settings))
        page.site = server.address
        yield Embedding(server.address, allowed, stranger)


def test_an_allowed_page_shows_the_list_and_opens_points_in_a_window_of_their_own(
    visit: Open, embedding: Embedding
) -> None:
    seen = visit()
    seen.open(embedding.allowed)
    frame = seen.page.frame_locator("#place")
    first = frame.locator(".card a").first
    first.wait_for()
    assert frame.locator("script").count() == 0
    with seen.page.context.expect_page() as opened:
        first.click()
    page = opened.value
    page.wait_for_url(f"{embedding.site}/p/**")
    assert page.evaluate("window.opener === null")
    assert seen.page.url.rstrip("/") == embedding.allowed
    assert not [error for error in seen.errors if "frame" in error.lower()]


def test_another_page_is_refused_by_the_browser(visit: Open, embedding: Embedding) -> None:
    seen = visit()
    with seen.page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        seen.open(embedding.stranger)
    assert seen.page.frame_locator("#place").locator(".card").count() == 0


def test_the_list_round_a_place_asks_in_the_frame_and_keeps_nothing(
    visit: Open, embedding: Embedding
) -> None:
    seen = visit(permissions=[])
    context = seen.page.context
    context.grant_permissions(["geolocation"], origin=embedding.allowed)
    context.grant_permissions(["geolocation"], origin=embedding.site)
    seen.open(embedding.allowed)
    frame = seen.page.frame_locator("#near")
    frame.get_by_role("button", name="用我的位置找").click()
    frame.locator(".card").first.wait_for()
    expect(frame.locator(".card").first).to_contain_text("骑")
    assert context.storage_state() == {"cookies": [], "origins": []}
    assert not any("31.2" in url for url in seen.requests)


def test_without_the_permission_the_districts_lead_on_inside_the_frame(
    visit: Open, embedding: Embedding
) -> None:
    seen = visit()
    seen.open(embedding.allowed)
    frame = seen.page.frame_locator("#mute")
    frame.get_by_role("button", name="用我的位置找").click()
    problem = frame.locator("[data-embed-problem]")
    problem.wait_for()
    expect(problem).to_contain_text("按区找")
    frame.get_by_role("link", name="长宁区").click()
    frame.locator(".card").first.wait_for()
    assert len(seen.page.context.pages) == 1


def test_a_district_needs_no_script(visit: Open, embedding: Embedding) -> None:
    seen = visit(java_script_enabled=False)
    seen.page.goto(embedding.allowed)
    assert seen.page.frame_locator("#place").locator(".card").count() > 0
    assert seen.page.frame_locator("#near").get_by_role("link", name="长宁区").count() == 1
    assert not seen.page.frame_locator("#near").get_by_role("button").count()
