"""The outbox: what a bureau wants in a group comes there once, and what nobody can know is said so. On both
engines, against a robot on loopback that answers as WeCom's is documented to."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from servicepoints.domain.digests import Robot
from servicepoints.domain.outbox import MOST_A_MINUTE, MOST_ATTEMPTS, MessageState, again_after
from servicepoints.errors import Conflict, NotFound, SettingError
from servicepoints.register import open_register, outbox, robots
from servicepoints.register.secrecy import new_key
from servicepoints.services.housekeeping import forget_people, reseal
from servicepoints.services.noticing.sending import send_due
from tests.conftest import environment
from tests.loopback import answering, hanging_up
from tests.ports import free_port
from tests.services.booking_city import RULES
from tests.services.groups_city import KEY, SETUP, Groups, groups, wecom
from tests.serving.test_processes import eventually

WAITING, SENDING, SENT, STOPPED, UNSURE = MessageState


@pytest.fixture
def city(register_url: str) -> Iterator[Groups]:
    with groups(register_url) as made:
        yield made


def test_messages_go_out_once_and_in_their_order(city: Groups) -> None:
    robot = city.robot()
    city.queue(robot, "一", "二", "三")
    assert city.send().sent == 3
    assert city.heard() == ["一", "二", "三"]
    assert city.states() == [SENT] * 3
    assert city.send().sent == 0
    assert len(city.host.asked) == 3


def test_the_same_batch_is_put_in_line_once(city: Groups) -> None:
    robot = city.robot()
    city.queue(robot, "一")
    with city.register.write(SETUP) as writer:
        assert not outbox.add(writer, robot, "desk:1", ["一"], city.messages()[0].form, writer.now)
    assert len(city.messages()) == 1


@pytest.mark.parametrize(
    "behaviour",
    [
        wecom(-1, "system busy"),
        wecom(45009, "api freq out of limit"),
        answering("<html>", "502 Bad Gateway"),
        answering("", "503 Service Unavailable"),
        answering("", "429 Too Many Requests"),
    ],
)
def test_a_passing_fault_is_tried_again_later(city: Groups, behaviour) -> None:  # type: ignore[no-untyped-def]
    city.queue(city.robot(), "一", "二")
    city.host.behaves = [behaviour, wecom()]
    assert city.send().later == 1
    assert city.states() == [WAITING, WAITING]
    assert city.messages()[0].note
    assert city.send().sent == 0
    city.clock.pass_(seconds=61)
    assert city.send().sent == 2
    assert city.heard() == ["一", "一", "二"]


def test_a_host_that_cannot_be_reached_is_tried_ever_less_often_and_then_no_more(city: Groups) -> None:
    robot = city.robot()
    with city.register.write(SETUP) as writer:
        nowhere = f"http://127.0.0.1:{free_port()}/cgi-bin/webhook/send?key={KEY.format(99)}"
        robots.change_address(writer, robot, nowhere, "0099")
    city.queue(robot, "一")
    hosts = [nowhere.split("/")[2]]
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert send_due(city.register, hosts, 60).left == (attempt < MOST_ATTEMPTS)
        city.clock.now += again_after(attempt)
    (message,) = city.messages()
    assert message.state is STOPPED
    assert message.note.startswith(f"试了{MOST_ATTEMPTS}次都没发成：连不上 127.0.0.1")
    assert KEY.format(99) not in message.note


@pytest.mark.parametrize("code", [93000, 93004, 93008])
def test_a_dead_robot_stops_all_that_waits_for_it_until_its_address_is_given_anew(
    city: Groups, code: int
) -> None:
    robot, other = city.robot(), city.robot()
    city.queue(robot, "一", "二")
    city.queue(other, "三")
    city.host.behaves = [wecom(code, "invalid webhook url"), wecom()]
    city.send()
    assert city.states() == [STOPPED, STOPPED, SENT]
    assert str(code) in city.messages()[0].note
    city.queue(robot, "四", batch="desk:2")
    assert city.send().left == 1
    with city.register.write(SETUP) as writer:
        robots.change_address(writer, robot, f"{city.host.url}/cgi-bin/webhook/send?key={KEY.format(7)}", "0")
    assert city.send().sent == 1
    assert city.heard() == ["一", "三", "四"]


def test_what_is_refused_for_its_own_sake_stops_alone_and_tells_no_key(city: Groups) -> None:
    city.queue(city.robot(), "一", "二")
    city.host.behaves = [wecom(45002, f"content too long {KEY.format(1)}"), wecom()]
    city.send()
    assert city.states() == [STOPPED, SENT]
    assert "45002" in city.messages()[0].note
    assert KEY.format(1) not in city.messages()[0].note


def _after_a_while(connection: socket.socket) -> None:
    connection.recv(1)


@pytest.mark.parametrize(
    "behaviour",
    [
        hanging_up,
        _after_a_while,
        answering("oops"),
        answering('{"ok":true}'),
        answering('{"errcode":true}'),
        answering("", "504 Gateway Timeout"),
        lambda c: c.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"errcode":0'),
    ],
)
def test_what_may_have_arrived_is_unsure_and_never_sent_again_by_itself(
    city: Groups,
    behaviour,
    monkeypatch: pytest.MonkeyPatch,  # type: ignore[no-untyped-def]
) -> None:
    monkeypatch.setattr("servicepoints.services.noticing.sending.SECONDS", 2.0)
    city.queue(city.robot(), "一", "二")
    city.host.behaves = [behaviour, wecom()]
    assert city.send().unsure == 1
    assert city.states() == [UNSURE, SENT]
    city.clock.pass_(hours=1)
    city.send()
    assert city.heard() == ["一", "二"]


def test_a_person_decides_about_what_is_unsure(city: Groups) -> None:
    first, second = city.queue(city.robot(), "一", "二")
    city.host.behaves = [hanging_up, hanging_up, wecom()]
    city.send()
    with city.register.write(SETUP) as writer:
        assert outbox.again(writer, first)
        assert not outbox.again(writer, first)
        assert outbox.believe(writer, second, "示例看过")
        assert not outbox.believe(writer, first, "示例看过")
    city.send()
    assert city.states() == [SENT, SENT]
    assert city.heard() == ["一", "二", "一"]


def test_no_robot_is_given_more_than_twenty_in_any_minute(city: Groups) -> None:
    robot, other = city.robot(), city.robot()
    city.queue(robot, *(str(n) for n in range(30)))
    city.queue(other, "另一个")
    assert city.send().sent == MOST_A_MINUTE + 1
    city.clock.pass_(seconds=59)
    assert city.send().sent == 0
    city.clock.pass_(seconds=2)
    assert city.send().sent == 10
    assert len(set(city.heard())) == 31


def test_what_waited_too_long_or_is_over_is_not_sent_any_more(city: Groups) -> None:
    robot = city.robot()
    city.queue(robot, "一")
    city.clock.pass_(hours=24)
    assert city.send().sent == 0
    assert city.states() == [STOPPED]
    city.clock.pass_(days=7)
    with city.register.write(SETUP) as writer:
        assert not outbox.again(writer, city.messages()[0].id)
    assert city.heard() == []


def test_two_senders_at_once_send_each_message_once(city: Groups) -> None:
    for n in range(6):
        city.queue(city.robot(), *(f"{n}-{part}" for part in range(5)))
    handles = [open_register(city.url, city.data_key, city.clock) for _ in range(4)]

    def drain(handle) -> None:  # type: ignore[no-untyped-def]
        while send_due(handle, [city.host.name], 30).left:
            pass

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(drain, handle) for handle in handles]:
            done.result(60)
    for handle in handles:
        handle.close()
    heard = city.heard()
    assert len(heard) == len(set(heard)) == 30
    assert [[text for text in heard if text[0] == str(n)] for n in range(6)] == [
        [f"{n}-{part}" for part in range(5)] for n in range(6)
    ]


def test_a_sender_killed_in_the_middle_leaves_its_message_unsure_and_sends_nothing_twice(
    city: Groups, tmp_path: Path
) -> None:
    city.clock.now = datetime.now(UTC)
    city.queue(city.robot(), "一", "二")
    held = threading.Event()
    city.host.behaves = [lambda _: held.wait(30) and None, wecom()]
    settings = {
        "REGISTER_URL": city.url, "SERVICEPOINTS_DATA_KEY": city.data_key,
        "SERVICEPOINTS_PUBLIC_URL": "https://example.gov.cn", "SERVICEPOINTS_WECOM_HOSTS": city.host.name,
    }  # fmt: skip
    sender = subprocess.Popen(
        [sys.executable, "-m", "servicepoints", "digest", "--send"], env=environment(tmp_path, settings)
    )
    assert eventually(lambda: len(city.host.asked) == 1)
    os.kill(sender.pid, signal.SIGKILL)
    sender.wait(60)
    held.set()
    assert city.states() == [SENDING, WAITING]
    assert city.send().sent == 0
    city.clock.now = datetime.now(UTC) + timedelta(minutes=3)
    assert city.send().sent == 1
    assert city.states() == [UNSURE, SENT]
    assert "不知道群里收到没有" in city.messages()[0].note
    assert city.heard() == ["一", "二"]


def test_a_slow_sender_that_comes_back_settles_its_own_message_only(city: Groups) -> None:
    (number,) = city.queue(city.robot(), "一")
    with city.register.write(SETUP) as writer:
        claimed = outbox.claim(writer, number, city.messages()[0].robot)
    assert claimed is not None
    city.clock.pass_(minutes=3)
    city.send()
    assert city.states() == [UNSURE]
    with city.register.write(SETUP) as writer:
        assert outbox.settle(writer, claimed, SENT, "")
    with city.register.write(SETUP) as writer:
        assert not outbox.settle(writer, claimed, STOPPED, "迟了")
    assert city.states() == [SENT]


def test_a_sender_that_comes_back_when_its_message_was_sent_again_settles_nothing(city: Groups) -> None:
    (number,) = city.queue(city.robot(), "一")
    robot = city.messages()[0].robot
    with city.register.write(SETUP) as writer:
        old = outbox.claim(writer, number, robot)
    city.clock.pass_(minutes=3)
    city.send()
    with city.register.write(SETUP) as writer:
        outbox.again(writer, number)
        assert outbox.claim(writer, number, robot)
    with city.register.write(SETUP) as writer:
        assert old is not None
        assert not outbox.settle(writer, old, SENT, "")
    assert city.states() == [SENDING]


def test_a_data_key_that_does_not_fit_claims_nothing(city: Groups) -> None:
    city.queue(city.robot(), "一")
    other = open_register(city.url, new_key(), city.clock)
    with pytest.raises(SettingError):
        send_due(other, [city.host.name], 60)
    other.close()
    assert city.states() == [WAITING]
    assert city.send().sent == 1


def test_a_robot_is_known_by_its_key_and_forgotten_with_it(city: Groups) -> None:
    number = city.robot()
    with city.register.read() as reader:
        address = robots.address(reader, number)
    again = Robot(bureau="linju", name="示例同一个")
    with pytest.raises(Conflict), city.register.write(SETUP) as writer:
        robots.add(writer, again, address, "0001")
    with city.register.write(SETUP) as writer:
        robots.remove(writer, number)
    with city.register.read() as reader, pytest.raises(NotFound):
        robots.address(reader, number)
    with city.register.write(SETUP) as writer:
        robots.add(writer, again, address, "0001")


def test_what_waits_for_a_robot_that_is_gone_is_not_sent(city: Groups) -> None:
    number = city.robot()
    city.queue(number, "一")
    with city.register.write(SETUP) as writer:
        robots.remove(writer, number)
    assert city.send().sent == 0
    assert city.heard() == []


def test_an_address_is_read_with_the_new_key_alone_after_it_was_sealed_anew(city: Groups) -> None:
    number, new = city.robot(), new_key()
    both = open_register(city.url, f"{new},{city.data_key}", city.clock)
    assert reseal(both) == 1
    both.close()
    alone = open_register(city.url, new, city.clock)
    with alone.read() as reader:
        address = robots.address(reader, number)
    with pytest.raises(Conflict), alone.write(SETUP) as writer:
        robots.add(writer, Robot(bureau="shili", name="示例同一个"), address, "0001")
    alone.close()


def test_what_was_put_in_line_long_ago_is_forgotten(city: Groups) -> None:
    city.queue(city.robot(), "一")
    city.send()
    city.clock.pass_(days=89)
    forget_people(city.register, RULES)
    assert len(city.messages()) == 1
    city.clock.pass_(days=1)
    forget_people(city.register, RULES)
    assert city.messages() == []
