"""What couriers said at doors: worked off at the desk, and on the keeper's page."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from flask.testing import FlaskClient

from servicepoints.config import Settings
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.offerings import Offering
from servicepoints.domain.points import Audience, Listing, Point, ScheduleStatus
from servicepoints.domain.sightings import Rider, Saw
from servicepoints.register import Register, doors, offerings, points, sightings
from servicepoints.services.reporting.looking import look
from servicepoints.services.reporting.rules import Marks, rules_of
from servicepoints.services.reporting.settling import group_of
from servicepoints.services.reporting.telling import Told, tell
from tests.web.bureau.conftest import NOW, Clock, SignIn, post
from tests.web.bureau.sessions import SETUP, Stage

Say = Callable[..., str]
PAGE = "/bureau/reports"


@pytest.fixture
def codes(register: Register, clock: Clock) -> list[str]:
    """Three points of alice's bureau that are open now, each by its own hours."""
    with register.read() as reader:
        mine = points.matching(reader, "shili")
    read = [p for p in mine if p.schedule.status is ScheduleStatus.READ and p.listing is Listing.LISTED]
    return [p.code for p in read if "08:30-20" in (p.schedule.opening_hours or "")][:3]


@pytest.fixture
def say(register: Register, settings: Settings) -> Say:
    """Somebody new says something at a door; the token of its page."""
    strangers = count(1)

    def said(code: str, saw: Saw, **more: object) -> str:
        n = next(strangers)
        told = Told(code=code, saw=saw, device=f"phone {n}", address=f"10.0.0.{n}", **more)  # type: ignore[arg-type]
        return tell(register, told, rules_of(settings), Marks(settings.secret_key), Calendar())

    return said


def standing(register: Register, code: str) -> Point:
    with register.read() as reader:
        found = points.get(reader, code)
    assert found is not None
    return found


def waiting(register: Register, code: str) -> int:
    with register.read() as reader:
        return len(sightings.waiting(reader, [code]))


def answer(client: FlaskClient, do: str, *items: str, **more: str) -> str:
    sent = post(client, PAGE, {"items": list(items), "do": do, **more}, page=PAGE)
    assert sent.status_code == 303, sent.text
    return sent.text


def test_the_desk_leads_to_it_and_one_answer_serves_many(
    alice: FlaskClient, register: Register, codes: list[str], say: Say
) -> None:
    tokens = [say(code, Saw.SHUT) for code in codes for _ in range(2)]
    desk = alice.get("/bureau/").text
    assert '/bureau/reports?only=shut"' in desk
    assert re.search(r"门关着</span><strong>3</strong><span class=\"soft\">最早刚刚", desk)
    answer(alice, "reopened", *(f"{code}.shut" for code in codes))
    assert not any(waiting(register, code) for code in codes)
    assert {look(register, token).answer for token in tokens} == {"已恢复，现在开着"}
    assert "都办完了" in alice.get(PAGE).text


def test_only_what_is_answered_alike_stands_on_one_page(
    alice: FlaskClient, codes: list[str], say: Say
) -> None:
    for saw in (Saw.SHUT, Saw.SHUT, Saw.GONE):
        say(codes[0], saw)
    shut, gone = alice.get(f"{PAGE}?only=shut").text, alice.get(f"{PAGE}?only=gone").text
    assert 'value="reopened"' in shut
    assert 'value="withdrawn"' not in shut
    assert 'value="withdrawn"' in gone
    assert 'value="reopened"' not in gone


def test_a_shut_door_stays_shut_until_a_moment(
    alice: FlaskClient, register: Register, codes: list[str], say: Say, clock: Clock
) -> None:
    tokens = [say(codes[0], Saw.SHUT) for _ in range(2)]
    refused = post(alice, PAGE, {"items": f"{codes[0]}.shut", "do": "closed_until", "until": "x"}, page=PAGE)
    assert refused.status_code == 422
    assert "要写现在以后的时间" in refused.text
    answer(alice, "closed_until", f"{codes[0]}.shut", until="2026-09-14T18:00", reason="停水")
    point = standing(register, codes[0])
    assert (point.listing, point.listing_reason) == (Listing.SUSPENDED, "停水")
    assert look(register, tokens[0]).answer == "临时关门，9月14日18:00再开"


def test_who_may_enter_becomes_true(
    alice: FlaskClient, register: Register, codes: list[str], say: Say
) -> None:
    for _ in range(2):
        say(codes[0], Saw.REFUSED, rider=Rider.FOOD)
    page = alice.get(PAGE).text
    assert "不让进（外卖）" in page
    assert "“谁能进”像是" in page
    answer(alice, "changed", f"{codes[0]}.refused", audience="company")
    assert standing(register, codes[0]).audience is Audience.COMPANY
    assert not waiting(register, codes[0])


def test_what_is_gone_is_withdrawn_with_a_reason(
    alice: FlaskClient, register: Register, codes: list[str], say: Say
) -> None:
    say(codes[0], Saw.MOVED, words="搬到示例路8号")
    assert "搬到示例路8号" in alice.get(PAGE).text
    refused = post(alice, PAGE, {"items": f"{codes[0]}.gone", "do": "withdrawn"}, page=PAGE)
    assert refused.status_code == 422
    assert "撤点要写原因" in refused.text
    answer(alice, "withdrawn", f"{codes[0]}.gone", gone_reason="搬到示例路8号了")
    assert standing(register, codes[0]).listing is Listing.WITHDRAWN
    assert "小哥反馈没有了或搬走了：这个点撤了" in alice.get(f"/bureau/points/{codes[0]}/history").text


@pytest.mark.parametrize(
    ("do", "saw", "said"),
    [
        ("withdrawn", Saw.GONE, "那里要开的1场一起取消了，1个人要打电话通知。"),
        ("closed_until", Saw.SHUT, "关门这段时间里还有1场，1个人要来，没有取消。"),
    ],
)
def test_an_answer_tells_what_it_comes_to_for_the_sessions_there(
    alice: FlaskClient, register: Register, codes: list[str], say: Say, do: str, saw: Saw, said: str
) -> None:
    with register.write(SETUP) as writer:
        busy = offerings.offerings_of(writer, codes)
        code = next(code for code in codes if not busy.get(code))
        number = offerings.add_offering(writer, Offering(point=code, title="示例理发"))
    stage = Stage(register, code, number)
    stage.book(stage.session())
    for _ in range(2):
        say(code, saw)
    until = f"{NOW + timedelta(days=9):%Y-%m-%dT%H:%M}"
    answer(alice, do, f"{code}.{group_of(saw)}", gone_reason="搬走了", until=until)
    assert said in alice.get(PAGE).text


@pytest.mark.parametrize("sent", [{}, {"do": "reopened"}, {"do": "nonsense", "items": "{code}.shut"}])
def test_what_says_nothing_changes_nothing(
    alice: FlaskClient, register: Register, codes: list[str], say: Say, sent: dict[str, str]
) -> None:
    for _ in range(2):
        say(codes[0], Saw.SHUT)
    form = {name: value.format(code=codes[0]) for name, value in sent.items()}
    assert post(alice, PAGE, form, page=PAGE).status_code == 422
    assert waiting(register, codes[0]) == 2


def test_what_was_said_stands_beside_the_history_with_its_answer(
    alice: FlaskClient, codes: list[str], say: Say
) -> None:
    page = f"/bureau/points/{codes[0]}/history"
    assert "小哥在门口说" not in alice.get(page).text
    say(codes[0], Saw.OPEN)
    say(codes[0], Saw.GONE)
    before = alice.get(page).text
    assert "刚刚 没有了" in before
    assert "还没回" in before
    answer(alice, "no_matter", f"{codes[0]}.gone")
    after = alice.get(page).text
    assert "主办单位回：看过了，不用改" in after
    assert "还没回" not in after


def test_a_pin_is_told_with_its_distance_and_offered_where_the_position_is_set(
    alice: FlaskClient, register: Register, codes: list[str], say: Say
) -> None:
    at = standing(register, codes[0]).position
    assert at is not None
    say(codes[0], Saw.POSITION, pin=(at.latitude + 0.0011, at.longitude), words="<b>从北门进")
    page = html.unescape(alice.get(f"{PAGE}?only=other").text)
    assert "刚刚 位置不对：地图上标的门在登记位置的北120米，“<b>从北门进”" in page
    assert "看标在哪儿，在地图上改位置" in page
    place = alice.get(f"/bureau/points/{codes[0]}/place").text
    assert "小哥在地图上标的门，9月14日10:00，在登记位置的北120米" in place
    assert "&lt;b&gt;从北门进" in place
    assert f"{at.latitude + 0.0011:.6f}".rstrip("0") in place
    assert standing(register, codes[0]).position == at


def test_another_bureau_and_a_stranger_neither_see_nor_answer(
    charlie: FlaskClient, nobody: FlaskClient, register: Register, codes: list[str], say: Say
) -> None:
    say(codes[0], Saw.GONE)
    name = standing(register, codes[0]).name
    assert name not in charlie.get(PAGE).text
    refused = post(charlie, PAGE, {"items": f"{codes[0]}.gone", "do": "no_matter"}, page=PAGE)
    assert refused.status_code == 403
    assert nobody.get(PAGE).status_code == 302
    assert waiting(register, codes[0]) == 1


def test_past_the_deadline_the_city_sees_it_first(
    sign_in: SignIn, codes: list[str], say: Say, clock: Clock
) -> None:
    say(codes[0], Saw.GONE)
    assert "过了时限" not in sign_in("dora").get("/bureau/").text
    clock.now += timedelta(hours=25)
    dora = sign_in("dora")
    desk = html.unescape(dora.get("/bureau/").text)
    assert desk.index("反馈过了时限还没回") < desk.index("没有了或搬走了")
    assert "前要回，已经过了" in dora.get(f"{PAGE}?only=late").text


def test_the_oldest_open_report_stands_beside_its_sub_district(
    alice: FlaskClient, register: Register, codes: list[str], say: Say, clock: Clock
) -> None:
    say(codes[0], Saw.GONE)
    clock.now += timedelta(hours=3)
    where = standing(register, codes[0]).sub_district
    row = re.search(rf"<tr><th[^>]*><a[^>]*>{where}</a>.*?</tr>", alice.get("/bureau/").text, re.DOTALL)
    assert row is not None
    assert "matter=reported" in row[0]
    assert "3小时前" in row[0]


@pytest.fixture
def keeper(alice: FlaskClient, codes: list[str]) -> str:
    """The address of the page of the first point's keeper."""
    page = f"/bureau/points/{codes[0]}/keepers"
    post(alice, page, {}, page=page)
    found = re.search(r"http://localhost(/k/[\w.-]+)", html.unescape(alice.get(page).text))
    assert found is not None
    return found[1]


def test_a_keeper_sees_one_word_at_once_and_answers_with_one_tap(
    nobody: FlaskClient, keeper: str, register: Register, codes: list[str], say: Say
) -> None:
    assert "小哥在门口说" not in nobody.get(keeper).text
    token = say(codes[0], Saw.SHUT)
    assert "刚刚 门关着" in nobody.get(keeper).text
    assert nobody.post(f"{keeper}/answer", data={"answer": "reopened"}).status_code == 303
    assert "小哥在门口说" not in nobody.get(keeper).text
    report = look(register, token)
    assert (report.answer, report.by) == ("已恢复，现在开着", "驿站负责人")
    with register.read() as reader:
        assert not doors.get(reader, codes[0]).alarming


@pytest.mark.parametrize(
    ("path", "sent", "words"),
    [
        ("right", {}, "一直开着，没有关门"),
        ("shut", {"quick": "two_hours"}, "临时关门，9月14日12:00再开"),
    ],
)
def test_what_a_keeper_does_answers_too(
    nobody: FlaskClient, keeper: str, register: Register, codes: list[str], say: Say,
    path: str, sent: dict[str, str], words: str,
) -> None:  # fmt: skip
    token = say(codes[0], Saw.SHUT)
    assert nobody.post(f"{keeper}/{path}", data=sent).status_code == 303
    assert look(register, token).answer == words


def test_whom_a_door_lets_in_its_keeper_reads_and_the_bureau_answers(
    nobody: FlaskClient, keeper: str, register: Register, codes: list[str], say: Say
) -> None:
    for _ in range(2):
        say(codes[0], Saw.REFUSED, rider=Rider.FOOD)
    say(codes[0], Saw.GONE)
    page = nobody.get(keeper).text
    assert page.index("小哥还说，局里来回") < page.index("刚刚 不让进（外卖）")
    assert "小哥在门口说" not in page, "there is nothing that a keeper could answer"
    nobody.post(f"{keeper}/answer", data={"answer": "no_matter"})
    nobody.post(f"{keeper}/right")
    assert waiting(register, codes[0]) == 3
    assert nobody.post(f"{keeper}/answer", data={"answer": "withdrawn"}).status_code == 422
