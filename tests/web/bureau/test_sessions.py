"""What a point offers, its sessions and the week of a bureau: made, changed, ended, called off."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicepoints.domain.offerings import SessionState
from servicepoints.domain.points import Channel
from servicepoints.register import Register, agenda, places, points
from tests.web.bureau.conftest import NOW, post
from tests.web.bureau.forms import filled
from tests.web.bureau.sessions import SETUP, START, Stage, stage

ONCE = {
    "date": "2026-09-17", "begins": "14:00", "ends": "16:00", "capacity": "20", "most": "2", "queue": "5",
    "notice": "60", "opens": "2026-09-15T09:00", "closes": "",
}  # fmt: skip
WEEKLY = {
    "weekdays": ["3"], "date": "2026-09-24", "last": "2026-10-15", "begins": "14:00", "ends": "16:00",
    "capacity": "4", "most": "1", "queue": "0", "notice": "0", "skip": ["public_holiday"],
}  # fmt: skip


@pytest.fixture
def there(register: Register) -> Stage:
    return stage(register)


def offer(alice: FlaskClient, there: Stage, **typed: str) -> TestResponse:
    form = {"title": "示例英语角", "kind": "activity", "category": "cultural", "channel": "here",
            "welcome": "everyone", "space": ""} | typed  # fmt: skip
    return post(alice, f"/bureau/points/{there.point}/offerings", form)


def test_something_new_is_opened_at_a_point(alice: FlaskClient, there: Stage) -> None:
    assert "活动和服务" in alice.get(f"/bureau/points/{there.point}").text
    answer = offer(alice, there, description="带本子")
    assert answer.status_code == 303
    page = alice.get(str(answer.location)).text
    assert "示例英语角" in page
    assert "带本子" in page
    assert there.offered()[-1].description == "带本子"
    listed = alice.get(f"/bureau/points/{there.point}/offerings").text
    assert "示例理发" in listed
    assert "文化生活" in listed


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": " "}, "没写，例如 免费理发"), ({"channel": "phone"}, "没写，写上电话"),
        ({"channel": "phone", "phone": "打前台"}, "“打前台”没看出电话号码"),
        ({"channel": "link", "link": "javascript:alert(1)"}, "不是网址"),
        ({"space": "没有的空间"}, "这个点位没有这个空间"), ({"kind": "x"}, "没有这一项"),
        ({"how_date": "昨天"}, "不是日期"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_lost(
    alice: FlaskClient, there: Stage, typed: dict[str, str], says: str
) -> None:
    answer = offer(alice, there, description="带本子", **typed)
    assert answer.status_code == 422
    assert re.search(rf'<span class="error" id="e-\w+">[^<]*{says}', answer.text)
    assert "带本子" in answer.text
    assert len(there.offered()) == 1


def test_two_editors_of_an_offering_lose_nothing(alice: FlaskClient, dora: FlaskClient, there: Stage) -> None:
    path = f"/bureau/offerings/{there.offering}"
    seen = form_of(alice, path)
    post(
        dora, path, {**form_of(dora, path), "title": "示例剪发", "channel": "phone", "phone": "021-55500001"}
    )
    answer = alice.post(path, data={**seen, "title": "示例烫发"})
    assert answer.status_code == 409
    assert "现在存的是“示例剪发”" in answer.text
    assert "现在存的是“电话预约”" in answer.text
    assert 'value="示例烫发"' in answer.text
    again = alice.post(path, data=form_in(answer.text, path))
    assert again.status_code == 303
    assert there.offered()[0].title == "示例烫发"
    assert there.offered()[0].channel is Channel.HERE


def test_an_offering_is_ended_for_a_reason_and_says_whom_to_tell(alice: FlaskClient, there: Stage) -> None:
    session = there.session()
    there.book(session)
    path = f"/bureau/offerings/{there.offering}"
    assert "有1个人要来" in alice.get(path).text
    assert post(alice, f"{path}/end", {"why": " "}).status_code == 422
    assert there.standing(session).session.state is SessionState.PLANNED
    answer = post(alice, f"{path}/end", {"why": "场地装修"})
    assert "1个人要打电话通知" in alice.get(str(answer.location)).text
    assert there.standing(session).session.reason == "场地装修"


def test_what_is_ended_takes_no_more_sessions_and_no_change(alice: FlaskClient, there: Stage) -> None:
    path = f"/bureau/offerings/{there.offering}"
    seen = form_of(alice, path)
    post(alice, f"{path}/end", {"why": "场地装修"})
    page = alice.get(path).text
    assert "已经停办了" in page
    assert "加一场" not in page
    for what, form in (("/session", ONCE), ("/series", WEEKLY), ("", seen), ("/end", {"why": "场地装修"})):
        answer = post(alice, f"{path}{what}", dict(form))
        assert (answer.status_code, "停办了" in answer.text) == (409, True), what
        if "session" in what or "series" in what:
            assert 'value="14:00"' in answer.text, "nothing that was typed is lost"
    assert there.sessions() == []


def test_one_session_is_added(alice: FlaskClient, there: Stage) -> None:
    path = f"/bureau/offerings/{there.offering}/session"
    assert post(alice, path, ONCE).status_code == 303
    (made,) = there.sessions()
    assert (made.starts_at, made.ends_at) == (
        START + timedelta(hours=4), START + timedelta(hours=6),
    )  # fmt: skip
    assert (made.capacity, made.most, made.queue, made.notice) == (20, 2, 5, timedelta(hours=1))
    assert made.opens_at == NOW + timedelta(hours=23)
    again = post(alice, path, ONCE)
    assert (again.status_code, len(there.sessions())) == (422, 1)
    assert "已经有一场了" in again.text


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"date": "9月17日"}, "date", "不是日期"),
        ({"date": "2026-09-13", "opens": ""}, "date", "要在现在以后"),
        ({"begins": "下午"}, "begins", "不是时间"), ({"ends": ""}, "ends", "没写"),
        ({"capacity": "很多"}, "capacity", "不是数字"), ({"capacity": "0"}, "capacity", "要写1到5000"),
        ({"most": "21"}, "most", "要在1和名额之间"),
        ({"opens": "2026-09-18T09:00"}, "opens", "在截止的时间之后"),
        ({"notice": "-1"}, "notice", "不是数字"), ({"queue": "9" * 300}, "queue", "不是数字"),
    ],
)  # fmt: skip
def test_a_session_that_cannot_be_is_refused_beside_its_field(
    alice: FlaskClient, there: Stage, typed: dict[str, str], field: str, says: str
) -> None:
    answer = post(alice, f"/bureau/offerings/{there.offering}/session", ONCE | typed)
    assert answer.status_code == 422
    assert re.search(rf'id="e-{field}">[^<]*{says}', answer.text)
    for name, value in (ONCE | typed).items():
        assert f'name="{name}"' in answer.text
        assert f'value="{value}"' in answer.text
    assert there.sessions() == []


def test_a_weekly_series_is_shown_with_the_days_left_out_before_it_is_made(
    alice: FlaskClient, there: Stage
) -> None:
    path = f"/bureau/offerings/{there.offering}/series"
    shown = post(alice, path, WEEKLY)
    assert shown.status_code == 200
    assert "会加3场，跳过1天" in shown.text
    assert re.search(r'10月1日（周四） <span class="tag">国庆', shown.text)
    assert "10月8日（周四）14:00–16:00" in shown.text
    assert there.sessions() == []
    form = {**WEEKLY, "seen": seen_in(shown.text), "action": "add"}
    changed = post(alice, path, {**form, "capacity": "9"})
    assert (changed.status_code, there.sessions()) == (200, [])  # made is only what was shown
    assert post(alice, path, form).status_code == 303
    assert [f"{s.starts_at + timedelta(hours=8):%m-%d %H:%M}" for s in there.sessions()] == [
        "09-24 14:00", "10-08 14:00", "10-15 14:00",
    ]  # fmt: skip
    assert {s.capacity for s in there.sessions()} == {4}
    again = post(alice, path, form)
    assert "都已经有了" in again.text
    assert len(there.sessions()) == 3


def test_days_are_cut_into_slots_and_make_up_days_left_out_on_demand(
    alice: FlaskClient, there: Stage
) -> None:
    path = f"/bureau/offerings/{there.offering}/series"
    sundays = WEEKLY | {"weekdays": ["6"], "date": "2026-09-20", "last": "2026-09-20", "slot": "30"}
    assert "会加4场" in post(alice, path, sundays).text
    both = post(alice, path, sundays | {"last": "2026-09-27", "skip": ["make_up"]})
    assert re.search(r'9月20日（周日） <span class="tag">调休上班', both.text)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"weekdays": []}, "一天也没选"), ({"last": "2026-09-01"}, "在开始的2026-09-24之前"),
        ({"last": "2028-09-01"}, "超过一年"), ({"slot": "2"}, "太短"), ({"opens_days": "x"}, "不是数字"),
    ],
)  # fmt: skip
def test_a_series_that_cannot_be_is_refused_and_keeps_what_was_typed(
    alice: FlaskClient, there: Stage, typed: dict[str, object], says: str
) -> None:
    answer = post(alice, f"/bureau/offerings/{there.offering}/series", WEEKLY | typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="14:00"' in answer.text
    assert 'name="skip" value="public_holiday" checked' in answer.text
    assert there.sessions() == []


def test_a_session_is_moved_and_says_how_many_to_tell(alice: FlaskClient, there: Stage) -> None:
    session = there.session()
    there.book(session)
    path = f"/bureau/sessions/{session}/change"
    assert "有1个人要来" in alice.get(path).text
    answer = alice.post(
        path, data={**form_of(alice, path), "begins": "11:00", "ends": "13:00", "capacity": "5"}
    )
    assert answer.status_code == 303
    assert "1个人要打电话通知" in alice.get(str(answer.location)).text
    assert there.standing(session).session.starts_at == START + timedelta(hours=1)
    assert there.standing(session).taken.capacity == 5


def test_two_editors_of_a_session_lose_nothing_and_places_held_are_not_taken_away(
    alice: FlaskClient, dora: FlaskClient, there: Stage
) -> None:
    session = there.session()
    there.book(session, places=2)
    path = f"/bureau/sessions/{session}/change"
    seen = form_of(alice, path)
    dora.post(path, data={**form_of(dora, path), "capacity": "7"})
    answer = alice.post(path, data={**seen, "most": "2"})
    assert answer.status_code == 409
    assert "现在存的是“7”" in answer.text
    assert alice.post(path, data=form_in(answer.text, path)).status_code == 303
    assert there.standing(session).taken.capacity == 2
    few = alice.post(path, data={**form_of(alice, path), "capacity": "1", "most": "1"})
    assert few.status_code == 409
    assert "已经有2人要来" in few.text
    assert there.standing(session).taken.capacity == 2


def test_a_session_is_called_off_for_a_reason(alice: FlaskClient, there: Stage) -> None:
    session = there.session()
    there.book(session)
    path = f"/bureau/sessions/{session}/cancel"
    assert "没写" in post(alice, path, {"why": ""}).text
    answer = post(alice, path, {"why": "老师临时有事"})
    assert "1个人要打电话通知" in alice.get(str(answer.location)).text
    assert there.standing(session).session.state is SessionState.CANCELLED


def test_the_week_shows_each_session_with_its_places_and_whom_to_phone(
    alice: FlaskClient, dora: FlaskClient, charlie: FlaskClient, there: Stage
) -> None:
    session = there.session(1)
    there.book(session)
    there.book(session, phone="13900000002")
    page = alice.get("/bureau/sessions").text
    assert f'href="/bureau/sessions/{session}"' in page
    assert "1/1 排队1" in page
    assert "要打电话的" not in page
    post(alice, f"/bureau/sessions/{session}/cancel", {"why": "老师临时有事"})
    assert "要打电话的 2" in alice.get("/bureau/sessions").text
    calls = alice.get("/bureau/sessions?phone=1").text
    assert f'href="/bureau/sessions/{session}#calls"' in calls
    assert re.search(r"要打电话通知的</span><strong>2<", alice.get("/bureau/").text)
    later = alice.get(f"/bureau/sessions?from=2026-09-01&point={there.point}").text
    assert "下一场在9月17日" in later
    assert session in dora.get(f"/bureau/sessions?bureau=shili&point={there.point}").text
    assert session not in charlie.get("/bureau/sessions").text
    assert charlie.get("/bureau/sessions?bureau=shili").status_code == 403
    assert "要打电话通知的" not in charlie.get("/bureau/").text


def test_who_gave_the_booking_up_is_not_to_be_phoned(alice: FlaskClient, there: Stage) -> None:
    session = there.session(1, most=1)
    mine = there.book(session)
    path = f"/bureau/sessions/{session}/change"
    alice.post(path, data={**form_of(alice, path), "begins": "11:00"})
    with there.register.read() as reader:
        assert agenda.untold(reader, "shili", NOW) == {session: 1}
    with there.register.write(SETUP) as writer:
        places.cancel(writer, there.booking(session, mine.id), "自己取消", there.rules.open_window)
    with there.register.read() as reader:
        assert agenda.untold(reader, "shili", NOW) == {}
    assert "要打电话的" not in alice.get(f"/bureau/sessions/{session}").text


def test_a_new_thing_is_opened_from_the_week_at_a_chosen_point(alice: FlaskClient, there: Stage) -> None:
    assert f'<option value="{there.point}"' in alice.get("/bureau/sessions").text
    answer = alice.get(f"/bureau/sessions/new?point={there.point.lower()}")
    assert answer.location == f"/bureau/points/{there.point}/offerings"
    assert alice.get("/bureau/sessions/new?point=").location == "/bureau/sessions"


@pytest.mark.parametrize(
    "path",
    ["/bureau/sessions?from={}", "/bureau/sessions?point={}", "/bureau/offerings/{}", "/bureau/sessions/{}"],
)
@pytest.mark.parametrize("odd", ["²", "-1", "9" * 5000, "\x00", "9999-12-31", "ZZZZZZ"])
def test_an_odd_address_is_no_error_of_ours(alice: FlaskClient, path: str, odd: str) -> None:
    assert alice.get(path.format(odd)).status_code in (200, 302, 308, 400, 404)


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def form_in(page: str, path: str) -> dict[str, object]:
    """The form of a page that goes to that path, as it stands."""
    (form,) = re.findall(rf'<form[^>]*action="{path}"[^>]*>.*?</form>', page, re.DOTALL)
    return dict(filled(form))


def form_of(client: FlaskClient, path: str) -> dict[str, object]:
    return form_in(client.get(path).text, path)


def test_withdrawing_says_what_is_called_off_and_suspending_what_is_not(
    alice: FlaskClient, there: Stage, register: Register
) -> None:
    session = there.session()
    there.book(session)
    page = bulk(alice, register, there, action="suspend", reason="示例装修", until="2026-09-30T08:00")
    assert "关门这段时间里还有1场，1个人要来，没有取消。" in page
    (path,) = re.findall(r'href="([^"]*)">看是哪些、取消 ›', page)
    assert "点位关着，场次没取消" in alice.get("/bureau/").text
    listed = alice.get(path).text
    assert re.search(rf'name="pick" value="{session}" checked', listed)
    form = {"pick": [session], "why": " ", "shut": "1", "next": path}
    refused = post(alice, "/bureau/sessions/call-off", form)
    assert (refused.status_code, "没写，要来的人会看到" in refused.text) == (422, True)
    assert "一场也没勾" in after(alice, post(alice, "/bureau/sessions/call-off", {"next": path}))
    done = after(alice, post(alice, "/bureau/sessions/call-off", {**form, "why": "这里临时关门"}))
    assert "取消了1场，1个人要打电话通知" in done
    assert "没有这样的场次" in done
    assert (there.standing(session).going_on, there.standing(session).session.reason) == (
        False,
        "这里临时关门",
    )
    other = there.session()
    there.book(other)
    page = bulk(alice, register, there, action="withdraw", why="示例到期")
    assert "那里要开的1场一起取消了，1个人要打电话通知。" in page
    assert "撤点时取消了的场次不会自己恢复" in bulk(alice, register, there, action="resume")


def bulk(alice: FlaskClient, register: Register, there: Stage, **form: str) -> str:
    with register.read() as reader:
        revision = points.get_many(reader, [there.point])[there.point].revision
    form = {"pick": f"{there.point}.{revision}", **form}
    return after(alice, post(alice, "/bureau/points/bulk", form))


def after(alice: FlaskClient, answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text
    return alice.get(str(answer.location)).text
