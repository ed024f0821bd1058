"""The robots of groups at the desk: connected, given a week, sent to; their key is never shown."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicepoints.app import create_app
from servicepoints.config import Settings
from servicepoints.domain.digests import Form, Weekly
from servicepoints.domain.outbox import MessageState
from servicepoints.register import Register, outbox, pulses, robots
from servicepoints.register.outbox import Message
from tests.loopback import Host, answering, hanging_up, listening
from tests.services.groups_city import SETUP, wecom
from tests.web.bureau.conftest import NOW, Clock, post
from tests.web.bureau.forms import filled

KEY = "693a91f6-7a2b-4bc4-97a0-0ec2f1fa5aaa"
PAGE, NOTICE = "/bureau/robots", "/bureau/notice"


@pytest.fixture
def host() -> Iterator[Host]:
    with listening() as there:
        there.behaves = [wecom()]
        yield there


@pytest.fixture
def app(settings: Settings, clock: Clock, host: Host) -> Flask:
    """The application, where a robot may stand on loopback."""
    return create_app(replace(settings, wecom_hosts=frozenset([host.name])), clock=clock)


def address(host: Host, key: str = KEY) -> str:
    return f"{host.url}/cgi-bin/webhook/send?key={key}"


def connect(client: FlaskClient, host: Host, **typed: str) -> TestResponse:
    form = {"name": "示例企业群", "address": address(host), "length": "short", "form": "text"}
    return post(client, PAGE, {**form, **typed})


def of_shili(register: Register) -> list[Message]:
    with register.read() as reader:
        return [message for message, _ in outbox.latest(reader, "shili", 100)]


def number(register: Register) -> int:
    with register.read() as reader:
        return robots.of_bureau(reader, "shili")[0].id


def send(client: FlaskClient, to: int, **changes: object) -> TestResponse:
    """The form of the notice's page, sent to a robot."""
    page = client.get(NOTICE).text
    managers, *texts = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    form: dict[str, object] = {"managers": managers, "text": texts, "key": found[1], "robot": [str(to)]}
    return post(client, f"{NOTICE}/send", form | changes)


def test_a_group_is_connected_and_its_address_shown_by_its_last_characters_only(
    alice: FlaskClient, host: Host, register: Register
) -> None:
    assert connect(alice, host, weekday="0", time="09:00", place="黄浦区").status_code == 303
    page = alice.get(PAGE).text
    assert "地址尾号 5aaa" in page
    assert "每周一9:00发：黄浦区" in page
    with register.read() as reader:
        (robot,) = robots.of_bureau(reader, "shili")
        assert robots.address(reader, robot.id) == address(host)
    assert robot.weekly == Weekly(0, 540)


def test_the_notice_goes_into_the_group_as_it_was_typed_and_once(
    alice: FlaskClient, host: Host, register: Register
) -> None:
    connect(alice, host, greets="1")
    page = alice.get(NOTICE).text
    assert "两段都发" in page
    key = "k" * 16
    texts = ["改过的一段", "第二段"]
    answer = send(alice, number(register), key=key, managers="各企业：改过的。", text=texts)
    assert answer.status_code == 303
    assert [message.state for message in of_shili(register)] == [MessageState.SENT] * 3
    wanted = ("各企业：改过的。", *texts)
    assert all(text in asked.decode() for text, asked in zip(wanted, host.asked, strict=True))
    assert "发出去3条" in alice.get(PAGE).text
    send(alice, number(register), key=key, text=["改过的一段"])
    assert "已经发过了" in alice.get(PAGE).text
    assert len(host.asked) == 3


def test_a_text_that_no_robot_takes_is_refused_and_kept(
    alice: FlaskClient, host: Host, register: Register
) -> None:
    connect(alice, host)
    long = "字" * 700
    answer = send(alice, number(register), text=[long])
    assert answer.status_code == 422
    assert "第1段“2100字节”：机器人一条发不了这么长。至少删掉18个字" in answer.text
    assert long in answer.text
    for changes, words in (
        ({"text": [" "]}, "是空的"),
        ({"robot": []}, "没勾选"),
        ({"text": ["x"] * 31}, "太多"),
        ({"key": "?"}, "刷新页面"),
        ({"from": "2026-09-01"}, "已经过了"),
    ):
        answer = send(alice, number(register), **changes)
        assert (answer.status_code, words in answer.text) == (422, True), words
    assert of_shili(register) == []


def test_what_did_not_go_is_told_with_what_to_do(alice: FlaskClient, host: Host, register: Register) -> None:
    connect(alice, host)
    host.behaves = [wecom(93000, "invalid webhook url")]
    send(alice, number(register))
    page = alice.get(PAGE).text
    assert "停了" in page
    assert page.count("群机器人的地址失效了（93000）") == 2
    assert "地址失效了" in alice.get(NOTICE).text
    assert "群机器人失效了，通知发不进群" in alice.get("/bureau/").text
    form = filled(alice.get(f"{PAGE}/{number(register)}").text.partition('/remove"')[0])
    post(alice, f"{PAGE}/{number(register)}", form | {"address": address(host, KEY[:-1] + "b")})
    assert "93000" not in alice.get(PAGE).text.partition("发送记录")[0]


def test_a_person_decides_about_what_is_unsure(alice: FlaskClient, host: Host, register: Register) -> None:
    connect(alice, host)
    host.behaves = [hanging_up, wecom()]
    send(alice, number(register), text=["一段"])
    (message,) = of_shili(register)
    assert message.state is MessageState.UNSURE
    assert "群通知没把握发到没有" in alice.get("/bureau/").text
    assert {"再发一次", "当作发过"} <= set(re.findall(r">([^<]+)</button>", alice.get(PAGE).text))
    post(alice, f"/bureau/outbox/{message.id}", {"decision": "again"})
    assert of_shili(register)[0].state is MessageState.SENT
    assert "没把握" not in alice.get("/bureau/").text
    post(alice, f"/bureau/outbox/{message.id}", {"decision": "believe"})
    assert "情况变了" in alice.get(PAGE).text
    assert post(alice, f"/bureau/outbox/{message.id}", {"decision": "火星"}).status_code == 404


def test_a_robot_that_is_removed_is_sent_nothing(alice: FlaskClient, host: Host, register: Register) -> None:
    connect(alice, host)
    robot = number(register)
    host.behaves = [answering("", "503 Service Unavailable")]
    send(alice, robot, text=["一段"])
    assert of_shili(register)[0].state is MessageState.WAITING
    post(alice, f"{PAGE}/{robot}/remove", {})
    assert of_shili(register)[0].state is MessageState.STOPPED
    assert alice.get(f"{PAGE}/{robot}").status_code == 404
    assert connect(alice, host).status_code == 303


def test_of_two_who_change_it_the_second_is_told_and_nothing_typed_is_lost(
    alice: FlaskClient, host: Host, register: Register
) -> None:
    connect(alice, host)
    at = f"{PAGE}/{number(register)}"
    mine = filled(alice.get(at).text.partition('/remove"')[0])
    assert post(alice, at, mine | {"weekday": "0"}).status_code == 303
    refused = post(alice, at, mine | {"name": "示例我改的名", "form": "火星"})
    assert refused.status_code == 422  # corrected, it still knows of no Monday
    mine |= {"name": "示例我改的名", "seen": str(filled(refused.text.partition('/remove"')[0])["seen"])}
    late = post(alice, at, mine)
    assert late.status_code == 409
    assert "刚被别人改过" in late.text
    assert "别人存的：示例企业群，每周一9:00发" in late.text
    again = filled(late.text.partition('/remove"')[0])
    assert again["name"] == "示例我改的名"
    assert "示例我改的名" not in alice.get(PAGE).text
    assert post(alice, at, again).status_code == 303
    assert "示例我改的名" in alice.get(PAGE).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"address": "https://evil.example/cgi-bin/webhook/send?key=" + KEY}, "不是许可的主机"),
        ({"address": KEY[:-1]}, "不是完整的网址"),
        ({"address": ""}, "没写"),
        ({"name": " "}, "没写"),
        ({"name": "长" * 41}, "太长"),
        ({"weekday": "1", "time": "25:00"}, "不是时间"),
        ({"form": "火星"}, "没有这一项"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_without_the_address(
    alice: FlaskClient, host: Host, typed: dict[str, str], words: str
) -> None:
    answer = connect(alice, host, **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert KEY[:-1] not in answer.text


def test_the_same_robot_is_connected_once(alice: FlaskClient, charlie: FlaskClient, host: Host) -> None:
    connect(alice, host)
    answer = connect(charlie, host)
    assert answer.status_code == 422
    assert "已经登记过了" in answer.text


def test_another_bureaus_robot_is_neither_seen_nor_sent_to(
    alice: FlaskClient, charlie: FlaskClient, dora: FlaskClient, host: Host, register: Register
) -> None:
    connect(alice, host, bureau="linju")
    robot = number(register)
    assert "示例企业群" not in charlie.get(PAGE).text
    assert send(charlie, robot).status_code == 403
    assert post(charlie, f"{NOTICE}", {"bureau": "shili", "opening": "改"}).status_code == 403
    assert host.asked == []
    assert "示例企业群" in dora.get(PAGE).text
    assert "示例企业群" in dora.get(f"{NOTICE}?bureau=shili").text
    assert "示例企业群" not in dora.get(NOTICE).text


def test_the_key_is_in_no_page_no_log_and_no_table(
    alice: FlaskClient, host: Host, register: Register, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connect(alice, host, weekday="0", time="09:00")
    robot = number(register)
    refusal = wecom(40058, f"bad {address(host)}")
    for behaviour in (hanging_up, refusal, answering("x", "404 Not Found"), wecom()):
        host.behaves = [behaviour]
        send(alice, robot, text=["一段"])
    stale = alice.post(f"{PAGE}/{robot}", data={"name": "示例", "address": address(host)})
    pages = [stale.text, *(alice.get(path).text for path in (PAGE, f"{PAGE}/{robot}", NOTICE, "/bureau/"))]
    assert KEY not in "".join([*pages, caplog.text])
    assert len(host.asked) == 4
    register.close()
    files = [path for path in Path(settings.home).rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if KEY.encode() in path.read_bytes()]


def test_the_opening_line_is_kept_and_one_of_a_single_day_refused(alice: FlaskClient) -> None:
    answer = post(alice, NOTICE, {"opening": "天热，进来喝口水。", "place": "黄浦区", "days": "1"})
    assert answer.status_code == 303
    assert "days=1" in answer.location
    assert "\n天热，进来喝口水。\n" in alice.get(NOTICE).text
    answer = post(alice, NOTICE, {"opening": "今天来歇歇"})
    assert answer.status_code == 422
    assert "写几月几日" in answer.text
    assert "天热，进来喝口水。" in alice.get(NOTICE).text
    post(alice, NOTICE, {"opening": ""})
    assert "天热" not in alice.get(NOTICE).text


def test_a_round_that_is_not_made_is_told_where_something_waits_for_it(
    alice: FlaskClient, host: Host, register: Register, clock: Clock
) -> None:
    assert "定时任务" not in alice.get(PAGE).text
    connect(alice, host, weekday="0", time="09:00")
    assert "定时任务还没跑过" in alice.get(PAGE).text
    with register.write(SETUP) as writer:
        pulses.beat(writer, "digest")
    assert "定时任务" not in alice.get(PAGE).text
    clock.now = NOW.replace(hour=11)
    assert "定时任务上次是9月14日10:00跑的" in alice.get(PAGE).text


def test_in_markdown_the_title_is_bold(alice: FlaskClient, host: Host, register: Register) -> None:
    connect(alice, host, form=Form.MARKDOWN.value)
    send(alice, number(register), text=["【示例】\n*一*段"])
    assert "**【示例】**\\n＊一＊段" in host.asked[0].decode()
