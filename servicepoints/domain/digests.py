"""What a group notice may be: how long, of how many days; and what a group's robot is sent, and when."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import InvalidValue

WEEK = 7
DAYS_WORDS: Mapping[int, str] = {WEEK: "七天", 1: "一天"}
"""Of how many days a notice may be."""

CATCH_UP = timedelta(hours=24)
"""A weekly notice that could not be sent on time is made up for so long; after that its week is left out."""


class Length(StrEnum):
    """SHORT fits one message, the rest stands behind the link; FULL names every point, in as many messages as
    it takes."""

    SHORT = "short"
    FULL = "full"


LENGTH_WORDS: Mapping[Length, str] = {Length.SHORT: "简短（最多5个点）", Length.FULL: "全部点位"}


class Form(StrEnum):
    """How a robot is given its message."""

    TEXT = "text"
    MARKDOWN = "markdown"


FORM_WORDS: Mapping[Form, str] = {
    Form.TEXT: "文字（能转到微信里）",
    Form.MARKDOWN: "排版（只有企业微信里看得到）",
}
MOST_BYTES: Mapping[Form, int] = {Form.TEXT: 2048, Form.MARKDOWN: 4096}
"""UTF-8 bytes of one message of a robot (developer.work.weixin.qq.com/document/path/91770)."""

_OF_ONE_DAY = ("今天", "明天", "后天", "昨天", "今晚", "明晚", "明早")


@dataclass(frozen=True, slots=True)
class Weekly:
    """Once a week: on which weekday (0 is Monday), at which minute of the day in Shanghai."""

    weekday: int
    minute: int

    def latest(self, now: datetime) -> datetime:
        """The last moment not after `now` (aware) at which it was to be."""
        now = now.astimezone(TIMEZONE)
        day = now.date() - timedelta(days=(now.weekday() - self.weekday) % 7)
        at = datetime.combine(day, datetime.min.time(), TIMEZONE) + timedelta(minutes=self.minute)
        return at if at <= now else at - timedelta(weeks=1)

    @staticmethod
    def batch(at: datetime) -> str:
        """The name in the outbox of what was to be sent at one of those moments."""
        return f"weekly:{at.date().isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """A robot of a bureau ("" is the city): the name of its group, what it is sent, and every week when.

    `greets`: the line to the managers goes first. `since`: its week counts from then. `fault` says why
    nothing can be sent until its address is given anew.
    """

    id: int = 0
    bureau: str
    name: str
    tail: str = ""
    district: str = ""
    sub_district: str = ""
    length: Length = Length.SHORT
    form: Form = Form.TEXT
    greets: bool = False
    weekly: Weekly | None = None
    since: datetime | None = None
    fault: str = ""

    @property
    def mark(self) -> str:
        """Another as soon as anything that a person sets of it is; nothing can be read from it."""
        said = repr(replace(self, since=None, fault=""))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def lasting(line: str) -> str:
    """A line that an editor gives a notice, on one line. InvalidValue if it would be wrong tomorrow."""
    line = " ".join(line.split())
    for word in _OF_ONE_DAY:
        if word in line:
            raise InvalidValue("开头一句", line, f"通知会在群里留几天，“{word}”到时候就不对了", "写几月几日")
    return line


def last_day(first: date, days: int) -> date:
    """The last of so many days from `first` on."""
    return first + timedelta(days=days - 1)
