"""Whatever an editor of another bureau sends, by whatever form of the desk, nothing of ours is another
afterwards, and nothing private of ours is told: each form with each of its verbs, naming what is ours, at our
addresses and at their own."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from servicepoints.domain.door_answers import DoorAnswer
from servicepoints.domain.offerings import Offering, Session
from servicepoints.domain.points import Kind, Point
from servicepoints.domain.sightings import Saw
from servicepoints.register import Register, keepers, offerings, points
from servicepoints.register.schema import metadata
from servicepoints.services.bulk import ACTIONS
from servicepoints.services.reporting.settling import Group
from tests.web.bureau.conftest import post, token_of
from tests.web.bureau.machines import new_token
from tests.web.bureau.rosters import batch_of, book, row, sent, taken
from tests.web.bureau.sessions import SETUP, START
from tests.web.bureau.test_reports import Say, say
from tests.web.bureau.test_rights import BOOKING, OFFERING, OWN, RIGHTS, SESSION, Own, guarded, own

__all__ = ["own", "say"]

VERBS = {
    "bureau.bulk": ("action", [*ACTIONS, "xlsx", "csv", "poster", "sticker", "letters"]),
    "bureau.settle": ("do", ["accept", "rewrite", "changed", "dropped"]),
    "bureau.answer_reports": ("do", [*DoorAnswer]),
    "bureau.answer_suggestion": ("do", ["known", "decline", "pass"]),
    "bureau.decide_message": ("decision", ["again", "sent", "cancel"]),
    "bureau.decide_holiday": ("decision", ["closed", "usual", "hours"]),
    "bureau.change_point": ("action", ["review", "save"]),
    "bureau.add_point": ("action", ["review", "save"]),
    "bureau.attend": ("attendance", ["attended", "absent", ""]),
}
"""The verbs of a form: the field that says them."""
LEFT_OUT = ("bureau.sign_out", "bureau.end_other_sessions")
OF_EVERYBODY = ("session", "throttle", "half_session", "feed", "measure", "measure_age")


@pytest.fixture
def ours(own: Own, alice: FlaskClient, register: Register, say: Say) -> dict[str, str]:
    """What is alice's bureau's, by the names of addresses and forms: of each kind one."""
    page = f"/bureau/points/{own[OWN]}/keepers"
    post(alice, page, {}, page=page)
    token, _ = new_token(register)
    waiting = sent(alice, book(row(7)), filename="示例私有台账.xlsx").rpartition("/")[2]
    batch = batch_of(alice, taken(alice, book(row(8))))
    say(own[OWN], Saw.GONE)
    with register.read() as reader:
        (link,) = keepers.of_points(reader, [own[OWN]])[own[OWN]]
        point = points.get(reader, own[OWN])
        items = reader.connection.execute(select(metadata.tables["review_item"].c.id)).scalars().all()
    assert point is not None
    assert items
    return {
        **own, "link": link.id, "token": str(token), "upload": waiting, "batch": str(batch),
        "revision": str(point.revision), "items": ",".join(map(str, items)),
    }  # fmt: skip


@pytest.fixture
def theirs(register: Register) -> dict[str, str]:
    """A point of charlie's bureau, an offering there and two sessions of it."""
    with register.write(SETUP) as writer:
        new = Point(name="示例邻局驿站", kind=Kind.CARE_STATION, bureau="linju")
        code = points.insert(writer, new, "新建")
        number = offerings.add_offering(writer, Offering(title="示例修车", point=code))
        at = [START, START + timedelta(days=1)]
        made = [Session(starts_at=a, ends_at=a + timedelta(hours=1), capacity=5) for a in at]
        first, other = offerings.add_sessions(writer, offerings.offering(writer, number), made)
    return {OWN: code, OFFERING: str(number), SESSION: first, "other": other}


def addresses(app: Flask, rule: Rule, ours: dict[str, str], theirs: dict[str, str]) -> set[str]:
    """The addresses of a route at which ours is named: by all its parts, or by the last one alone."""
    right = RIGHTS[rule.endpoint].values
    named = {"link": "link", "batch": "batch", "name": "upload", "revision": "revision"}
    if "/tokens/" in rule.rule:
        named["number"] = "token"
    keys = {part: named.get(part, right.get(part, "")) for part in rule.arguments}
    at_ours = {part: ours.get(key, key) for part, key in keys.items()}
    at_theirs = {**at_ours, **{part: theirs[key] for part, key in keys.items() if part == "code"}}
    method = "POST" if "POST" in (rule.methods or ()) else "GET"
    with app.test_request_context():
        bind = app.url_map.bind("localhost")
        return {bind.build(rule.endpoint, values, method=method) for values in (at_ours, at_theirs)}


def forms(ours: dict[str, str], theirs: dict[str, str]) -> Iterator[dict[str, Any]]:
    """What a form may name of ours, and what it wants besides; another for the fields that kinds share."""
    code, revision = ours[OWN], ours["revision"]
    base = {
        "code": code, "point": code, "bureau": "shili", "robot": ours["ROBOT"], "unit": f"{code}.0",
        "items": [ours["items"], ours["SUGGESTION"], *(f"{code}.{group}" for group in Group)],
        "suggestion": ours["SUGGESTION"], "told": ours[BOOKING], "revision": revision, "format": "csv",
        "done": f"{code}.{revision}",
        **dict.fromkeys(("why", "reason", "group", "name", "title", "opening", "managers"), "示例"),
        **dict.fromkeys(("trusts", "sure", "places", "take", "shown", "phone"), "1"),
        **dict.fromkeys(("hours", "text"), "每天8:00-20:00"), "days": "2026-10-01", "until": "2026-09-20",
        "latitude": "31.2", "longitude": "121.4", "datum": "wgs84", "key": "x" * 16, "scope": "points",
        "from": "2026-09-14", "kind": "care_station",
    }  # fmt: skip
    yield {**base, "pick": f"{code}.{revision}", "to": "linju"}
    yield {**base, "pick": ours[SESSION], "to": theirs[SESSION]}
    yield {**base, "pick": ours[SESSION], "to": ours[SESSION], "bureau": "linju"}


def rows(register: Register) -> dict[str, Counter[tuple[Any, ...]]]:
    """All rows of the register, but of what every request moves."""
    with register.read() as reader:
        return {
            table.name: Counter(tuple(map(str, one)) for one in reader.connection.execute(select(table)))
            for table in metadata.sorted_tables
            if table.name not in OF_EVERYBODY
        }


def test_no_form_of_another_bureau_changes_anything_of_ours(
    app: Flask, charlie: FlaskClient, register: Register, ours: dict[str, str], theirs: dict[str, str]
) -> None:
    with register.read() as reader:
        codes = {point.code for point in points.matching(reader, "shili")}
    before, taken_in = rows(register), 0
    token = token_of(charlie)
    for rule in guarded(app):
        if RIGHTS[rule.endpoint].who not in ("signed_in", "owner") or rule.endpoint in LEFT_OUT:
            continue
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        field, verbs = VERBS.get(rule.endpoint, ("", [""]))
        named = list(forms(ours, theirs))[: 2 if rule.arguments else 3]
        said = [{**form, **({field: verb} if field else {})} for form in named for verb in verbs]
        for path in addresses(app, rule, ours, theirs):
            for form in said:
                asked = (
                    {"data": {**form, "csrf_token": token}} if method == "POST" else {"query_string": form}
                )
                answer = charlie.open(path, method=method, **asked)
                taken_in += answer.status_code == 303
                assert answer.status_code < 500, (path, form)
                tell_nothing(answer)
    after, mine = rows(register), {theirs[OWN], theirs[SESSION], theirs["other"], "linju"}
    for table, held in before.items():
        assert [one for one in held - after[table] if not mine & {*one}] == [], table
        assert [one for one in after[table] - held if {*codes, "shili"} & {*one}] == [], table
    assert taken_in > 10, "forms that are refused for being odd show nothing"


def tell_nothing(answer: TestResponse) -> None:
    """Nothing private of ours is in it."""
    for secret in ("13900000001", "示例张三", "示例私有台账", "示例群", "示例热水角"):
        assert secret not in answer.text, answer.request.path
