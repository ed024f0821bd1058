"""Requests whose end could be in two places, with another that hides behind one of them."""

import socket

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


def answered(port: int, request: bytes) -> bytes:
    """All that comes back on one connection, till the server has no more to say."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        told = b""
        while piece := connection.recv(65536):
            told += piece
        return told
