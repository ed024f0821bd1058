"""A line of the log as one JSON object."""

import json
import logging
from pathlib import Path

import pytest

from servicepoints import logs
from servicepoints.app import create_app
from servicepoints.config import load


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written, as SERVICEPOINTS_LOG_FORMAT=json writes it."""
    kept: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(self.format(record))

    handler = Keeping()
    handler.setFormatter(logs.Json())
    monkeypatch.setattr(logs.LOGGER, "handlers", [handler])
    monkeypatch.setattr(logs.LOGGER, "level", logging.INFO)
    logs.LOGGER.manager._clear_cache()  # type: ignore[attr-defined]
    return kept


def test_a_request_is_one_object_with_the_proxys_id_and_no_query(demo_home: Path, lines: list[str]) -> None:
    client = create_app(load({"SERVICEPOINTS_HOME": str(demo_home)})).test_client()
    given = {"X-Request-Id": "0123456789abcdef0123456789abcdef"}
    client.get("/api/v1/near?lat=31.22421&lon=121.42943", headers=given)
    (line,) = lines
    told = json.loads(line)
    assert (told["message"], told["id"]) == ("request", given["X-Request-Id"])
    assert (told["method"], told["path"], told["status"]) == ("GET", "/api/v1/near", 200)
    assert isinstance(told["ms"], float)
    assert "31.22" not in line


@pytest.mark.parametrize("given", ['a"},{"level":"x', "short", "x" * 65, "中文中文中文中文", "a b c d e f g"])
def test_an_id_that_could_say_more_is_replaced(demo_home: Path, lines: list[str], given: str) -> None:
    client = create_app(load({"SERVICEPOINTS_HOME": str(demo_home)})).test_client()
    client.get("/healthz", environ_overrides={"HTTP_X_REQUEST_ID": given})
    (line,) = lines
    assert json.loads(line)["id"] != given


def test_other_lines_are_objects_too(lines: list[str]) -> None:
    logs.LOGGER.info("示例 %s\n第二行", 1)
    try:
        raise ValueError("示例")
    except ValueError as error:
        logs.LOGGER.exception("failed")
        logs.failed(error, "/b/***", "-")
    first, second, third = map(json.loads, lines)
    assert first["message"] == "示例 1\n第二行"
    assert "ValueError" in second["traceback"]
    assert (third["message"], third["error"], third["path"]) == ("failure", "ValueError", "/b/***")
    assert all("\n" not in line for line in lines)
