"""Numbers and dates that are none: refused or passed over, never an error of ours."""

import pytest
from flask.testing import FlaskClient

from servicepoints.register import Register, points
from tests.web.bureau.conftest import post

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
