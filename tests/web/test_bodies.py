"""Bodies that stop: whoever sends one holds a thread for a while, and half a body counts for none."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from werkzeug.exceptions import LengthRequired, RequestTimeout, ServiceUnavailable

from servicepoints.web import bodies
from servicepoints.web.bodies import Bodies, Body

HERE = "127.0.0.1"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """All times a fiftieth of what they are."""
    for name in ("PATIENCE_S", "SCARCE_S", "MOMENT_S"):
        monkeypatch.setattr(bodies, name, getattr(bodies, name) / 50)


class Listening:
    """A server's end of connections, in this process."""

    def __init__(self) -> None:
        self._listens = socket.create_server((HERE, 0))
        self.port: int = self._listens.getsockname()[1]
        self._open: list[socket.socket] = [self._listens]

    def connection(self, said: bytes = b"POST", source: str = HERE) -> tuple[socket.socket, socket.socket]:
        """A connection over which somebody said so much: his end, ours."""
        his = socket.create_connection((HERE, self.port), source_address=(source, 0))
        ours, _ = self._listens.accept()
        self._open += [his, ours]
        ours.settimeout(10)
        his.sendall(said)
        assert ours.recv(len(said)) == said
        return his, ours

    def close(self) -> None:
        for one in self._open:
            one.close()

    def is_open(self, pair: tuple[socket.socket, socket.socket]) -> bool:
        """Whether it was not shut for reading, where a read ends at once."""
        pair[1].setblocking(False)
        try:
            return bool(pair[1].recv(9))
        except BlockingIOError:
            return True


@pytest.fixture
def listening() -> Iterator[Listening]:
    server = Listening()
    yield server
    server.close()


def look_until(done: Callable[[], bool], waiting: Bodies, within_s: float = 60.0) -> bool:
    end = time.monotonic() + within_s
    while not done() and time.monotonic() < end:
        waiting.look()
        time.sleep(0.01)
    return done()


@pytest.fixture
def read_of(quick: None) -> Iterator[Callable[[Bodies, socket.socket, int], threading.Thread]]:
    """Begins to wait for a body; the thread that does."""
    begun: list[threading.Thread] = []

    def begin(waiting: Bodies, ours: socket.socket, length: int = 1) -> threading.Thread:
        def wait() -> None:
            with waiting.reading(HERE, length):
                while ours.recv(1):
                    pass

        begun.append(threading.Thread(target=wait, daemon=True))
        begun[-1].start()
        return begun[-1]

    yield begin
    for one in begun:
        one.join(60)


Begin = Callable[..., threading.Thread]


def test_who_stops_is_cut_off_and_no_other(listening: Listening, read_of: Begin) -> None:
    answered, elsewhere = listening.connection(), listening.connection(source="127.0.0.2")
    time.sleep(0.02)
    answered[1].sendall(b"200")
    waiting, stopped = Bodies(listening.port, 9), listening.connection()
    late = read_of(waiting, stopped[1])
    assert look_until(lambda: not late.is_alive(), waiting)
    assert listening.is_open(answered)
    assert listening.is_open(elsewhere)


def test_only_what_comes_to_our_port_is_cut_off(listening: Listening, read_of: Begin) -> None:
    waiting, stopped = Bodies(listening.port + 1, 9), listening.connection()
    late = read_of(waiting, stopped[1])
    assert not look_until(lambda: not late.is_alive(), waiting, 3 * bodies.PATIENCE_S)
    stopped[0].close()


@pytest.mark.parametrize(("length", "ends"), [(1, True), (10_000_000, False)])
def test_who_sends_byte_by_byte_has_as_long_as_his_length_takes(
    listening: Listening, read_of: Begin, length: int, ends: bool
) -> None:
    waiting, slow = Bodies(listening.port, 9), listening.connection()
    late = read_of(waiting, slow[1], length)

    def over() -> bool:
        slow[0].sendall(b"x")
        return not late.is_alive()

    assert look_until(over, waiting, 60 if ends else 4 * bodies.PATIENCE_S) is ends
    slow[0].close()


def test_while_most_wait_nobody_may_be_silent_for_long(
    listening: Listening, read_of: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE_S", 1000.0)
    waiting, stopped = Bodies(listening.port, 2), [listening.connection() for _ in range(2)]
    one = read_of(waiting, stopped[0][1])
    assert not look_until(lambda: not one.is_alive(), waiting, 3 * bodies.SCARCE_S)
    other = read_of(waiting, stopped[1][1])
    assert look_until(lambda: not (one.is_alive() or other.is_alive()), waiting)


def test_who_comes_while_all_wait_comes_again_later(listening: Listening, read_of: Begin) -> None:
    waiting, stopped = Bodies(listening.port, 1), listening.connection()
    late = read_of(waiting, stopped[1])
    assert look_until(lambda: bool(waiting.waited_for), waiting)
    with pytest.raises(ServiceUnavailable), waiting.reading(HERE, 1):
        pass
    stopped[0].close()
    late.join(60)
    with waiting.reading(HERE, 1):
        pass


def body(sent: bytes, length: int | None) -> Body:
    return Body(Bodies(0, 9), BytesIO(sent), HERE, length)


def test_a_whole_body_is_read_as_any_file() -> None:
    assert body(b"a=1&b=2", 7).read() == b"a=1&b=2"
    assert [body(b"a\nb\n", 4).read(n) for n in (0, 2, 9)] == [b"", b"a\n", b"a\nb\n"]
    assert list(body(b"a\nb", 3)) == [b"a\n", b"b"]
    beyond = body(b"a=1GET / HTTP/1.1", 3)
    assert (beyond.read(), beyond.read()) == (b"a=1", b"")


def test_half_a_body_and_one_of_no_length_are_refused() -> None:
    for size in (-1, 7):
        half = body(b"a=1", 7)
        for _ in range(2):
            with pytest.raises(RequestTimeout):
                half.read(size)
    with pytest.raises(LengthRequired):
        body(b"a=1", None).read()
