"""How many rows headings and totals say there are (黄浦区（8个）, 合计：18个), held to the rows."""

import re
from dataclasses import dataclass, field
from unicodedata import normalize

_UNIT = "(?:个|家|处|座|所)"
_STATED = re.compile(rf"[(\[【](?:共|计|共计)?(\d{{1,5}}){_UNIT}?(?:点位|站点)?[)\]】]|(\d{{1,5}}){_UNIT}")


def stated_count(text: str) -> int | None:
    """The number of rows that a heading or a total states, None for none."""
    found = _STATED.search("".join(normalize("NFKC", text).split()))
    return int(found[1] or found[2]) if found else None


@dataclass
class Counting:
    """Follows a sheet's headings: each states a number for the rows down to the next of its level."""

    _open: dict[bool, tuple[int, int, int]] = field(default_factory=dict)

    def heading(self, text: str, whole_district: bool, place: int, rows: int) -> list[tuple[int, str]]:
        """A heading at `place` with `rows` above it; gives (place, what is wrong) of those it ends."""
        wrong = self.end(rows) if whole_district else self._close(False, rows)
        stated = stated_count(text)
        if stated is not None:
            self._open[whole_district] = (place, stated, rows)
        return wrong

    def end(self, rows: int) -> list[tuple[int, str]]:
        """The end of all headings' rows."""
        return self._close(False, rows) + self._close(True, rows)

    def _close(self, whole_district: bool, rows: int) -> list[tuple[int, str]]:
        if whole_district not in self._open:
            return []
        place, stated, before = self._open.pop(whole_district)
        return [] if rows - before == stated else [(place, disagreement(stated, rows - before))]


def disagreement(stated: int, found: int) -> str:
    """What is wrong with a count, in Chinese."""
    return f"写的是{stated}个，表里是{found}行，请核对"
