"""No map service, whatever it answers, keeps us waiting, fills the memory, or gets the key of another."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from servicepoints.errors import GeocoderAway
from servicepoints.geocoding.adapter import MOST_BYTES
from servicepoints.geocoding.amap import Amap
from servicepoints.geocoding.nominatim import Nominatim
from servicepoints.geocoding.service import GeocoderSlow

QUERY = "上海市静安区示例路168号"
NOTHING = b'{"status":"1","geocodes":[]}'
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def service(answer: Answer) -> Iterator[str]:
    """A server on loopback that answers like that: its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):  # the client had enough
                answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def says(handler: BaseHTTPRequestHandler, status: int = 200, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def drips_its_body(handler: BaseHTTPRequestHandler) -> None:
    says(handler)
    for _ in range(100):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def drips_its_headers(handler: BaseHTTPRequestHandler) -> None:
    for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"x" * 80:
        handler.wfile.write(bytes((byte,)))
        time.sleep(0.1)


@pytest.mark.parametrize("drips", [drips_its_body, drips_its_headers])
@pytest.mark.parametrize("make", [Amap, Nominatim])
def test_an_answer_that_comes_byte_by_byte_is_too_slow(make: Any, drips: Answer) -> None:
    with service(drips) as address:
        began = time.monotonic()
        with pytest.raises(GeocoderSlow):
            make("k", base_url=address, pause_s=0.0, timeout=0.6).places(QUERY)
        assert time.monotonic() - began < 8, "all of it takes ten"


@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_without_an_end_is_cut_off(status: int) -> None:
    sent: list[int] = []

    def pours(handler: BaseHTTPRequestHandler) -> None:
        says(handler, status)
        for _ in range(300):
            handler.wfile.write(b" " * 1_000_000)
            sent.append(1_000_000)

    with service(pours) as address, pytest.raises(GeocoderAway):
        Amap("k", base_url=address, pause_s=0.0).places(QUERY)
    assert sum(sent) < 20 * MOST_BYTES


@pytest.mark.parametrize(
    "headers", [{"Content_Type": "application/json; charset=klingon"}, {"Content_Encoding": "gzip"}]
)
def test_an_answer_in_no_known_writing_is_away(headers: dict[str, str]) -> None:
    body = gzip.compress(NOTHING) if "Content_Encoding" in headers else NOTHING
    with service(lambda handler: says(handler, 200, body, **headers)) as address, pytest.raises(GeocoderAway):
        Amap("k", base_url=address, pause_s=0.0).places(QUERY)


@pytest.mark.parametrize("elsewhere", ["{other}/inner", "file:///etc/passwd", "//{host}/inner", "ftp://x/"])
def test_a_redirect_to_another_host_is_not_followed(elsewhere: str) -> None:
    asked: list[str] = []

    def other_answers(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        says(handler, 200, NOTHING)

    with service(other_answers) as other:
        target = elsewhere.format(other=other, host=other.partition("//")[2])
        redirects: Answer = lambda handler: says(handler, 302, Location=target)  # noqa: E731
        with service(redirects) as address, pytest.raises(GeocoderAway):
            Amap("k", base_url=address, pause_s=0.0).places(QUERY)
    assert asked == []


def breaks_off(handler: BaseHTTPRequestHandler) -> None:
    handler.protocol_version = "HTTP/1.1"
    says(handler, 200, b"5\r\n{}", Transfer_Encoding="chunked")


def closes(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


@pytest.mark.parametrize("ends", [breaks_off, closes])
def test_an_answer_that_breaks_off_is_away(ends: Answer) -> None:
    with service(ends) as address, pytest.raises(GeocoderAway):
        Amap("k", base_url=address, pause_s=0.0).places(QUERY)


def test_a_redirect_within_the_service_is_followed() -> None:
    def moved(handler: BaseHTTPRequestHandler) -> None:
        if handler.path.startswith("/new"):
            says(handler, 200, NOTHING)
        else:
            says(handler, 301, Location="/new")

    with service(moved) as address:
        assert Amap("k", base_url=f"{address}/old", pause_s=0.0).places(QUERY) == []
