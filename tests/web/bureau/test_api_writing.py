"""Machines write through the API what an editor writes at the desk: by the same rules, of the own bureau's
points only, and never over somebody else's work unnoticed."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from servicepoints.config import Settings
from servicepoints.domain.points import Contact, Listing, Point
from servicepoints.register import Actor, Register, points, revisions
from servicepoints.services.publishing import publish
from tests.standing import take_away
from tests.web.bureau.conftest import NOW, Clock
from tests.web.bureau.machines import Machine, error_of, machine, new_token
from tests.web.bureau.sessions import Stage, stage

NEW = {
    "name": "示例接口驿站", "kind": "care_station", "district": "黄浦区", "sub_district": "外滩街道",
    "address": "示例路99号", "hours": "每天8:30-17:00", "amenities": {"hot_water": True, "toilet": False},
}  # fmt: skip
EDITOR = Actor("editor", "示例编辑")


@pytest.fixture
def staged(register: Register) -> Stage:
    """A point of alice's bureau with an offering."""
    return stage(register)


@pytest.fixture
def system(app: Flask, register: Register) -> Machine:
    """A system of alice's bureau that may do everything there."""
    return machine(app, register)


@pytest.fixture
def foreign(app: Flask, register: Register) -> Machine:
    """The same of charlie's."""
    return machine(app, register, bureau="linju")


def standing(register: Register, code: str) -> Point:
    with register.read() as reader:
        point = points.get(reader, code)
    assert point is not None
    return point


def test_a_point_is_added_as_if_typed_at_the_desk(
    system: Machine, register: Register, settings: Settings, app: Flask
) -> None:
    body = NEW | {"position": {"latitude": 31.2405, "longitude": 121.4905, "precision_m": 10}}
    made = system.sent("POST", "points?sure=true", body)
    point = standing(register, made["code"])
    assert (point.bureau, point.name, point.district) == ("shili", "示例接口驿站", "黄浦区")
    assert point.schedule.opening_hours == "Mo-Su 08:30-17:00"
    assert point.amenities == {"hot_water": True, "toilet": False}
    assert point.position is not None
    assert (point.position.basis, point.position.confirmed_by) == ("pin", "示例系统（接口）")
    with register.read() as reader:
        (first,) = revisions.history(reader, made["code"])
    assert first.actor == Actor("editor", "示例系统（接口）")
    assert first.why == "通过接口新加"
    publish(register, settings.catalogue_path)
    assert made["code"] in app.test_client().get(f"/api/v1/points/{made['code']}").text


def test_a_position_is_taken_in_the_datum_that_it_names(system: Machine, register: Register) -> None:
    where = {"latitude": 31.2385, "longitude": 121.495, "datum": "gcj02"}
    made = system.sent("POST", "points?sure=true", NEW | {"position": where})
    position = standing(register, made["code"]).position
    assert position is not None
    assert abs(position.longitude - 121.495) > 0.003


def test_the_same_request_under_the_same_key_adds_one_point(system: Machine, register: Register) -> None:
    first = system.send("POST", "points", NEW, Idempotency_Key="station-1")
    again = system.send("POST", "points", NEW, Idempotency_Key="station-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json or {})["code"] == (again.json or {})["code"]
    error_of(system.send("POST", "points", NEW | {"name": "示例别处"}, Idempotency_Key="station-1"), 409)
    with register.read() as reader:
        named = [p for p in points.all_points(reader) if p.name == NEW["name"]]
    assert len(named) == 1


def test_two_at_once_under_one_key_add_one_point(app: Flask, register: Register) -> None:
    _, token = new_token(register)

    def add(_: int) -> TestResponse:
        return Machine(app.test_client(), token).send("POST", "points", NEW, Idempotency_Key="station-2")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(add, range(8)))
    assert sorted(a.status_code for a in answers) == [200] * 7 + [201]
    assert len({(a.json or {})["code"] for a in answers}) == 1


def test_a_point_that_stands_already_is_named_instead_of_made_twice(system: Machine) -> None:
    made = system.sent("POST", "points", NEW)
    error = error_of(system.send("POST", "points", NEW), 409)
    assert made["code"] in error["fields"]["name"]
    assert system.sent("POST", "points?sure=true", NEW)["code"] != made["code"]


def test_only_what_is_said_changes(system: Machine, register: Register, staged: Stage) -> None:
    before = standing(register, staged.point)
    said = {"access_note": "示例东门", "amenities": {"nap": True, "toilet": None}, "reason": "示例系统更新"}
    answer = system.sent("PUT", f"points/{staged.point}", said, before.revision)
    after = standing(register, staged.point)
    assert answer["revision"] == after.revision == before.revision + 1
    assert set(answer["changed"]) <= {"access_note", "amenities.nap", "amenities.toilet"}
    wanted = {key: has for key, has in before.amenities.items() if key != "toilet"} | {"nap": True}
    assert after == replace(
        before, access_note="示例东门", amenities=wanted, revision=after.revision, updated_at=after.updated_at
    )
    with register.read() as reader:
        assert revisions.history(reader, staged.point)[-1].why == "示例系统更新"


def test_private_contacts_stay_and_never_come_out(system: Machine, register: Register, staged: Stage) -> None:
    before = standing(register, staged.point)
    with register.write(EDITOR) as writer:
        private = Contact(name="示例张三", number="13900001234")
        points.update(writer, staged.point, replace(before, contacts=(private,)), "示例")
    answer = system.send("PUT", f"points/{staged.point}", {"note": "示例"}, before.revision + 1)
    assert "13900001234" not in answer.text
    assert standing(register, staged.point).contacts == (private,)


def test_of_two_writers_the_later_is_told_and_overwrites_nothing(
    system: Machine, register: Register, staged: Stage
) -> None:
    seen = standing(register, staged.point).revision
    system.sent("PUT", f"points/{staged.point}", {"note": "示例先"}, seen)
    error = error_of(system.send("PUT", f"points/{staged.point}", {"note": "示例后"}, seen), 412)
    assert f"第 {seen + 1} 版" in error["message"]
    assert standing(register, staged.point).note == "示例先"
    system.sent("PUT", f"points/{staged.point}", {"note": "示例后"}, "*")
    assert standing(register, staged.point).note == "示例后"


def test_many_at_once_on_one_revision_are_one_change(app: Flask, register: Register, staged: Stage) -> None:
    seen = standing(register, staged.point).revision
    _, token = new_token(register)

    def write(n: int) -> int:
        system = Machine(app.test_client(), token)
        return system.send("PUT", f"points/{staged.point}", {"note": f"示例{n}"}, seen).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(write, range(8)))
    assert statuses == [200] + [412] * 7
    assert standing(register, staged.point).revision == seen + 1


def test_said_once_more_it_changes_nothing(system: Machine, register: Register, staged: Stage) -> None:
    seen = standing(register, staged.point).revision
    first = system.sent("PUT", f"points/{staged.point}", {"note": "示例"}, seen)
    again = system.sent("PUT", f"points/{staged.point}", {"note": "示例"}, seen)
    assert (again["changed"], again["revision"]) == ([], first["revision"])


def test_a_trial_stores_nothing(system: Machine, register: Register, staged: Stage) -> None:
    before = standing(register, staged.point)
    said = system.sent("PUT", f"points/{staged.point}?dry_run=true", {"note": "示例"}, before.revision)
    assert (said["dry_run"], said["changed"]) == (True, ["note"])
    assert standing(register, staged.point) == before
    assert system.sent("POST", "points?dry_run=true", NEW)["code"] is None
    with register.read() as reader:
        assert NEW["name"] not in {p.name for p in points.all_points(reader)}


def test_hours_that_cannot_be_read_wait_at_the_desk_as_ever(
    system: Machine, staged: Stage, alice: Any
) -> None:
    said = system.sent("PUT", f"points/{staged.point}", {"hours": "示例下午11:30开"}, "*")
    assert [item["value"] for item in said["waiting"]] == ["示例下午11:30开"]
    assert "示例下午11:30开" in alice.get("/bureau/review/hours").text


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"nmae": "示例"}, "nmae", "可以写：name"),
        ({"kind": "house"}, "kind", '“"house"”不行：只能写：party_mass_centre'),
        ({"free": "true"}, "free", "true、false、null"),
        ({"free": 1}, "free", "true、false、null"),
        ({"name": "  "}, "name", "要有文字"),
        ({"name": "示例\n驿站"}, "name", "要有文字"),
        ({"name": "示例\0"}, "name", "要有文字"),
        ({"name": "示" * 201}, "name", "最多 200 个字"),
        ({"name": "a" * 8_000 + "\0"}, "name", "最多 200 个字"),  # before a pattern tries all its ways
        ({"amenities": {"sauna": True}}, "amenities.sauna", "hot_water"),
        ({"spaces": [{"hours": "每天"}]}, "spaces.0.name", "缺这一项"),
        ({"spaces": [{"name": f"示例{n}"} for n in range(21)]}, "spaces", "最多 20 个"),
        ({"contacts": [{"number": "12345"}]}, "contacts.0.number", "021-55500000"),
        ({"booking": {"link": "javascript:alert(1)"}}, "booking.link", "https://"),
        ({"position": {"latitude": 121.4, "longitude": 31.2}}, "position.latitude", "30 到 32"),
        ({"position": {"latitude": 10**400, "longitude": 121.4}}, "position.latitude", "30 到 32"),
        ({"valid_to": "2026-02-30"}, "valid_to", "2026-12-31"),
        ([], "内容", "对象"),
        (None, "内容", "对象"),
    ],
)
def test_what_does_not_fit_its_description_is_named_with_the_fix(
    system: Machine, register: Register, staged: Stage, said: Any, field: str, words: str
) -> None:
    before = standing(register, staged.point)
    answer = system.client.put(
        f"/api/v1/points/{staged.point}",
        data=json.dumps(said),
        content_type="application/json",
        headers={"Authorization": f"Bearer {system.token}", "If-Match": "*"},
    )
    error = error_of(answer, 422)
    assert field in error["fields"], error
    assert words in error["fields"][field], error
    assert standing(register, staged.point) == before


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"sub_district": "示例没有的街道"}, "sub_district"),
        ({"spaces": [{"name": "示例角"}, {"name": "示例角"}]}, "spaces.1.name"),
        ({"valid_from": "2026-12-01", "valid_to": "2026-11-01"}, "valid_to"),
        ({"position": {"latitude": 30.1, "longitude": 122.9}}, "position"),
    ],
)
def test_what_contradicts_what_stands_is_named_too(
    system: Machine, register: Register, staged: Stage, said: dict[str, Any], field: str
) -> None:
    before = standing(register, staged.point)
    error = error_of(system.send("PUT", f"points/{staged.point}", said, "*"), 409)
    assert list(error["fields"]) == [field]
    assert standing(register, staged.point) == before


def test_a_check_counts_for_the_bureau_and_for_what_was_seen(
    system: Machine, register: Register, staged: Stage
) -> None:
    seen = standing(register, staged.point).revision
    error_of(system.send("POST", f"points/{staged.point}/checks", None, seen + 7), 412)
    said = system.sent("POST", f"points/{staged.point}/checks", None, seen)
    point = standing(register, staged.point)
    assert (point.checked_on, point.checked_by) == (NOW.date(), "示例邮政管理局")
    assert said["revision"] == point.revision


def test_a_point_is_shut_for_a_while_and_open_again(
    system: Machine, register: Register, staged: Stage
) -> None:
    shut = {"until": "2026-09-14T18:00", "reason": "示例停电"}
    system.sent("PUT", f"points/{staged.point}/suspension", shut)
    point = standing(register, staged.point)
    assert (point.listing, point.listing_reason) == (Listing.SUSPENDED, "示例停电")
    assert point.suspended_until == NOW.replace(hour=18)
    assert system.sent("PUT", f"points/{staged.point}/suspension", shut)["changed"] == []
    system.sent("DELETE", f"points/{staged.point}/suspension")
    assert standing(register, staged.point).listing is Listing.LISTED
    assert system.sent("DELETE", f"points/{staged.point}/suspension")["changed"] == []
    past = shut | {"until": "2026-09-14T09:00:00+08:00"}
    error = error_of(system.send("PUT", f"points/{staged.point}/suspension", past), 409)
    assert "已经过去了" in error["fields"]["until"]


@pytest.mark.parametrize("listing", [Listing.WITHDRAWN, Listing.HELD])
def test_what_is_withdrawn_or_held_back_is_not_brought_back_by_a_machine(
    system: Machine, register: Register, staged: Stage, listing: Listing
) -> None:
    with register.write(EDITOR) as writer:
        before = points.get(writer, staged.point)
        assert before is not None
        points.update(writer, staged.point, replace(before, listing=listing), "示例")
    error_of(system.send("DELETE", f"points/{staged.point}/suspension"), 409)
    shut = {"until": "2026-09-14T18:00", "reason": "示例停电"}
    error_of(system.send("PUT", f"points/{staged.point}/suspension", shut), 409)
    if listing is Listing.WITHDRAWN:
        error_of(system.send("PUT", f"points/{staged.point}", {"note": "示例"}, "*"), 409)
        error_of(system.send("POST", f"points/{staged.point}/checks", None, "*"), 409)
    assert standing(register, staged.point).listing is listing


def test_sessions_are_opened_changed_and_called_off(system: Machine, staged: Stage) -> None:
    (offered,) = system.sent("GET", f"points/{staged.point}/offerings")["offerings"]
    assert offered["id"] == staged.offering
    times = {"starts_at": "2026-09-18T14:00", "ends_at": "2026-09-18T16:00"}
    terms = {"capacity": 5, "queue": 2, "notice_minutes": 30}
    made = system.sent("POST", f"offerings/{staged.offering}/sessions", times | terms)
    assert (made["capacity"], made["notice_minutes"], made["taken"]) == (5, 30, 0)
    error = error_of(system.send("POST", f"offerings/{staged.offering}/sessions", times | terms), 409)
    assert "已经有一场了" in error["fields"]["starts_at"]
    staged.book(made["code"])
    moved = system.sent(
        "PUT", f"sessions/{made['code']}", {"ends_at": "2026-09-18T17:00:00+08:00"}, made["revision"]
    )
    assert (moved["to_tell"], moved["taken"], moved["capacity"]) == (1, 1, 5)
    error_of(system.send("PUT", f"sessions/{made['code']}", {"queue": 9}, made["revision"]), 412)
    off = system.send("POST", f"sessions/{made['code']}/cancellation", {"reason": "示例停电"}, "*")
    assert (off.json or {})["state"] == "cancelled"
    assert "示例张三" not in off.text
    assert "13900000001" not in off.text
    again = system.sent("POST", f"sessions/{made['code']}/cancellation", {"reason": "示例"}, 1)
    assert (again["to_tell"], again["reason"]) == (0, "示例停电")
    error_of(system.send("PUT", f"sessions/{made['code']}", {"queue": 9}, "*"), 409)


def test_no_more_is_cut_off_a_session_than_is_free(system: Machine, staged: Stage) -> None:
    session = staged.session(capacity=2)
    staged.book(session, places=2)
    error = error_of(system.send("PUT", f"sessions/{session}", {"capacity": 1, "most": 1}, "*"), 409)
    assert "已经有2人" in error["message"]


def verbs(staged: Stage, session: str) -> dict[str, tuple[str, str, Any]]:
    """Every verb on what is a bureau's own: the scope that it needs, method and path, and a body."""
    point = staged.point
    times = {"starts_at": "2026-09-19T14:00", "ends_at": "2026-09-19T16:00", "capacity": 5}
    return {
        "api.add_point": ("points", "POST points", NEW),
        "api.change_point": ("points", f"PUT points/{point}", {"note": "示例"}),
        "api.check_point": ("checks", f"POST points/{point}/checks", None),
        "api.suspend_point": (
            "suspensions",
            f"PUT points/{point}/suspension",
            {"until": "2026-09-20T18:00", "reason": "示例停电"},
        ),
        "api.resume_point": ("suspensions", f"DELETE points/{point}/suspension", None),
        "api.offerings": ("sessions", f"GET points/{point}/offerings", None),
        "api.add_session": ("sessions", f"POST offerings/{staged.offering}/sessions", times),
        "api.change_session": ("sessions", f"PUT sessions/{session}", {"queue": 9}),
        "api.cancel_session": ("sessions", f"POST sessions/{session}/cancellation", {"reason": "示例"}),
    }


def do(system: Machine, way: str, body: Any) -> TestResponse:
    method, _, path = way.partition(" ")
    return system.send(method, path, body, "*")


@pytest.fixture
def every(staged: Stage) -> dict[str, tuple[str, str, Any]]:
    return verbs(staged, staged.session(capacity=5))


def test_every_verb_that_writes_is_tried_here(app: Flask, every: dict[str, Any]) -> None:
    reading = {"GET", "HEAD", "OPTIONS"}
    writing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and (rule.methods or set()) - reading
    }
    assert writing | {"api.offerings"} == set(every)


def feed(register: Register) -> list[Any]:
    with register.read() as reader:
        return [
            list(reader.connection.exec_driver_sql(f"SELECT * FROM {table}"))
            for table in ("feed", "revision", "offering_session", "point")
        ]


def test_without_a_token_that_works_nothing_is_done(
    app: Flask, register: Register, every: dict[str, Any]
) -> None:
    number, revoked = new_token(register)
    with register.write(EDITOR) as writer:
        writer.connection.exec_driver_sql(f"UPDATE api_token SET revoked_at = made_at WHERE id = {number}")
    before = feed(register)
    for token in ("", "x", "sp_" + "x" * 43, revoked, revoked + "\0"):
        for endpoint, (_, way, body) in every.items():
            answer = do(Machine(app.test_client(), token.replace("\0", "é")), way, body)
            error_of(answer, 401)
            assert answer.headers["WWW-Authenticate"] == "Bearer", endpoint
    assert feed(register) == before


def test_a_token_does_what_it_was_made_for_and_nothing_else(
    app: Flask, register: Register, every: dict[str, Any]
) -> None:
    for scope in ("points", "checks", "suspensions", "sessions"):
        system = machine(app, register, scopes=(scope,))
        for endpoint, (needs, way, body) in every.items():
            status = do(system, way, body).status_code
            assert (status == 403) == (needs != scope), (endpoint, scope, status)


def test_anothers_are_answered_as_if_they_were_not_there(
    foreign: Machine, register: Register, every: dict[str, Any], staged: Stage
) -> None:
    before = feed(register)
    nowhere = {staged.point: "000000", str(staged.offering): "999999"}
    for endpoint, (_, way, body) in every.items():
        if endpoint == "api.add_point":
            continue
        theirs = error_of(do(foreign, way, body), 404)
        method, _, path = way.partition(" ")
        parts = [nowhere.get(part, part) for part in path.split("/")]
        parts[1] = "000000" if parts[0] == "sessions" else parts[1]
        assert theirs == error_of(do(foreign, f"{method} {'/'.join(parts)}", body), 404), endpoint
    assert feed(register) == before


def test_its_own_bureaus_token_does_all_of_it(system: Machine, every: dict[str, Any]) -> None:
    for endpoint, (_, way, body) in every.items():
        assert do(system, way, body).status_code in (200, 201), endpoint


def test_a_cookie_opens_nothing_and_no_page_of_another_site_writes(
    app: Flask, alice: Any, every: dict[str, Any]
) -> None:
    for _, way, body in every.values():
        method, _, path = way.partition(" ")
        answer = alice.open(f"/api/v1/{path}", method=method, json=body, headers={"If-Match": "*"})
        assert answer.status_code == 401
        asked = app.test_client().options(
            f"/api/v1/{path}",
            headers={"Origin": "https://example.org", "Access-Control-Request-Method": method},
        )
        assert method == "GET" or method not in asked.headers["Access-Control-Allow-Methods"]
        assert "authorization" not in asked.headers["Access-Control-Allow-Headers"].lower()


def test_a_token_in_the_address_is_refused(system: Machine, staged: Stage) -> None:
    path = f"points/{staged.point}?access_token={system.token}"
    error = error_of(system.send("PUT", path, {}, "*"), 422)
    assert "没有这个参数" in error["fields"]["access_token"]
    assert system.token not in str(error)
    bare = system.client.put(f"/api/v1/{path}", json={}, headers={"If-Match": "*"})
    assert "Authorization" in error_of(bare, 401)["message"]


def test_who_writes_too_fast_is_told_when_to_come_back(
    system: Machine, staged: Stage, settings: Settings, clock: Clock
) -> None:
    for _ in range(settings.api_writes):
        assert system.send("PUT", f"points/{staged.point}", {}, "*").status_code == 200
    answer = system.send("PUT", f"points/{staged.point}", {}, "*")
    error_of(answer, 429)
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    clock.now += timedelta(seconds=int(answer.headers["Retry-After"]))
    assert system.send("PUT", f"points/{staged.point}", {}, "*").status_code == 200


@pytest.mark.parametrize(
    ("body", "content_type", "status", "says"),
    [
        (b'{"note": "x"}', "text/plain", 415, "application/json"),
        (b"note=x", "application/x-www-form-urlencoded", 415, "application/json"),
        (b"", "application/json", 400, "没有内容"),
        (b'{"note": ', "application/json", 400, "第 1 行"),
        (b'{"note": "a", "note": "b"}', "application/json", 400, "写了不止一次"),
        (b'{"note": NaN}', "application/json", 400, "NaN"),
        (b'{"note": "\\ud800"}', "application/json", 400, "半个字符"),
        (b'{"note": "\xff"}', "application/json", 400, "UTF-8"),
        (b'{"position": {"latitude": ' + b"9" * 5000 + b"}}", "application/json", 400, "太长"),
        (b'{"\\ud800": 1, "\\ud800": 2}', "application/json", 400, "写了不止一次"),
        (b"[" * 30_000, "application/json", 400, "太深"),
        (b"[" * 500 + b"]" * 500, "application/json", 400, "太深"),
        (b'{"a":' * 12 + b"1" + b"}" * 12, "application/json", 400, "太深"),
        (b'{"note": "' + b"x" * 70_000 + b'"}', "application/json", 413, "太大"),
        (b'{"note": "a\\u0000b"}', "application/json", 422, "控制字符"),
    ],
)
def test_odd_bodies_are_refused_in_the_one_shape(
    system: Machine, register: Register, staged: Stage, body: bytes, content_type: str, status: int, says: str
) -> None:
    before = standing(register, staged.point)
    answer = system.client.put(
        f"/api/v1/points/{staged.point}", data=body, content_type=content_type,
        headers={"Authorization": f"Bearer {system.token}", "If-Match": "*"},
    )  # fmt: skip
    assert says in error_of(answer, status)["message"]
    assert standing(register, staged.point) == before


def test_a_wrong_path_or_method_is_told_in_the_one_shape(system: Machine) -> None:
    error_of(system.client.get("/api/v1/nowhere"), 404)
    answer = system.client.patch("/api/v1/points/000000")
    error_of(answer, 405)
    assert "PUT" in answer.headers["Allow"]


def test_while_the_register_is_away_writing_waits_and_reading_goes_on(
    system: Machine, settings: Settings, staged: Stage
) -> None:
    take_away(settings.home)
    answer = system.send("PUT", f"points/{staged.point}", {}, "*")
    error_of(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0
    assert system.client.get("/api/v1/points").status_code == 200
    assert system.client.get("/api/v1/changes").status_code == 200
