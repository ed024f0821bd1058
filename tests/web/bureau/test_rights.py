"""Every route that is not for everybody, enumerated, and who gets through it.

A route that is added and forgotten here fails: give it a row in RIGHTS.
"""

from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from servicepoints.register import points
from servicepoints.web.state import EXTENSION
from tests.web.bureau.conftest import token_of


@dataclass(frozen=True)
class Right:
    """Who gets through: `anybody`, `signed_in`, only the `city`, or the `owner` of a point; `values`
    fill the address, A_POINT in them stands for the code of a point of 示例邮政管理局."""

    who: str
    values: dict[str, str] = field(default_factory=dict)


A_POINT = "a point of 示例邮政管理局"
"""In place of a code, which no two demonstrations share."""

RIGHTS: dict[str, Right] = {
    "bureau.sign_in": Right("anybody"),
    "bureau.signed_in": Right("anybody"),
    "bureau.welcome": Right("anybody", {"token": "x" * 43}),
    "bureau.welcomed": Right("anybody", {"token": "x" * 43}),
    "bureau.sign_out": Right("signed_in"),
    "bureau.desk": Right("signed_in"),
    "bureau.listing": Right("signed_in"),
    "bureau.bulk": Right("signed_in"),
    "bureau.export": Right("signed_in"),
    "bureau.history": Right("owner", {"code": A_POINT}),
    "bureau.revert": Right("owner", {"code": A_POINT, "revision": "1"}),
    "bureau.undo": Right("owner", {"code": A_POINT, "revision": "1"}),
    "bureau.own_account": Right("signed_in"),
    "bureau.change_password": Right("signed_in"),
    "bureau.end_other_sessions": Right("signed_in"),
    "bureau.accounts": Right("city"),
    "bureau.add_account": Right("city"),
    "bureau.new_link": Right("city", {"login": "alice"}),
    "bureau.switch_account": Right("city", {"login": "alice"}),
}


def guarded(app: Flask) -> list[Rule]:
    """The routes under /bureau/ and /k/, and the API's that write."""
    reading = {"GET", "HEAD", "OPTIONS"}
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/bureau", "/k/"))
        or (rule.rule.startswith("/api/") and (rule.methods or set()) - reading)
    ]


def path_of(app: Flask, rule: Rule, method: str) -> str:
    """An address of that route, with a real point of 示例邮政管理局 where it wants one."""
    values = RIGHTS[rule.endpoint].values
    if A_POINT in values.values():
        with app.extensions[EXTENSION].register.read() as reader:
            code = points.matching(reader, "shili")[0].code
        values = {name: code if value == A_POINT else value for name, value in values.items()}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values, method=method)


def asked(client: FlaskClient, app: Flask, rule: Rule) -> int:
    """The status of a request to that route, with a form's token where one is wanted."""
    path = path_of(app, rule, sorted(rule.methods or {"GET"})[0])
    if "POST" in (rule.methods or ()):
        return client.post(path, data={"csrf_token": token_of(client, "/bureau/sign-in")}).status_code
    return client.get(path).status_code


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert {rule.endpoint for rule in guarded(app)} == set(RIGHTS)


def test_nobody_gets_no_further_than_the_sign_in(app: Flask, nobody: FlaskClient) -> None:
    for rule in guarded(app):
        if RIGHTS[rule.endpoint].who != "anybody":
            assert asked(nobody, app, rule) in (302, 303), rule.rule


def test_only_the_city_gets_through_what_is_the_citys(app: Flask, charlie: FlaskClient) -> None:
    for rule in guarded(app):
        if RIGHTS[rule.endpoint].who == "city":
            assert asked(charlie, app, rule) == 403, rule.rule


def test_only_who_keeps_a_point_gets_through_what_is_the_points(
    app: Flask, charlie: FlaskClient, alice: FlaskClient
) -> None:
    for rule in guarded(app):
        if RIGHTS[rule.endpoint].who == "owner":
            assert asked(charlie, app, rule) in (403, 404), rule.rule
            assert asked(alice, app, rule) not in (403, 404), rule.rule


def test_a_form_is_refused_without_its_token_by_every_route_that_changes_something(
    app: Flask, sign_in: object, dora: FlaskClient
) -> None:
    for rule in guarded(app):
        if "POST" in (rule.methods or ()):
            answer = dora.post(path_of(app, rule, "POST"), data={})
            assert answer.status_code == 302, rule.rule
            assert "没有保存" in dora.get("/bureau/").text, rule.rule
