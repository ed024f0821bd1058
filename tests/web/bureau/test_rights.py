"""Every route that is not for everybody, enumerated, and who gets through it.

A route that is added and forgotten here fails: give it a row in RIGHTS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from servicepoints.domain.digests import Form, Robot
from servicepoints.domain.suggestions import Suggestion
from servicepoints.register import Actor, Register, feed, outbox, robots, suggestions
from tests.web.bureau.conftest import NOW, token_of
from tests.web.bureau.sessions import stage


@dataclass(frozen=True)
class Right:
    """Who gets through: `anybody`, `signed_in`, only the `city`, only the `owner` of the point (an editor of
    its bureau, or the city), a `keeper` with a link that works, or a `machine` with a token (of which
    test_api_writing knows more). `values` fill the address; OWN stands for the code of a point of alice's
    bureau, OFFERING, SESSION and BOOKING for what is there, SUGGESTION for what somebody proposes to it."""

    who: str
    values: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)


OWN, OFFERING, SESSION, BOOKING = "OWN", "OFFERING", "SESSION", "BOOKING"
ROBOT, MESSAGE, SUGGESTION = "ROBOT", "MESSAGE", "SUGGESTION"
_ROW = {"code": SESSION, "number": BOOKING}

RIGHTS: dict[str, Right] = {
    "bureau.sign_in": Right("anybody"),
    "bureau.signed_in": Right("anybody"),
    "bureau.second_step": Right("anybody"),
    "bureau.second_step_done": Right("anybody"),
    "bureau.welcome": Right("anybody", {"token": "x" * 43}),
    "bureau.welcomed": Right("anybody", {"token": "x" * 43}),
    "bureau.sign_out": Right("signed_in"),
    "bureau.desk": Right("signed_in"),
    "bureau.notice": Right("signed_in"),
    "bureau.keep_opening": Right("signed_in"),
    "bureau.send_notice": Right("signed_in"),
    "bureau.robots": Right("signed_in"),
    "bureau.add_robot": Right("signed_in"),
    "bureau.robot": Right("owner", {"number": ROBOT}),
    "bureau.change_robot": Right("owner", {"number": ROBOT}, {"name": "示例"}),
    "bureau.remove_robot": Right("owner", {"number": ROBOT}),
    "bureau.decide_message": Right("owner", {"number": MESSAGE}, {"decision": "cancel"}),
    "bureau.holiday_page": Right("signed_in"),
    "bureau.decide_holiday": Right("signed_in"),
    "bureau.keepers": Right("owner", {"code": OWN}),
    "bureau.make_keeper_link": Right("owner", {"code": OWN}),
    "bureau.revoke_keeper_link": Right("owner", {"code": OWN, "link": "x"}),
    "bureau.sessions": Right("signed_in"),
    "bureau.open_at": Right("signed_in"),
    "bureau.call_off": Right("owner", form={"pick": SESSION, "why": "示例"}),
    "bureau.offerings": Right("owner", {"code": OWN}),
    "bureau.make_offering": Right("owner", {"code": OWN}, {"title": "示例"}),
    "bureau.offering": Right("owner", {"number": OFFERING}),
    "bureau.change_offering": Right("owner", {"number": OFFERING}, {"title": "示例"}),
    "bureau.end_offering": Right("owner", {"number": OFFERING}, {"why": "示例"}),
    "bureau.new_session": Right("owner", {"number": OFFERING}),
    "bureau.add_session": Right("owner", {"number": OFFERING}),
    "bureau.new_series": Right("owner", {"number": OFFERING}),
    "bureau.add_series": Right("owner", {"number": OFFERING}),
    "bureau.session_form": Right("owner", {"code": SESSION}),
    "bureau.change_session": Right("owner", {"code": SESSION}),
    "bureau.cancel_session": Right("owner", {"code": SESSION}, {"why": "示例"}),
    "bureau.roster": Right("owner", {"code": SESSION}),
    "bureau.open_names": Right("owner", {"code": SESSION}),
    "bureau.export_names": Right("owner", {"code": SESSION}),
    "bureau.check_in": Right("owner", {"code": SESSION}, {"code": "0000"}),
    "bureau.book_for": Right("owner", {"code": SESSION}),
    "bureau.attend": Right("owner", _ROW, {"attendance": "attended"}),
    "bureau.let_in": Right("owner", _ROW),
    "bureau.move_booking": Right("owner", _ROW),
    "bureau.cancel_booking": Right("owner", _ROW, {"why": "示例"}),
    "bureau.told": Right("owner", {"code": SESSION}),
    "bureau.suggestions": Right("signed_in"),
    "bureau.decline_suggestions": Right("owner", form={"items": SUGGESTION, "reason": "示例"}),
    "bureau.suggestion": Right("owner", {"number": SUGGESTION}),
    "bureau.answer_suggestion": Right("owner", {"number": SUGGESTION}, {"do": "decline", "reason": "示例"}),
    "bureau.trust_keepers": Right("owner", form={"code": OWN}),
    "keeper.door": Right("keeper", {"token": "x"}),
    "keeper.all_right": Right("keeper", {"token": "x"}),
    "keeper.shut": Right("keeper", {"token": "x"}, {"quick": "today"}),
    "keeper.answer": Right("keeper", {"token": "x"}, {"answer": "reopened"}),
    "keeper.reopen": Right("keeper", {"token": "x"}),
    "keeper.change_hours": Right("keeper", {"token": "x"}, {"hours": "24小时"}),
    "keeper.change_amenities": Right("keeper", {"token": "x"}),
    "bureau.city": Right("city"),
    "bureau.demand": Right("signed_in"),
    "bureau.export_demand": Right("signed_in"),
    "bureau.listing": Right("signed_in"),
    "bureau.bulk": Right("signed_in"),
    "bureau.export": Right("signed_in"),
    "bureau.history": Right("owner", {"code": OWN}),
    "bureau.revert": Right("owner", {"code": OWN, "revision": "1"}),
    "bureau.undo": Right("owner", {"code": OWN, "revision": "1"}),
    "bureau.new_point": Right("signed_in"),
    "bureau.add_point": Right("signed_in"),
    "bureau.point": Right("owner", {"code": OWN}),
    "bureau.change_point": Right("owner", {"code": OWN}),
    "bureau.read_hours": Right("signed_in"),
    "bureau.reports": Right("signed_in"),
    "bureau.answer_reports": Right("signed_in"),
    "bureau.review": Right("signed_in", {"kind": "hours"}),
    "bureau.settle": Right("signed_in", {"kind": "hours"}),
    "bureau.place_next": Right("signed_in"),
    "bureau.place": Right("owner", {"code": OWN}),
    "bureau.placed": Right(
        "owner", {"code": OWN}, {"latitude": "31.2", "longitude": "121.4", "datum": "wgs84"}
    ),
    "bureau.tokens": Right("signed_in"),
    "bureau.make_token": Right("signed_in"),
    "bureau.revoke_token": Right("signed_in", {"number": "1"}),
    "api.add_point": Right("machine"),
    "api.change_point": Right("machine", {"code": OWN}),
    "api.check_point": Right("machine", {"code": OWN}),
    "api.suspend_point": Right("machine", {"code": OWN}),
    "api.resume_point": Right("machine", {"code": OWN}),
    "api.add_session": Right("machine", {"number": OFFERING}),
    "api.change_session": Right("machine", {"code": SESSION}),
    "api.cancel_session": Right("machine", {"code": SESSION}),
    "bureau.set_days": Right("city"),
    "bureau.forget_day": Right("city", {"day": "2027-01-01"}),
    "bureau.own_account": Right("signed_in"),
    "bureau.change_password": Right("signed_in"),
    "bureau.two_factors": Right("signed_in"),
    "bureau.set_two_factors": Right("signed_in"),
    "bureau.end_two_factors": Right("signed_in"),
    "bureau.end_other_sessions": Right("signed_in"),
    "bureau.imports": Right("signed_in"),
    "bureau.send_roster": Right("signed_in"),
    "bureau.one_import": Right("signed_in", {"name": "0" * 32}),
    "bureau.choose_columns": Right("signed_in", {"name": "0" * 32}),
    "bureau.tick_rows": Right("signed_in", {"name": "0" * 32}),
    "bureau.take_import": Right("signed_in", {"name": "0" * 32}),
    "bureau.undo_page": Right("signed_in", {"batch": "1"}),
    "bureau.undo_import": Right("signed_in", {"batch": "1"}),
    "bureau.accounts": Right("city"),
    "bureau.personal": Right("city"),
    "bureau.look_up_person": Right("city", form={"phone": "13900000001"}),
    "bureau.export_person": Right("city", form={"phone": "13900000001"}),
    "bureau.erase_person": Right("city", form={"phone": "13900000001", "sure": "yes"}),
    "bureau.add_account": Right("city"),
    "bureau.new_link": Right("city", {"login": "alice"}),
    "bureau.switch_account": Right("city", {"login": "alice"}),
    "bureau.drop_factor": Right("city", {"login": "alice"}),
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


Own = Mapping[str, str]


def filled(values: dict[str, str], own: Own) -> dict[str, str]:
    """The values with what is alice's bureau's where they want it."""
    return {name: own.get(value, value) for name, value in values.items()}


def address(app: Flask, rule: Rule, own: Own) -> str:
    """An address of that route."""
    method = "POST" if "POST" in (rule.methods or ()) else "GET"
    with app.test_request_context():
        return app.url_map.bind("localhost").build(
            rule.endpoint, filled(RIGHTS[rule.endpoint].values, own), method=method
        )


def asked(client: FlaskClient, app: Flask, rule: Rule, own: Own) -> int:
    """The status of a request to that route, with a form's token where one is wanted."""
    if "POST" not in (rule.methods or ()):
        return client.get(address(app, rule, own)).status_code
    form = {"csrf_token": token_of(client, "/bureau/sign-in"), **filled(RIGHTS[rule.endpoint].form, own)}
    return client.post(address(app, rule, own), data=form).status_code


@pytest.fixture
def own(register: Register) -> Own:
    """What RIGHTS' addresses and forms name, made in the register."""
    return staged(register)


def staged(register: Register) -> Own:
    """A point of alice's bureau, an offering there, a session of it and a booking of that; a robot of a group
    and a message that waits for it."""
    made = stage(register)
    session = made.session()
    booking = made.book(session)
    given = Suggestion(name="示例热水角", address="示例路9号", bureau="shili")
    with register.write(Actor("setup", "测试")) as writer:
        robot = robots.add(writer, Robot(bureau="shili", name="示例群"), "https://example.gov.cn/", "")
        outbox.add(writer, robot, "desk:示例", ["示例"], Form.TEXT, NOW + timedelta(days=1))
        ((message, _),) = outbox.latest(writer, "shili", 1)
        suggestions.add(writer, given, "0" * 64)
        (waiting,) = suggestions.waiting(writer, "shili")
    return {
        OWN: made.point, OFFERING: str(made.offering), SESSION: session, BOOKING: str(booking.id),
        ROBOT: str(robot), MESSAGE: str(message.id), SUGGESTION: str(waiting.id),
    }  # fmt: skip


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert {rule.endpoint for rule in guarded(app)} == set(RIGHTS)


def test_nobody_gets_no_further_than_the_sign_in(app: Flask, nobody: FlaskClient, own: Own) -> None:
    for rule in guarded(app):
        if RIGHTS[rule.endpoint].who not in ("anybody", "keeper", "machine"):
            wanted = (302, 303, 409) if RIGHTS[rule.endpoint].form else (302, 303)
            assert asked(nobody, app, rule, own) in wanted, rule.rule


def test_only_the_city_gets_through_what_is_the_citys(app: Flask, charlie: FlaskClient, own: Own) -> None:
    for rule in guarded(app):
        if RIGHTS[rule.endpoint].who == "city":
            assert asked(charlie, app, rule, own) == 403, rule.rule


def test_another_bureaus_editor_gets_nowhere_near_a_point(
    app: Flask, charlie: FlaskClient, register: Register, own: Own
) -> None:
    with register.read() as reader:
        before = feed.latest(reader)
    for rule in guarded(app):
        if RIGHTS[rule.endpoint].who == "owner":
            assert asked(charlie, app, rule, own) in (403, 404), rule.rule
    with register.read() as reader:
        assert feed.latest(reader) == before


def test_its_own_editor_and_the_city_do_get_through(
    app: Flask, alice: FlaskClient, dora: FlaskClient, own: Own
) -> None:
    """Else a route that is broken for everybody would pass for a guarded one."""
    for rule in guarded(app):
        if RIGHTS[rule.endpoint].who == "owner" and "GET" in (rule.methods or ()):
            assert asked(alice, app, rule, own) == 200, rule.rule
            assert asked(dora, app, rule, own) == 200, rule.rule


def test_a_keepers_page_opens_to_no_token_that_is_not_signed(
    app: Flask, nobody: FlaskClient, dora: FlaskClient, own: Own
) -> None:
    for rule in guarded(app):
        if RIGHTS[rule.endpoint].who == "keeper":
            assert asked(nobody, app, rule, own) == 404, rule.rule
            assert asked(dora, app, rule, own) == 404, rule.rule


def test_a_form_is_refused_without_its_token_by_every_route_that_changes_something(
    app: Flask, dora: FlaskClient, own: Own
) -> None:
    for rule in guarded(app):
        if "POST" in (rule.methods or ()) and RIGHTS[rule.endpoint].who not in ("keeper", "machine"):
            answer = dora.post(address(app, rule, own), data=filled(RIGHTS[rule.endpoint].form, own))
            assert answer.status_code in (302, 409), rule.rule
            assert "没保存" in answer.text or "没有保存" in dora.get("/bureau/").text, rule.rule
