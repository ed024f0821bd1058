"""Chinese opening hours, whole: the roster's own words → a Schedule."""

from functools import lru_cache

from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.hours_text.parser import parse
from servicepoints.domain.hours_text.tokens import tokenise
from servicepoints.domain.hours_text.weaving import Weaver
from servicepoints.domain.hours_text.writings import normalise
from servicepoints.domain.points import Schedule, ScheduleStatus
from servicepoints.domain.rules_text import write_rules
from servicepoints.errors import InvalidValue

LONGEST = 500
"""Characters; a longer text is no schedule but a page, which a person must read."""

HOLIDAYS_UNSAID = "没说法定节假日怎么开"
"""The reason beside a reading that is silent on public holidays."""

_NOTHING = frozenset(
    ["", *"无 暂无 没有 不详 未知 不明 待定 待核实 待补充 空 未提供 无数据 na null none nan".split()]  # noqa: SIM905
)


def read_hours(text: str) -> Schedule:
    """What a Chinese text says of opening hours.

    READ only when every word of it was understood and nothing contradicts; else REVIEW with the reasons
    and, where only a small thing is missing, a proposal for a person to accept; NONE where the text says
    nothing at all. Never raises. Linear in the text's length.
    """
    if len(text) > LONGEST:
        return _review(text, [f"文字太长（{len(text)}字），要人看"])
    return _read(text)


@lru_cache(maxsize=4096)  # a roster says the same hours hundreds of times
def _read(text: str) -> Schedule:
    plain = normalise(text)
    if "".join(c for c in plain.lower() if c.isalnum()) in _NOTHING:
        return Schedule(text=text, reasons=("没写开放时间",))
    reading = parse(plain, tokenise(plain))
    rules = () if reading.refusals or reading.gaps else Weaver(reading).rules()
    if reading.refusals or reading.gaps:
        return _review(text, reading.refusals or reading.gaps)
    try:
        hours = OpeningHours.parse(write_rules(rules))
    except InvalidValue as error:
        return _review(text, [error.reason])
    if reading.doubts:
        return _review(text, reading.doubts, str(hours))
    silent = not any(rule.holidays for rule in hours.rules)
    reasons = (*reading.notes, *([HOLIDAYS_UNSAID] if silent else []))
    return Schedule(text=text, opening_hours=str(hours), status=ScheduleStatus.READ, reasons=reasons)


def _review(text: str, reasons: list[str], proposal: str | None = None) -> Schedule:
    return Schedule(text=text, status=ScheduleStatus.REVIEW, proposal=proposal, reasons=tuple(reasons))
