"""Published points as a table for everyone: the columns of a roster without its private contacts, and what
a reader of open data asks for besides."""

from collections.abc import Callable, Mapping
from datetime import datetime

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Point, ScheduleStatus
from servicepoints.domain.wording import LISTING_WORDS
from servicepoints.sheets.point_cells import CellValue, cells, columns, header

_PRIVATE = ("contact", "contact_public")
_READ_WORDS: Mapping[ScheduleStatus, str] = {
    ScheduleStatus.READ: "读懂了",
    ScheduleStatus.REVIEW: "没核实",
    ScheduleStatus.NONE: "",
}


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="minutes") if at else ""


def _opening_hours(point: Point) -> str:
    read = point.schedule.status is ScheduleStatus.READ
    return (point.schedule.opening_hours or "") if read else ""


MORE: Mapping[str, Callable[[Point], CellValue]] = {
    "时间读懂没有": lambda p: _READ_WORDS[p.schedule.status],
    "开放时间(OSM)": _opening_hours,
    "状态": lambda p: LISTING_WORDS[p.listing],
    "关门到": lambda p: _moment(p.suspended_until),
    "关门原因": lambda p: p.listing_reason,
    "改动时间": lambda p: _moment(p.updated_at),
    "版本": lambda p: p.revision,
}
"""What stands after the roster's columns."""


class OpenTable:
    """The headers, and the cells of a point under them. `bureaus`: names by slug; `link` gives a point's
    page by its code."""

    def __init__(
        self, vocabulary: Vocabulary, bureaus: Mapping[str, str], link: Callable[[str], str]
    ) -> None:
        self._vocabulary = vocabulary
        self._bureaus = bureaus
        self._link = link
        self._fields = [name for name in columns(vocabulary) if name not in _PRIVATE]
        self._bureau = self._fields.index("bureau")
        self.headers = [*(header(name, vocabulary) for name in self._fields), *MORE, "网页"]

    def row(self, point: Point) -> list[CellValue]:
        """The cells of one published point."""
        row = cells(point, self._fields, self._vocabulary)
        row[self._bureau] = self._bureaus.get(point.bureau, point.bureau)
        return [*row, *(of(point) for of in MORE.values()), self._link(point.code)]
