"""A session's roster: masked until it is opened; checked in, moved, cancelled, phoned, printed, exported."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicepoints.domain.bookings import Attendance, BookingState
from servicepoints.register import Register, bookings
from servicepoints.sheets.reading import read_workbook
from tests.web.bureau.conftest import Clock, SignIn, post
from tests.web.bureau.sessions import START, Stage, stage

PHONE = "13987654321"


@pytest.fixture
def there(register: Register) -> Stage:
    return stage(register)


@pytest.fixture
def held(there: Stage) -> str:
    """A session for two that 示例张三 has booked one place of."""
    session = there.session()
    there.book(session, phone=PHONE)
    return session


def openings(there: Stage, session: str) -> list[tuple[str, str]]:
    with there.register.read() as reader:
        return [(account, what) for _, account, what in bookings.roster_openings(reader, session)]


def opened(client: FlaskClient, session: str) -> str:
    assert post(client, f"/bureau/sessions/{session}/open", {}).status_code == 303
    return client.get(f"/bureau/sessions/{session}").text


def sent(client: FlaskClient, session: str, what: str, **form: object) -> TestResponse:
    return post(client, f"/bureau/sessions/{session}/{what}", form)


def test_names_are_masked_until_they_are_opened_which_is_noted(
    alice: FlaskClient, there: Stage, held: str
) -> None:
    code = there.bookings(held)[0].door_code
    page = alice.get(f"/bureau/sessions/{held}").text
    assert "示***" in page
    assert "139****4321" in page
    for secret in ("示例张三", PHONE, f"<code>{code}"):
        assert secret not in page
    assert openings(there, held) == []
    page = opened(alice, held)
    for shown in ("示例张三", PHONE, f"<code>{code}", "9月14日10:00 示例爱丽丝（alice） 看名单"):
        assert shown in page
    alice.get(f"/bureau/sessions/{held}")
    assert openings(there, held) == [("示例爱丽丝（alice）", "看名单")]


def test_an_opened_roster_closes_by_itself_by_hand_and_with_the_sign_in(
    alice: FlaskClient, dora: FlaskClient, there: Stage, held: str, clock: Clock, sign_in: SignIn
) -> None:
    path = f"/bureau/sessions/{held}"
    other = there.session()
    there.book(other, "示例李四")
    opened(alice, held)
    assert "示例张三" not in dora.get(path).text
    assert "示例张三" not in sign_in("alice").get(path).text
    assert "示例李四" not in alice.get(f"/bureau/sessions/{other}").text
    clock.now += timedelta(minutes=14)
    assert "示例张三" in alice.get(path).text
    clock.now += timedelta(minutes=1)
    assert "示例张三" not in alice.get(path).text
    opened(alice, held)
    sent(alice, held, "open", close="1")
    assert "示例张三" not in alice.get(path).text


def test_who_signs_in_in_the_same_browser_finds_no_opened_roster(
    alice: FlaskClient, there: Stage, held: str
) -> None:
    opened(alice, held)
    post(alice, "/bureau/sign-in", {"login": "dora", "password": "correct horse battery"}, "/bureau/sign-in")
    assert "示例张三" not in alice.get(f"/bureau/sessions/{held}").text


def test_a_code_checks_in_at_the_door_and_twice_is_said(alice: FlaskClient, there: Stage, held: str) -> None:
    (mine,) = there.bookings(held)
    answer = sent(alice, held, "check-in", code=f" {mine.door_code.lower()}")
    page = alice.get(str(answer.location)).text
    assert "签到了：示*** 139****4321，1个人" in page
    assert re.search(r'<input id="f-code"[^>]* autofocus', page)
    assert there.booking(held, mine.id).attendance is Attendance.ATTENDED
    again = sent(alice, held, "check-in", code=mine.door_code)
    assert "这个码刚才签过了" in alice.get(str(again.location)).text
    wrong = sent(alice, held, "check-in", code="<b>")
    assert wrong.status_code == 422
    assert re.search(r'id="e-code" role="alert">“&lt;b&gt;”这一场没有这个码', wrong.text)
    assert 'value="&lt;b&gt;"' in wrong.text


def test_who_came_and_who_did_not_is_noted_and_taken_back(
    alice: FlaskClient, there: Stage, held: str
) -> None:
    (mine,) = there.bookings(held)
    for said, noted in (
        ("attended", Attendance.ATTENDED), ("absent", Attendance.ABSENT), ("", None),
    ):  # fmt: skip
        answer = sent(alice, held, f"bookings/{mine.id}/attend", attendance=said)
        assert str(answer.location).endswith(f"/bureau/sessions/{held}#b{mine.id}")
        assert there.booking(held, mine.id).attendance is noted
    sent(alice, held, f"bookings/{mine.id}/attend", attendance="absent")
    assert sent(alice, held, f"bookings/{mine.id}/attend", attendance="x").status_code == 422
    assert there.booking(held, mine.id).attendance is Attendance.ABSENT
    assert sent(alice, held, "bookings/99999/attend", attendance="absent").status_code == 404


def test_the_desk_books_for_who_phones_and_puts_them_in_line(
    alice: FlaskClient, there: Stage, held: str
) -> None:
    answer = sent(alice, held, "bookings", name="示例李四", phone="139 0000 0002", places="1")
    assert answer.status_code == 303
    assert re.search(r"登记好了，签到码 \w{4}", alice.get(str(answer.location)).text)
    answer = sent(alice, held, "bookings", name="示例王五", phone="13900000003", places="1")
    assert "排上队了" in alice.get(str(answer.location)).text
    states = [one.state for one in there.bookings(held)]
    assert states == [BookingState.CONFIRMED, BookingState.CONFIRMED, BookingState.WAITING]
    assert "局里代办" in alice.get(f"/bureau/sessions/{held}").text


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ({"name": ""}, 422, r'id="e-name">没写'),
        ({"phone": "123"}, 422, r'id="e-phone">“123”不是11位手机号'),
        ({"places": "9"}, 422, r'id="e-places">“9”一次最多3个人'), ({"phone": PHONE}, 409, "已经报了这一场"),
    ],
)  # fmt: skip
def test_a_booking_that_cannot_be_is_refused_and_keeps_what_was_typed(
    alice: FlaskClient, there: Stage, held: str, typed: dict[str, str], status: int, says: str
) -> None:
    form = {"name": "示例李四", "phone": "13900000002", "places": "1"} | typed
    answer = sent(alice, held, "bookings", **form)
    assert answer.status_code == status
    assert re.search(says, answer.text)
    for value in form.values():
        assert f'value="{value}"' in answer.text
    assert len(there.bookings(held)) == 1


def test_someone_is_moved_to_another_session_of_the_same_offering_only(
    alice: FlaskClient, there: Stage, held: str
) -> None:
    (mine,) = there.bookings(held)
    later, full = there.session(starts_at=START + timedelta(days=1)), there.session(1)
    there.book(full, phone="13900000002")
    foreign = stage(there.register).session()
    page = alice.get(f"/bureau/sessions/{held}").text
    assert f'<option value="{later}"' in page
    assert foreign not in page
    for to, status in ((foreign, 422), ("", 422), (held, 422), (full, 409)):
        assert sent(alice, held, f"bookings/{mine.id}/move", to=to).status_code == status, to
        assert there.booking(held, mine.id).state is BookingState.CONFIRMED
    answer = sent(alice, held, f"bookings/{mine.id}/move", to=later)
    assert str(answer.location).endswith(f"/bureau/sessions/{later}#b{mine.id}")
    assert there.standing(later).taken.taken == 1
    assert there.standing(held).taken.taken == 0


def test_someone_is_offered_the_nearest_sessions_only(
    alice: FlaskClient, there: Stage, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servicepoints.services.booking.roster.MOST_OTHERS", 2)
    far, later, before = (there.session(starts_at=START + timedelta(days=n)) for n in (9, 1, -1))
    page = alice.get(f"/bureau/sessions/{held}").text
    assert re.findall(r'<option value="(\w+)"', page) == [before, later]
    assert far not in page


def test_a_booking_is_cancelled_for_a_reason_and_its_place_goes_on(alice: FlaskClient, there: Stage) -> None:
    session = there.session(1)
    mine, waits = there.book(session), there.book(session, phone="13900000002")
    refused = sent(alice, session, f"bookings/{mine.id}/cancel", why=" ")
    assert refused.status_code == 422
    assert f'id="e-why-{mine.id}"' in refused.text
    assert f'id="e-why-{waits.id}"' not in refused.text
    sent(alice, session, f"bookings/{mine.id}/cancel", why="打电话来说不来了")
    assert there.booking(session, mine.id).reason == "打电话来说不来了"
    assert there.booking(session, waits.id).state is BookingState.CONFIRMED
    page = alice.get(f"/bureau/sessions/{session}").text
    for said in ("排上了，有名额了", "局里取消了：打电话来说不来了"):
        assert f"1个人：<strong>{said}</strong>" in page
    answer = sent(alice, session, "told", told=[str(waits.id), str(mine.id), "99999", "x"])
    assert "2个人打过电话了" in alice.get(str(answer.location)).text
    page = alice.get(f"/bureau/sessions/{session}").text
    assert "排上了，有名额了" not in page
    assert "要打电话" not in page.partition('aria-label="名单"')[2].partition('<details class="fold"')[2]


def test_who_waits_at_the_door_is_let_in_where_there_is_room(
    alice: FlaskClient, there: Stage, clock: Clock
) -> None:
    starts = START - timedelta(days=3) + timedelta(hours=4)
    session = there.session(2, starts_at=starts)
    mine, waits = there.book(session, places=2), there.book(session, phone="13900000002")
    in_line = there.book(session, phone="13900000003", places=3)
    path = f"/bureau/sessions/{session}/bookings/{waits.id}/let-in"
    assert path not in alice.get(f"/bureau/sessions/{session}").text
    early = sent(alice, session, f"bookings/{waits.id}/let-in")
    assert (early.status_code, "离开始还早" in early.text) == (409, True)
    clock.now = starts - timedelta(minutes=5)
    full = sent(alice, session, f"bookings/{waits.id}/let-in")
    assert (full.status_code, "没有空位了" in full.text) == (409, True)
    sent(alice, session, f"bookings/{mine.id}/cancel", why="打电话来说不来了")
    page = alice.get(f"/bureau/sessions/{session}").text
    assert path in page
    assert f"bookings/{in_line.id}/let-in" not in page  # three, and there is room for two
    answer = sent(alice, session, f"bookings/{waits.id}/let-in")
    assert f"给了名额，签到码 {waits.door_code}" in alice.get(str(answer.location)).text
    assert there.booking(session, waits.id).state is BookingState.CONFIRMED
    assert there.standing(session).taken.taken == 1
    assert sent(alice, session, f"bookings/{waits.id}/let-in").status_code == 303  # a tap too many
    clock.now = starts + timedelta(hours=2)
    assert "/let-in" not in alice.get(f"/bureau/sessions/{session}").text
    answer = sent(alice, session, "told")
    assert "没勾人" in alice.get(str(answer.location)).text


def test_the_file_names_everyone_runs_no_formula_and_is_noted(alice: FlaskClient, there: Stage) -> None:
    session = there.session(9)
    mine = there.book(session)
    evil = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)"]
    for n, why in enumerate(evil):
        gone = there.book(session, "示例李四", f"1390000001{n}")
        sent(alice, session, f"bookings/{gone.id}/cancel", why=why)
    answer = sent(alice, session, "export", format="csv")
    handed = answer.headers["Content-Disposition"]
    assert handed.isascii(), "a server may send nothing else"
    assert handed.startswith("attachment; filename")
    assert answer.headers["Cache-Control"] == "no-store"
    header, first, *others = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert header[:4] == ["姓名", "手机号", "人数", "签到码"]
    assert first[:4] == ["示例张三", "13900000001", "1", mine.door_code]
    assert [row[-1] for row in others] == [f"'{why}" for why in evil]
    assert openings(there, session) == [("示例爱丽丝（alice）", "导出名单")]
    (sheet,) = read_workbook(sent(alice, session, "export", format="xlsx").data, "名单.xlsx")
    assert "示例李四" in str(sheet)
    assert sent(alice, session, "export", format="exe").status_code == 422
    assert len(openings(there, session)) == 2


def test_only_an_opened_roster_is_printed(alice: FlaskClient, there: Stage, held: str) -> None:
    (mine,) = there.bookings(held)
    page = alice.get(f"/bureau/sessions/{held}").text
    assert "先打开再打印" in page
    assert '<table class="print-only' not in page
    printed = opened(alice, held).partition('<table class="print-only')[2]
    for shown in ("示例张三", PHONE, mine.door_code, "box-to-tick"):
        assert shown in printed


def test_what_is_booked_elsewhere_has_no_roster_here(alice: FlaskClient, there: Stage) -> None:
    page = alice.get(f"/bureau/sessions/{there.session(None, most=1, queue=0)}").text
    assert "名单不在这里" in page
    assert "签到码" not in page
