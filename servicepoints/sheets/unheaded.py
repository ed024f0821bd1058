"""Columns without a header that say plainly what they are: the districts left of a table, its row numbers."""

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.sheets.layout import Layout, Taken
from servicepoints.sheets.reading import Sheet
from servicepoints.sheets.readings import Column
from servicepoints.sheets.texts import index, text_of
from servicepoints.sheets.words import KIND, read_word


def name_unheaded(sheet: Sheet, layout: Layout, gazetteer: Gazetteer) -> None:
    """Take a column without a header for what all of its cells are: districts, sub-districts, kinds."""
    for place, column in enumerate(layout.columns):
        if column.header or column.field:
            continue
        at = index(column.letter)
        texts = _texts(sheet, layout, at)
        if layout.serial is None and at == 0 and all(text.isdecimal() for text in texts):
            layout.serial = at
            layout.columns[place] = Column(column.sheet, column.letter, "", "", "行号，不用")
            continue
        field, what = _places(texts, gazetteer)
        if field and layout.index_of(field) is None:
            how = f"没有列名，里面都是{what}"
            layout.columns[place] = Column(column.sheet, column.letter, "", field, how)
            layout.taken.append(Taken(at, column.letter, "", field))


def _texts(sheet: Sheet, layout: Layout, at: int) -> list[str]:
    below = (text_of(row[at])[0] for row in sheet.values[layout.last + 1 :])
    return ["".join(text.split()) for text in below if text]


def _places(texts: list[str], gazetteer: Gazetteer) -> tuple[str, str]:
    if all(gazetteer.district(text) for text in texts):
        return "district", "区名"
    if all(text.endswith(("街道", "镇", "乡")) and _known(text, gazetteer) for text in texts):
        return "sub_district", "街道（镇）名"
    if all(read_word(KIND, text) for text in texts):
        return "kind", "类型"
    return "", ""


def _known(name: str, gazetteer: Gazetteer) -> bool:
    return any(name == sub.name for sub in gazetteer.sub_districts)
