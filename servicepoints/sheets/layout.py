"""Where a sheet's header is and what its columns mean: titles above it, headers in one row or two."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from servicepoints.sheets.fields import BY_NAME
from servicepoints.sheets.headers import (
    AMENITY,
    BY_ENDING,
    CHOSEN,
    DATUM_ORDER,
    MEALS,
    SERIAL,
    Headers,
    Meaning,
)
from servicepoints.sheets.reading import Sheet
from servicepoints.sheets.readings import Column
from servicepoints.sheets.texts import folded, letter, text_of

_LOOK_AT = 40
_CORE = frozenset({"name", "address"})
_AXES = ("latitude", "longitude", "coordinates")


@dataclass(frozen=True, slots=True)
class Taken:
    """A column that is used: its index, letter, header as written, field (or `amenity:<key>`) and days."""

    index: int
    letter: str
    header: str
    field: str
    days: str = ""


@dataclass(slots=True)
class Layout:
    """A sheet's header: its rows (first, last; from 0), the columns used, and all columns for the report."""

    first: int
    last: int
    taken: list[Taken] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)

    def index_of(self, field_name: str) -> int | None:
        """The index of the first column of a field."""
        return next((t.index for t in self.taken if t.field == field_name), None)


def find_layout(sheet: Sheet, headers: Headers, start: int = 0) -> Layout | None:
    """The first header at or below row `start`, or None.

    A row is one if two of its cells name fields and one of them is the name or the address; a row of group
    headers above it, or of sub-headers below it, belongs to it.
    """
    for row in range(start, min(start + _LOOK_AT, len(sheet.values))):
        texts = _texts(sheet, row)
        fields = {headers.meaning(text).field for text in texts if text} - {""}
        named = fields - {SERIAL} - {f for f in fields if f.startswith(AMENITY)}
        if fields & _CORE and len(named) >= 2:
            return _layout(sheet, headers, row, texts)
    return None


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [text_of(value)[0] for value in sheet.values[row]]


def _layout(sheet: Sheet, headers: Headers, row: int, texts: list[str]) -> Layout:
    below = _texts(sheet, row + 1) if row + 1 < len(sheet.values) else []
    if any(below) and (_is_merged_down(sheet, headers, row, texts) or _is_second_row(headers, texts, below)):
        groups = _spread(sheet, row, texts, below)
        pairs = [_paired(group, sub) for group, sub in zip(groups, below, strict=True)]
        return _columns(sheet, headers, Layout(row, row + 1), pairs)
    above = _texts(sheet, row - 1) if row else []
    if _is_group_row(sheet, row - 1, above, texts):
        pairs = list(zip(_spread(sheet, row - 1, above, texts), texts, strict=True))
        return _columns(sheet, headers, Layout(row - 1, row), pairs)
    return _columns(sheet, headers, Layout(row, row), [("", text) for text in texts])


def _paired(group: str, sub: str) -> tuple[str, str]:
    """(group, header): a header merged over both rows has no group."""
    return (group, sub) if sub and folded(sub) != folded(group) else ("", group)


def _is_merged_down(sheet: Sheet, headers: Headers, row: int, texts: list[str]) -> bool:
    """Whether the header of names or addresses is merged over this row and the next."""
    return any(
        (top, bottom) == (row, row + 1) and headers.meaning(texts[left]).field in _CORE
        for (top, left), (bottom, _) in sheet.merges
    )


def _is_second_row(headers: Headers, texts: list[str], below: list[str]) -> bool:
    """Whether the row below holds sub-headers: nothing under name and address, and words of headers."""
    subs = [(group, sub) for group, sub in zip(texts, below, strict=False) if sub]
    known = [
        sub for group, sub in subs if _is_word(headers.meaning(sub, group)) and not folded(sub).isdecimal()
    ]
    core = [
        sub
        for group, sub in subs
        if headers.meaning(group).field in _CORE and folded(sub) != folded(group) and sub not in known
    ]
    return bool(subs) and not core and len(known) * 2 >= len(subs)


def _is_word(meaning: Meaning) -> bool:
    """Whether the whole text is a header, not only its end (江宁路街道 is none)."""
    return bool(meaning.field) and meaning.how != BY_ENDING


def _is_group_row(sheet: Sheet, row: int, above: list[str], texts: list[str]) -> bool:
    """Whether the row above a header groups its columns, unlike a title, which is one cell over all."""
    filled = [i for i, text in enumerate(above) if text]
    width = sum(1 for text in texts if text)
    spans = [m for m in sheet.merges if m[0][0] == row == m[1][0] and m[1][1] > m[0][1]]
    wide = any(m[1][1] - m[0][1] + 1 > width * 0.7 for m in spans)
    return bool(filled) and not wide and (len(filled) >= 2 or bool(spans))


def _spread(sheet: Sheet, row: int, groups: list[str], subs: list[str]) -> list[str]:
    """Group headers put over all their columns: by the merged ranges, else to the right over sub-headers."""
    spread = list(groups)
    spans = [m for m in sheet.merges if m[0][0] == row and m[1][1] > m[0][1]]
    for (_, first), (_, last) in spans:
        for column in range(first, min(last + 1, len(spread))):
            spread[column] = groups[first]
    if not spans:
        for column in range(1, len(spread)):
            if not spread[column] and column < len(subs) and subs[column]:
                spread[column] = spread[column - 1]
    return spread


def _columns(sheet: Sheet, headers: Headers, layout: Layout, pairs: Iterable[tuple[str, str]]) -> Layout:
    """Decide what each column is used for; the first of several for one thing is taken, before it the one
    that a person chose."""
    meanings = [
        (group, header, headers.decided(sheet.name, letter(index), header, group))
        for index, (group, header) in enumerate(pairs)
    ]
    fields = {meaning.field for *_, meaning in meanings}
    claimed = {meaning.field for *_, meaning in meanings if meaning.how == CHOSEN}
    used: set[str] = set()
    for index, (group, header, meaning) in enumerate(meanings):
        if not header and not group and not meaning.field:
            if any(values[index] != "" for values in sheet.values[layout.last + 1 :]):
                layout.columns.append(Column(sheet.name, letter(index), "", "", "没有列名，没有用"))
            continue
        shown = f"{group}/{header}" if group and header else group or header
        name, how = _use(meaning, fields, used if meaning.how == CHOSEN else used | claimed)
        layout.columns.append(Column(sheet.name, letter(index), shown, name, how))
        if name:
            used.add(name)
            layout.taken.append(Taken(index, letter(index), shown, name, meaning.days))
    return layout


def _datum(axis: str) -> int:
    """Where the datum of a position field stands in DATUM_ORDER."""
    return max(place for place, ending in enumerate(DATUM_ORDER) if axis.endswith(ending))


def _use(meaning: Meaning, fields: set[str], used: set[str]) -> tuple[str, str]:
    """(field or "", why) for a column that means this, given what the sheet has and what is used already."""
    if meaning.field == SERIAL:
        return "", "行号，不用"
    if meaning.field == MEALS:
        if fields & {"hours", "opens"}:
            return "", "供餐时间，另有开放时间一列，不用"
        return "hours", "没有开放时间一列，先当开放时间，请核对"
    if not meaning.field:
        chosen = meaning.how == CHOSEN
        return "", f"{CHOSEN}，不用" if chosen else meaning.how or "不认识这个列名，没有用"
    axis = meaning.field.startswith(_AXES)
    if axis and _datum(meaning.field) > min(_datum(name) for name in fields if name.startswith(_AXES)):
        return meaning.field, f"{meaning.how}；另有一种坐标，那里空着才用这里"
    many = axis or meaning.field.startswith(AMENITY)
    if meaning.field in used and not many and not BY_NAME[meaning.field].many:
        return "", f"前面已经有一列是{BY_NAME[meaning.field].label}，不用"
    return meaning.field, meaning.how
