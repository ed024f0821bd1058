"""The API keeps to its own description: schemathesis asks it everything the description allows, and more."""

from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from servicepoints.app import create_app
from servicepoints.config import load

PATHS = ["/near", "/points", "/points/{code}", "/search", "/districts", "/sessions", "/changes"]


@pytest.fixture(scope="module")
def app(demo_home: Path) -> Flask:
    """The application over the demonstration."""
    return create_app(load({"SERVICEPOINTS_HOME": str(demo_home)}))


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", PATHS)
def test_an_answer_is_as_described_whatever_is_asked(app: Flask, path: str, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    operation = schema[f"/api/v1{path}"]["GET"]
    if path == "/districts" and mode is GenerationMode.NEGATIVE:
        mode = GenerationMode.POSITIVE  # it takes nothing that could be wrong

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def asked(case: schemathesis.Case) -> None:
        # schemathesis does not unpack what a WSGI application packs
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    asked()


def test_the_description_is_of_the_version_that_was_promised(app: Flask) -> None:
    description = app.test_client().get("/api/openapi.json").json
    assert description is not None
    assert description["openapi"].startswith("3.1")
    assert {f"/api/v1{path}" for path in PATHS} == set(description["paths"])
    near = {p["name"] for p in description["paths"]["/api/v1/near"]["get"]["parameters"]}
    assert near >= {"lat", "lon", "need", "open", "audience", "free", "at", "limit", "datum"}
