"""The weekly notice: once a week, however many nodes ask, on time or a day late, never of one that is over.

BEGUN is Monday 2026-09-14, 10:00.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from servicepoints.domain.digests import Form, Length, Robot, Weekly
from servicepoints.domain.outbox import MessageState
from servicepoints.register import open_register, openings, robots
from servicepoints.services.noticing.scheduling import queue_due
from tests.services.groups_city import BEGUN, FRAME, SETUP, Groups, groups

AT_ELEVEN = Weekly(0, 11 * 60)


@pytest.fixture
def city(register_url: str) -> Iterator[Groups]:
    with groups(register_url) as made:
        yield made


def test_it_is_put_in_line_when_its_moment_comes_and_once_a_week(city: Groups) -> None:
    city.robot(weekly=AT_ELEVEN)
    assert city.schedule() == 0
    city.clock.pass_(hours=1)
    assert [city.schedule(), city.schedule()] == [1, 0]
    city.clock.pass_(days=6, hours=23, minutes=59)
    assert city.schedule() == 0
    city.clock.pass_(minutes=1)
    assert city.schedule() == 1
    assert city.send().sent == 1


def test_it_is_of_the_seven_days_from_then_on_and_ends_with_the_link(city: Groups) -> None:
    city.robot(weekly=AT_ELEVEN, district="黄浦区")
    city.clock.pass_(hours=1)
    city.schedule()
    city.send()
    lines = city.heard()[0].split("\n")
    assert lines[0] == "【黄浦区】歇脚点 9月14日–20日"
    assert lines[-1] == "https://example.gov.cn/d/huangpu"


def test_the_bureaus_line_stands_in_it_and_the_managers_are_greeted_where_they_are(city: Groups) -> None:
    with city.register.write(SETUP) as writer:
        openings.keep(writer, "shili", "天热，进来喝口水。")
    city.robot(weekly=AT_ELEVEN, greets=True, form=Form.MARKDOWN, length=Length.FULL)
    city.clock.pass_(hours=1)
    city.schedule()
    city.send()
    greeting, text = city.heard()
    assert greeting.startswith("各企业：下面是示例邮政管理局")
    assert text.split("\n")[:2] == ["**【示例邮政管理局】歇脚点 9月14日–20日**", "天热，进来喝口水。"]


def test_after_an_outage_of_hours_it_is_made_up_for_with_its_dates_from_then(city: Groups) -> None:
    city.robot(weekly=AT_ELEVEN)
    city.clock.pass_(hours=24)
    assert city.schedule() == 1
    assert "9月15日–21日" in city.messages()[0].text


def test_after_an_outage_of_days_its_week_is_left_out_and_that_is_said(city: Groups) -> None:
    city.robot(weekly=AT_ELEVEN)
    city.clock.pass_(hours=26)
    assert [city.schedule(), city.schedule()] == [0, 0]
    (message,) = city.messages()
    assert message.state is MessageState.STOPPED
    assert message.note.startswith("该9月14日11:00发")
    assert city.send().sent == 0


def test_where_there_is_nothing_to_tell_of_nothing_is_sent_and_that_is_said(city: Groups) -> None:
    city.robot(weekly=AT_ELEVEN, district="崇明区", greets=True)
    city.clock.pass_(hours=1)
    assert city.schedule() == 0
    (message,) = city.messages()
    assert message.note == "这里没有写得出的点位，这一周没发"


def test_a_moment_before_it_was_asked_for_is_not_made_up_for(city: Groups) -> None:
    number = city.robot(weekly=Weekly(0, 9 * 60))
    assert city.schedule() == 0
    with city.register.write(SETUP) as writer:
        robots.change(writer, Robot(id=number, bureau="shili", name="示例群", weekly=Weekly(6, 600)))
    assert city.schedule() == 0
    assert city.messages() == []


def test_nothing_is_put_in_line_for_a_robot_that_is_gone_or_dead(city: Groups) -> None:
    gone, dead = city.robot(weekly=AT_ELEVEN), city.robot(weekly=AT_ELEVEN)
    with city.register.write(SETUP) as writer:
        robots.remove(writer, gone)
        robots.blame(writer, dead, "示例坏了")
    city.clock.pass_(hours=1)
    assert city.schedule() == 0


def test_two_nodes_at_once_put_it_in_line_once(city: Groups) -> None:
    for _ in range(8):
        city.robot(weekly=AT_ELEVEN, greets=True)
    city.clock.pass_(hours=1)
    handles = [open_register(city.url, city.data_key, city.clock) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        queued = sum(pool.map(lambda handle: queue_due(handle, FRAME), handles))
    for handle in handles:
        handle.close()
    assert queued == 8
    assert len({(message.robot, message.part) for message in city.messages()}) == 16 == len(city.messages())


@pytest.mark.parametrize(
    ("weekday", "minute", "days_ago"),
    [(0, 600, 0), (0, 599, 0), (0, 601, 7), (6, 0, 1), (1, 1439, 6)],
)
def test_its_latest_moment_is_the_last_that_is_not_to_come(weekday: int, minute: int, days_ago: int) -> None:
    latest = Weekly(weekday, minute).latest(BEGUN)
    assert latest <= BEGUN
    assert latest.weekday() == weekday
    assert (latest.hour * 60 + latest.minute) == minute
    assert (BEGUN.date() - latest.date()).days == days_ago
