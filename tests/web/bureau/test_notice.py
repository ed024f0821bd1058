"""The page of the group notice."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import Settings
from servicepoints.register import Actor, Register, points
from tests.web.bureau.conftest import PASSWORD, Clock, post
from tests.web.bureau.sessions import START, stage

PAGE = "/bureau/notice"


def texts(page: str) -> tuple[str, str]:
    """What stands in the two boxes."""
    managers, forward = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    return html.unescape(managers), html.unescape(forward)


def codes(page: str, *, chosen: bool = False) -> list[str]:
    mark = " checked" if chosen else "[^>]*"
    return re.findall(rf'name="code" value="(\w{{6}})"{mark}>', page)


def test_it_is_there_at_once_for_the_whole_bureau(alice: FlaskClient) -> None:
    managers, forward = texts(alice.get(PAGE).text)
    assert managers.endswith("——示例邮政管理局")
    assert forward.startswith("【示例邮政管理局】歇脚点 9月14日–20日")
    assert forward.count("\n①") == 1
    assert "⑥" not in forward


def test_a_place_gives_its_own_points_and_its_own_short_link(alice: FlaskClient) -> None:
    forward = texts(alice.get(f"{PAGE}?place=长宁区/江苏路街道").text)[1]
    assert forward.startswith("【江苏路街道】")
    assert forward.splitlines()[-1] == "http://localhost/d/changning/jiangsulu"


def test_of_each_point_it_says_by_date_who_checked_it_or_that_nobody_did(alice: FlaskClient) -> None:
    forward = texts(alice.get(f"{PAGE}?place=长宁区/江苏路街道").text)[1]
    points = re.split(r"\n(?=[①②③④⑤])", forward.partition("\n\n▍歇脚")[2].partition("\n\n")[0])[1:]
    assert len(points) == 5
    for said in points:
        assert re.search(r"｜(\S+月\d+日核实|还没人核实过)$", said.partition("\n还有")[0]), said
    assert any("月" in said.rpartition("｜")[2] for said in points)


def test_the_chosen_points_and_no_others_are_in_it(alice: FlaskClient) -> None:
    offered = codes(alice.get(PAGE).text)
    wanted = offered[7:9]
    page = alice.get(PAGE, query_string={"code": wanted}).text
    assert codes(page, chosen=True) == wanted
    assert "③" not in texts(page)[1]
    assert "还有" not in texts(page)[1]


def test_coming_activities_of_its_points_stand_in_it_with_their_places(
    alice: FlaskClient, register: Register
) -> None:
    there = stage(register)
    there.session(capacity=3)
    there.session(starts_at=START + timedelta(days=1))
    there.session(starts_at=START + timedelta(days=30))
    managers, forward = texts(alice.get(f"{PAGE}?code={there.point}").text)
    assert "歇脚点和活动" in managers
    assert "▍活动\n9月17日（周四）10:00–12:00 示例理发\n地点①，还剩3个名额（14日10:00）\n\n" in forward
    later = texts(alice.get(f"{PAGE}?code={there.point}&from=2026-09-25").text)[1]
    assert "▍活动" not in later


def test_a_point_that_is_shut_for_some_of_these_days_is_named_though_it_is_not_chosen(
    alice: FlaskClient,
) -> None:
    page = alice.get(PAGE).text
    code = next(one for one in codes(page) if one not in codes(page, chosen=True))
    pick = re.search(rf'name="pick" value="({code}\.\d+)"', alice.get(f"/bureau/points?q={code}").text)
    assert pick is not None
    shut = {"pick": pick[1], "action": "suspend", "until": "2026-09-16T17:00", "reason": "装修"}
    assert post(alice, "/bureau/points/bulk", shut).status_code == 303
    noted = r"▍本周注意\n示例[^\n]+，临时关门，9月16日（周三）17:00再开\n"
    assert re.search(noted, texts(alice.get(PAGE).text)[1])
    assert "临时关门" not in texts(alice.get(f"{PAGE}?from=2026-09-17").text)[1]


def test_it_tells_nothing_private(alice: FlaskClient) -> None:
    page = alice.get(PAGE, query_string={"code": codes(alice.get(PAGE).text)[:20]}).text
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", page)


def test_another_bureaus_notice_is_not_to_be_had(charlie: FlaskClient, dora: FlaskClient) -> None:
    assert charlie.get(f"{PAGE}?bureau=shili").status_code == 403
    assert codes(charlie.get(PAGE).text) == []
    assert codes(dora.get(f"{PAGE}?bureau=shili").text)


def test_a_day_that_is_none_is_refused_with_the_fix(alice: FlaskClient) -> None:
    answer = alice.get(f"{PAGE}?from=明天")
    assert answer.status_code == 422
    assert "2026-09-14" in answer.text


def test_too_many_points_are_refused(alice: FlaskClient) -> None:
    many = codes(alice.get(PAGE).text)[:21]
    assert alice.get(PAGE, query_string={"code": many}).status_code == 422


def test_the_link_is_the_public_address_where_one_is_set(settings: Settings, clock: Clock) -> None:
    public = replace(settings, public_url="https://example.gov.cn")
    client = create_app(public, clock=clock).test_client()
    form = {"login": "alice", "password": PASSWORD}
    post(client, "/bureau/sign-in", form, page="/bureau/sign-in", base_url="https://example.gov.cn")
    page = client.get(PAGE, base_url="https://example.gov.cn").text
    assert texts(page)[1].splitlines()[-1] == "https://example.gov.cn/"


def test_the_points_stand_in_the_order_that_the_editor_gives_them(alice: FlaskClient) -> None:
    first, second, third = codes(alice.get(PAGE).text)[:3]
    page = alice.get(PAGE, query_string={"code": [third, first, second], "up": second}).text
    assert codes(page, chosen=True) == [third, second, first]
    page = alice.get(PAGE, query_string={"code": [third, first, second], "down": third}).text
    assert codes(page, chosen=True) == [first, third, second]
    page = alice.get(PAGE, query_string={"code": [third, first], "up": third, "down": "火星"}).text
    assert codes(page, chosen=True) == [third, first]


def test_all_points_come_in_parts_that_a_robot_could_send(alice: FlaskClient) -> None:
    page = alice.get(f"{PAGE}?length=full").text
    _, *parts = (html.unescape(t) for t in re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL))
    assert len(parts) > 1
    assert all(len(part.encode()) <= 2048 for part in parts)
    assert re.findall(r"再发这段，给小哥转（(\d)/\d）", page) == [str(n + 1) for n in range(len(parts))]


def test_of_very_many_points_the_first_are_there_to_choose_from(
    alice: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = codes(alice.get(PAGE).text)
    monkeypatch.setattr("servicepoints.services.noticing.gathering.MOST_CHOICES", 9)
    page = alice.get(PAGE).text
    assert codes(page) == offered[:9]
    assert f"还有{len(offered) - 9}个没列出来" in page


def test_one_day_is_told_as_one(alice: FlaskClient) -> None:
    assert "9月14日（周一）" in texts(alice.get(f"{PAGE}?days=1").text)[1].splitlines()[0]
    assert "–20日" in texts(alice.get(f"{PAGE}?days=火星&length=火星").text)[1].splitlines()[0]


def test_a_short_one_is_one_message_and_what_finds_no_room_stands_behind_the_link(
    alice: FlaskClient, register: Register
) -> None:
    page = alice.get(PAGE).text
    offered, usual = codes(page)[:5], texts(page)[1]
    with register.write(Actor("setup", "示例")) as writer:
        standing = points.get_many(writer, offered)
        longer = {code: replace(point, address="示例很长的路" * 16) for code, point in standing.items()}
        points.update_many(writer, longer, "示例")
    forward = texts(alice.get(PAGE).text)[1]
    assert len(forward.encode()) <= 2048
    assert "\n▍歇脚\n①" in forward
    assert left(forward) > left(usual)
    chosen = alice.get(PAGE, query_string={"code": offered}).text
    assert "（2/2）" in chosen, "what someone chose is all there"


def left(text: str) -> int:
    """How many points stand behind the link only."""
    return int(re.findall(r"还有(\d+)个，点下面链接看", text)[0])
