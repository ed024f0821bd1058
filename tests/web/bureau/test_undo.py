"""Undoing a whole import."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from servicepoints.domain.points import Listing, Point, Position
from servicepoints.register import Actor, Register, imports, points, reviews
from servicepoints.register.revisions import history
from tests.web.bureau.conftest import Clock, SignIn
from tests.web.bureau.rosters import batch_of, book, counts, press, row, said, sent, taken

HEADER = ["编号", "名称", "地址", "开放时间", "热水", "冰箱", "备注"]
OTHER = Actor("editor", "示例别人")
Edit = Callable[..., None]


@pytest.fixture
def some(register: Register) -> Point:
    """A point of Alice's with hours and without a confirmed pin."""
    with register.read() as reader:
        return next(
            p
            for p in points.matching(reader, "shili")
            if p.schedule.text and p.address and not (p.position and p.position.confirmed_by)
        )


@pytest.fixture
def edit(register: Register, clock: Clock) -> Edit:
    """`edit(code, actor, field=…)`: a change of a point, a minute later."""

    def change(code: str, actor: Actor = OTHER, **fields: object) -> None:
        clock.now += timedelta(minutes=1)
        with register.write(actor) as writer:
            point = points.get(writer, code)
            assert point is not None
            points.update(writer, code, replace(point, **fields), "改")  # type: ignore[arg-type]

    return change


def standing(register: Register, code: str) -> Point:
    with register.read() as reader:
        point = points.get(reader, code)
    assert point is not None
    return point


def called(register: Register, name: str) -> Point:
    with register.read() as reader:
        (point,) = [p for p in points.matching(reader, "shili") if p.name == name]
    return point


def imported(alice: FlaskClient, some: Point) -> int:
    """The number of an import that changes `some` and brings 示例试办1号驿站."""
    changed = [some.code, some.name, some.address, "每天随便开开", "无", "", "新备注"]
    return batch_of(alice, taken(alice, book(changed, ["", *row(1)[:1], "示例试办路1号"], header=HEADER)))


def undo(client: FlaskClient, batch: int) -> str:
    """What the page says after the button was pressed."""
    answer = press(client, f"/bureau/batches/{batch}/undo")
    assert answer.status_code == 303, said(answer)
    return said(client.get(answer.headers["Location"]))


def test_undone_new_points_are_withdrawn_and_changed_ones_are_as_before(
    alice: FlaskClient, register: Register, some: Point
) -> None:
    batch = imported(alice, some)
    new = called(register, "示例试办1号驿站")
    shown = said(alice.get(f"/bureau/batches/{batch}/undo"))
    assert f"开放时间：每天随便开开 → {some.schedule.text}" in shown
    assert "新加的，撤点" in shown
    assert "1个新点位撤点，1个改回原样" in undo(alice, batch)
    now = standing(register, some.code)
    assert replace(now, revision=0, updated_at=None) == replace(some, revision=0, updated_at=None)
    assert now.revision == some.revision + 2
    gone = standing(register, new.code)
    assert (gone.listing, gone.name) == (Listing.WITHDRAWN, new.name)
    with register.read() as reader:
        last = history(reader, some.code)[-1]
    assert (last.actor.name, last.why) == ("示例爱丽丝", "撤回导入 示例台账.xlsx")


def test_what_the_import_asked_is_closed_and_what_it_settled_waits_again(
    alice: FlaskClient, register: Register, some: Point, clock: Clock
) -> None:
    first = imported(alice, some)
    with register.read() as reader:
        asked = [i for i in reviews.open_reviews(reader) if i.batch == first]
    assert "hours" in {i.kind for i in asked}
    clock.now += timedelta(minutes=1)
    better = book([some.code, some.name, "每天8:00-17:00"], header=["编号", "名称", "开放时间"])
    second = batch_of(alice, taken(alice, better))
    hours = next(i for i in asked if i.kind == "hours" and i.code == some.code)
    with register.read() as reader:
        assert hours.id not in {i.id for i in reviews.open_reviews(reader)}
    undo(alice, second)
    with register.read() as reader:
        assert hours.id in {i.id for i in reviews.open_reviews(reader)}
    undo(alice, first)
    with register.read() as reader:
        assert not [i for i in reviews.open_reviews(reader) if i.batch == first]


def test_an_undone_roster_can_be_imported_again_under_the_same_codes(
    alice: FlaskClient, register: Register, some: Point
) -> None:
    batch = imported(alice, some)
    code = called(register, "示例试办1号驿站").code
    with register.read() as reader:
        asked = sorted((i.kind, i.code) for i in reviews.open_reviews(reader) if i.batch == batch)
    undo(alice, batch)
    again = imported(alice, some)
    back = called(register, "示例试办1号驿站")
    assert (back.code, back.listing, back.listing_reason) == (code, Listing.LISTED, "")
    with register.read() as reader:
        assert sorted((i.kind, i.code) for i in reviews.open_reviews(reader) if i.batch == again) == asked


def test_a_point_that_a_person_withdrew_does_not_come_back_by_an_import(
    alice: FlaskClient, register: Register, edit: Edit
) -> None:
    taken(alice, book(row(1)))
    code = called(register, "示例试办1号驿站").code
    edit(code, listing=Listing.WITHDRAWN, listing_reason="拆了")
    page = sent(alice, book(row(1)))
    assert counts(alice, page)["要人看"] == 1
    assert standing(register, code).listing is Listing.WITHDRAWN


def refused(alice: FlaskClient, register: Register, batch: int, code: str, *words: str) -> None:
    """Nothing goes back, and the page names the point and the fields."""
    before = standing(register, code)
    assert "不能整个撤回" in undo(alice, batch)
    shown = said(alice.get(f"/bureau/batches/{batch}/undo"))
    assert [word for word in (before.name, "示例别人改的", *words) if word not in shown] == []
    assert standing(register, code) == before
    with register.read() as reader:
        assert imports.get(reader, batch).undone_at is None
        assert reviews.waiting_of(reader, batch) != {}


def test_it_is_refused_as_a_whole_where_a_field_was_changed_since(
    alice: FlaskClient, register: Register, some: Point, edit: Edit
) -> None:
    batch = imported(alice, some)
    edit(some.code, note="更新的备注")
    refused(alice, register, batch, some.code, "备注")
    assert called(register, "示例试办1号驿站").listing is Listing.LISTED


def test_it_is_refused_where_a_new_point_was_worked_on_since(
    alice: FlaskClient, register: Register, some: Point, edit: Edit
) -> None:
    batch = imported(alice, some)
    new = called(register, "示例试办1号驿站")
    edit(new.code, parking_note="门口")
    refused(alice, register, batch, new.code, "停车")


def test_it_is_refused_where_someone_accepted_a_reading_of_the_imported_hours(
    alice: FlaskClient, register: Register, some: Point, edit: Edit
) -> None:
    batch = imported(alice, some)
    schedule = replace(standing(register, some.code).schedule, proposal="Mo-Su 08:00-17:00")
    edit(some.code, schedule=schedule)
    refused(alice, register, batch, some.code)


def test_it_is_refused_where_someone_checked_the_point_since(
    alice: FlaskClient, register: Register, some: Point, edit: Edit
) -> None:
    batch = imported(alice, some)
    edit(some.code, checked_on=date(2026, 9, 14), checked_by="示例别人")
    refused(alice, register, batch, some.code, "核实日期")


def test_it_is_refused_where_the_other_end_of_its_life_was_changed_since(
    alice: FlaskClient, register: Register, some: Point, edit: Edit
) -> None:
    edit(some.code, valid_from=date(2026, 10, 1), valid_to=date(2026, 12, 1))
    sooner = [some.code, some.name, some.address, "2026-09-01"]
    header = ["编号", "名称", "地址", "有效期起"]
    batch = batch_of(alice, taken(alice, book(sooner, header=header)))
    edit(some.code, valid_to=date(2026, 9, 20))
    assert "不能整个撤回" in undo(alice, batch)
    assert standing(register, some.code).valid_from == date(2026, 9, 1)


def test_a_change_of_something_else_stays_and_does_not_stop_it(
    alice: FlaskClient, register: Register, some: Point, edit: Edit
) -> None:
    batch = imported(alice, some)
    amenities = {**standing(register, some.code).amenities, "fridge": True}
    edit(some.code, parking_note="门口可停", amenities=amenities)
    assert "撤回了" in undo(alice, batch)
    now = standing(register, some.code)
    assert (now.parking_note, now.note, now.amenities.get("fridge")) == ("门口可停", some.note, True)
    assert now.amenities.get("hot_water") is some.amenities.get("hot_water")


def test_a_change_that_was_taken_back_meanwhile_does_not_stop_it(
    alice: FlaskClient, register: Register, some: Point, edit: Edit
) -> None:
    batch = imported(alice, some)
    edit(some.code, note="一时")
    edit(some.code, note="新备注")
    assert "撤回了" in undo(alice, batch)
    assert standing(register, some.code).note == some.note


def test_a_position_that_a_machine_found_for_the_imported_address_goes_back_with_it(
    alice: FlaskClient, register: Register, some: Point, edit: Edit
) -> None:
    data = book([some.code, some.name, "示例搬家路9号"], header=["编号", "名称", "地址"])
    batch = batch_of(alice, taken(alice, data))
    found = Position(latitude=31.2, longitude=121.4, precision_m=30.0, basis="amap")
    edit(some.code, actor=Actor("machine", "amap"), position=found)
    assert "撤回了" in undo(alice, batch)
    now = standing(register, some.code)
    assert (now.address, now.position) == (some.address, some.position)


def test_a_pin_that_a_person_set_for_the_imported_address_stops_it(
    alice: FlaskClient, register: Register, some: Point, edit: Edit
) -> None:
    data = book([some.code, some.name, "示例搬家路9号", ""], header=["编号", "名称", "地址", "没见过的列"])
    batch = batch_of(alice, taken(alice, data))
    pin = Position(latitude=31.2, longitude=121.4, precision_m=10.0, basis="pin", confirmed_by="示例别人")
    edit(some.code, position=pin)
    assert "不能整个撤回" in undo(alice, batch)
    assert standing(register, some.code).position == pin


def test_it_is_undone_once(alice: FlaskClient, register: Register, some: Point) -> None:
    batch = imported(alice, some)
    undo(alice, batch)
    revision = standing(register, some.code).revision
    assert "已经撤回过" in undo(alice, batch)
    assert standing(register, some.code).revision == revision


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_bureaus_editor_neither_sees_nor_undoes_it(
    alice: FlaskClient, charlie: FlaskClient, register: Register, some: Point, method: str
) -> None:
    path = f"/bureau/batches/{imported(alice, some)}/undo"
    answer = charlie.get(path) if method == "get" else press(charlie, path)
    assert answer.status_code == 403
    assert some.name not in answer.text
    assert standing(register, some.code).note == "新备注"


def test_the_city_undoes_what_a_bureau_imported(
    alice: FlaskClient, dora: FlaskClient, register: Register, some: Point
) -> None:
    undo(dora, imported(alice, some))
    assert standing(register, some.code).note == some.note


def test_what_no_bureau_imported_is_the_citys_to_undo(
    dora: FlaskClient, alice: FlaskClient, sign_in: SignIn
) -> None:
    header = ["名称", "地址", "邮政管理局"]
    data = book(["示例试办2号驿站", "示例路2号", "示例邮政管理局"], header=header)
    batch = batch_of(dora, taken(dora, data))
    assert alice.get(f"/bureau/batches/{batch}/undo").status_code == 403


def test_an_import_that_never_was_is_not_found(alice: FlaskClient) -> None:
    assert alice.get("/bureau/batches/999999/undo").status_code == 404
