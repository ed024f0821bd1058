"""Whether a roster's column of 编号 holds our codes or the bureau's own numbers (1, 2, 3, HP-001, 310101).

Ours are six random characters. A column of anything else is not used, and rows are known by name and address
as in a roster without codes; in a column of ours, a code that nothing has is a mistake and refuses its row.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from servicepoints.domain.points import clean_code
from servicepoints.sheets.readings import Cell, Roster, Row

Known = Callable[[Collection[str]], Collection[str]]
"""Which of some codes the register has."""

_NUMBERED = re.compile(r"([A-Za-z]*)[-_ ]?(\d+)")
_NOT_OURS = "不是系统给的编号，没有用"


def with_own_codes(roster: Roster, known: Known) -> Roster:
    """The roster, with columns of other numbers taken for nothing."""
    columns: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in roster.rows:
        for cell in row.values.get("code", ()):
            columns[row.sheet, cell.column].append(cell.text)
    foreign = {place for place, texts in columns.items() if not _ours(texts, known)}
    if not foreign:
        return roster
    return replace(
        roster,
        columns=tuple(
            replace(c, field="", how=_NOT_OURS) if c.field == "code" and (c.sheet, c.letter) in foreign else c
            for c in roster.columns
        ),
        rows=tuple(_without_codes(row, foreign) for row in roster.rows),
    )


def _ours(texts: list[str], known: Known) -> bool:
    """Whether most cells look like codes, or the register knows one of those that could be."""
    codes = {text: clean_code(text) for text in texts}
    if not _counting(texts) and sum(code is not None for code in codes.values()) * 2 >= len(codes):
        return True
    return bool(known({code for code in codes.values() if code}))


def _counting(texts: Iterable[str]) -> bool:
    """Whether these are numbers with at most one word before all of them: HP0001, HP0002."""
    parts = [_NUMBERED.fullmatch(text.strip()) for text in texts]
    return all(parts) and len({part[1].upper() for part in parts if part}) == 1


def _without_codes(row: Row, foreign: Collection[tuple[str, str]]) -> Row:
    cells: tuple[Cell, ...] = row.values.get("code", ())
    if not any((row.sheet, cell.column) in foreign for cell in cells):
        return row
    return replace(row, values={name: cells for name, cells in row.values.items() if name != "code"})
