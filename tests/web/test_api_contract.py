"""The API keeps to its own description: schemathesis asks the running server all that it allows, and
more, of every operation, reading and writing with a token."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.services.opening import open_instance
from tests.server import ARTEFACTS, serving
from tests.web.bureau.machines import new_token

CONFIG = Path(__file__).parent.parent / "schemathesis.toml"
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


def test_schemathesis_finds_nothing_on_the_whole_specification(demo_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(demo_home, tmp_path / "instance"))
    register = open_instance(load({"SERVICEPOINTS_HOME": str(home)}))
    _, token = new_token(register)
    register.close()
    with serving(home, ARTEFACTS / "schemathesis.log", SERVICEPOINTS_API_WRITES="100000") as server:
        told = subprocess.run(
            [
                sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run",
                f"{server.address}/api/openapi.json", "--workers", "2", "--no-color",
                "--header", f"Authorization: Bearer {token}",
            ],
            cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
    assert told.returncode == 0, told.stdout
    count = len(READING | WRITING)
    assert f"Operations:       {count} selected / {count} total" in told.stdout
    found = re.search(r"(\d+) generated, (\d+) passed", told.stdout)
    assert found, told.stdout
    assert int(found[2]) > 1000


@pytest.fixture(scope="module")
def app(demo_home: Path) -> Flask:
    """The application over the demonstration."""
    return create_app(load({"SERVICEPOINTS_HOME": str(demo_home)}))


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
