"""Behind the proxy that README sets up: no log, neither its nor ours, tells where a courier was or lets
anyone in.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.server import ARTEFACTS, Server, serving, wait_for_port
from tests.serving.framing import CHUNK, HIDDEN, HOST, TWO_WAYS, answered
from tests.serving.test_processes import eventually

README = Path(__file__).parent.parent.parent / "README.md"
INSTALL = "apt-get install nginx-light"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

LATITUDE, LONGITUDE = "31.22421", "121.42943"
PLACE = {"lat": LATITUDE, "lon": LONGITUDE}
TOKEN = "Zk3mQx8SECRETTOKEN"


@pytest.fixture(scope="module")
def server(served_home: Path) -> Iterator[Server]:
    with serving(served_home, ARTEFACTS / "behind-proxy.log", SERVICEPOINTS_TRUSTED_PROXIES="1") as running:
        yield running


@contextmanager
def nginx(logs: Path, behind: int) -> Iterator[str]:
    """nginx with README's own example before a port: its address. All it writes is in `logs`."""
    if NGINX is None:
        if os.environ.get("CI"):
            pytest.fail(f"nginx is missing: {INSTALL}")
        pytest.skip(f"needs nginx: {INSTALL}")
    port = free_port()
    settings = logs / "nginx.conf"
    settings.write_text(configuration(example(), logs, port, behind), encoding="utf-8")
    process = subprocess.Popen([NGINX, "-p", str(logs), "-c", str(settings)], start_new_session=True)
    try:
        wait_for_port(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(60)


def example() -> str:
    """README's example for nginx, as it stands."""
    blocks = re.findall(
        r"^```[a-z]*\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    (block,) = [block for block in blocks if "proxy_pass" in block]
    return str(block)


def configuration(block: str, logs: Path, port: int, behind: int) -> str:
    """The example in a whole configuration: without TLS, with these ports, all files in `logs`."""
    block = re.sub(r"^ *(ssl_protocols .*|ssl_certificate(_key)? .*);.*\n", "", block, flags=re.MULTILINE)
    block, listens = re.subn(r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};", block)
    block, passes = re.subn(r"http://127\.0\.0\.1:8000", f"http://127.0.0.1:{behind}", block)
    block, writes = re.subn(r"/var/log/nginx/", f"{logs}/", block)
    assert (listens, passes) == (1, 1)
    assert writes >= 1
    folders = "\n".join(f"    {name}_temp_path {logs}/{name};" for name in FOLDERS)
    return (
        f"daemon off;\npid {logs}/nginx.pid;\nerror_log {logs}/error.log info;\nevents {{}}\n"
        f"http {{\n{folders}\n    access_log {logs}/all.log;\n{block}}}\n"
    )


def ask(url: str, form: dict[str, str] | None = None) -> int:
    """The status of an answer."""
    body = None if form is None else urllib.parse.urlencode(form).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body), timeout=60) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def tells(text: str) -> list[str]:
    """The secrets that a text gives away."""
    return [secret for secret in (LATITUDE[:5], LONGITUDE[:6], TOKEN) if secret in text]


def test_no_log_tells_where_a_courier_was_or_lets_anyone_in(server: Server, tmp_path: Path) -> None:
    began = server.log.stat().st_size
    query = urllib.parse.urlencode(PLACE)
    with nginx(tmp_path, server.port) as address:
        assert ask(f"{address}/near", PLACE) == 200
        assert ask(f"{address}/near?need=hot_water", {**PLACE, "accuracy": "30"}) == 200
        assert ask(f"{address}/near", {**PLACE, "lat": f"{LATITUDE}x"}) == 422
        for _ in range(3):
            assert ask(f"{address}/api/v1/near?{query}") == 200
        assert ask(f"{address}/api/v1/near?{query}&limit=0") == 422
        assert ask(f"{address}/api/v1/nowhere?{query}") == 404
        for path in (
            f"/b/{TOKEN}",
            f"/b/{TOKEN}/move?{query}",
            f"/k/{TOKEN}?x=1",
            f"//b/{TOKEN}",
            f"/%62/{TOKEN}",
        ):
            assert ask(address + path) in (200, 404)
        assert ask(f"{address}/near?{query}", {"x": "x" * 11_000_000}) == 413

    def own() -> str:
        return server.log.read_bytes()[began:].decode()

    def lines() -> int:
        return own().count("path=/api/v1/near status=200")

    eventually(lambda: lines() >= 3)  # a line is written once the answer has gone out
    written = {path.name: path.read_text() for path in tmp_path.glob("*.log")} | {server.log.name: own()}
    assert written["servicepoints.log"].count("/api/v1/near 200") == 3
    assert lines() == 3
    assert "/b/***" in written["servicepoints.log"]
    assert {name: tells(text) for name, text in written.items() if tells(text)} == {}


def test_requests_that_are_never_finished_keep_nobody_waiting(server: Server, tmp_path: Path) -> None:
    unfinished = b"POST /near HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n"
    unfinished += b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlat="
    with nginx(tmp_path, server.port) as address, ExitStack() as held:
        for _ in range(40):
            port = int(address.rpartition(":")[2])
            held.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(unfinished)
        for _ in range(10):
            assert ask(f"{address}/near", PLACE) == 200
        assert ask(f"{address}/metrics") == 404


def test_no_visitor_names_the_host_of_our_links(server: Server, tmp_path: Path) -> None:
    with nginx(tmp_path, server.port) as address:
        asked = urllib.request.Request(f"{address}/api/v1/points?limit=1")
        asked.add_header("X-Forwarded-Host", "evil.example")
        with urllib.request.urlopen(asked, timeout=60) as answer:
            found = re.search(rb'"code":"(\w+)"', answer.read())
            assert found
        asked.full_url = f"{address}/p/{found[1].decode()}"
        with urllib.request.urlopen(asked, timeout=60) as answer:
            page = answer.read().decode()
    assert 'rel="canonical"' in page
    assert "evil.example" not in page


def test_nor_does_the_proxys_when_the_server_is_away(tmp_path: Path) -> None:
    with nginx(tmp_path, free_port()) as address:
        assert ask(f"{address}/api/v1/near?{urllib.parse.urlencode(PLACE)}") == 502
        assert ask(f"{address}/k/{TOKEN}") == 502
    written = {path.name: path.read_text() for path in tmp_path.glob("*.log")}
    assert "/api/v1/near 502" in written["servicepoints.log"]
    assert {name: tells(text) for name, text in written.items() if tells(text)} == {}


def test_the_example_speaks_recent_tls_alone() -> None:
    said = re.findall(r"^ *ssl_protocols +(.*?);", example(), re.MULTILINE)
    assert said == ["TLSv1.2 TLSv1.3"]
    assert re.findall(r"^ *listen .*;", example(), re.MULTILINE) == ["    listen 443 ssl http2;"], (
        "nothing in the clear"
    )


@pytest.mark.parametrize("proxied", [False, True])
def test_what_could_end_in_two_places_hides_no_request(server: Server, tmp_path: Path, proxied: bool) -> None:
    """It is refused by the proxy, and by us if another lets it through, and the connection ends with it."""
    with ExitStack() as open_:
        address = open_.enter_context(nginx(tmp_path, server.port)) if proxied else server.address
        port = int(address.rpartition(":")[2])
        for case, lengths in TWO_WAYS.items():
            request = b"POST /near HTTP/1.1\r\n" + HOST + lengths + b"\r\n" + CHUNK + HIDDEN
            statuses = re.findall(rb"HTTP/1.1 (\d+)", answered(port, request))
            assert len(statuses) == 1, case
            assert statuses[0] in (b"400", b"411", b"501"), case
        one_behind_the_other = b"GET /d/huangpu HTTP/1.1\r\nHost: localhost\r\n\r\n" + HIDDEN
        assert re.findall(rb"HTTP/1.1 (\d+)", answered(port, one_behind_the_other)) == [b"200", b"404"]
