"""Where a request ends is said one way, or it is refused: nothing rides in behind it."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import ARTEFACTS, Server, serving

HIDDEN = b"GET /hidden-behind HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
HOST = b"Host: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
CHUNK = b"0\r\n\r\n"
TWO_WAYS = {
    "a length and chunks": b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n" % len(CHUNK + HIDDEN),
    "chunks and a short length": b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
    "two lengths": b"Content-Length: 5\r\nContent-Length: %d\r\n" % len(CHUNK + HIDDEN),
    "two lengths on a line": b"Content-Length: 5, %d\r\n" % len(CHUNK + HIDDEN),
    "chunks spelled otherwise": b"Transfer-Encoding: xchunked\r\n",
    "chunks twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    "a space before the colon": b"Transfer-Encoding : chunked\r\n",
    "a line that goes on": b"Transfer-Encoding:\r\n chunked\r\n",
    "a length that is none": b"Content-Length: +5\r\n",
    "a negative length": b"Content-Length: -1\r\n",
    "a length in hexadecimal": b"Content-Length: 0x5\r\n",
}


@pytest.fixture(scope="module")
def server(served_home: Path) -> Iterator[Server]:
    with serving(served_home, ARTEFACTS / "framing.log", SERVICEPOINTS_WORKERS="1") as running:
        yield running


def answered(server: Server, request: bytes) -> bytes:
    """All that comes back on one connection, till the server has no more to say."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(request)
        told = b""
        while piece := connection.recv(65536):
            told += piece
        return told


@pytest.mark.parametrize("case", TWO_WAYS)
def test_what_could_end_in_two_places_hides_no_request(server: Server, case: str) -> None:
    """It is refused; or, where the standard says which of the two counts, the connection ends with it."""
    told = answered(server, b"POST /near HTTP/1.1\r\n" + HOST + TWO_WAYS[case] + b"\r\n" + CHUNK + HIDDEN)
    assert told.count(b"HTTP/1.1 ") == 1
    if b"chunked" not in TWO_WAYS[case] or b"Length" not in TWO_WAYS[case]:
        assert told.startswith(b"HTTP/1.1 400")


def test_a_well_formed_request_before_another_is_answered_and_so_is_the_other(server: Server) -> None:
    """Else the test above would pass with a server that answers one request a connection."""
    told = answered(server, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + HIDDEN)
    assert told.count(b"HTTP/1.1 ") == 2
    assert b"HTTP/1.1 404" in told
