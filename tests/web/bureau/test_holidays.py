"""Deciding for many points how a holiday is, and the city's table of days."""

import json
import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.holiday_hours import undecided
from servicepoints.domain.points import Kind, Point, Schedule, ScheduleStatus
from servicepoints.register import Actor, Register, calendar, feed, points, revisions
from tests.web.bureau.conftest import Clock, SignIn, post

PAGE = "/bureau/holidays"
NATIONAL = [date(2026, 10, day) for day in range(1, 8)]
DAYS = ",".join(map(str, NATIONAL))


def waiting(page: str, name: str = "国庆") -> list[str]:
    """The units offered for a break."""
    section = page.partition(f"<h2>{name} ")[2].partition("</section>")[0]
    return re.findall(r'name="unit" value="([\w.]+)"', section)


def decide(client: FlaskClient, units: list[str], decision: str, **more: str):
    return post(
        client, f"{PAGE}/decide", {"unit": units, "days": DAYS, "decision": decision, **more}, page=PAGE
    )


def test_what_the_evaluator_does_not_know_is_what_waits(alice: FlaskClient, register: Register) -> None:
    offered = waiting(alice.get(PAGE).text)
    with register.read() as reader:
        known = Calendar(calendar.overrides(reader))
        standing = points.matching(reader, "shili")
    expected = {
        f"{p.code}.{n}"
        for p in standing
        for n, schedule in enumerate([p.schedule, *(s.schedule for s in p.spaces)])
        if undecided(schedule, NATIONAL, known)
    }
    assert set(offered) == expected
    assert len(offered) > 5


def test_one_decision_settles_many_and_is_history(alice: FlaskClient, register: Register) -> None:
    units = waiting(alice.get(PAGE).text)[:5]
    assert decide(alice, units, "closed").status_code == 303
    page = alice.get(PAGE).text
    assert "定好了" in page
    assert not set(units) & set(waiting(page))
    code = units[0][:6]
    with register.read() as reader:
        last = revisions.history(reader, code)[-1]
    assert set(last.what) <= {"opening_hours", "spaces"}
    assert last.actor.name == "示例爱丽丝"
    assert "10月1日到10月7日" in last.why


def test_the_rosters_words_stay_so_that_it_changes_nothing_when_read_again(
    alice: FlaskClient, register: Register
) -> None:
    (unit,) = waiting(alice.get(PAGE).text)[:1]
    with register.read() as reader:
        before = points.get(reader, unit[:6])
    decide(alice, [unit], "as_usual")
    with register.read() as reader:
        after = points.get(reader, unit[:6])
    assert before is not None
    assert after is not None
    assert after.schedule.text == before.schedule.text
    assert after.revision == before.revision + 1


def test_times_are_read_as_everywhere(alice: FlaskClient, register: Register) -> None:
    unit = next(u for u in waiting(alice.get(PAGE).text) if u.endswith(".0"))
    assert decide(alice, [unit], "hours", hours="9:00-12:00、13:00-17:00").status_code == 303
    with register.read() as reader:
        point = points.get(reader, unit[:6])
    assert point is not None
    assert "2026 Oct 01-2026 Oct 07 09:00-12:00,13:00-17:00" in str(point.schedule.opening_hours)


@pytest.mark.parametrize("hours", ["", "看情况", "9:00-17:00，周一休息", "下午11:30", "x" * 80])
def test_times_that_cannot_be_read_change_nothing_and_stay_in_the_form(
    alice: FlaskClient, register: Register, hours: str
) -> None:
    units = waiting(alice.get(PAGE).text)[:2]
    with register.read() as reader:
        before = feed.latest(reader)
    answer = decide(alice, units, "hours", hours=hours)
    assert answer.status_code == 422
    assert f'value="{hours}"' in answer.text
    assert all(f'value="{unit}" checked' in answer.text for unit in units)
    with register.read() as reader:
        assert feed.latest(reader) == before


def test_nothing_chosen_and_nothing_decided_are_said(alice: FlaskClient) -> None:
    assert "先勾选" in decide(alice, [], "closed").text
    units = waiting(alice.get(PAGE).text)[:1]
    assert "选一样" in decide(alice, units, "").text


def test_all_that_are_chosen_are_decided_however_many(alice: FlaskClient, register: Register) -> None:
    daily = Schedule(text="每天8:30-17:00", opening_hours="Mo-Su 08:30-17:00", status=ScheduleStatus.READ)
    new = [
        Point(name=f"示例{n}站", kind=Kind.CARE_STATION, bureau="shili", schedule=daily) for n in range(2001)
    ]
    with register.write(Actor("import", "示例")) as writer:
        codes = points.insert_many(writer, new, "示例")
    decide(alice, [f"{code}.0" for code in codes], "closed")
    assert "定好了2001个点位" in alice.get(PAGE).text


def test_the_city_stays_with_the_bureau_that_it_looks_at(dora: FlaskClient) -> None:
    page = dora.get(f"{PAGE}?bureau=shili").text
    action = re.findall(r'action="(/bureau/holidays/decide[^"]*)"', page)[0]
    again = post(dora, action, {"days": DAYS, "decision": "closed"}, page=PAGE)
    assert action in again.text
    form = {"unit": waiting(page)[:1], "days": DAYS, "decision": "closed"}
    assert post(dora, action, form, page=PAGE).headers["Location"] == f"{PAGE}?bureau=shili"
    assert waiting(dora.get(f"{PAGE}?bureau=-").text) == []


def test_deciding_twice_changes_nothing_more(alice: FlaskClient, register: Register) -> None:
    units = waiting(alice.get(PAGE).text)[:2]
    decide(alice, units, "closed")
    with register.read() as reader:
        before = feed.latest(reader)
    decide(alice, units, "as_usual")
    with register.read() as reader:
        assert feed.latest(reader) == before
    assert "早就定过了" in alice.get(PAGE).text


def test_another_bureaus_points_are_neither_shown_nor_decided(
    alice: FlaskClient, charlie: FlaskClient, register: Register
) -> None:
    mine = waiting(alice.get(PAGE).text)
    assert waiting(charlie.get(PAGE).text) == []
    with register.read() as reader:
        before = feed.latest(reader)
    assert decide(charlie, mine[:1], "closed").status_code == 403
    with register.read() as reader:
        assert feed.latest(reader) == before


@pytest.mark.parametrize("unit", ["", "ZZZZZZ.0", "x", "1.1.1", "ABCDEF.²"])
def test_a_unit_that_is_none_is_refused(alice: FlaskClient, unit: str) -> None:
    assert decide(alice, [unit], "closed").status_code == 404


def notice_of_new_year() -> str:
    """The table of a year as holiday-cn has it."""
    off = [{"name": "元旦", "date": f"2027-01-0{day}", "isOffDay": True} for day in (1, 2, 3)]
    return json.dumps(
        {"year": 2027, "days": [*off, {"name": "春节", "date": "2027-01-31", "isOffDay": False}]}
    )


def test_the_city_pastes_a_table_and_the_break_is_announced(sign_in: SignIn, clock: Clock) -> None:
    clock.now = clock.now.replace(month=12, day=20)
    dora = sign_in("dora")
    assert "还没公布这个假怎么放" in dora.get(PAGE).text
    assert post(dora, f"{PAGE}/days", {"table": notice_of_new_year()}, page=PAGE).status_code == 303
    page = dora.get(PAGE).text
    assert "改好了4天" in page
    assert "元旦 2027年1月1日到2027年1月3日" in page
    assert "还没公布这个假怎么放" not in page.partition("春节")[0]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("{", "不是 JSON"),
        ("[]", "应是1到400天"),
        ("[1]", "isOffDay"),
        ('[{"name": "元旦", "date": "2027-13-01", "isOffDay": true}]', "日期 date"),
        ('[{"date": "2027-01-01", "isOffDay": true}]', "name"),
        ("[" * 5000, "不是 JSON"),
    ],
)
def test_a_table_that_does_not_fit_changes_nothing_and_says_why(
    dora: FlaskClient, register: Register, table: str, said: str
) -> None:
    answer = post(dora, f"{PAGE}/days", {"table": table}, page=PAGE)
    assert answer.status_code == 422
    assert said in answer.text
    with register.read() as reader:
        assert calendar.overrides(reader) == {}


def test_one_day_is_set_and_taken_out_again(dora: FlaskClient, register: Register) -> None:
    day = {"date": "2026-11-30", "type": "public_holiday", "name": "示例节"}
    post(dora, f"{PAGE}/days", day, page=PAGE)
    with register.read() as reader:
        assert set(calendar.overrides(reader)) == {date(2026, 11, 30)}
    post(dora, f"{PAGE}/days/2026-11-30/forget", {}, page=PAGE)
    with register.read() as reader:
        assert calendar.overrides(reader) == {}
