"""WeChat's API on loopback, as its documentation describes it: a stable token, a ticket, errors in HTTP
200."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

APP_ID, SECRET = "wx0000000000000000", "0123456789abcdef0123456789abcdef"
TICKET = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"


@dataclass
class Wechat:
    """Where it listens, what was asked of it, and what it is to say in place of its usual answers, by path:
    a status and a body, or None to say nothing until the end of the test. It takes `pause_s` over each."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    instead: dict[str, tuple[int, str] | None] = field(default_factory=dict)
    life_s: int = 7200
    pause_s: float = 0
    tickets: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def refuse(self, path: str, code: int) -> None:
        """Answer that path with an error, in HTTP 200, as WeChat does."""
        self.instead[path] = (200, json.dumps({"errcode": code, "errmsg": "示例 rid: 0"}))

    def answer(self, method: str, target: str, body: bytes) -> tuple[int, str] | None:
        """What it answers to a request."""
        parts = urlsplit(target)
        self.over.wait(self.pause_s)
        self.asked.append(f"{method} {parts.path}")
        if parts.path in self.instead:
            return self.instead[parts.path]
        return 200, json.dumps(self._usual(method, parts.path, parse_qs(parts.query), body))

    def _usual(self, method: str, path: str, query: dict[str, list[str]], body: bytes) -> dict[str, Any]:
        if (method, path) == ("POST", "/cgi-bin/stable_token"):
            said = json.loads(body)
            if said["appid"] != APP_ID:
                return {"errcode": 40013, "errmsg": "invalid appid"}
            if said["secret"] != SECRET or said["grant_type"] != "client_credential":
                return {"errcode": 40125, "errmsg": "invalid appsecret"}
            return {"access_token": "示例-token&/", "expires_in": self.life_s}
        if (method, path) == ("GET", "/cgi-bin/ticket/getticket") and query.get("type") == ["jsapi"]:
            if query.get("access_token") != ["示例-token&/"]:
                return {"errcode": 40001, "errmsg": "invalid credential"}
            self.tickets += 1
            ticket = TICKET if self.tickets == 1 else f"{TICKET}{self.tickets}"
            return {"errcode": 0, "errmsg": "ok", "ticket": ticket, "expires_in": self.life_s}
        return {"errcode": 43001, "errmsg": "wrong method"}


@contextmanager
def wechat() -> Iterator[Wechat]:
    """WeChat on a free port, until the end of the block."""
    there = Wechat()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = there.answer(
                self.command, self.path, self.rfile.read(int(self.headers["Content-Length"] or 0))
            )
            if answer is None:
                there.over.wait(20)
                return
            content = answer[1].encode()
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815 (the name is the library's)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        there.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
