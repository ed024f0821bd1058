"""What a row below the header is, by the words in it, before anybody looks at its fields."""

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from servicepoints.sheets import markers
from servicepoints.sheets.counting import is_count
from servicepoints.sheets.words import kind_in

_LONGEST_ROLE = 5
"""Characters of 填表人 and its like, standing in a cell before the one with the name."""

_NUMERAL = re.compile(r"[（(]?[一二三四五六七八九十]+[)）、.．]?")


class Sort(Enum):
    """The sorts of rows. One text may be a heading (ALONE), or one cell where the rest is missing (STRAY)."""

    DATA = auto()
    TOTAL = auto()
    FORM = auto()
    NOTE = auto()
    LEGEND = auto()
    NUMBER = auto()
    ALONE = auto()
    STRAY = auto()


@dataclass(slots=True)
class Line:
    """A row that has something in it: its texts by column, whether a merged cell makes it one text, and the
    columns of row numbers, names and addresses (None for none); `said` is all but its row number."""

    texts: dict[int, str]
    banner: bool
    serial: int | None
    name: int | None
    address: int | None
    said: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        number = self.texts.get(self.serial, "") if self.serial is not None else ""
        if number.isdecimal() or _NUMERAL.fullmatch(number):
            self.said = {index: text for index, text in self.texts.items() if index != self.serial}
        else:
            self.said = self.texts

    @property
    def whole(self) -> str:
        """All its texts."""
        return " ".join(dict.fromkeys(self.texts.values()))

    @property
    def first(self) -> str:
        """Its first text."""
        return next(iter(self.texts.values()))

    @property
    def only(self) -> str:
        """What it says, for a row that says one thing; else ""."""
        if len(self.said) == 1 or (self.banner and self.said):
            return next(iter(self.said.values()))
        return ""

    @property
    def titles(self) -> list[str]:
        """What it says besides counts: 黄浦区 | 8个 is a title with a count."""
        if self.only:
            return [self.only]
        return [text for text in self.said.values() if not is_count(text)]

    @property
    def numbered(self) -> bool:
        """Whether it has a row number of its own."""
        return self.serial is not None and self.texts.get(self.serial, "").isdecimal()

    @property
    def named(self) -> bool:
        """Whether it says something in the column of names."""
        return self.name in self.said

    @property
    def full(self) -> bool:
        """Whether it has a name and an address, as points do, and no words where its number should be."""
        return self.named and self.address in self.said and self.serial not in self.said


def sort_of(line: Line, *, after_note: bool) -> Sort:
    """What a row is; `after_note`: whether it follows a footnote, whose numbered points go on below it."""
    if not line.said or all(text.isdecimal() for text in line.said.values()):
        return Sort.NUMBER
    first = next(iter(line.said.values()))
    if markers.is_total(first) and (len(first) <= markers.LONGEST_LABEL or not line.full):
        return Sort.TOTAL
    if markers.is_stamp(line.only) or _is_form(first, line):
        return Sort.FORM
    if markers.is_note(first) and (line.only or not markers.is_starred(first)):
        return Sort.NOTE
    return _sort_of_one(line, after_note) if line.only else Sort.DATA


def _is_form(first: str, line: Line) -> bool:
    if not markers.is_form_line(first):
        return False
    labelled = ":" in first or "：" in first
    return labelled or bool(line.only) or (not line.full and len(first) <= _LONGEST_ROLE)


def _sort_of_one(line: Line, after_note: bool) -> Sort:
    only = line.only
    if markers.is_legend(only):
        return Sort.LEGEND
    if line.numbered and line.named and not line.banner:
        return Sort.DATA
    if markers.is_sentence(only) or (after_note and markers.is_point_of_list(only)):
        return Sort.NOTE
    column = next(iter(line.said))
    if not line.banner and line.name is not None and column > line.name:
        return Sort.STRAY
    return Sort.DATA if line.named and not line.banner and kind_in(only) else Sort.ALONE
