"""The description of the API and the page made of it: examples fit what they are examples of, and answers to
reading are real."""

import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.services.opening import open_instance
from tests.web.bureau.machines import Machine, new_token

Document = dict[str, Any]


@pytest.fixture(scope="module")
def api(demo_home: Path) -> FlaskClient:
    return create_app(load({"SERVICEPOINTS_HOME": str(demo_home)})).test_client()


@pytest.fixture(scope="module")
def document(api: FlaskClient) -> Document:
    found: Document = api.get("/api/openapi.json").json or {}
    return found


def contents(document: Document) -> list[tuple[str, Document]]:
    """Every body that is described, sent or answered: (whose, what is said of it)."""
    return [
        (f"{method} {path} {which}", content["application/json"])
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method != "parameters"
        for which, said in [("body", operation.get("requestBody", {})), *operation["responses"].items()]
        if (content := said.get("content"))
    ]


def test_every_example_fits_its_description(document: Document) -> None:
    fitted = []
    for whose, content in contents(document):
        if "example" in content:
            schema = content["schema"] | {"components": document["components"]}
            jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(content["example"])
            fitted.append(whose)
    operations = sum(len(set(one) - {"parameters"}) for one in document["paths"].values())
    answers = [whose for whose in fitted if not whose.endswith("body")]
    assert len(answers) == operations, "an answer of each is shown"
    bodies = [whose for whose, _ in contents(document) if whose.endswith("body")]
    assert [whose for whose in fitted if whose.endswith("body")] == bodies != []


def test_examples_of_reading_are_answers_of_this_site(document: Document, api: FlaskClient) -> None:
    near = document["paths"]["/api/v1/near"]["get"]
    point = near["responses"]["200"]["content"]["application/json"]["example"]["points"][0]
    listed: Document = api.get(f"/api/v1/points/{point['code']}").json or {}
    assert point["name"] == listed["point"]["name"]
    one = document["paths"]["/api/v1/points/{code}"]["get"]
    assert f"/api/v1/points/{point['code']}" in one["x-codeSamples"][0]["source"]


def test_what_the_examples_say_can_be_done(demo_home: Path, tmp_path: Path, document: Document) -> None:
    home = Path(shutil.copytree(demo_home, tmp_path / "instance"))
    settings = load({"SERVICEPOINTS_HOME": str(home)})
    register = open_instance(settings)
    system = Machine(create_app(settings).test_client(), new_token(register)[1])
    register.close()
    said = {whose: content["example"] for whose, content in contents(document) if "example" in content}
    made = system.sent("POST", "points?sure=true", said["post /api/v1/points body"])
    changed = system.sent("PUT", f"points/{made['code']}", said["put /api/v1/points/{code} body"], 1)
    assert changed["changed"] == ["hours"]


def test_every_operation_has_a_name_of_its_own(document: Document) -> None:
    names = [
        operation["operationId"]
        for operations in document["paths"].values()
        for method, operation in operations.items()
        if method != "parameters"
    ]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)


def test_the_page_tells_of_everything_in_the_document(api: FlaskClient, document: Document) -> None:
    answer = api.get("/api/")
    page = answer.text
    assert answer.status_code == 200
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                assert f'id="{operation["operationId"]}"' in page
                assert operation["summary"] in page
                assert all(one["name"] in page for one in operation.get("parameters", ()) if "name" in one), (
                    path
                )
    for name in document["components"]["schemas"]["PointBody"]["properties"]:
        assert f"<code>{name}</code>" in page
    assert "hot_water 热水" in page


def test_the_page_needs_nothing_from_elsewhere_and_no_script(api: FlaskClient) -> None:
    page = api.get("/api/").text
    assert "<script" not in page
    assert not re.findall(r'<(?!link rel="canonical")[^>]*(?:src|href)="(?:https?:)?//', page)


@pytest.mark.parametrize("path", ["/api/", "/api/openapi.json"])
def test_it_is_there_before_anything_is_published_and_sent_again_only_if_it_changed(
    bare: FlaskClient, api: FlaskClient, path: str
) -> None:
    assert bare.get(path).status_code == 200
    first = api.get(path)
    again = api.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_description_is_the_same_to_every_process_that_serves_it(demo_home: Path) -> None:
    settings = load({"SERVICEPOINTS_HOME": str(demo_home)})
    clocks = [datetime(2026, 9, 14, 10, minute, tzinfo=TIMEZONE) for minute in (0, 7)]
    one, other = (create_app(settings, clock=lambda now=now: now).test_client() for now in clocks)
    first = one.get("/api/openapi.json")
    assert first.data != other.get("/api/openapi.json").data
    again = other.get("/api/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
