"""A keeper's link: made by a bureau, used at the door, good for one point and not for ever."""

import html
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Kind, Listing, Point, ScheduleStatus
from servicepoints.domain.roles import Account, Role
from servicepoints.register import Actor, Register, feed, points, reviews, revisions
from servicepoints.services import reviewing
from servicepoints.services.keeping import accepting
from servicepoints.services.keeping.changing import MOST_VISITS
from tests.web.bureau.conftest import Clock, post

ALICE = Account(1, "alice", "示例爱丽丝", Role.EDITOR, "shili")
CHARLIE = Account(2, "charlie", "示例查理", Role.EDITOR, "linju")


@pytest.fixture
def code(register: Register) -> str:
    """A point of alice's bureau whose hours were read and of which nobody has said whether it has a gym."""
    with register.read() as reader:
        found = [p for p in points.matching(reader, "shili") if p.schedule.status is ScheduleStatus.READ]
    return next(p.code for p in found if "gym" not in p.amenities and not p.spaces)


@pytest.fixture
def door(alice: FlaskClient, code: str) -> str:
    """The address of a keeper's page."""
    page = f"/bureau/points/{code}/keepers"
    post(alice, page, {}, page=page)
    return addresses(alice.get(page).text)[0]


def addresses(page: str) -> list[str]:
    return re.findall(r"http://localhost(/k/[\w.-]+)", html.unescape(page))


def standing(register: Register, code: str) -> Point:
    with register.read() as reader:
        point = points.get(reader, code)
    assert point is not None
    return point


def trust(client: FlaskClient, code: str, trusts: str = "1") -> None:
    page = f"/bureau/points/{code}/keepers"
    assert (
        post(client, "/bureau/keepers/trust", {"code": code, "trusts": trusts}, page=page).status_code == 303
    )


def test_it_opens_without_an_account_and_sets_no_cookie(
    nobody: FlaskClient, door: str, register: Register, code: str
) -> None:
    answer = nobody.get(door)
    assert answer.status_code == 200
    assert standing(register, code).name in answer.text
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "og:" not in answer.text


def test_all_is_right_is_a_check_of_today_under_the_keepers_name(
    nobody: FlaskClient, door: str, register: Register, code: str, clock: Clock
) -> None:
    assert nobody.post(f"{door}/right").status_code == 303
    point = standing(register, code)
    assert (point.checked_on, point.checked_by) == (clock.now.date(), "驿站负责人")
    with register.read() as reader:
        last = revisions.history(reader, code)[-1]
    assert last.actor.kind == "keeper"


def test_a_door_is_shut_for_a_while_and_opened_again(
    nobody: FlaskClient, door: str, register: Register, code: str, clock: Clock
) -> None:
    assert nobody.post(f"{door}/shut", data={"quick": "two_hours", "reason": "停水"}).status_code == 303
    point = standing(register, code)
    assert (point.listing, point.suspended_until) == (Listing.SUSPENDED, clock.now + timedelta(hours=2))
    assert "关到9月14日12:00" in nobody.get(door).text  # not: opens again
    assert point.listing_reason == "停水"
    assert "已经开了" in nobody.get(door).text
    assert nobody.post(f"{door}/open").status_code == 303
    assert standing(register, code).listing is Listing.LISTED
    assert nobody.post(f"{door}/open").status_code == 409


@pytest.mark.parametrize(
    ("form", "until"),
    [
        ({"quick": "today"}, datetime(2026, 9, 15, 0, 0, tzinfo=TIMEZONE)),
        ({"quick": "tomorrow"}, datetime(2026, 9, 15, 8, 0, tzinfo=TIMEZONE)),
        ({"until": "2026-09-16T17:30"}, datetime(2026, 9, 16, 17, 30, tzinfo=TIMEZONE)),
    ],
)
def test_the_buttons_and_the_typed_moment_mean_what_they_say(
    nobody: FlaskClient, door: str, register: Register, code: str, form: dict[str, str], until: datetime
) -> None:
    nobody.post(f"{door}/shut", data=form)
    assert standing(register, code).suspended_until == until


@pytest.mark.parametrize("until", ["", "明天", "2026-09-14T09:59", "2027-01-01T00:00", "9999-99-99T00:00"])
def test_a_moment_that_will_not_do_is_refused_beside_its_field_and_kept(
    nobody: FlaskClient, door: str, register: Register, code: str, until: str
) -> None:
    answer = nobody.post(f"{door}/shut", data={"until": until, "reason": "示例原因"})
    assert answer.status_code == 422
    assert 'id="e-until"' in answer.text
    assert "示例原因" in answer.text
    assert standing(register, code).listing is Listing.LISTED


def test_hours_wait_for_the_bureau_until_it_trusts_its_keepers(
    nobody: FlaskClient, alice: FlaskClient, door: str, register: Register, code: str
) -> None:
    before = standing(register, code)
    asked = {"hours": "周一至周五9:00-18:00，法定节假日不开放"}
    assert nobody.post(f"{door}/hours", data=asked).headers["Location"].endswith("done=wait")
    assert standing(register, code) == before
    trust(alice, code)
    assert nobody.post(f"{door}/hours", data=asked).headers["Location"].endswith("done=now")
    assert standing(register, code).schedule.opening_hours == "Mo-Fr 09:00-18:00; PH off"


def test_hours_that_cannot_be_read_always_wait(
    nobody: FlaskClient, alice: FlaskClient, door: str, register: Register, code: str
) -> None:
    trust(alice, code)
    before = standing(register, code)
    answer = nobody.post(f"{door}/hours", data={"hours": "看天气，有人就开"})
    assert answer.headers["Location"].endswith("done=wait")
    assert standing(register, code) == before


def test_what_waits_is_taken_or_dropped_by_its_own_bureau_only(
    nobody: FlaskClient, door: str, register: Register, code: str
) -> None:
    nobody.post(f"{door}/amenities", data={"gym": "yes", "toilet": "no", "nonsense": "yes"})
    with register.read() as reader:
        (item,) = reviews.open_reviews(reader, kind="keeper")
    assert item.id is not None
    assert "健身房✓" in item.value
    with pytest.raises(Exception, match="不归你们局管"):
        accepting.take_changes(register, CHARLIE, [item.id])
    assert accepting.take_changes(register, ALICE, [item.id]).done == 1
    assert standing(register, code).amenities["gym"] is True
    assert standing(register, code).amenities["toilet"] is False
    assert accepting.take_changes(register, ALICE, [item.id]).done == 0
    with register.read() as reader:
        assert reviews.open_reviews(reader, kind="keeper") == []


def test_what_is_dropped_changes_nothing(
    nobody: FlaskClient, door: str, register: Register, code: str
) -> None:
    before = standing(register, code)
    nobody.post(f"{door}/amenities", data={"gym": "yes"})
    with register.read() as reader:
        (item,) = reviews.open_reviews(reader, kind="keeper")
    assert reviewing.close(register, ALICE, "keeper", [item.id or 0], "dropped").done == 1
    assert standing(register, code) == before


def test_only_what_the_keeper_spoke_of_is_changed_whatever_else_was_changed_meanwhile(
    nobody: FlaskClient, door: str, register: Register, code: str
) -> None:
    with register.write(Actor("editor", "示例")) as writer:
        known = replace(standing(register, code), amenities={"hot_water": True, "phone_charging": True})
        points.update(writer, code, known, "示例")
    nobody.post(f"{door}/amenities", data={"drinking_water": "yes"})
    nobody.post(f"{door}/amenities", data={"hot_water": "no"})
    with register.write(Actor("editor", "示例")) as writer:
        now = points.get_many(writer, [code])[code]
        points.update(writer, code, replace(now, amenities={"hot_water": True, "phone_charging": False}), "")
    with register.read() as reader:
        items = reviews.open_reviews(reader, kind="keeper")
    assert accepting.take_changes(register, ALICE, [item.id or 0 for item in items]).done == 1
    assert standing(register, code).amenities == {
        "drinking_water": True, "hot_water": False, "phone_charging": False,
    }  # fmt: skip


def test_what_somebody_changed_since_the_keeper_spoke_is_not_overwritten(
    nobody: FlaskClient, door: str, register: Register, code: str
) -> None:
    nobody.post(f"{door}/hours", data={"hours": "每天9:00-18:00，法定节假日不开放"})
    newer = replace(
        standing(register, code).schedule, text="每天7:00-7:30", opening_hours="Mo-Su 07:00-07:30"
    )
    with register.write(Actor("editor", "示例")) as writer:
        now = points.get_many(writer, [code])[code]
        points.update(writer, code, replace(now, schedule=newer), "改时间")
    with register.read() as reader:
        (item,) = reviews.open_reviews(reader, kind="keeper")
    settled = accepting.take_changes(register, ALICE, [item.id or 0])
    assert (settled.done, settled.left) == (0, 1)
    assert standing(register, code).schedule == newer


def test_what_the_bureau_shut_no_keeper_opens_or_shortens(
    nobody: FlaskClient, door: str, register: Register, code: str, clock: Clock
) -> None:
    until = clock.now + timedelta(days=100)
    with register.write(Actor("editor", "示例")) as writer:
        now = points.get_many(writer, [code])[code]
        shut = replace(now, listing=Listing.SUSPENDED, suspended_until=until, listing_reason="示例：消防封门")
        points.update(writer, code, shut, "临时关门")
    for act, form in (("shut", {"quick": "two_hours"}), ("open", {})):
        answer = nobody.post(f"{door}/{act}", data=form)
        assert answer.status_code == 409
        assert "局里定的" in answer.text
    assert standing(register, code).suspended_until == until


def test_what_the_bureau_shut_until_yesterday_a_keeper_may_shut_again(
    nobody: FlaskClient, door: str, register: Register, code: str, clock: Clock
) -> None:
    yesterday = clock.now - timedelta(days=1)
    over = replace(standing(register, code), listing=Listing.SUSPENDED, suspended_until=yesterday)
    with register.write(Actor("editor", "示例爱丽丝")) as writer:
        points.update(writer, code, over, "示例改动")
    assert nobody.post(f"{door}/shut", data={"quick": "two_hours"}).status_code == 303
    assert standing(register, code).suspended_until == clock.now + timedelta(hours=2)


def test_what_the_bureau_holds_back_no_keeper_brings_out(
    nobody: FlaskClient, door: str, register: Register, code: str
) -> None:
    held = replace(standing(register, code), listing=Listing.HELD)
    with register.write(Actor("editor", "示例爱丽丝")) as writer:
        points.update(writer, code, held, "示例改动")
    answer = nobody.post(f"{door}/shut", data={"quick": "two_hours"})
    assert answer.status_code == 409
    assert "还没上线" in answer.text
    assert standing(register, code).listing is Listing.HELD


def test_enter_after_the_reason_shuts_no_door(nobody: FlaskClient, door: str) -> None:
    form = nobody.get(door).text.partition("/shut")[2]
    assert "disabled" in re.findall("<button[^>]*>", form)[0]


def test_of_a_point_that_is_no_bureaus_nobody_is_told_that_its_keepers_are_trusted(
    dora: FlaskClient, register: Register
) -> None:
    with register.write(Actor("editor", "示例")) as writer:
        code = points.insert(writer, Point(name="示例无主站", kind=Kind.CARE_STATION), "示例")
    assert "马上生效" not in dora.get(f"/bureau/points/{code}/keepers").text.partition("对全局的点位")[0]
    answer = post(dora, "/bureau/keepers/trust", {"code": code, "trusts": "1"})
    assert answer.status_code == 409
    assert "还不归哪个局" in answer.text


def test_a_link_that_is_used_without_end_is_slowed_down(
    nobody: FlaskClient, door: str, register: Register
) -> None:
    codes = [
        nobody.post(f"{door}/amenities", data={"gym": "yes"}).status_code for _ in range(MOST_VISITS + 2)
    ]
    assert codes[0] == 303
    assert codes[-1] == 429
    with register.read() as reader:
        assert len(reviews.open_reviews(reader, kind="keeper")) == 1


def test_the_same_said_twice_at_once_waits_once(nobody: FlaskClient, door: str, register: Register) -> None:
    for _ in range(2):
        nobody.post(f"{door}/amenities", data={"gym": "yes"})
    with register.read() as reader:
        assert len(reviews.open_reviews(reader, kind="keeper")) == 1


def test_nothing_new_is_no_matter_for_anybody(
    nobody: FlaskClient, door: str, register: Register, code: str
) -> None:
    point = standing(register, code)
    with register.read() as reader:
        before = feed.latest(reader)
    nobody.post(f"{door}/hours", data={"hours": point.schedule.text})
    with register.read() as reader:
        assert feed.latest(reader) == before
        assert reviews.open_reviews(reader, kind="keeper") == []


def test_a_link_that_was_revoked_or_is_over_lets_nobody_in(
    nobody: FlaskClient, alice: FlaskClient, door: str, code: str, clock: Clock
) -> None:
    page = f"/bureau/points/{code}/keepers"
    post(alice, page, {}, page=page)
    second = next(a for a in addresses(alice.get(page).text) if a != door)
    revoke = re.search(r'action="(/bureau/points/\w+/keepers/[\w-]+/revoke)"', alice.get(page).text)
    assert revoke is not None
    gone = next(a for a in (door, second) if revoke[1].split("/")[-2] in a)
    other = next(a for a in (door, second) if a != gone)
    post(alice, revoke[1], {}, page=page)
    answer = nobody.get(gone)
    assert answer.status_code == 404
    assert "<h1>链接不能用了</h1>" in answer.text
    assert "请找给你链接的人再要一个" in answer.text
    assert "按区找" not in answer.text
    assert nobody.post(f"{gone}/right").status_code == 404
    assert nobody.get(other).status_code == 200
    clock.now += timedelta(days=90)
    assert nobody.get(other).status_code == 404


def test_a_token_that_was_altered_lets_nobody_in(nobody: FlaskClient, door: str) -> None:
    assert nobody.get(door).status_code == 200
    for at in range(
        len("/k/"), len(door)
    ):  # the last sign has bits that nobody reads: they count all the same
        flipped = door[:at] + ("A" if door[at] != "A" else "B") + door[at + 1 :]
        assert nobody.get(flipped).status_code == 404, at
    for address in (door.rpartition(".")[0], f"{door}x", f"{door}=", f"{door}==", "/k/"):
        assert nobody.get(address).status_code == 404, address


def test_a_link_of_another_site_lets_nobody_in(app: Flask, door: str, nobody: FlaskClient) -> None:
    number = door.removeprefix("/k/").rpartition(".")[0]
    assert nobody.get(f"/k/{number}.{'x' * 27}").status_code == 404


def test_what_a_keeper_did_is_told_by_a_name_said_once(
    alice: FlaskClient, nobody: FlaskClient, door: str, code: str
) -> None:
    nobody.post(f"{door}/right")
    for page in ("/bureau/", f"/bureau/points/{code}/history"):
        told = alice.get(page).text
        assert "驿站负责人" in told
        assert "驿站负责人 驿站负责人" not in told


def test_every_use_is_told_to_the_bureau(
    nobody: FlaskClient, alice: FlaskClient, door: str, code: str
) -> None:
    nobody.get(door)
    nobody.post(f"{door}/right")
    page = alice.get(f"/bureau/points/{code}/keepers").text
    assert "用过2次" in page
    assert "确认都对" in page


def letters(client: FlaskClient, where: str = "", **form: object) -> TestResponse:
    """What the button under the list of points gives."""
    return post(client, f"/bureau/points/bulk{where}", {"action": "letters", **form}, page="/bureau/points")


def test_letters_go_to_many_keepers_and_use_links_again(
    alice: FlaskClient, charlie: FlaskClient, register: Register
) -> None:
    assert 'name="action" value="letters"' in alice.get("/bureau/points").text
    with register.read() as reader:
        ticks = [f"{p.code}.{p.revision}" for p in points.matching(reader, "shili")][:5]
    first, again = letters(alice, pick=ticks), letters(alice, pick=ticks)
    assert len(addresses(first.text)) == 5
    assert addresses(first.text) == addresses(again.text)
    assert post(charlie, "/bureau/points/bulk", {"action": "letters", "pick": ticks}).status_code == 403


def test_letters_go_to_all_that_the_filter_picks(alice: FlaskClient, register: Register) -> None:
    with register.read() as reader:
        named = [p for p in points.matching(reader, "shili") if p.name.endswith("接力站")]
    answer = letters(alice, "?q=接力站", all="x")
    assert len(addresses(answer.text)) == len([p for p in named if p.listing is not Listing.WITHDRAWN])


@pytest.mark.parametrize(("picked", "words"), [(0, "一个也没选"), (201, "一次最多发200个")])
def test_letters_to_nobody_or_to_too_many_are_refused_in_the_list(
    alice: FlaskClient, picked: int, words: str
) -> None:
    answer = letters(alice, pick=[f"{n:06}.1" for n in range(picked)])
    assert answer.status_code == 422
    assert words in answer.text


def test_a_withdrawn_point_takes_no_changes(
    nobody: FlaskClient, door: str, register: Register, code: str
) -> None:
    with register.write(Actor("editor", "示例")) as writer:
        point = points.get(writer, code)
        assert point is not None
        points.update(writer, code, replace(point, listing=Listing.WITHDRAWN), "撤点")
    before = standing(register, code)
    for act, form in (("shut", {"quick": "today"}), ("right", {}), ("hours", {"hours": "24小时"})):
        assert nobody.post(f"{door}/{act}", data=form).status_code == 409
    assert standing(register, code) == before
