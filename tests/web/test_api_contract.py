"""The API keeps to its own description: schemathesis asks it everything the description allows, and more, of
every operation, reading and writing."""

import shutil
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.services.opening import open_instance
from tests.web.bureau.machines import new_token

READING = {
    ("GET", path)
    for path in ("/near", "/points", "/points/{code}", "/search", "/districts", "/sessions", "/changes")
}
WRITING = {
    ("POST", "/points"),
    ("PUT", "/points/{code}"),
    ("POST", "/points/{code}/checks"),
    ("PUT", "/points/{code}/suspension"),
    ("DELETE", "/points/{code}/suspension"),
    ("GET", "/points/{code}/offerings"),
    ("POST", "/offerings/{number}/sessions"),
    ("PUT", "/sessions/{code}"),
    ("POST", "/sessions/{code}/cancellation"),
}
NOTHING_WRONG = {("GET", "/districts")}
"""What takes nothing that could be wrong."""


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration that may be written to."""
    return Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("contract") / "instance"))


@pytest.fixture(scope="module")
def app(home: Path) -> Flask:
    """The application over it."""
    return create_app(load({"SERVICEPOINTS_HOME": str(home), "SERVICEPOINTS_API_WRITES": "100000"}))


@pytest.fixture(scope="module")
def token(home: Path) -> str:
    """What its bureau's system writes with."""
    register = open_instance(load({"SERVICEPOINTS_HOME": str(home)}))
    try:
        return new_token(register)[1]
    finally:
        register.close()


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("method", "path"), sorted(READING | WRITING))
def test_an_answer_is_as_described_whatever_is_asked(
    app: Flask, token: str, method: str, path: str, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    operation = schema[f"/api/v1{path}"][method]
    if (method, path) in NOTHING_WRONG:
        mode = GenerationMode.POSITIVE
    # schemathesis does not unpack what a WSGI application packs
    headers = {"Accept-Encoding": "identity"}
    if (method, path) in WRITING:
        headers["Authorization"] = f"Bearer {token}"

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def asked(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers)

    asked()


def test_the_description_is_of_the_version_that_was_promised(app: Flask) -> None:
    description = app.test_client().get("/api/openapi.json").json
    assert description is not None
    assert description["openapi"].startswith("3.1")
    described = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, operations in description["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert described == READING | WRITING
    near = {p["name"] for p in description["paths"]["/api/v1/near"]["get"]["parameters"]}
    assert near >= {"lat", "lon", "need", "open", "audience", "free", "at", "limit", "datum"}
