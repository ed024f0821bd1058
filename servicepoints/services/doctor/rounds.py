"""What cron is to make round after round: whether it does."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

from servicepoints.config import Settings
from servicepoints.domain.digests import Robot
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import ServicePointsError
from servicepoints.register import Reader, instance, outbox, pulses, robots
from servicepoints.services.doctor.diagnosis import Diagnosis, Level
from servicepoints.services.housekeeping import PULSE as HOUSEKEEPING
from servicepoints.services.noticing.groups import LATE
from servicepoints.services.noticing.sending import PULSE as DIGEST
from servicepoints.services.opening import open_instance

_CLEANED_EVERY = timedelta(days=3)
_CRON = "cron 里要有这一行，README“放到一台机器上”写着：servicepoints {}"


def rounds(settings: Settings) -> Iterator[Diagnosis]:
    """The daily round, and the one that sends notices into groups; a backup is told of with the register."""
    try:
        with closing(open_instance(settings)) as opened, opened.read() as reader:
            yield from late(reader, opened.now())
    except ServicePointsError:
        return  # `register` tells of it


def late(reader: Reader, now: datetime) -> Iterator[Diagnosis]:
    """The rounds that are late at that moment."""
    yield from _cleaned(reader, now)
    yield from _sent(reader, now)


def _cleaned(reader: Reader, now: datetime) -> Iterator[Diagnosis]:
    this, last = instance.get(reader), pulses.last(reader, HOUSEKEEPING)
    if this.kind != "demo" and now - (last or this.created_at) > _CLEANED_EVERY:
        words = f"上次是 {_at(last)}" if last else "还没有跑过"
        words += "：该删的姓名、手机号没有删"
        yield Diagnosis(Level.WARN, "每天的清理", words, _CRON.format("housekeeping"))


def _sent(reader: Reader, now: datetime) -> Iterator[Diagnosis]:
    """Weekly notices that are due and not in line, and messages that stand in line though due."""
    subject, fix = "群通知", _CRON.format("digest --send")
    missed = [robot.name for robot in robots.scheduled(reader) if _is_missed(reader, robot, now)]
    if missed:
        yield Diagnosis(Level.WARN, subject, f"到了时候没有发：{'、'.join(missed)}", fix)
    number, since = outbox.overdue(reader, now - LATE)
    if since:
        last = pulses.last(reader, DIGEST)
        ran = f"上次发是 {_at(last)}" if last else "从来没有发过"
        words = f"{number} 条等着发，最早的 {_at(since)} 就该发；{ran}"
        runs = last is not None and now - last <= LATE
        yield Diagnosis(Level.WARN, subject, words, "在“群机器人和发送记录”里看是哪一个" if runs else fix)


def _is_missed(reader: Reader, robot: Robot, now: datetime) -> bool:
    assert robot.weekly is not None
    assert robot.since is not None
    at = robot.weekly.latest(now)
    batch = robot.weekly.batch(at)
    return robot.since <= at <= now - LATE and not outbox.has(reader, robot.id, batch)


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(TIMEZONE):%Y-%m-%d %H:%M}"
