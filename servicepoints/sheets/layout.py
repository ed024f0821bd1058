"""Where a sheet's headers are and what their columns mean: titles above, headers in one row or two."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from servicepoints.sheets.fields import BY_NAME
from servicepoints.sheets.headers import (
    AMENITY,
    BY_ENDING,
    CHOSEN,
    DATUM_ORDER,
    ENDING,
    MEALS,
    SERIAL,
    Headers,
    Meaning,
)
from servicepoints.sheets.reading import Sheet
from servicepoints.sheets.readings import Column
from servicepoints.sheets.texts import folded, letter, text_of
from servicepoints.sheets.unseen import COLUMN

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
    """A sheet's header: its rows (first, last; from 0), the columns used, all columns for the report, and the
    index of the column that numbers the rows."""

    first: int
    last: int
    taken: list[Taken] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    serial: int | None = None

    def index_of(self, field_name: str) -> int | None:
        """The index of the first column of a field."""
        return next((t.index for t in self.taken if t.field == field_name), None)


def find_layout(sheet: Sheet, headers: Headers, start: int = 0) -> Layout | None:
    """The first header at or below row `start`, or None.

    A row is one if two of its cells name fields and one of them is the name or the address; a row of group
    headers above it (not above `start`), or of sub-headers below it, belongs to it.
    """
    for row in range(start, min(start + _LOOK_AT, len(sheet.values))):
        texts = _texts(sheet, row)
        if _names_columns(headers, texts):
            return _layout(sheet, headers, row, texts, start)
    return None


def headers_below(sheet: Sheet, headers: Headers, layout: Layout) -> dict[int, Layout]:
    """The headers below the first by their first row: repeated on each page, or of a table of its own.

    Among data a row is a header only if nothing in it is a number and most of it are words that nobody
    writes into a cell; and the row above is never taken from the data unless it plainly groups columns.
    """
    found: dict[int, Layout] = {}
    free = layout.last + 1
    for row in range(free, len(sheet.values)):
        if row < free or not headers.are_headers(sheet.values[row]):
            continue
        texts = _texts(sheet, row)
        if _names_columns(headers, texts):
            grouped = row > free and _groups_again(sheet, layout, row - 1)
            again = _layout(sheet, headers, row, texts, row - grouped)
            found[again.first], free = again, again.last + 1
    return found


def _names_columns(headers: Headers, texts: list[str]) -> bool:
    fields = {headers.meaning(text).field for text in texts if text} - {""}
    named = fields - {SERIAL} - {f for f in fields if f.startswith(AMENITY)}
    return bool(fields & _CORE) and len(named) >= 2


def _groups_again(sheet: Sheet, layout: Layout, row: int) -> bool:
    """Whether a row above a later header groups its columns: as above the first one, or by merged cells."""
    texts = _texts(sheet, row)
    if layout.first < layout.last and texts == _texts(sheet, layout.first):
        return True
    spans = any(top == row == bottom and last > first for (top, first), (bottom, last) in sheet.merges)
    return spans and not any(char.isdigit() for char in "".join(texts))


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [text_of(value)[0] for value in sheet.values[row]]


def _layout(sheet: Sheet, headers: Headers, row: int, texts: list[str], start: int) -> Layout:
    below = _texts(sheet, row + 1) if row + 1 < len(sheet.values) else []
    if any(below) and (_is_merged_down(sheet, headers, row, texts) or _is_second_row(headers, texts, below)):
        groups = _spread(sheet, row, texts, below)
        pairs = [_paired(group, sub) for group, sub in zip(groups, below, strict=True)]
        return _columns(sheet, headers, Layout(row, row + 1), pairs)
    above = _texts(sheet, row - 1) if row > start else []
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
    if len(subs) == 1 and headers.meaning(subs[0][0]).field in (SERIAL, *_CORE):
        return False  # a heading: 爱心接力站 alone, at the left
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
    return meaning.field not in ("", SERIAL) and meaning.how != BY_ENDING


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
    """Decide what each column is used for; of several for one thing the one that a person chose, then the
    plainest, then the first."""
    meanings = [
        (group, header, headers.decided(sheet.name, letter(index), header, group))
        for index, (group, header) in enumerate(pairs)
    ]
    fields = {meaning.field for *_, meaning in meanings}
    claimed = {meaning.field for *_, meaning in meanings if meaning.how == CHOSEN}
    better = _better([meaning for *_, meaning in meanings], sheet.unseen.columns)
    used: set[str] = set()
    for index, (group, header, meaning) in enumerate(meanings):
        if not header and not group and not meaning.field:
            if any(values[index] != "" for values in sheet.values[layout.last + 1 :]):
                layout.columns.append(Column(sheet.name, letter(index), "", "", "没有列名，没有用"))
            continue
        shown = f"{group}/{header}" if group and header else group or header
        chosen = meaning.how == CHOSEN
        name, how = (not chosen and better.get(index)) or _use(
            meaning, fields, used if chosen else used | claimed
        )
        told = f"{how}；{COLUMN}{'，也读了' if name else ''}" if index in sheet.unseen.columns else how
        layout.columns.append(Column(sheet.name, letter(index), shown, name, told))
        if meaning.field == SERIAL and layout.serial is None:
            layout.serial = index
        if name:
            used.add(name)
            layout.taken.append(Taken(index, letter(index), shown, name, meaning.days))
    return layout


def _better(meanings: list[Meaning], hidden: Collection[int]) -> dict[int, tuple[str, str]]:
    """("", why) by index for columns that give way: to a plainer header of the same thing, or to one that is
    not hidden, or because they follow a name that is not the point's and are of what that name names."""
    plainest: dict[str, int] = {}
    ranks = [meaning.rank + (ENDING + 1) * (index in hidden) for index, meaning in enumerate(meanings)]
    for meaning, rank in zip(meanings, ranks, strict=True):
        plainest[meaning.field] = min(rank, plainest.get(meaning.field, rank))
    given: dict[int, tuple[str, str]] = {}
    for index, meaning in enumerate(meanings):
        known = BY_NAME.get(meaning.field)
        if known and not known.many and ranks[index] > plainest[meaning.field]:
            given[index] = "", f"另有一列更像{known.label}，不用"
    others = _of_other_names(meanings, plainest.get("name", 0))
    own = {(m.field, m.days) for index, m in enumerate(meanings) if index not in others}
    for index in others:
        meaning = meanings[index]
        if meaning.field in BY_NAME and BY_NAME[meaning.field].many and (meaning.field, meaning.days) in own:
            given[index] = "", f"跟在另一个名称后面，另有一列是{BY_NAME[meaning.field].label}，不用"
    return given


def _of_other_names(meanings: list[Meaning], plainest: int) -> set[int]:
    """The columns that follow a name which is not the one used: all after a second name as plain as it, only
    people and phones after a vaguer one (单位名称), which need not have more of its own."""
    chosen = next((i for i, m in enumerate(meanings) if m.field == "name" and m.rank == plainest), None)
    others, name = set(), chosen
    for index, meaning in enumerate(meanings):
        if meaning.field == "name":
            name = index
        elif name is None or name == chosen:
            continue
        elif meanings[name].rank == plainest or meaning.field in ("phone", "contact"):
            others.add(index)
    return others


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
