"""Bodies that stop: the server waits for a request's body without end, and holds a thread for each.

So no more than some of a worker's threads may wait for bodies: the others answer who sends none, and who
sends one while all of those wait is told to come again. And nobody waits for long. A read cannot be broken
off, nor does the server tell which connection it is of, only from where it comes. But the kernel knows of
each of our connections when something last came and when something last went. One from there on which
somebody asked, was not answered and is late is shut for reading: the read ends short, the thread is free, and
the request is answered with 408. A proxy that takes the whole request in first, as README has it, never meets
any of this.

A body that ends before its length is refused, whoever cut it off: half a form would count as a whole one. Who
states no length is told to.
"""

import os
import socket
import stat
import struct
import threading
import time
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import RawIOBase
from typing import Any, NoReturn
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.exceptions import LengthRequired, RequestTimeout, ServiceUnavailable

from servicepoints import logs

PATIENCE_S = 15.0
"""So long nothing may come; and so long, and what its length takes besides, a whole body may take."""
SLOWEST = 20_000
"""Bytes a second."""
SCARCE_S = 1.0
"""So long nothing may come while most of those threads wait."""
MOMENT_S = 0.5
"""What takes no longer is no waiting."""
AGAIN_S = 2

_OPEN = "/proc/self/fd"
_SINCE, _SINCE_AT = struct.Struct("3I"), 44
"""Of Linux' struct tcp_info: milliseconds since data went, since word of data that came went, since data
came."""


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A read that goes on: from what address, since when (monotonic), and how long the body may take."""

    address: str
    began: float
    may_take_s: float


class Bodies:
    """The bodies that a process waits for which listens on `port`: at most so many at a time."""

    def __init__(self, port: int, most: int) -> None:
        self._port, self._most = port, most
        self._free = threading.Semaphore(most)
        self._reads: dict[Read, None] = {}
        self._last = 0.0
        """When a read last began."""
        self._asking: dict[int, float] = {}
        """Connections that wait for an answer, by inode: since when, as far as was looked."""

    @contextmanager
    def reading(self, address: str, length: int) -> Iterator[None]:
        """While a body of so many bytes is waited for. ServiceUnavailable while too many are."""
        moment = 0.0 if time.monotonic() - self._last > MOMENT_S else MOMENT_S
        if not self._free.acquire(timeout=moment):
            raise ServiceUnavailable(retry_after=AGAIN_S)
        read = Read(address, time.monotonic(), PATIENCE_S + length / SLOWEST)
        self._last = read.began
        self._reads[read] = None
        try:
            yield
        finally:
            del self._reads[read]
            self._free.release()

    @property
    def waited_for(self) -> int:
        """How many."""
        return len(self._reads)

    def watch(self) -> None:
        """Starts the thread that looks, where the kernel tells what it needs; once a process."""
        if os.path.isdir(_OPEN):
            threading.Thread(target=self._look_for_ever, name="bodies", daemon=True).start()

    def look(self) -> int:
        """Ends what is late; how many connections."""
        now = time.monotonic()
        reads = [read for read in list(self._reads) if now - read.began >= MOMENT_S]
        silent_s = SCARCE_S if 2 * len(reads) > self._most else PATIENCE_S
        may_take: dict[str, float] = {}
        for read in reads:
            may_take[read.address] = max(read.may_take_s, may_take.get(read.address, 0.0))
        asking, ended = {}, 0
        for connection in self._connections(may_take):
            went, came = _quiet(connection)
            if came > went:
                continue  # it was answered, and has asked nothing since
            inode = os.fstat(connection.fileno()).st_ino
            asking[inode] = since = max(self._asking.get(inode, now), now - went)
            address = connection.getpeername()[0]
            if since < now and (came >= silent_s or now - since >= may_take[address]):
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RD)
                    ended += 1
        self._asking = asking
        return ended

    def _connections(self, addresses: Container[str]) -> Iterator[socket.socket]:
        """Who asks us from there; each is ours to use until the next."""
        for number in os.listdir(_OPEN) if addresses else ():
            with suppress(OSError):
                if not stat.S_ISSOCK(os.fstat(int(number)).st_mode):
                    continue
                with socket.socket(fileno=os.dup(int(number))) as one:
                    internet = one.family in (socket.AF_INET, socket.AF_INET6)
                    if internet and one.getsockname()[1] == self._port and one.getpeername()[0] in addresses:
                        yield one

    def _look_for_ever(self) -> NoReturn:
        while True:
            time.sleep(MOMENT_S)
            if ended := self.look():
                logs.LOGGER.warning("bodies that stopped: %d connections were cut off", ended)


class Body(RawIOBase):
    """The body of one request, of so many bytes, None if nobody knows how many; the input of an application.
    Reading raises RequestTimeout where it ends before, LengthRequired, ServiceUnavailable."""

    def __init__(self, bodies: Bodies, inner: Any, address: str, length: int | None) -> None:
        self._bodies, self._inner, self._address, self._length = bodies, inner, address, length
        self._left = length or 0

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """So many bytes, or all; less only at its end."""
        if self._length is None:
            raise LengthRequired
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        if not wanted:
            return b""
        with self._bodies.reading(self._address, self._length):
            piece: bytes = self._inner.read(wanted)
        self._left -= len(piece)
        if len(piece) < wanted:
            raise RequestTimeout
        return piece

    def readinto(self, buffer: Any, /) -> int:
        """As many bytes as there is room for."""
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def guard(app: Flask, port: int, most: int) -> None:
    """Put it before all else of the application of a process that listens there, `most` of whose threads may
    wait."""
    inner: WSGIApplication = app.wsgi_app
    bodies = Bodies(port, most)
    bodies.watch()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        stated = environ.get("CONTENT_LENGTH", "")
        if stated or "HTTP_TRANSFER_ENCODING" in environ:
            length = int(stated) if stated else None
            environ["wsgi.input"] = Body(bodies, environ["wsgi.input"], environ["REMOTE_ADDR"], length)
        return inner(environ, start_response)

    app.wsgi_app = answer  # type: ignore[method-assign]


def _quiet(connection: socket.socket) -> tuple[float, float]:
    """For how long nothing went out, and nothing came (s)."""
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _SINCE_AT + _SINCE.size)
    went, _, came = _SINCE.unpack_from(told, _SINCE_AT)
    return went / 1000, came / 1000
