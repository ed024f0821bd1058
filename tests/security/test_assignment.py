"""What a form or a request does not offer cannot be written by naming it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from servicepoints.config import Settings
from servicepoints.domain.points import Point
from servicepoints.domain.roles import Role
from servicepoints.register import Register, accounts, points
from servicepoints.register.schema import metadata
from servicepoints.services.keeping.links import Signing, keeper_links, make_link
from tests.web.bureau.conftest import NOW, post
from tests.web.bureau.forms import press
from tests.web.bureau.machines import error_of, machine
from tests.web.bureau.test_rights import own

__all__ = ["own"]

SMUGGLED = {
    "id": "1", "code": "AAAAAA", "bureau": "linju", "role": "city", "revision": "99", "listing": "listed",
    "position": "31,121", "latitude": "31", "longitude": "121", "checked_by": "示例",
    "checked_on": "2000-01-01",
    "updated_at": "2000-01-01", "verified": "1", "__class__": "x", "is_city": "1", "taken": "0",
    "login": "dora",
    "opening_hours": "24/7", "hours_status": "read", "suspended_until": "2099-01-01T00:00", "account": "1",
    "confirmed_by": "示例", "basis": "pin", "trusts_keepers": "1", "disabled": "0", "password_hash": "x",
}  # fmt: skip
"""Fields of our tables and classes that this or that form does not have."""


def everything(register: Register, *apart: str) -> dict[str, list[str]]:
    """All that the register holds, but in these tables."""
    with register.read() as reader:
        return {
            table.name: sorted(repr(tuple(row)) for row in reader.connection.execute(select(table)))
            for table in metadata.sorted_tables
            if table.name not in apart
        }


def standing(register: Register, code: str) -> Point:
    with register.read() as reader:
        point = points.get(reader, code)
    assert point is not None
    return replace(point, revision=0, updated_at=None)


def test_the_form_of_a_point_writes_no_field_that_it_does_not_show(
    alice: FlaskClient, register: Register, own: dict[str, str]
) -> None:
    before = standing(register, own["OWN"])
    path = f"/bureau/points/{own['OWN']}"
    looked = press(alice, path, alice.get(path).text, "review", note="示例备注", **SMUGGLED)
    assert press(alice, path, looked.text, "save", **SMUGGLED).status_code == 303
    assert standing(register, own["OWN"]) == replace(before, note="示例备注")


def test_an_editor_makes_nobody_of_the_city_and_nobody_of_another_bureau(
    alice: FlaskClient, register: Register
) -> None:
    with register.read() as reader:
        before = accounts.all_accounts(reader)
    assert post(alice, "/bureau/people", {"login": "eve", "name": "示例", **SMUGGLED}).status_code == 403
    wrong = {"old": "x", "password": "四个不相干的词", "again": "四个不相干的词"}
    assert post(alice, "/bureau/account/password", {**SMUGGLED, **wrong}).status_code == 422
    post(alice, "/bureau/tokens", {**SMUGGLED, "name": "示例", "scope": "points", "days": "30"})
    with register.read() as reader:
        assert accounts.all_accounts(reader) == before
        owners = reader.connection.execute(select(metadata.tables["api_token"].c.bureau)).scalars().all()
    assert set(owners) <= {"shili"}
    assert alice.get("/bureau/city").status_code == 403


def test_a_keeper_writes_no_field_but_those_of_the_page(
    nobody: FlaskClient, register: Register, settings: Settings, own: dict[str, str]
) -> None:
    with register.read() as reader:
        alice = accounts.named(reader, "alice")
    assert alice is not None
    assert alice.account.role is Role.EDITOR
    make_link(register, alice.account, own["OWN"], timedelta(days=9))
    signing = Signing(settings.secret_key)
    _, (link,), _ = keeper_links(register, alice.account, own["OWN"], signing, NOW)
    before = standing(register, own["OWN"])
    told = everything(register, "keeper_use", "throttle")
    for path, form in (
        ("amenities", {"name": "yes", "listing": "no", "note": "unknown", "bureau": "yes", "spaces": "yes"}),
        ("hours", {"hours": before.schedule.text, **SMUGGLED}),
    ):
        assert nobody.post(f"/k/{link.token}/{path}", data=form).status_code in (303, 422), path
    assert standing(register, own["OWN"]) == before
    assert everything(register, "keeper_use", "throttle") == told


def test_a_courier_writes_no_field_but_those_of_the_form(
    nobody: FlaskClient, register: Register, own: dict[str, str]
) -> None:
    told = everything(register, "throttle")
    for path in (f"/s/{own['SESSION']}", f"/p/{own['OWN']}/door", "/suggest"):
        assert nobody.post(path, data={**SMUGGLED, "name": "示例"}).status_code in (404, 409, 422), path
    assert everything(register, "throttle") == told


BODIES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "add_point": ("POST", "points", {"name": "示例新驿站", "kind": "care_station"}),
    "change_point": ("PUT", "points/{OWN}", {"note": "示例"}),
    "suspend_point": (
        "PUT", "points/{OWN}/suspension", {"until": "2026-09-20T10:00:00+08:00", "reason": "示例"},
    ),
    "add_session": (
        "POST", "offerings/{OFFERING}/sessions",
        {"starts_at": "2026-09-20T10:00:00+08:00", "ends_at": "2026-09-20T11:00:00+08:00", "capacity": 3},
    ),
    "change_session": ("PUT", "sessions/{SESSION}", {"queue": 3}),
    "cancel_session": ("POST", "sessions/{SESSION}/cancellation", {"reason": "示例"}),
}  # fmt: skip
NO_BODY = {"check_point", "resume_point"}


def test_every_verb_that_takes_a_body_is_tried_here(app: Flask) -> None:
    reading = {"GET", "HEAD", "OPTIONS"}
    writing = {
        rule.endpoint.removeprefix("api.")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and (rule.methods or set()) - reading
    }
    assert writing == set(BODIES) | NO_BODY


@pytest.mark.parametrize("verb", BODIES)
def test_a_machine_is_told_of_each_field_that_there_is_not_and_nothing_is_written(
    verb: str, app: Flask, register: Register, own: dict[str, str]
) -> None:
    system = machine(app, register)
    method, path, body = BODIES[verb]
    known = {"position", "latitude", "longitude", "basis"}
    before = everything(register, "throttle", "api_token")
    for name, value in SMUGGLED.items():
        if name not in known:
            answer = system.send(method, path.format_map(own), {**body, name: value}, "*")
            assert name in error_of(answer, 422)["fields"], name
    nested = {**body, "spaces": [{"name": "示例", "code": "x"}], "contacts": [{"sealed": "x"}]}
    assert system.send(method, path.format_map(own), nested, "*").status_code == 422
    assert everything(register, "throttle", "api_token") == before
