"""The weekly notices: put in line once a week each, whoever makes the round and however often."""

from contextlib import suppress
from datetime import datetime, time, timedelta

from servicepoints.domain.booking_words import moment_in_full
from servicepoints.domain.digests import CATCH_UP, WEEK, Robot
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import Conflict
from servicepoints.register import Register, outbox, robots
from servicepoints.services.noticing.gathering import Frame, Wanted, made_notice
from servicepoints.services.noticing.sending import SENDER

_EMPTY = "这里没有写得出的点位，这一周没发"
_MISSED = "该{at}发，那时候没有运行，晚了一天多，这一周不补了"


def queue_due(register: Register, frame: Frame) -> int:
    """Puts in line every weekly notice whose moment has come since it was set; how many.

    One that is late by up to a day is of the seven days from now on; one that is later than that is left out,
    and the outbox says so. RegisterAway.
    """
    now = register.now().astimezone(TIMEZONE)
    with register.read() as reader:
        wanted = robots.scheduled(reader)
    return sum(_queue(register, robot, frame, now) for robot in wanted)


def _queue(register: Register, robot: Robot, frame: Frame, now: datetime) -> bool:
    assert robot.weekly is not None
    assert robot.since is not None
    at = robot.weekly.latest(now)
    batch = robot.weekly.batch(at)
    if at < robot.since:
        return False
    with register.read() as reader:
        if outbox.has(reader, robot.id, batch):
            return False
    if now - at > CATCH_UP:
        _leave_out(register, robot, batch, _MISSED.format(at=moment_in_full(at)))
        return False
    texts = weekly_texts(register, robot, frame, now)
    if not texts:
        _leave_out(register, robot, batch, _EMPTY)
        return False
    ends_at = datetime.combine(now.date() + timedelta(days=WEEK), time(), TIMEZONE)
    return _put(register, robot, batch, texts, ends_at)


def weekly_texts(register: Register, robot: Robot, frame: Frame, now: datetime) -> list[str]:
    """What a robot is sent of the seven days from `now` (aware) on; [] where there is nothing to tell of."""
    wanted = Wanted(
        first=now.astimezone(TIMEZONE).date(),
        length=robot.length,
        bureau=robot.bureau,
        district=robot.district,
        sub_district=robot.sub_district,
    )
    made = made_notice(register, wanted, frame, now, robot.form)
    if not any(choice.chosen for choice in made.choices):
        return []
    return [*([made.managers] if robot.greets else []), *made.texts]


def _put(register: Register, robot: Robot, batch: str, texts: list[str], ends_at: datetime) -> bool:
    try:
        with register.write(SENDER) as writer:
            return outbox.add(writer, robot.id, batch, texts, robot.form, ends_at)
    except Conflict:  # another node was a moment quicker
        return False


def _leave_out(register: Register, robot: Robot, batch: str, why: str) -> None:
    with suppress(Conflict), register.write(SENDER) as writer:
        outbox.add_missed(writer, robot.id, batch, why)
