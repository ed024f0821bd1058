"""A host on loopback that does with each connection what a test tells it to, raw bytes included."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Behaviour = Callable[[socket.socket], None]


@dataclass
class Host:
    """Where it listens, what was asked of it (whole requests), and how it behaves: each connection as the
    next of `behaves` says, the last for ever. A connection is closed when its behaviour returns."""

    name: str
    behaves: list[Behaviour] = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.name}"


def answering(body: str, status: str = "200 OK", headers: str = "") -> Behaviour:
    """Answers with that text, whatever it was asked."""
    content = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\n{headers}\r\n"
    return lambda connection: connection.sendall(head.encode() + content)


def hanging_up(connection: socket.socket) -> None:
    """Says nothing and closes, having taken the request."""


@contextmanager
def listening(tls: ssl.SSLContext | None = None) -> Iterator[Host]:
    """A host on a free port, until the end of the block; with TLS, if so, as localhost."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        host = Host(f"localhost:{port}" if tls else f"127.0.0.1:{port}", tls=tls)
        thread = threading.Thread(target=_serve, args=(server, host), daemon=True)
        thread.start()
        try:
            yield host
        finally:
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _serve(server: socket.socket, host: Host) -> None:
    with suppress(OSError):
        while True:
            connection, _ = server.accept()
            threading.Thread(target=_meet, args=(connection, host), daemon=True).start()


def _meet(connection: socket.socket, host: Host) -> None:
    with suppress(OSError), connection:
        connection.settimeout(10)
        with host.tls.wrap_socket(connection, server_side=True) if host.tls else connection as spoken:
            host.asked.append(_request(spoken))
            behaviour = host.behaves.pop(0) if len(host.behaves) > 1 else host.behaves[0]
            behaviour(spoken)


def _request(connection: socket.socket) -> bytes:
    """One whole request: its head, and as much body as that says."""
    got = b""
    while b"\r\n\r\n" not in got:
        piece = connection.recv(65536)
        if not piece:
            return got
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
