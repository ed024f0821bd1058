"""Chinese opening hours, third step: two clock times and their words (上午, 次日) → a span of minutes."""

from dataclasses import dataclass

from servicepoints.domain.rules import Span

_MORNING = ("早", "朝", "晨", "上午", "am")
_NOON = ("中午", "正午", "午间")
_AFTERNOON = ("下午", "午后", "pm")
_EVENING = ("晚", "傍晚")
_NIGHT = ("夜",)
_NEXT_MORNING = ("凌晨", "清晨", "早", "早上", "早晨")

_SHORTEST = 30
_LATEST_MORNING_AFTER = 9 * 60
_LONGEST_NIGHT = 14 * 60 + 30


class ImplausibleError(Exception):
    """A time or span that no one can have meant as written; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time as written: hour and minute, the part of the day said before it ("" if none), 次日 or not, am/pm
    behind it.
    """

    hour: int
    minute: int
    part: str
    next_day: bool
    text: str
    suffixed: bool = False


def span(start: ClockTime, end: ClockTime) -> Span:
    """The minutes from `start` to `end`; past midnight the end lies beyond 1440. Raises ImplausibleError.

    A part of the day carries over to the end (下午1:30-4:00); what is then still ambiguous is refused:
    8:30-5:00, 下午11:30, 1:30-4:00 without a word.
    """
    if start.next_day:
        raise ImplausibleError(f"“{start.text}”：开始时间不应在次日")
    begin = _minutes(start, start.part)
    if not start.part and 60 <= begin < 300 and not (end.part == "凌晨"):
        raise ImplausibleError(f"“{start.text}”分不清上午还是下午")
    if begin >= 1440:
        raise ImplausibleError(f"“{start.part}{start.text}”不能是开始时间")
    finish = _end(start, end, begin)
    if finish - begin < _SHORTEST:
        raise ImplausibleError(f"“{start.text}-{end.text}”太短，像是写错了")
    if finish - begin > 1440:
        raise ImplausibleError(f"“{start.text}-{end.text}”超过一整天")
    return begin, finish


def _end(start: ClockTime, end: ClockTime, begin: int) -> int:
    written = end.hour * 60 + end.minute
    if end.next_day:
        return 1440 + (_minutes(end, end.part) % 1440)
    if end.part:
        finish = _minutes(end, end.part)
        if finish > begin:
            return finish
        if begin >= (6 * 60 if end.part == "凌晨" else 12 * 60) and end.part in _NEXT_MORNING:
            return finish + 1440
        raise ImplausibleError(f"“{start.text}-{end.text}”结束早于开始")
    if written > begin:
        return written
    if written == 0:
        return 1440
    carried = written + 720
    if (
        start.part
        and _is(start.part, _NOON + _AFTERNOON + _EVENING + _NIGHT)
        and end.hour < 12
        and carried > begin
    ):
        return carried
    night = written + 1440
    at_night = not start.part or _is(start.part, _EVENING + _NIGHT)
    if at_night and begin >= 17 * 60 and written <= _LATEST_MORNING_AFTER and night - begin <= _LONGEST_NIGHT:
        return night
    raise ImplausibleError(f"“{start.text}-{end.text}”结束早于开始，分不清是当天还是次日")


def _minutes(time: ClockTime, part: str) -> int:
    """Minutes since midnight, the part of the day applied. Raises ImplausibleError where the two
    contradict.
    """
    hour, written = time.hour, time.hour * 60 + time.minute
    for parts, twelve_hour, literal in _RULES:
        if not part or not _is(part, parts):
            continue
        if literal[0] <= written <= literal[1]:
            return written
        if twelve_hour[0] <= hour <= twelve_hour[1]:
            return written + 720
        if (hour == 12 and "晚" in part) or (hour in (0, 12, 24) and _is(part, (*_NIGHT, "凌晨"))):
            return 1440 + time.minute if "凌晨" not in part else time.minute
        raise ImplausibleError(f"“{part}{time.text}”说不通，可能是{hour % 12}点也可能是{hour % 12 + 12}点")
    return written


def _is(part: str, parts: tuple[str, ...]) -> bool:
    return any(p in part for p in parts)


# part of the day; the hours to which twelve are added; the minutes of the day that may stand as written
_RULES: tuple[tuple[tuple[str, ...], tuple[int, int], tuple[int, int]], ...] = (
    (("凌晨", "半夜", "午夜"), (99, 99), (0, 6 * 60)),
    (_MORNING, (99, 99), (4 * 60, 12 * 60)),
    (_NOON, (1, 2), (11 * 60, 14 * 60 + 30)),
    (_AFTERNOON, (1, 7), (12 * 60, 19 * 60 + 59)),
    (_EVENING, (5, 11), (17 * 60, 1440)),
    (_NIGHT, (6, 11), (17 * 60, 1440)),
)
