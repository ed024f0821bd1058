"""Hours at the desk: in words, read as they are typed, and in a grid, cell by cell."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from servicepoints import reference
from servicepoints.domain.points import Point, ScheduleStatus
from servicepoints.register import Register, points
from servicepoints.services.exporting.roster import roster_table
from servicepoints.services.importing import import_roster
from servicepoints.sheets.writing import write_xlsx
from tests.web.bureau.conftest import Clock, SignIn, post
from tests.web.bureau.forms import filled, press

WORDS = "周一至周五9:00-12:00、13:00-17:00，法定节假日不开"


@pytest.fixture
def point(register: Register) -> Point:
    with register.read() as reader:
        found = points.matching(reader, "shili")
    return next(p for p in found if p.schedule.status is ScheduleStatus.READ and p.spaces)


@pytest.fixture
def path(point: Point) -> str:
    return f"/bureau/points/{point.code}"


@pytest.fixture
def unread(register: Register) -> Point:
    """A point whose hours were not read, with a proposal."""
    with register.read() as reader:
        return next(p for p in points.matching(reader, "shili") if p.schedule.proposal)


def stands(register: Register, code: str) -> Point:
    with register.read() as reader:
        found = points.get(reader, code)
    assert found is not None
    return found


def save(client: FlaskClient, path: str, page: str, **changes: str) -> None:
    looked = press(client, path, page, "review", **changes)
    assert looked.status_code == 200, looked.text
    assert press(client, path, looked.text, "save").status_code == 303


def ask(client: FlaskClient, **fields: str) -> str:
    token = filled(client.get("/bureau/account").text)["csrf_token"]
    answer = client.post("/bureau/hours/read", data={"csrf_token": token, **fields})
    assert answer.status_code == 200
    return answer.text


def test_words_are_read_as_they_are_typed_with_the_next_fourteen_days(clock: Clock, sign_in: SignIn) -> None:
    clock.now = clock.now.replace(month=9, day=28)
    page = ask(sign_in("alice"), hours_text=WORDS)
    assert "平日9:00–12:00、13:00–17:00" in page
    assert page.count("<dt>") == 14
    assert "10月1日 周四 <b>国庆</b></dt><dd>不开" in page
    assert "10月10日 周六</dt><dd>9:00–12:00、13:00–17:00" in page  # worked for the break


def test_what_is_not_read_says_why_and_what_it_may_be(alice: FlaskClient) -> None:
    page = ask(alice, hours_text="8:30-17:00")
    assert "没写哪几天开" in page
    assert 'name="accept-hours" value="Mo-Su 08:30-17:00"' in page
    assert "没看懂" in ask(alice, hours_text="示例：门口贴着")
    assert "没写时间" in ask(alice, hours_text="")
    assert "太长" in ask(alice, hours_text="长" * 501)


def test_a_holiday_that_nobody_spoke_of_is_named(clock: Clock, sign_in: SignIn) -> None:
    clock.now = clock.now.replace(month=9, day=28)
    assert "国庆怎么开还没通知" in ask(sign_in("alice"), hours_text="每天9:00-17:00")


def test_a_proposal_is_accepted_with_one_tap_and_stays_the_words_of_the_roster(
    alice: FlaskClient, register: Register, unread: Point
) -> None:
    path = f"/bureau/points/{unread.code}"
    proposal = unread.schedule.proposal or ""
    taken = press(alice, path, alice.get(path).text, "", **{"accept-hours": proposal})
    assert taken.status_code == 200
    save(alice, path, taken.text)
    after = stands(register, unread.code).schedule
    assert (after.text, after.opening_hours) == (unread.schedule.text, proposal)
    assert after.status is ScheduleStatus.READ


def test_nobody_can_accept_what_was_not_proposed(
    alice: FlaskClient, register: Register, unread: Point
) -> None:
    path = f"/bureau/points/{unread.code}"
    looked = press(alice, path, alice.get(path).text, "review", hours_accepted="24/7")
    assert "什么都没改" in looked.text
    assert stands(register, unread.code) == unread


def test_a_grid_is_stored_in_words_and_its_hours_are_those_of_its_cells(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    page = alice.get(path).text
    page = press(alice, path, page, "blank:grid").text
    monday = {"w-d0-0-from": "9:00", "w-d0-0-to": "12：00", "w-d0-1-from": "13:00", "w-d0-1-to": "17:30"}
    page = press(alice, path, page, "workdays:w", **monday).text
    page = press(alice, path, page, "add:date").text
    page = press(alice, path, page, "add:season", hours_by="grid").text
    more = {"x0-first": "2026-10-01", "x0-last": "2026年10月7日", "t0-first": "7", "t0-last": "8"}
    more |= {"w-d5-0-from": "22:00", "w-d5-0-to": "6:00"}
    save(alice, path, page, **more, **{"w-holidays": "off", "t0-holidays": "off"})
    after = stands(register, point.code).schedule
    assert after.status is ScheduleStatus.READ
    assert after.text == (
        "平日9:00–12:00、13:00–17:30，周六22:00–次日6:00，周日不开，法定节假日不开；"
        "7月至8月平日9:00–12:00、13:00–17:30，周末不开，法定节假日不开；2026年10月1日至10月7日不开"
    )
    page = alice.get(path).text
    fields = filled(page)
    assert (fields["w-d4-1-to"], fields["w-d5-0-to"], fields["t0-last"]) == ("17:30", "次日6:00", "8")
    looked = press(alice, path, page, "review", hours_by="grid")
    assert "什么都没改" in looked.text


def test_a_season_begins_and_ends_on_a_day(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    page = press(alice, path, alice.get(path).text, "blank:grid").text
    page = press(alice, path, page, "everyday:w", **{"w-d0-0-from": "9:00", "w-d0-0-to": "17:00"}).text
    page = press(alice, path, page, "add:season", hours_by="grid").text
    days = {"t0-first": "5", "t0-last": "10", "t0-last-day": "7日", "t0-d0-0-to": "20:00"}
    page = press(alice, path, page, "everyday:t0", **days).text
    wrong = press(alice, path, page, "review", **{"t0-last": "2", "t0-last-day": "30"})
    assert wrong.status_code == 422
    assert "2月没有“30”日" in wrong.text
    save(alice, path, page)
    after = stands(register, point.code).schedule
    assert after.text == "每天9:00–17:00；5月1日至10月7日每天9:00–20:00"
    assert after.opening_hours == "Mo-Su 09:00-17:00; May 01-Oct 07 Mo-Su 09:00-20:00"
    fields = filled(alice.get(path).text)
    assert (fields["t0-first-day"], fields["t0-last-day"]) == ("1", "7")
    assert "什么都没改" in press(alice, path, alice.get(path).text, "review", hours_by="grid").text


def test_a_grid_that_says_what_stands_keeps_the_rosters_own_words(
    alice: FlaskClient, point: Point, path: str
) -> None:
    looked = press(alice, path, alice.get(path).text, "review", hours_by="grid")
    assert "什么都没改" in looked.text


@pytest.mark.parametrize(
    ("cells", "field", "said"),
    [
        ({"w-d0-0-from": "9", "w-d0-0-to": ""}, "w-d0", "要写全"),
        ({"w-d1-0-from": "25:00", "w-d1-0-to": "26:00"}, "w-d1", "不是钟点"),
        ({"w-d2-0-from": "8:30", "w-d2-0-to": "5:00"}, "w-d2", "结束比开始早"),
        (
            {"w-d3-0-from": "9:00", "w-d3-0-to": "12:00", "w-d3-1-from": "11:00", "w-d3-1-to": "13:00"},
            "w-d3",
            "重叠",
        ),
        ({"w-holidays": "open", "w-ph-0-from": "", "w-ph-0-to": ""}, "w-ph", "几点到几点"),
    ],
)
def test_a_cell_that_makes_no_sense_is_refused_beside_its_day_and_stays(
    alice: FlaskClient,
    register: Register,
    point: Point,
    path: str,
    cells: dict[str, str],
    field: str,
    said: str,
) -> None:
    blank = press(alice, path, alice.get(path).text, "blank:grid").text
    answer = press(alice, path, blank, "review", **{"w-d6-0-from": "9:00", "w-d6-0-to": "10:00"}, **cells)
    assert answer.status_code == 422
    assert said in answer.text.partition(f'id="e-{field}">')[2].partition("<")[0]
    fields = filled(answer.text)
    assert all(fields.get(name, "") == value for name, value in cells.items())
    assert stands(register, point.code) == point


def test_hours_that_no_grid_can_show_are_left_to_words(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    save(alice, path, alice.get(path).text, hours_text="周一至周五9:00-17:00，每月第一个周六9:00-11:00")
    assert "这段时间太特别，只能用文字改" in alice.get(path).text
    assert stands(register, point.code).schedule.status is ScheduleStatus.READ


def test_a_point_whose_hours_came_from_a_grid_is_exported_and_imported_without_a_change(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    page = press(alice, path, alice.get(path).text, "add:season").text
    months = {"t0-first": "11", "t0-last": "2", "t0-d0-0-to": "19:00"}
    page = press(alice, path, page, "add:date", hours_by="grid", **months).text
    save(alice, path, page, **{"x0-first": "2026-10-01", "x0-last": "2026-10-03"})
    before = stands(register, point.code)
    assert "11月至次年2月" in before.schedule.text
    table = roster_table([before], reference.vocabulary(), {"shili": "示例邮政管理局"})
    report = import_roster(
        register,
        write_xlsx(table),
        "示例.xlsx",
        "shili",
        dry_run=False,
        vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(),
        today=date(2026, 9, 14),
    )
    assert (len(report.new), len(report.changed)) == (0, 0)
    assert stands(register, point.code) == before


def test_what_was_understood_names_every_season_and_date_whatever_the_day(alice: FlaskClient) -> None:
    text = "每天9:00-17:00；5月1日至10月7日每天9:00-20:00；2026年12月24日不开"
    shown = post(alice, "/bureau/hours/read", {"hours_by": "text", "hours_text": text}).text
    assert "读成：每天9:00–17:00；5月1日至10月7日每天9:00–20:00；2026年12月24日不开" in shown
