"""The API keeps to its own description: schemathesis asks it everything the description allows, and more."""

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from servicepoints.app import create_app
from servicepoints.config import load


@pytest.fixture(scope="module")
def described(demo_home: Path) -> schemathesis.BaseSchema:
    app = create_app(load({"SERVICEPOINTS_HOME": str(demo_home)}))
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_answer_is_as_described_whatever_is_asked(case: schemathesis.Case) -> None:
    case.call_and_validate()


def test_the_description_is_of_the_version_that_was_promised(demo_home: Path) -> None:
    client = create_app(load({"SERVICEPOINTS_HOME": str(demo_home)})).test_client()
    description = client.get("/api/openapi.json").json
    assert description is not None
    assert description["openapi"].startswith("3.1")
    wanted = {"/near", "/points", "/points/{code}", "/search", "/districts"}
    assert {f"/api/v1{path}" for path in wanted} == set(description["paths"])
    near = {p["name"] for p in description["paths"]["/api/v1/near"]["get"]["parameters"]}
    assert near >= {"lat", "lon", "need", "open", "audience", "free", "at", "limit", "datum"}
