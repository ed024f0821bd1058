"""A map service on loopback that answers what a test tells it to, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest


@dataclass
class Reply:
    """One answer: JSON of `body` unless it is a string; after `delay_s`."""

    body: Any
    status: int = 200
    delay_s: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class FakeService:
    """Gives its replies in order, the last for ever; `asked` keeps each question's path and parameters."""

    url: str
    replies: list[Reply] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def answers(self, *replies: Any, **how: Any) -> None:
        self.replies = [r if isinstance(r, Reply) else Reply(r, **how) for r in replies]

    def then(self, body: Any) -> None:
        self.replies.append(Reply(body))

    def reply_to(self, target: str) -> Reply:
        parts = urlsplit(target)
        self.asked.append(
            (parts.path, {k: v[0] for k, v in parse_qs(parts.query, keep_blank_values=True).items()})
        )
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


def _handler(service: Callable[[], FakeService]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = service().reply_to(self.path)
            time.sleep(reply.delay_s)
            body = reply.body if isinstance(reply.body, str) else json.dumps(reply.body, ensure_ascii=False)
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json;charset=utf-8")
                self.end_headers()
                self.wfile.write(body.encode())
            except ConnectionError:
                pass  # the client timed out: that is the test

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


@pytest.fixture
def fake() -> Iterator[FakeService]:
    """A fake service listening on a free port."""
    services: list[FakeService] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(lambda: services[0]))
    server.daemon_threads = True
    services.append(FakeService(f"http://127.0.0.1:{server.server_address[1]}"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield services[0]
    server.shutdown()
    server.server_close()
    thread.join()
