"""What may be the matter with a point, in words: the choices of the filter and the marks on rows."""

from collections.abc import Mapping, Sequence

from servicepoints.domain.breaks import Break

HOLIDAY = "holiday"
"""The one matter that only the evaluator of hours can tell."""

UNOWNED = "unowned"
"""The one matter that only the city sees and settles."""

MATTERS: Mapping[str, str] = {
    "reported": "小哥反馈没回",
    "disputed": "说法不一",
    HOLIDAY: "{holiday}怎么开没说",
    "hours_review": "时间没读懂",
    "hours_none": "没写时间",
    "position": "位置待标",
    "overdue": "临时关门到期了",
    "ending": "快到期或已到期",
    "held": "待处理",
    "stale": "{days}天没核实",
    "unchecked": "从没核实过",
    "audience": "谁能进没核实",
    "amenities": "设施不详",
    UNOWNED: "还不归哪个局",
    "hours": "时间不详（没写或没读懂）",
    "recent": "90天内核实过",
}
"""By name, in the order of harm to couriers; the last two gather or oppose others."""

_NO_MARK = frozenset({"hours", "recent", "held", "stale", "unchecked"})


def holiday_words(breaks: Sequence[Break]) -> str:
    """The coming holidays by name: 国庆, 中秋、国庆; 节假日 if none is near."""
    return "、".join(dict.fromkeys(coming.name for coming in breaks)) or "节假日"


def matter_words(name: str, stale_days: int, breaks: Sequence[Break]) -> str:
    """A matter as the filter offers it."""
    return MATTERS[name].format(holiday=holiday_words(breaks), days=stale_days)


def marks(found: frozenset[str], breaks: Sequence[Break]) -> tuple[str, ...]:
    """The matters of one point as its row shows them: what its other columns say already is left out."""
    return tuple(matter_words(n, 0, breaks) for n in MATTERS if n in found and n not in _NO_MARK)
