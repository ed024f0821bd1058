"""Points in the register: stored whole, changed field by field, under codes that are never used twice."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicepoints.domain.points import (
    Access,
    Audience,
    BookingInfo,
    Channel,
    Contact,
    Demonstration,
    Kind,
    Listing,
    Point,
    Position,
    Schedule,
    ScheduleStatus,
    Space,
)
from servicepoints.errors import Conflict, NotFound
from servicepoints.register import Actor, Register, feed, points, revisions, writing
from servicepoints.register.points import Unlocated, insert, insert_many, update

Make = Callable[..., Point]
MACHINE = Actor("machine", "locate")
TODAY = date(2026, 9, 14)

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
dates = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
moments = st.none() | st.datetimes(
    datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(ZoneInfo("Asia/Shanghai"))
)
amenities = st.dictionaries(st.sampled_from(["hot_water", "phone_charging", "toilet", "gym"]), st.booleans())
schedules = st.builds(
    Schedule,
    text=words,
    opening_hours=st.none() | words,
    status=st.sampled_from(ScheduleStatus),
    proposal=st.none() | words,
    reasons=st.lists(words, max_size=2).map(tuple),
)
positions = st.builds(
    Position,
    latitude=st.floats(30.6, 31.9),
    longitude=st.floats(120.8, 122.2),
    precision_m=st.floats(0, 5000),
    basis=words,
    confirmed_by=words,
    confirmed_on=dates,
)
any_point = st.builds(
    Point,
    name=words,
    kind=st.sampled_from(Kind),
    demonstration=st.sampled_from(Demonstration),
    bureau=words,
    address=words,
    position=st.none() | positions,
    audience=st.sampled_from(Audience),
    free=st.sampled_from([None, True, False]),
    access=st.sampled_from(Access),
    schedule=schedules,
    amenities=amenities,
    spaces=st.lists(
        st.builds(Space, name=words, amenities=amenities, schedule=st.none() | schedules), max_size=3
    ).map(tuple),
    contacts=st.lists(st.builds(Contact, name=words, number=words, public=st.booleans()), max_size=3).map(
        tuple
    ),
    booking=st.builds(BookingInfo, channel=st.sampled_from(Channel), phone=words, note_date=dates),
    valid_from=dates,
    listing=st.sampled_from(Listing),
    suspended_until=moments,
    checked_on=dates,
)


def stored(register: Register, code: str) -> Point:
    with register.read() as reader:
        point = points.get(reader, code)
    assert point is not None
    return point


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=any_point, second=any_point)
def test_what_is_stored_comes_back_as_it_was(
    register: Register, editor: Actor, first: Point, second: Point
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, first, "新建")
    back = stored(register, code)
    assert back == replace(first, code=code, revision=1, updated_at=back.updated_at)
    with register.write(editor) as writer:
        update(writer, code, second, "修改")
    back = stored(register, code)
    expected_revision = 1 if replace(second, updated_at=None) == replace(first, updated_at=None) else 2
    assert back == replace(second, code=code, revision=expected_revision, updated_at=back.updated_at)


def test_a_code_that_was_ever_used_is_never_given_out_again(
    register: Register, editor: Actor, station: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with register.write(editor) as writer:
        gone = insert(writer, station("示例撤点"), "新建")
        update(writer, gone, station("示例撤点", listing=Listing.WITHDRAWN), "撤点")
    drawn: Iterator[str] = iter([gone, "7K2M9Q", "7K2M9Q", gone, "7K2M9R"])
    monkeypatch.setattr(writing, "new_code", lambda: next(drawn))
    with register.write(editor) as writer:
        codes = insert_many(writer, [station("示例甲"), station("示例乙")], "新建")
    assert codes == ["7K2M9R", "7K2M9Q"]
    assert [stored(register, code).name for code in codes] == ["示例甲", "示例乙"]


def test_a_point_that_brings_its_code_keeps_it_and_may_not_take_anothers(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        assert insert(writer, station(code="7K2M9Q"), "新建") == "7K2M9Q"
    with pytest.raises(Conflict), register.write(editor) as writer:
        insert(writer, station("示例另一个", code="7K2M9Q"), "新建")
    assert stored(register, "7K2M9Q").name == "示例驿站"


def test_an_update_that_changes_nothing_writes_nothing(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(), "新建")
    before = stored(register, code)
    with register.write(editor) as writer:
        same = replace(
            before,
            code="",
            revision=0,
            updated_at=None,
            amenities=dict(sorted(before.amenities.items(), reverse=True)),
        )
        assert update(writer, code, same, "重复导入") == {}
    with register.read() as reader:
        assert feed.latest(reader) == 1
        assert len(revisions.history(reader, code)) == 1
    assert stored(register, code) == before


def test_a_revision_says_field_by_field_who_changed_what_and_why(
    register: Register, editor: Actor, station: Make, pin: Position
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(), "导入")
        changed = station(
            address="示例路2号",
            position=pin,
            contacts=(),
            checked_on=date(2026, 9, 1),
            amenities={"toilet": True},
        )
        said = update(writer, code, changed, "街道来电更正")
    with register.read() as reader:
        first, second = revisions.history(reader, code)
    assert (first.revision, first.what, first.why) == (1, {}, "导入")
    assert (second.revision, second.actor, second.why) == (2, editor, "街道来电更正")
    assert second.what["address"] == ("示例路1号", "示例路2号")
    assert second.what["latitude"] == (None, 31.2242)
    assert second.what["checked_on"] == (None, "2026-09-01")
    assert second.what["amenities"] == ({"hot_water": True, "microwave": False}, {"toilet": True})
    assert second.what["contacts"][0][0]["number"] == "13800000000"
    assert second.what["contacts"][1] == []
    assert set(second.what) == set(said)
    assert "name" not in second.what


def test_a_machine_never_moves_a_pin_that_a_person_set(
    register: Register, editor: Actor, station: Make, pin: Position
) -> None:
    elsewhere = Position(latitude=31.3, longitude=121.5, precision_m=20.0, basis="amap")
    with register.write(editor) as writer:
        code = insert(writer, station(position=pin), "现场标点")
    for moved in (elsewhere, None, replace(pin, precision_m=5.0)):
        with pytest.raises(Conflict), register.write(MACHINE) as writer:
            update(writer, code, station(position=moved), "定位")
    assert stored(register, code).position == pin
    with register.write(MACHINE) as writer:
        assert set(update(writer, code, station(position=pin, note="示例"), "整理")) == {"note"}
    with register.write(editor) as writer:
        update(writer, code, station(position=elsewhere), "重新标点")
    assert stored(register, code).position == elsewhere


def test_who_saw_an_older_revision_is_told_and_changes_nothing(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(), "新建")
        update(writer, code, station(note="甲改的"), "甲", expected_revision=1)
    with pytest.raises(Conflict), register.write(editor) as writer:
        update(writer, code, station(note="乙改的"), "乙", expected_revision=1)
    assert stored(register, code).note == "甲改的"


def test_points_read_before_the_transaction_began_are_refused_if_they_moved_meanwhile(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(), "新建")
    seen = {code: stored(register, code)}
    with register.write(editor) as writer:
        update(writer, code, station(note="甲改的"), "甲")
    with pytest.raises(Conflict), register.write(editor) as writer:
        points.update_many(writer, {code: station(note="乙改的")}, "乙", standing=seen)
    assert stored(register, code).note == "甲改的"


def test_a_point_written_back_after_another_changed_it_is_refused(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(), "新建")
    read_before = stored(register, code)
    with register.write(editor) as writer:
        update(writer, code, replace(read_before, note="甲改的"), "甲")
    with pytest.raises(Conflict, match="第 2 版"), register.write(editor) as writer:
        update(writer, code, replace(read_before, address="示例路3号"), "乙")
    assert (stored(register, code).note, stored(register, code).address) == ("甲改的", "示例路1号")


def test_an_update_of_a_code_that_nothing_has_is_refused(
    register: Register, editor: Actor, station: Make
) -> None:
    with pytest.raises(NotFound, match="ZZZZZZ"), register.write(editor) as writer:
        update(writer, "ZZZZZZ", station(), "修改")


@pytest.mark.sqlite
def test_many_points_are_read_with_four_statements(
    register: Register, editor: Actor, station: Make, tmp_path: Path
) -> None:
    with register.write(editor) as writer:
        insert_many(writer, [station(f"示例{n}") for n in range(50)], "导入")
        insert(writer, station("别的局的", bureau="other"), "新建")
    asked: list[str] = []
    with register.read() as reader:
        raw = reader.connection.connection.dbapi_connection
        assert raw is not None
        raw.set_trace_callback(asked.append)
        mine = points.matching(reader, "shili")
        raw.set_trace_callback(None)
    assert {p.name for p in mine} == {f"示例{n}" for n in range(50)}
    assert all(p.spaces and p.contacts and p.amenities for p in mine)
    assert sum(statement.lstrip().startswith("SELECT") for statement in asked) == 4


def test_only_what_may_be_seen_is_publishable_and_no_key_is_needed_for_it(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        seen, held = insert_many(writer, [station(), station(listing=Listing.HELD)], "导入")
    with register.read() as reader:
        keyless = replace(reader, secrecy=type(reader.secrecy)(""))
        result = points.publishable(keyless)
        assert result == points.publishable(keyless, [held, seen])
    assert result[held] is None
    shown = result[seen]
    assert shown is not None
    assert shown.contacts == (Contact(number="021-55500000", public=True),)


def test_points_to_locate_have_an_address_and_no_good_position(
    register: Register, editor: Actor, station: Make, pin: Position
) -> None:
    coarse = Position(latitude=31.2, longitude=121.4, precision_m=1000.0, basis="approximate")
    cases = {
        "没有位置": station(),
        "太粗": station(position=coarse),
        "够准": station(position=replace(coarse, precision_m=20.0)),
        "人工确认": station(position=replace(pin, precision_m=500.0)),
        "没有地址": station(address=""),
        "已撤": station(listing=Listing.WITHDRAWN),
        "已结束": station(valid_to=TODAY - timedelta(days=1)),
    }
    with register.write(editor) as writer:
        insert_many(writer, [replace(point, name=name) for name, point in cases.items()], "导入")
    with register.read() as reader:
        assert {p.name for p in points.unlocated(reader, TODAY)} == {"没有位置", "太粗"}
        assert points.count_unlocated(reader, TODAY) == Unlocated(nowhere=2, no_address=1, coarse=1)
        assert [p.name for p in points.confirmed_pins(reader)] == ["人工确认"]
        assert points.count(reader) == len(points.all_points(reader)) == len(cases)
