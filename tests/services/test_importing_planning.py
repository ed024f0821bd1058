"""What importing makes of a row: whose point it is, what it changes, what it must never touch."""

from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest

from servicepoints import reference
from servicepoints.domain.addresses import read_address
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import (
    Access,
    Audience,
    Contact,
    Kind,
    Listing,
    Point,
    Position,
    Schedule,
    ScheduleStatus,
    Space,
)
from servicepoints.services.importing.matching import Standing
from servicepoints.services.importing.planning import Outcome, Planning
from servicepoints.services.importing.reading import Bureaus, Draft, Drafting
from servicepoints.sheets.readings import Cell, Fields, Problem, Row, RowReading, SpaceReading

TODAY = date(2026, 11, 24)
BUREAUS = Bureaus({"shili": "示例邮政管理局", "yangban": "样板邮政管理局"}, "shili")


def drafting(bureaus: Bureaus = BUREAUS) -> Drafting:
    gazetteer = reference.gazetteer()
    return Drafting(bureaus, gazetteer, lambda text: read_address(text, gazetteer), TODAY)


def draft(
    number: int = 3,
    *,
    problems: tuple[Problem, ...] = (),
    said: frozenset[str] | None = None,
    bureaus: Bureaus = BUREAUS,
    **fields: Any,
) -> Draft:
    """A draft of a row with these fields; a care station unless it says otherwise."""
    cells = {name: (Cell(str(value), "B", name),) for name, value in fields.items()}
    row = Row("示例表", number, cells)
    columns = frozenset(fields) if said is None else said
    said_fields = cast(Fields, fields)
    reading = RowReading("示例表", number, said_fields, columns, problems, Kind.CARE_STATION)
    return drafting(bureaus).draft(row, reading)


def plan(*drafts: Draft, standing: tuple[Point, ...] = ()) -> list[Outcome]:
    """What an import of these rows would do."""
    return Planning(read_hours, TODAY).outcomes(drafts, Standing(standing))


def stands(**fields: Any) -> Point:
    """A standing point of the 示例 bureau."""
    known = {
        "name": "示例驿站", "kind": Kind.CARE_STATION, "code": "7K2M9Q", "revision": 1, "bureau": "shili",
        "district": "黄浦区", "sub_district": "外滩街道", "address": "示例路1号",
    }  # fmt: skip
    return Point(**(known | fields))


def only(*drafts: Draft, standing: tuple[Point, ...] = ()) -> Outcome:
    """The outcome of the last row."""
    return plan(*drafts, standing=standing)[-1]


PIN = Position(
    latitude=31.2242, longitude=121.4294, precision_m=10, basis="pin", confirmed_by="示例编辑",
    confirmed_on=date(2026, 9, 1),
)  # fmt: skip


# which point a row speaks of


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("示例驿站", "示例路1号"),
        ("示例 驿站", "示例路 １号"),
        ("示例驿站", "上海市黄浦区示例路1号"),
        ("示例驿站", "黄浦区示例路1号"),
    ],
)
def test_a_row_is_matched_by_name_and_address_as_people_read_them(name: str, address: str) -> None:
    outcome = only(draft(name=name, address=address), standing=(stands(),))
    assert outcome.before is not None
    assert outcome.before.code == "7K2M9Q"


def test_the_same_name_at_another_address_is_another_point() -> None:
    outcome = only(draft(name="示例驿站", address="示例路2号"), standing=(stands(),))
    assert (outcome.verdict, outcome.before) == ("new", None)


def test_a_point_of_another_bureau_is_not_matched() -> None:
    other = stands(bureau="yangban")
    assert only(draft(name="示例驿站", address="示例路1号"), standing=(other,)).verdict == "new"


def test_a_point_that_is_nobodys_becomes_the_bureaus_and_is_not_doubled() -> None:
    outcome = only(draft(name="示例驿站", address="示例路1号"), standing=(stands(bureau=""),))
    assert outcome.changes == {"bureau": ("", "shili")}


def test_a_row_that_is_nobodys_changes_no_owner() -> None:
    free = replace(BUREAUS, importing="")
    row = draft(name="示例驿站", address="示例路1号", note="新", bureaus=free)
    assert only(row, standing=(stands(),)).changes == {"note": ("", "新")}


def test_a_code_beats_name_and_address() -> None:
    outcome = only(draft(code="7K2M9Q", name="示例新驿站", address="示例路9号"), standing=(stands(),))
    assert outcome.verdict == "changed"
    assert set(outcome.changes) == {"name", "address"}


@pytest.mark.parametrize("standing", [(), (stands(bureau="yangban"),)])
def test_a_code_that_nothing_of_this_bureau_has_is_refused_with_the_fix(standing: tuple[Point, ...]) -> None:
    outcome = only(draft(code="7K2M9Q", name="示例驿站"), standing=standing)
    assert outcome.verdict == "refused"
    assert outcome.refusals[0].value == "7K2M9Q"
    assert "按名称和地址认" in outcome.refusals[0].fix


def test_a_row_that_fits_several_points_is_held_with_all_of_them_named() -> None:
    twin = stands(code="111111", address="示例路8号")
    outcome = only(draft(name="示例驿站"), standing=(stands(), twin))
    assert outcome.verdict == "refused"
    assert "7K2M9Q" in outcome.refusals[0].reason
    assert "111111" in outcome.refusals[0].reason


def test_an_address_fills_in_the_point_of_that_name_that_had_none() -> None:
    outcome = only(draft(name="示例驿站", address="示例路1号"), standing=(stands(address=""),))
    assert outcome.changes == {"address": ("", "示例路1号")}


def test_a_repeated_row_is_refused_and_names_the_first() -> None:
    row = {"name": "示例驿站", "address": "示例路1号"}
    first, same = plan(draft(3, **row, note="示例"), draft(7, **row))
    assert (first.verdict, same.verdict) == ("new", "refused")
    assert same.refusals[0].reason == "和示例表第3行是同一个点位，没有别的内容，只算一次"


def test_a_repeated_row_that_says_other_things_names_them() -> None:
    row = {"name": "示例驿站", "address": "示例路1号"}
    _, other = plan(draft(3, **row), draft(7, **row, note="示例", hours="24小时"))
    assert "是同一个点位，备注、开放时间却不一样，按示例表第3行算" in other.refusals[0].reason


@pytest.mark.parametrize("addresses", [("示例路1号", ""), ("", "示例路1号")])
def test_namesakes_of_which_one_has_no_address_are_not_two_points(addresses: tuple[str, str]) -> None:
    rows = [{"name": "示例驿站"} | ({"address": a} if a else {}) for a in addresses]
    _, vague = plan(draft(3, **rows[0]), draft(7, **rows[1]))
    assert vague.verdict == "refused"
    assert "示例表第3行" in vague.refusals[0].reason


def test_a_row_without_a_kind_is_taken_and_asked_about_and_a_standing_point_keeps_its_own() -> None:
    kindless = replace(draft(name="示例大厦", address="示例路1号"), kind=None)
    new = only(kindless)
    assert (new.verdict, new.after and new.after.kind) == ("new", Kind.UNKNOWN)
    assert [doubt.field for doubt in new.doubts] == ["kind"]
    assert "临时服务点" in new.doubts[0].fix
    assert "没核实" not in new.doubts[0].fix
    assert only(kindless, standing=(stands(name="示例大厦"),)).verdict == "unchanged"


def test_a_kind_that_was_unknown_is_filled_in_once_something_tells() -> None:
    told = draft(name="示例驿站", address="示例路1号")
    outcome = only(told, standing=(stands(kind=Kind.UNKNOWN),))
    assert outcome.changes == {"kind": ("unknown", "care_station")}
    assert outcome.doubts == ()


# what a row changes


def test_what_a_row_does_not_say_is_not_erased() -> None:
    full = stands(
        audience=Audience.EVERYONE, access=Access.SCAN_CODE, free=True, note="备注", position=PIN,
        amenities={"hot_water": True}, spaces=(Space(name="阅览室"),),
        contacts=(Contact(number="021-55500001", public=True),),
        schedule=read_hours("24小时"),
    )  # fmt: skip
    outcome = only(draft(name="示例驿站", address="示例路1号"), standing=(full,))
    assert (outcome.verdict, outcome.after) == ("unchanged", full)


def test_ticks_are_put_over_what_stands_amenity_by_amenity() -> None:
    old = stands(amenities={"hot_water": True, "toilet": True})
    outcome = only(draft(name="示例驿站", address="示例路1号", amenities={"toilet": False}), standing=(old,))
    assert outcome.after is not None
    assert outcome.after.amenities == {"hot_water": True, "toilet": False}


def test_a_reading_that_a_person_accepted_stays_while_the_words_are_the_same() -> None:
    accepted = Schedule(text="8:30-17:00", opening_hours="Mo-Fr 08:30-17:00", status=ScheduleStatus.READ)
    old = stands(schedule=accepted)
    same = only(draft(name="示例驿站", address="示例路1号", hours="８：３０-17:00 "), standing=(old,))
    assert same.verdict == "unchanged"
    other = only(draft(name="示例驿站", address="示例路1号", hours="每天9:00-17:00"), standing=(old,))
    assert other.after is not None
    assert other.after.schedule.opening_hours == read_hours("每天9:00-17:00").opening_hours


def test_hours_that_cannot_be_read_list_the_point_with_a_proposal_to_review() -> None:
    outcome = only(draft(name="示例驿站", address="示例路1号", hours="8:30-17:00"))
    assert outcome.after is not None
    assert outcome.after.listing is Listing.LISTED
    assert outcome.after.schedule.opening_hours is None
    assert [(doubt.kind, doubt.value) for doubt in outcome.doubts] == [("hours", "8:30-17:00")]
    assert outcome.doubts[0].proposal == outcome.after.schedule.proposal is not None


def test_a_space_keeps_its_accepted_hours_and_its_other_amenities() -> None:
    accepted = Schedule(text="9:00-17:00", opening_hours="Mo-Su 09:00-17:00", status=ScheduleStatus.READ)
    old = stands(spaces=(Space(name="阅览室", amenities={"wifi": True}, schedule=accepted),))
    said = (SpaceReading("阅览室", {"reading_room": True}, "9:00-17:00"),)
    after = only(draft(name="示例驿站", address="示例路1号", spaces=said), standing=(old,)).after
    assert after is not None
    assert after.spaces == (
        Space(name="阅览室", amenities={"wifi": True, "reading_room": True}, schedule=accepted),
    )


def test_a_withdrawn_point_stays_withdrawn_and_is_reported() -> None:
    gone = stands(listing=Listing.WITHDRAWN)
    outcome = only(draft(name="示例驿站", address="示例路1号", note="新"), standing=(gone,))
    assert (outcome.verdict, outcome.after) == ("unchanged", gone)
    assert "已经撤点" in outcome.doubts[0].reason


# positions


def at(latitude: float, longitude: float, basis: str = "roster") -> Position:
    return Position(latitude=latitude, longitude=longitude, precision_m=50, basis=basis)


def test_a_confirmed_pin_is_not_moved_by_a_roster_without_one() -> None:
    old = stands(position=PIN)
    outcome = only(
        draft(name="示例驿站", address="示例路1号", position=at(31.2342, 121.4294)), standing=(old,)
    )
    assert (outcome.verdict, outcome.after) == ("unchanged", old)
    assert "1112米" in outcome.doubts[0].reason


def test_a_confirmed_pin_of_the_roster_replaces_one_and_says_who_answers_for_it() -> None:
    said = draft(
        name="示例驿站", address="示例路1号", position=at(31.2342, 121.4294, "pin"), checked_by="示例核实人",
        checked_on=date(2026, 11, 1),
    )  # fmt: skip
    after = only(said, standing=(stands(position=PIN),)).after
    assert after is not None
    assert after.position is not None
    assert (after.position.confirmed_by, after.position.confirmed_on) == ("示例核实人", date(2026, 11, 1))


def test_a_pin_of_the_roster_is_the_same_on_another_day() -> None:
    row = draft(name="示例驿站", address="示例路1号", position=at(31.2242, 121.4294, "pin"))
    first = only(row, standing=(stands(),)).after
    assert first is not None
    tomorrow = Planning(read_hours, date(2026, 11, 25)).outcomes([row], Standing([first]))[0]
    assert tomorrow.verdict == "unchanged"


def test_a_position_written_with_fewer_digits_is_no_change() -> None:
    old = stands(position=at(31.2242001, 121.4294002))
    outcome = only(
        draft(name="示例驿站", address="示例路1号", position=at(31.2242, 121.4294)), standing=(old,)
    )
    assert outcome.verdict == "unchanged"


# contacts

MOBILE = Contact(name="示例张三", number="13800000000")
LANDLINE = Contact(number="021-55500001", public=True)


def test_a_roster_of_phones_alone_keeps_the_names_and_what_was_made_public() -> None:
    old = stands(contacts=(replace(MOBILE, public=True), LANDLINE))
    said = draft(
        name="示例驿站", address="示例路1号", contacts=(Contact(number="13800000000"), LANDLINE),
        said=frozenset({"name", "address", "phone"}),
    )  # fmt: skip
    assert only(said, standing=(old,)).verdict == "unchanged"


def test_a_roster_of_names_alone_keeps_the_numbers() -> None:
    said = draft(
        name="示例驿站", address="示例路1号", contacts=(Contact(name="示例李四"),),
        said=frozenset({"name", "address", "contact"}),
    )  # fmt: skip
    after = only(said, standing=(stands(contacts=(LANDLINE,)),)).after
    assert after is not None
    assert after.contacts == (LANDLINE, Contact(name="示例李四"))


# the row against itself


def test_a_district_that_contradicts_the_address_goes_to_review() -> None:
    outcome = only(draft(name="示例驿站", district="黄浦区", address="静安区示例路1号"))
    assert outcome.after is not None
    assert outcome.after.district == "黄浦区"
    assert "静安区" in outcome.doubts[0].reason


def test_the_address_gives_the_district_that_the_roster_does_not_say() -> None:
    after = only(draft(name="示例驿站", address="上海市普陀区桃浦镇示例路1号")).after
    assert after is not None
    assert (after.district, after.sub_district) == ("普陀区", "桃浦镇")


def test_a_bureau_that_is_not_known_is_refused_and_so_is_another_one_than_the_importing() -> None:
    assert "示例邮政管理局" in only(draft(name="示例驿站", bureau="没有的局")).refusals[0].fix
    assert only(draft(name="示例驿站", bureau="样板局")).verdict == "refused"
    free = replace(BUREAUS, importing="")
    assert draft(name="示例驿站", bureau="样板局", bureaus=free).bureau == "yangban"


def test_dates_that_cannot_be_are_refused_or_left_out() -> None:
    backwards = draft(name="示例驿站", valid_from=date(2026, 11, 5), valid_to=date(2026, 11, 1))
    assert only(backwards).refusals[0].field == "valid_to"
    future = only(draft(name="示例驿站", checked_on=date(2027, 1, 1)))
    assert future.after is not None
    assert future.after.checked_on is None
    assert future.doubts[0].field == "checked_on"


def test_one_end_of_a_life_that_does_not_fit_the_other_is_refused() -> None:
    standing = stands(valid_from=date(2026, 9, 1), valid_to=date(2026, 9, 20))
    row = {"name": "示例驿站", "address": "示例路1号"}
    refused = only(draft(**row, valid_from=date(2026, 10, 1)), standing=(standing,))
    assert refused.verdict == "refused"
    (why,) = refused.refusals
    assert (why.field, why.value) == ("valid_from", "2026-10-01")
    assert "2026-09-20" in why.reason
    both = draft(**row, valid_from=date(2026, 10, 1), valid_to=date(2026, 10, 7))
    assert only(both, standing=(standing,)).verdict == "changed"
