"""A point's timeline, and taking a change back as a new one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import Access, Audience, Point, Position, ScheduleStatus
from servicepoints.register import Actor, Register, points, revisions
from tests.web.bureau.conftest import Clock, post

EDITOR, KEEPER = Actor("editor", "示例编辑"), Actor("keeper", "示例李四")
MACHINE = Actor("machine", "locate")
Write = Callable[..., Point]


@pytest.fixture
def point(register: Register) -> Point:
    with register.read() as reader:
        return next(
            p
            for p in points.all_points(reader)
            if p.schedule.status is ScheduleStatus.READ
            and p.audience in (Audience.EVERYONE, Audience.UNKNOWN)
            and p.access is not Access.SCAN_CODE
            and not (p.position and p.position.confirmed_by)
        )


@pytest.fixture
def write(register: Register, clock: Clock, point: Point) -> Write:
    """Changes fields of the point, a minute later, and returns it as it stands then."""

    def written(actor: Actor = EDITOR, **fields: object) -> Point:
        clock.now += timedelta(minutes=1)
        with register.write(actor) as writer:
            now = points.get_many(writer, [point.code])[point.code]
            points.update(writer, point.code, replace(now, **fields), "示例理由")  # type: ignore[arg-type]
        return standing(register, point.code)

    return written


def standing(register: Register, code: str) -> Point:
    with register.read() as reader:
        return points.get_many(reader, [code])[code]


def revert(client: FlaskClient, point: Point, revision: int, **fields: object):
    return post(client, f"/bureau/points/{point.code}/history/revert/{revision}", dict(fields))


def test_hours_are_told_in_words_and_not_in_rules(alice: FlaskClient, point: Point, write: Write) -> None:
    write(schedule=read_hours("周一至周五9:00-17:00，法定节假日不开"))
    write(schedule=read_hours("每天22:00-次日6:00"))
    page = alice.get(f"/bureau/points/{point.code}/history").text
    assert "读成的时间：平日9:00–17:00，周末不开，法定节假日不开 → 每天22:00–次日6:00" in page
    assert "Mo-Fr" not in page


def test_the_timeline_says_who_when_what_and_why_the_latest_first(
    alice: FlaskClient, point: Point, write: Write
) -> None:
    write(audience=Audience.COURIERS, access=Access.SCAN_CODE)
    write(KEEPER, parking_note="示例门口")
    write(MACHINE, position=Position(latitude=31.2, longitude=121.4, precision_m=20.0, basis="amap"))
    page = alice.get(f"/bureau/points/{point.code}/history").text
    assert "谁能进：" in page
    assert "→ 快递外卖都能进" in page
    assert "→ 扫码开门" in page
    for said in ("示例编辑", "驿站负责人 示例李四", "程序找位置", "示例理由", "新建", "→ 示例门口"):
        assert said in page, said
    assert "→ 31.20000,121.40000（误差20米内，依据：amap）" in page
    assert page.index("程序找位置") < page.index("驿站负责人") < page.index("示例编辑") < page.index("新建")
    assert "roster.xlsx" in page  # the file that it came from


def test_an_earlier_change_is_taken_back_and_a_later_one_stays(
    alice: FlaskClient, register: Register, point: Point, write: Write, clock: Clock
) -> None:
    write(audience=Audience.COMPANY)
    now = write(parking_note="示例门口")
    clock.now += timedelta(minutes=1)
    assert revert(alice, point, 2, seen=now.revision).status_code == 303
    after = standing(register, point.code)
    assert (after.audience, after.parking_note, after.revision) == (point.audience, "示例门口", 4)
    with register.read() as reader:
        last = revisions.history(reader, point.code)[-1]
    assert (last.actor.name, last.why) == ("示例爱丽丝", "撤回第2版的改动")


def test_taking_back_can_itself_be_taken_back(
    alice: FlaskClient, register: Register, point: Point, write: Write, clock: Clock
) -> None:
    write(audience=Audience.COMPANY)
    revert(alice, point, 2)
    clock.now += timedelta(minutes=1)
    revert(alice, point, 3)
    assert standing(register, point.code).audience is Audience.COMPANY


def test_what_was_changed_again_since_is_shown_and_asked_about(
    alice: FlaskClient, register: Register, point: Point, write: Write
) -> None:
    write(audience=Audience.COMPANY, parking_note="示例门口")
    now = write(audience=Audience.RESIDENTS)
    asked = revert(alice, point, 2, seen=now.revision)
    assert asked.status_code == 409
    assert "谁能进" in asked.text
    assert "仅住户 →" in asked.text
    assert standing(register, point.code) == now
    revert(alice, point, 2, seen=now.revision, how="spare")
    after = standing(register, point.code)
    assert (after.audience, after.parking_note) == (Audience.RESIDENTS, point.parking_note)
    revert(alice, point, 2, seen=after.revision, how="all")
    assert standing(register, point.code).audience is point.audience


def test_hours_go_back_whole_with_the_text_that_they_were_read_from(
    alice: FlaskClient, register: Register, point: Point, write: Write
) -> None:
    write(schedule=replace(read_hours("下午11:30"), opening_hours=None))
    waiting = standing(register, point.code).schedule
    accepted = replace(waiting, opening_hours="Mo-Su 23:30-24:00", status=ScheduleStatus.READ, proposal=None)
    write(schedule=accepted)
    now = write(schedule=read_hours("每天9:00-10:00"))
    revert(alice, point, 3, seen=now.revision, how="all")
    assert standing(register, point.code).schedule == waiting, "not the old status beside the new text"


def test_the_first_day_does_not_go_back_beyond_a_last_day_that_was_set_since(
    alice: FlaskClient, register: Register, point: Point, write: Write
) -> None:
    write(valid_from=date(2026, 10, 1), valid_to=date(2026, 12, 1))
    write(valid_from=date(2026, 9, 1))
    now = write(valid_to=date(2026, 9, 20))
    assert revert(alice, point, 3, seen=now.revision).status_code == 409
    revert(alice, point, 3, seen=now.revision, how="spare")
    assert standing(register, point.code) == now


def test_the_first_revision_is_no_change_to_take_back(alice: FlaskClient, point: Point) -> None:
    page = alice.get(f"/bureau/points/{point.code}/history").text
    assert "/history/revert/1" not in page
    answer = revert(alice, point, 1)
    assert answer.status_code == 303
    assert "新建，不能撤回" in alice.get(answer.headers["Location"]).text


def test_who_looked_at_an_older_version_overwrites_nothing(
    alice: FlaskClient, register: Register, point: Point, write: Write
) -> None:
    seen = write(audience=Audience.COMPANY)
    now = write(parking_note="示例门口")
    answer = revert(alice, point, 2, seen=seen.revision)
    assert "已经被别人改过" in alice.get(answer.headers["Location"]).text
    assert standing(register, point.code) == now


def test_a_pin_that_a_person_set_since_is_asked_about_before_it_goes(
    alice: FlaskClient, register: Register, point: Point, write: Write
) -> None:
    found = Position(latitude=31.2, longitude=121.4, precision_m=20.0, basis="amap")
    place = write(MACHINE, position=found)
    pin = write(position=replace(found, latitude=31.3, basis="pin", confirmed_by="示例编辑"))
    assert revert(alice, point, place.revision, seen=pin.revision).status_code == 409
    assert standing(register, point.code).position == pin.position


def test_what_stands_already_as_it_was_needs_nothing(
    alice: FlaskClient, register: Register, point: Point, write: Write
) -> None:
    write(audience=Audience.COMPANY)
    now = write(audience=point.audience)
    answer = revert(alice, point, 2)
    assert "没有要撤回的" in alice.get(answer.headers["Location"]).text
    assert standing(register, point.code) == now


def test_a_history_that_is_not_there_is_not_found(alice: FlaskClient, point: Point) -> None:
    assert alice.get("/bureau/points/ZZZZZZ/history").status_code == 404
    assert revert(alice, point, 99).status_code == 404
    assert post(alice, f"/bureau/changes/{point.code}/99/undo", {}).status_code == 404
