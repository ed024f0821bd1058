"""Numbers and dates that are none: refused or passed over, never an error of ours."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from servicepoints.domain.points import Space
from servicepoints.register import Actor, Register, points
from tests.web.bureau.conftest import post
from tests.web.bureau.forms import press

NINES = "9" * 5000
ODD = ("²", "-1", "1e9", NINES, "\x00", "")


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "path", ["/bureau/points?page={}", "/bureau/batches/1/undo?page={}", "/bureau/review/hours?page={}",
             "/bureau/notice?from={}", "/bureau/place?after={}", "/bureau/batches/{}/undo"],
)  # fmt: skip
def test_an_address_with_an_odd_number_is_no_error_of_ours(alice: FlaskClient, path: str, odd: str) -> None:
    assert alice.get(path.format(odd)).status_code in (200, 302, 400, 404, 422)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/bureau/sign-in", {"login": "a\0", "password": "x"}),
        ("/bureau/people", {"login": "ab", "name": "\0"}),
        ("/bureau/points/bulk", {"pick": "\0.1", "action": "check"}),
        ("/bureau/points/bulk?q=\0", {}),
        ("/bureau/points/\0/keepers", {}),
        ("/k/x/shut", {"reason": "\0"}),
    ],
)
def test_what_postgresql_cannot_hold_is_no_request(
    dora: FlaskClient, path: str, form: dict[str, object]
) -> None:
    assert post(dora, path, form).status_code == 400


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "\ud800"])
def test_a_day_beyond_all_reason_is_refused_with_the_fix(
    alice: FlaskClient, register: Register, day: str
) -> None:
    with register.read() as reader:
        code = points.matching(reader, "shili")[0].code
    asked = alice.get("/bureau/notice", query_string={"from": day.encode("utf-8", "replace")})
    form = {"unit": f"{code}.0", "days": day.encode("utf-8", "replace"), "decision": "closed"}
    decided = post(alice, "/bureau/holidays/decide", form)
    assert (asked.status_code, decided.status_code) == (422, 422)
    assert "2026-09-14" in asked.text


@pytest.mark.parametrize("name", ["\\ud800", "\\u0000"])
def test_a_holidays_name_that_cannot_be_shown_is_refused(dora: FlaskClient, name: str) -> None:
    table = f'[{{"name": "{name}", "date": "2027-01-01", "isOffDay": true}}]'
    assert post(dora, "/bureau/holidays/days", {"table": table}).status_code == 422


def test_an_account_is_only_disabled_when_asked(dora: FlaskClient, alice: FlaskClient) -> None:
    assert post(dora, "/bureau/people/alice/state", {}).status_code == 404
    assert alice.get("/bureau/").status_code == 200


@pytest.mark.parametrize("page", ["", "/history", "/keepers", "/offerings", "/place"])
def test_a_code_in_small_letters_is_the_same_code(alice: FlaskClient, register: Register, page: str) -> None:
    with register.read() as reader:
        code = next(p.code for p in points.matching(reader, "shili") if p.code.lower() != p.code)
    assert alice.get(f"/bureau/points/{code.lower()}{page}").status_code == 200


def test_an_amenity_that_the_table_no_longer_has_stands_in_no_ones_way(
    alice: FlaskClient, register: Register
) -> None:
    with register.write(Actor("import", "示例")) as writer:
        point = points.matching(writer, "shili")[0]
        spaces = (Space(name="示例角", amenities={"retired_key": True, "gym": True}),)
        points.update(writer, point.code, replace(point, spaces=spaces), "示例")
    path = f"/bureau/points/{point.code}"
    looked = press(alice, path, alice.get(path).text, "review", **{"s0-name": "示例新角"})
    assert looked.status_code == 200
    assert "示例新角" in looked.text
    assert press(alice, path, looked.text, "save").status_code == 303
    for page in ("", "/history", "/keepers"):
        assert alice.get(path + page).status_code == 200
