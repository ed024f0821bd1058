"""A bureau's own system that writes through the API, for tests."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicepoints.domain.roles import Scope
from servicepoints.register import Actor, Register
from servicepoints.services.machines import issuing
from servicepoints.services.machines.issuing import Wanted

SETUP = Actor("setup", "测试")


def new_token(
    register: Register, bureau: str = "shili", scopes: tuple[str, ...] = tuple(Scope), days: int = 30
) -> tuple[int, str]:
    """(the number, the text) of a new token."""
    wanted = Wanted(name="示例系统", bureau=bureau, scopes=scopes, days=days)
    made, text = issuing.issue_for(register, wanted, SETUP)
    return made.id, text


@dataclass
class Machine:
    """A system with a token; every new point gets a key of its own."""

    client: FlaskClient
    token: str
    _keys: itertools.count = field(default_factory=itertools.count)  # type: ignore[type-arg]

    def send(
        self, method: str, path: str, body: Any = None, seen: int | str | None = None, **headers: str
    ) -> TestResponse:
        known = {"Authorization": f"Bearer {self.token}"}
        if seen is not None:
            known["If-Match"] = f'"{seen}"' if isinstance(seen, int) else seen
        if method == "POST" and path.partition("?")[0] == "points":
            known["Idempotency-Key"] = f"example-{next(self._keys)}"
        known |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = {} if body is None else {"json": body}
        return self.client.open(f"/api/v1/{path}", method=method, headers=known, **content)

    def sent(self, method: str, path: str, body: Any = None, seen: int | str | None = None, **headers: str):
        """The answer to what must succeed."""
        answer = self.send(method, path, body, seen, **headers)
        assert answer.status_code in (200, 201), answer.text
        return answer.json


def machine(app: Flask, register: Register, **wanted: Any) -> Machine:
    """A system of alice's bureau, or of another."""
    return Machine(app.test_client(), new_token(register, **wanted)[1])


def error_of(answer: TestResponse, status: int) -> dict[str, Any]:
    """What a refusal says, which has the one shape."""
    assert answer.status_code == status, answer.text
    said: dict[str, Any] = answer.json or {}
    assert said.keys() == {"error"}
    error: dict[str, Any] = said["error"]
    assert error.keys() == {"code", "message", "fields"}
    assert error["code"] == status
    assert any("\u4e00" <= c <= "\u9fff" for c in error["message"]), error
    return error
