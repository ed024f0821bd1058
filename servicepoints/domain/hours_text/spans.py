"""Chinese opening hours: two clock times and their words (上午, 次日) → a span of minutes."""

from dataclasses import dataclass

from servicepoints.domain.rules import Span

_MORNING = ("早", "朝", "晨", "上午")
_NOON = ("中午", "正午", "午间", "午餐", "午饭", "中餐", "中饭")
_SUPPER = ("晚餐", "晚饭")
_AFTERNOON = ("下午", "午后", "pm")
_NIGHT = ("夜", "晚")
_LATE = (*_NOON, *_AFTERNOON, *_NIGHT)
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

    @property
    def written(self) -> int:
        """The minute of the day, taken as it stands."""
        return self.hour * 60 + self.minute


def span(start: ClockTime, end: ClockTime, by_24_hours: bool) -> Span:
    """The minutes from `start` to `end`; past midnight the end lies beyond 1440. Raises ImplausibleError.

    A part of the day carries over to the end where the clock of twelve hours is used (下午1:30-4:00, not
    夜间18:00-8:00); what is then still ambiguous is refused: 8:30-5:00, 下午11:30, 1:30-4:00 without a word.
    `by_24_hours`: the text counts to twenty-four elsewhere.
    """
    if start.next_day:
        raise ImplausibleError(f"“{start.text}”：开始时间不应在次日")
    begin = _minutes(start, start.part)
    if not start.part and _half_of_day_unclear(start, end, by_24_hours):
        raise ImplausibleError(f"“{start.text}-{end.text}”分不清上午还是下午")
    if begin >= 1440:
        raise ImplausibleError(f"“{start.part}{start.text}”不能是开始时间")
    finish = _end(start, end, begin)
    if finish - begin < _SHORTEST:
        raise ImplausibleError(f"“{start.text}-{end.text}”太短，像是写错了")
    if finish - begin > 1440:
        raise ImplausibleError(f"“{start.text}-{end.text}”超过一整天")
    return begin, finish


def _half_of_day_unclear(start: ClockTime, end: ClockTime, by_24_hours: bool) -> bool:
    """1:30-4:00 always; 5:30-8:30, a morning or an evening, unless the text counts to twenty-four."""
    if 60 <= start.written < 300:
        return end.part != "凌晨"
    by_24_hours = by_24_hours or start.text.startswith("0") or bool(end.part) or end.next_day
    return 300 <= start.written < 420 and start.written < end.written <= 600 and not by_24_hours


def _end(start: ClockTime, end: ClockTime, begin: int) -> int:
    if end.next_day:
        return 1440 + (_minutes(end, end.part) % 1440)
    if end.part:
        return _end_with_part(start, end, begin)
    if end.written > begin:
        return end.written
    if end.written == 0:
        return 1440
    if start.hour <= 12 and end.hour <= 12 and _is(start.part, _LATE):
        if end.hour < 12 and end.written + 720 > begin:
            return end.written + 720
        if end.hour == 12 and not end.minute and _is(start.part, _NIGHT):
            return 1440
    night = end.written + 1440
    at_night = not start.part or (_is(start.part, _NIGHT) and start.part != "傍晚")
    morning = end.written <= _LATEST_MORNING_AFTER
    if at_night and begin >= 17 * 60 and morning and night - begin <= _LONGEST_NIGHT:
        return night
    raise ImplausibleError(f"“{start.text}-{end.text}”结束早于开始，分不清是当天还是次日")


def _end_with_part(start: ClockTime, end: ClockTime, begin: int) -> int:
    finish = _minutes(end, end.part) or 1440
    if finish > begin:
        return finish
    earliest = 6 * 60 if end.part == "凌晨" else 12 * 60
    if begin >= earliest and end.part in _NEXT_MORNING and finish <= _LATEST_MORNING_AFTER:
        return finish + 1440
    raise ImplausibleError(f"“{start.text}-{end.text}”结束早于开始")


def _minutes(time: ClockTime, part: str) -> int:
    """Minutes since midnight, the part of the day applied. Raises ImplausibleError where the two
    contradict.
    """
    hour, written = time.hour, time.written
    for parts, twelve_hour, literal in _RULES:
        if not part or not _is(part, parts):
            continue
        if literal[0] <= written <= literal[1]:
            return written
        if twelve_hour[0] <= hour <= twelve_hour[1]:
            return written + 720
        if hour == 12 and part in ("am", "凌晨"):
            return time.minute
        if hour in (0, 12, 24) and _is(part, _NIGHT):
            return 1440 + time.minute
        if _is(part, _NIGHT) and hour < 5:
            raise ImplausibleError(f"“{part}{time.text}”说不通，是凌晨还是下午分不清")
        raise ImplausibleError(f"“{part}{time.text}”说不通，可能是{hour % 12}点也可能是{hour % 12 + 12}点")
    return written


def _is(part: str, parts: tuple[str, ...]) -> bool:
    return any(p in part for p in parts)


# part of the day; the hours to which twelve are added; the minutes of the day that may stand as written
_RULES: tuple[tuple[tuple[str, ...], tuple[int, int], tuple[int, int]], ...] = (
    (("凌晨", "半夜", "午夜"), (99, 99), (0, 6 * 60)),
    (("am",), (99, 99), (0, 12 * 60 - 1)),
    (("pm",), (1, 11), (12 * 60, 1440)),
    (_MORNING, (99, 99), (4 * 60, 12 * 60)),
    (_NOON, (1, 2), (10 * 60, 15 * 60)),
    (_AFTERNOON, (1, 7), (12 * 60, 19 * 60 + 59)),
    (_SUPPER, (4, 9), (15 * 60 + 30, 22 * 60)),
    (("晚",), (5, 11), (16 * 60, 1440)),
    (("夜",), (6, 11), (17 * 60, 1440)),
)
