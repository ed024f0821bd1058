"""A data row read: each field by its column's own cleaning, problems with column, value, reason and fix."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, cast

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.points import Access, Audience, Channel, Kind
from servicepoints.errors import InvalidValue
from servicepoints.sheets import composing
from servicepoints.sheets.amenity_words import AmenityWords, read_tick
from servicepoints.sheets.fields import BY_NAME, FIELDS, Field
from servicepoints.sheets.readings import Cell, Fields, Problem, Row, RowReading, Severity
from servicepoints.sheets.space_cells import read_spaces
from servicepoints.sheets.texts import is_blank
from servicepoints.sheets.words import kind_in

T = TypeVar("T")

_SINGLE = {field.name: field for field in FIELDS if field.clean is not None}
_UNSAID = (Kind.UNKNOWN, Audience.UNKNOWN, Access.UNKNOWN, Channel.UNKNOWN)
_NOT_POSITION = ("precision_m", "position_basis", "charged")
_AXES = ("latitude", "longitude", "coordinates")
_PHONE = ("phone", "contact", "contact_public")
_SEVERAL = ("hours", "opens", "closes", "phone", "contact", "amenities", "note")
"""Fields whose cells all count; of others the first does."""


def read_row(row: Row, vocabulary: Vocabulary, gazetteer: Gazetteer) -> RowReading:
    """What a row says, cleaned, with its problems; `Fields` has the types, `RowReading` the rest."""
    return _Reading(row, AmenityWords.of(vocabulary), gazetteer).read()


class _Reading:
    def __init__(self, row: Row, words: AmenityWords, gazetteer: Gazetteer) -> None:
        self._row, self._words, self._gazetteer = row, words, gazetteer
        self._fields: dict[str, Any] = {}
        self._problems: list[Problem] = []
        self._said: dict[str, list[Cell]] = {}

    def read(self) -> RowReading:
        self._sort()
        for name in self._said:
            if name in _SINGLE:
                self._single(_SINGLE[name])
        self._place()
        self._hours()
        self._position()
        self._contacts()
        self._spaces()
        self._amenities()
        self._name()
        if "charged" in self._fields:
            self._fields.setdefault("free", self._fields["charged"])
        for name in _NOT_POSITION:
            self._fields.pop(name, None)
        name = self._fields.get("name", "")
        return RowReading(
            self._row.sheet,
            self._row.number,
            cast(Fields, self._fields),
            frozenset(self._said),
            tuple(self._problems),
            None if "kind" in self._fields else kind_in(name) or kind_in(self._row.about),
        )

    def _problem(
        self, field: str, cell: Cell | None, value: str, reason: str, fix: str, refuse: bool = False
    ) -> None:
        severity = Severity.REFUSE if refuse else Severity.REVIEW
        column, header = (cell.column, cell.header) if cell else ("", BY_NAME[field].label)
        self._problems.append(Problem(field, column, header, value, reason, fix, severity))

    def _try(self, field: str, cell: Cell | None, make: Callable[[], T], refuse: bool = False) -> T | None:
        try:
            return make()
        except InvalidValue as error:
            self._problem(field, cell, error.value, error.reason, error.fix, refuse)
            return None

    def _sort(self) -> None:
        """Keep the cells that say something; report failed formulas."""
        for name, cells in self._row.values.items():
            for cell in cells:
                if cell.origin == "error":
                    self._failed(name if name in BY_NAME else "latitude", cell)
                elif not is_blank(cell.text):
                    self._said.setdefault(name, []).append(cell)
        for name, said in self._said.items():
            if name not in _SEVERAL:
                self._only_first(name, said)
        for cells in self._row.ticks.values():
            for cell in cells:
                if cell.origin == "error":
                    self._failed("amenities", cell)

    def _only_first(self, name: str, cells: list[Cell]) -> None:
        """Rows under one merged name may each have an address: a point has one, and the others are named."""
        for cell in cells[1:]:
            if cell.text != cells[0].text:
                reason = f"合并的几行算一个点位，这一格只用了前面的“{cells[0].text}”"
                fix = "要是两个点位，拆开合并的名称，各写各的"
                self._problem(name if name in BY_NAME else "latitude", cell, cell.text, reason, fix)
        del cells[1:]

    def _failed(self, field: str, cell: Cell) -> None:
        reason = "这一格的公式出错了（例如 #REF!），或者还没有算出结果"
        fix = "在 Excel 里打开、改好、再存一次，或者直接写上内容"
        self._problem(field, cell, cell.text, reason, fix, BY_NAME[field].refuse)

    def _cells(self, name: str) -> Sequence[Cell]:
        return self._said.get(name, ())

    def _single(self, field: Field) -> None:
        cells, clean = self._cells(field.name), field.clean
        if not cells or clean is None:
            return
        if field.many:
            joined = "；".join(dict.fromkeys(cell.text for cell in cells))
            value = self._try(field.name, cells[0], lambda: clean(joined), field.refuse)
        else:
            value = self._try(field.name, cells[0], lambda: clean(cells[0].text), field.refuse)
        if value is not None and value not in _UNSAID:
            self._fields[field.name] = value

    def _name(self) -> None:
        if "name" not in self._fields and not any(p.field == "name" for p in self._problems):
            what = next((cell.text for cells in self._row.values.values() for cell in cells), "")
            self._problem("name", None, what, "这一行没有名称", "写上点位名称，或者删掉这一行", refuse=True)

    def _place(self) -> None:
        """District and sub-district: columns first, then the heading above the row."""
        district, sub_district = self._row.district, self._row.sub_district
        for cell in self._cells("district"):
            found = self._gazetteer.district(cell.text) or self._gazetteer.district(
                cell.text.removeprefix("上海市")
            )
            if found is None:
                self._problem("district", cell, cell.text, "上海没有这个区", "写上海 16 个区之一，例如黄浦区")
                continue
            if self._row.district not in ("", found.name):
                reason = f"这一行写的是{found.name}，上面的标题是{self._row.district}"
                self._problem("district", cell, cell.text, reason, "看看这个点位在哪个区")
            district = found.name
        for cell in self._cells("sub_district"):
            district, sub_district = self._sub_district(cell.text, district)
        if district:
            self._fields["district"] = district
        if sub_district:
            self._fields["sub_district"] = sub_district

    def _sub_district(self, text: str, district: str) -> tuple[str, str]:
        """(district, sub-district) of 外滩街道, 外滩, 黄浦区外滩街道 or 黄浦区; others stay as written."""
        presumed = district or self._row.presumed[0]
        at_once = self._gazetteer.sub_district(text, presumed) or self._gazetteer.sub_district(text, district)
        if at_once:
            return at_once.district, at_once.name
        plain = "".join(text.split()).removeprefix("上海市")
        for known in self._gazetteer.districts:
            if plain.startswith(known.name):
                district, plain = district or known.name, plain.removeprefix(known.name)
        if not plain:
            return district, ""
        found = self._gazetteer.sub_district(plain, district)
        if found:
            return found.district, found.name
        only = self._gazetteer.district(plain)
        return (district or only.name, "") if only else (district, plain)

    def _hours(self) -> None:
        cells = [*self._cells("hours"), *self._cells("opens"), *self._cells("closes")]
        if cells:
            text = self._try("hours", cells[0], lambda: composing.hours_text(self._said))
            if text:
                self._fields["hours"] = text

    def _position(self) -> None:
        cells = [cells[0] for name, cells in self._said.items() if name.startswith(_AXES)]
        if not cells:
            return
        precision, basis = self._fields.get("precision_m"), self._fields.get("position_basis", "")
        try:
            found = composing.position(self._said, precision, basis)
        except InvalidValue as error:
            stated = " ".join(dict.fromkeys(cell.text for cell in cells))
            self._problem("latitude", cells[0], stated, error.reason, error.fix)
            return
        if found[0]:
            self._fields["position"] = found[0]

    def _contacts(self) -> None:
        cells = {name: self._cells(name) for name in _PHONE}
        if not any(cells.values()):
            return
        first = next((c for name in ("contact_public", "phone", "contact") for c in cells[name]), None)
        public = cells["contact_public"][0].text if cells["contact_public"] else ""
        for cell in cells["phone"]:
            if cell.origin == "date":
                self._problem(
                    "phone", cell, cell.text, "Excel 把它变成了日期", "把单元格改成文本格式，重新写电话"
                )
        phones = [cell.text for cell in cells["phone"] if cell.origin != "date"]
        names = [cell.text for cell in cells["contact"]]
        made = self._try("contact_public", first, lambda: composing.contacts(phones, names, public))
        if made is None:
            made = composing.contacts(phones, names, "")
        contacts, rest = made
        if any(contact.number for contact in contacts):
            self._said.setdefault("phone", [])  # a number beside a name
        if any(contact.name for contact in contacts):
            self._said.setdefault("contact", [])  # a name beside a number
        if contacts:
            self._fields["contacts"] = contacts
        for piece in rest:
            reason, fix = "这不像电话号码", "写成 021-55500000 或 11 位手机号"
            self._problem("phone", cells["phone"][0], piece, reason, fix)

    def _spaces(self) -> None:
        for cell in self._cells("spaces"):
            spaces, unknown = read_spaces(cell.text, self._words)
            self._fields["spaces"] = spaces
            self._unknown_words("spaces", cell, unknown)

    def _amenities(self) -> None:
        said: dict[str, bool] = {}
        for cell in self._cells("amenities"):
            services = self._words.read(cell.text)
            said |= services.amenities
            self._unknown_words("amenities", cell, services.unknown)
        for key, cells in self._row.ticks.items():
            for cell in cells:
                self._tick(key, cell, said)
        if said:
            self._fields["amenities"] = said
        for cell in self._cells("note"):
            new = [label for label in self._words.mentioned(cell.text) if self._label_unsaid(label, said)]
            if new:
                fix = f"如果有，就写进“{BY_NAME['amenities'].label}”一列"
                self._problem("note", cell, cell.text, f"备注里提到{'、'.join(new)}，没有记为设施", fix)

    def _label_unsaid(self, label: str, said: dict[str, bool]) -> bool:
        return not any(self._words.vocabulary[key].label == label for key in said)

    def _unknown_words(self, field: str, cell: Cell, unknown: Iterable[str]) -> None:
        for word in unknown:
            self._problem(field, cell, word, "不认识这项服务，没有记下", "换成设施表里的词，或者写进备注")

    def _tick(self, key: str, cell: Cell, said: dict[str, bool]) -> None:
        if cell.origin == "error" or cell.text in ("/", "-", "--", "—", "——"):
            return
        there = read_tick(cell.text, self._row.circle)
        if there is None:
            self._no_tick(key, cell, said)
        elif said.get(key, there) is not there:
            label = self._words.vocabulary[key].label
            said.pop(key)
            reason = f"这一列和服务内容对“{label}”说法不一，没有记下"
            self._problem("amenities", cell, cell.text, reason, "改成一致的")
        else:
            said[key] = there

    def _no_tick(self, key: str, cell: Cell, said: dict[str, bool]) -> None:
        """Words in a tick column: services by name, or where to park; else a person looks."""
        services = self._words.read(cell.text)
        if key in services.amenities and not services.unknown:
            said |= services.amenities
        elif key == "ebike_parking" and len(cell.text) > 2:
            self._fields.setdefault("parking_note", cell.text)
        else:
            fix = "有就写“有”，没有就写“无”，不清楚就留空"
            self._problem("amenities", cell, cell.text, "看不出有没有这项设施，先当不清楚", fix)
