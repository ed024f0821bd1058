"""`doctor` notices what cron should have done and did not. BEGUN is Monday 2026-09-14, 10:00."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from servicepoints.domain.digests import Weekly
from servicepoints.register import schema as s
from servicepoints.services.doctor.rounds import late
from servicepoints.services.housekeeping import beat as cleaned
from servicepoints.services.noticing.sending import beat as sent
from tests.services.groups_city import Groups, groups

AT_ELEVEN = Weekly(0, 11 * 60)
CLEANING, NOTICES = "每天的清理", "群通知"


@pytest.fixture
def city(register_url: str) -> Iterator[Groups]:
    with groups(register_url) as made:
        with made.register.begin() as connection:
            connection.execute(update(s.instance).values(kind="real"))
        yield made


def told(city: Groups) -> dict[str, str]:
    """What is late now, and in which words."""
    with city.register.read() as reader:
        return {one.subject: one.words + one.fix for one in late(reader, city.register.now())}


def test_a_new_instance_is_not_complained_of(city: Groups) -> None:
    city.robot(weekly=AT_ELEVEN)
    assert told(city) == {}


def test_a_daily_round_that_is_not_made(city: Groups) -> None:
    city.clock.pass_(days=3, minutes=1)
    assert "还没有跑过" in told(city)[CLEANING]
    cleaned(city.register)
    assert told(city) == {}
    city.clock.pass_(days=3)
    assert told(city) == {}
    city.clock.pass_(minutes=1)
    assert "上次是 2026-09-17 10:01" in told(city)[CLEANING]


def test_a_weekly_notice_that_is_due_and_was_not_sent(city: Groups) -> None:
    city.robot(weekly=AT_ELEVEN, name="示例午间群")
    city.clock.pass_(hours=1, minutes=29)
    assert told(city) == {}
    city.clock.pass_(minutes=1)
    assert "示例午间群" in told(city)[NOTICES]
    city.schedule()
    city.send()
    assert told(city) == {}


def test_an_outbox_that_stands_still(city: Groups) -> None:
    city.queue(city.robot(), "示例一", "示例二")
    city.clock.pass_(minutes=29)
    assert told(city) == {}
    city.clock.pass_(minutes=1)
    assert "2 条等着发，最早的 2026-09-14 10:00 就该发；从来没有发过" in told(city)[NOTICES]
    assert "digest --send" in told(city)[NOTICES]
    sent(city.register)
    assert "看是哪一个" in told(city)[NOTICES]
