"""Editing a point at the desk: the form, what couriers will see, and only then the register."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from servicepoints.domain.points import Contact, Point, Schedule, ScheduleStatus, Space
from servicepoints.register import Actor, Register, feed, imports, points, revisions
from servicepoints.register.imports import ReviewItem
from tests.web.bureau.conftest import SignIn
from tests.web.bureau.forms import filled, press

EVIL = "示例<script>alert(1)</script>'\"</textarea><img src=x>"
ENDLESS = "示例" + "长" * 198


@pytest.fixture
def point(register: Register) -> Point:
    """A point of 示例邮政管理局 whose hours were read."""
    with register.read() as reader:
        found = points.matching(reader, "shili")
    return next(p for p in found if p.schedule.status is ScheduleStatus.READ and p.spaces)


@pytest.fixture
def path(point: Point) -> str:
    return f"/bureau/points/{point.code}"


def stands(register: Register, code: str) -> Point:
    with register.read() as reader:
        found = points.get(reader, code)
    assert found is not None
    return found


def as_it_was(point: Point) -> Point:
    return replace(point, revision=0, updated_at=None)


def save(client: FlaskClient, path: str, **changes: str) -> str:
    """Change fields, look at what will change, confirm; the page in between."""
    looked = press(client, path, client.get(path).text, "review", **changes)
    assert looked.status_code == 200, looked.text
    assert press(client, path, looked.text, "save").status_code == 303
    return looked.text


def test_the_form_of_every_point_saved_untouched_changes_nothing(
    alice: FlaskClient, register: Register
) -> None:
    with register.read() as reader:
        everything = points.matching(reader, "shili")
    for one in everything:
        path = f"/bureau/points/{one.code}"
        looked = press(alice, path, alice.get(path).text, "review")
        assert "什么都没改" in looked.text, (one.code, looked.text)


def test_a_change_is_stored_only_after_it_was_shown_and_confirmed(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    looked = press(alice, path, alice.get(path).text, "review", parking_note="示例：北门可停")
    assert "保存后小哥会看到的变化" in looked.text
    assert "示例：北门可停" in looked.text
    assert stands(register, point.code) == point
    done = press(alice, path, looked.text, "save", why="示例：街道来电")
    assert (done.status_code, done.headers["Location"]) == (303, path)
    after = stands(register, point.code)
    assert as_it_was(after) == as_it_was(replace(point, parking_note="示例：北门可停"))
    with register.read() as reader:
        last = revisions.history(reader, point.code)[-1]
        assert feed.latest(reader) > 0
    assert (last.actor, last.why) == (Actor("editor", "示例爱丽丝"), "示例：街道来电")
    assert "保存好了" in alice.get(path).text


def test_from_the_confirmation_one_can_go_back_with_all_that_was_typed(
    alice: FlaskClient, path: str, register: Register, point: Point
) -> None:
    looked = press(alice, path, alice.get(path).text, "review", note="示例备注", **{"a-gym": "no"})
    back = press(alice, path, looked.text, "back")
    fields = filled(back.text)
    assert (fields["note"], fields["a-gym"]) == ("示例备注", "no")
    assert stands(register, point.code) == point


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "写上点位的名称"),
        ("name", "123", "名称里没有文字"),
        ("name", "长" * 201, "超过 200 个字"),
        ("booking_phone", "示例", "看不懂这个电话"),
        ("booking_link", "javascript:alert(1)", "http"),
        ("booking_note_date", "明天", "看不懂这个日期"),
        ("valid_from", "2026-02-30", "看不懂这个日期"),
        ("place", "示例区|", "从单子里选一个"),
        ("kind", "castle", "选一个"),
        ("note", "长" * 2001, "超过 2000 个字"),
    ],
)
def test_a_bad_value_is_refused_beside_its_field_and_what_was_typed_stays(
    alice: FlaskClient, register: Register, point: Point, path: str, field: str, typed: str, said: str
) -> None:
    answer = press(alice, path, alice.get(path).text, "review", **{field: typed, "address": "示例路99号"})
    assert answer.status_code == 422
    found = re.search(rf'id="e-{field}">([^<]*)<', answer.text)
    assert found is not None
    assert said in found[1]
    fields = filled(answer.text)
    assert fields["address"] == "示例路99号"
    if field not in ("place", "kind"):
        assert fields[field] == typed
    assert stands(register, point.code) == point


def test_a_value_that_would_be_refused_today_keeps_nobody_from_mending_another(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    old = replace(
        point,
        booking=replace(point.booking, link="示例小程序", phone="示例总机"),
        contacts=(Contact(number="示例内线"),),
        sub_district="示例街道",
    )
    with register.write(Actor("import", "示例")) as writer:
        points.update(writer, point.code, old, "示例")
    save(alice, path, note="示例备注")
    assert as_it_was(stands(register, point.code)) == as_it_was(replace(old, note="示例备注"))


def test_a_point_may_not_end_before_it_begins(alice: FlaskClient, path: str) -> None:
    answer = press(
        alice, path, alice.get(path).text, "review", valid_from="2026-10-02", valid_to="2026年10月1日"
    )
    assert "比开始的日子早" in answer.text


def test_amenities_have_three_states(alice: FlaskClient, register: Register, point: Point, path: str) -> None:
    page = save(alice, path, **{"a-haircut": "yes", "a-tv": "no", "a-hot_water": ""})
    after = stands(register, point.code)
    assert (after.amenities["haircut"], after.amenities["tv"]) == (True, False)
    assert "hot_water" not in after.amenities
    assert "设施：理发" in page


def test_a_mobile_number_is_private_until_it_is_ticked(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    page = alice.get(path).text
    n = len(point.contacts)
    page = press(alice, path, page, "add:contact").text
    new = {f"c{n}-name": "示例联系人", f"c{n}-number": "138 0000 0000"}
    looked = press(alice, path, page, "review", **new).text
    seen, _, desk = looked.partition("只有后台看得到的")
    assert "13800000000" not in seen
    assert "13800000000（不公开）" in desk
    press(alice, path, looked, "save")
    assert stands(register, point.code).contacts[-1] == Contact(name="示例联系人", number="13800000000")
    looked = save(alice, path, **{f"c{n}-public": "1"})
    assert "13800000000" in looked.partition("只有后台看得到的")[0]
    assert stands(register, point.code).contacts[-1].public
    page = press(alice, path, alice.get(path).text, f"drop:c{n}").text
    press(alice, path, press(alice, path, page, "review").text, "save")
    assert stands(register, point.code).contacts == point.contacts


@pytest.mark.parametrize("number", ["021-55500001、021-55500002", "示例", "123"])
def test_a_number_that_is_none_or_two_is_refused_beside_it(
    alice: FlaskClient, path: str, point: Point, number: str
) -> None:
    page = press(alice, path, alice.get(path).text, "add:contact").text
    n = len(point.contacts)
    answer = press(alice, path, page, "review", **{f"c{n}-number": number})
    assert answer.status_code == 422
    assert f'id="e-c{n}-number"' in answer.text
    assert filled(answer.text)[f"c{n}-number"] == number


def test_a_space_is_added_and_taken_away_without_javascript(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    n = len(point.spaces)
    page = press(alice, path, alice.get(path).text, "add:space").text
    new = {f"s{n}-name": "示例小屋", f"s{n}-a-nap": "yes", f"s{n}-hours": "每天12:00-14:00"}
    press(alice, path, press(alice, path, page, "review", **new).text, "save")
    space = stands(register, point.code).spaces[-1]
    assert (space.name, dict(space.amenities)) == ("示例小屋", {"nap": True})
    assert space.schedule is not None
    assert space.schedule.opening_hours == "Mo-Su 12:00-14:00"
    page = press(alice, path, alice.get(path).text, f"drop:s{n}").text
    press(alice, path, press(alice, path, page, "review").text, "save")
    assert stands(register, point.code).spaces == point.spaces


def test_the_hours_of_a_space_stay_on_one_line_as_a_sheet_has_them(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    save(alice, path, **{"s0-hours": "周一至周五9:00-17:00\r\n周末10:00-16:00｜法定节假日不开"})
    schedule = stands(register, point.code).spaces[0].schedule
    assert schedule is not None
    assert schedule.text == "周一至周五9:00-17:00；周末10:00-16:00；法定节假日不开"
    assert schedule.opening_hours == "Mo-Fr 09:00-17:00; Sa-Su 10:00-16:00; PH off"


def test_a_space_of_another_name_keeps_the_reading_that_a_person_accepted(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    words = Schedule(text="看天气", opening_hours="Mo-Su 08:00-09:00", status=ScheduleStatus.READ)
    room = Space(name="示例角", amenities={"nap": True}, schedule=words)
    with register.write(Actor("editor", "示例")) as writer:
        points.update(writer, point.code, replace(point, spaces=(room,)), "示例")
    looked = press(alice, path, alice.get(path).text, "review", **{"s0-name": "示例新角"})
    press(alice, path, looked.text, "save")
    assert stands(register, point.code).spaces == (replace(room, name="示例新角"),)


def test_a_space_may_not_be_called_what_a_sheet_would_cut(alice: FlaskClient, path: str) -> None:
    answer = press(alice, path, alice.get(path).text, "review", **{"s0-name": "示例：小屋｜二"})
    assert answer.status_code == 422
    assert 'id="e-s0-name"' in answer.text


def test_hours_that_are_not_read_wait_for_a_person_and_new_ones_end_the_waiting(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    page = save(alice, path, hours_text="示例：看情况开")
    assert "开门时间没核实" in page
    with register.read() as reader:
        waiting = imports.open_reviews(reader, kind="hours", code=point.code)
    assert [item.value for item in waiting] == ["示例：看情况开"]
    assert "示例：看情况开" in alice.get(path).text
    save(alice, path, hours_text="每天9:00-17:00，法定节假日不开")
    with register.read() as reader:
        assert imports.open_reviews(reader, kind="hours", code=point.code) == []
    assert stands(register, point.code).schedule.opening_hours == "Mo-Su 09:00-17:00; PH off"


def test_a_value_that_waited_is_ended_by_a_new_one_of_its_column_or_by_a_tick(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    items = [
        ReviewItem(
            kind="value", code=point.code, bureau="shili", column=column, value="示例", reason="示例原因"
        )
        for column in ("谁能进", "备注")
    ]
    with register.write(Actor("import", "示例")) as writer:
        imports.add_reviews(writer, items)
    save(alice, path, audience="company" if point.audience != "company" else "everyone")
    with register.read() as reader:
        left = [i for i in imports.open_reviews(reader, code=point.code) if i.reason == "示例原因"]
    assert [item.column for item in left] == ["备注"]
    save(alice, path, settled=str(left[0].id))
    with register.read() as reader:
        assert not [i for i in imports.open_reviews(reader, code=point.code) if i.reason == "示例原因"]


@pytest.mark.parametrize("name", [EVIL, ENDLESS], ids=["code", "endless"])
def test_hostile_values_are_only_values(
    alice: FlaskClient, register: Register, point: Point, path: str, name: str
) -> None:
    long = name * (1800 // len(name))
    looked = save(alice, path, name=name, address=name, note=long, hours_text=name, access_note=long)
    for page in (looked, alice.get(path).text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert str(escape(name))[:10] in page
    after = stands(register, point.code)
    assert (after.name, after.note, after.schedule.text) == (name, long, name)


def test_another_bureaus_editor_sees_and_changes_nothing(
    charlie: FlaskClient, alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    assert charlie.get(path).status_code == 403
    form = filled(alice.get(path).text)
    token = filled(charlie.get("/bureau/points/new").text)["csrf_token"]
    for action in ("review", "save"):
        data = {**form, "csrf_token": token, "note": "示例", "action": action, "seen": str(point.revision)}
        assert charlie.post(path, data=data).status_code == 403
    assert stands(register, point.code) == point
    assert charlie.post("/bureau/hours/read", data=data).status_code == 403


def test_the_city_may_change_any_point(sign_in: SignIn, register: Register, point: Point, path: str) -> None:
    save(sign_in("dora"), path, note="示例：全市改的")
    assert stands(register, point.code).note == "示例：全市改的"


def test_a_code_that_nothing_has_is_not_found(alice: FlaskClient) -> None:
    assert alice.get("/bureau/points/000000").status_code == 404
    assert alice.get("/bureau/points/示例").status_code == 404
