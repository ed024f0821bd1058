"""Figures in words: one source for the city's page and the public one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import floor

from servicepoints.domain.figures import LEAST_TOLD, LONGEST_DAYS, Told

TOO_FEW = "数还太少"
NOT_ANNOUNCED = "放假安排还没公布"
MOSTLY_NEVER = "一半以上没核实过"


@dataclass(frozen=True, slots=True)
class FigureWords:
    """A figure: what it is called, in a table's head and in full; how a value is said; and how high a value
    stands on a line (0…1)."""

    head: str
    full: str
    said: Callable[[float], str]
    height: Callable[[float], float]


def _per_cent(value: float) -> str:
    """Rounded towards the honest side: 100% only when it is all."""
    return f"{floor(value * 100 + 1e-9)}%"


def _days(value: float) -> str:
    return f"{value:.0f}天"


def _times(value: float) -> str:
    return f"{value:.0f}次" if value >= 10 or not value else f"{value:.1f}次"


def _itself(value: float) -> float:
    return value


FIGURES: Mapping[str, FigureWords] = {
    "checked": FigureWords("90天内核实", "90天内核实过的", _per_cent, _itself),
    "age_days": FigureWords(
        "多久前核实", "多久前核实的（中位数）", _days, lambda v: min(1.0, v / LONGEST_DAYS)
    ),
    "answered": FigureWords("反馈按时回", "小哥的反馈按时回复的（90天内）", _per_cent, _itself),
    "shut": FigureWords(
        "门关着", "小哥每100次说开着，有几次说门关着（90天内）", _times, lambda v: min(1.0, v / 100)
    ),
    "late": FigureWords("23点开着", "晚上23点开着的", _per_cent, _itself),
    "holiday": FigureWords("节假日开着", "下一个法定节假日14点开着的", _per_cent, _itself),
    "served": FigureWords("找得到", "小哥找歇脚点，1公里内有能歇的（上月和本月）", _per_cent, _itself),
}
"""By the field of `Told`, in the order in which they are shown."""


def figure_words(name: str, told: Told) -> str:
    """The value of a figure in words; unknown is said."""
    value: float | None = getattr(told, name)
    if value is not None:
        return FIGURES[name].said(value)
    if name == "holiday" and told.points >= LEAST_TOLD:
        return NOT_ANNOUNCED
    if name == "age_days" and told.points >= LEAST_TOLD:
        return MOSTLY_NEVER
    return TOO_FEW
