"""A data row read: each field by its column's own cleaning, problems with column, value, reason and fix."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.points import Access, Audience, Channel, Contact, Kind
from servicepoints.domain.wording import KIND_WORDS
from servicepoints.errors import InvalidValue
from servicepoints.sheets import composing
from servicepoints.sheets.amenity_words import AmenityWords, read_tick, words_beside_tick
from servicepoints.sheets.booking_cells import PRIVATE, PRIVATE_FIX, SEVERAL_FIX, parted, ways_to_book
from servicepoints.sheets.fields import BY_NAME, FIELDS, Field
from servicepoints.sheets.headers import datum_ending
from servicepoints.sheets.place_cells import read_place
from servicepoints.sheets.readings import Cell, Fields, Problem, Row, RowReading, Severity
from servicepoints.sheets.space_cells import read_spaces
from servicepoints.sheets.state_cells import read_state
from servicepoints.sheets.texts import is_blank
from servicepoints.sheets.words import inferred_kind

T = TypeVar("T")

_SINGLE = {field.name: field for field in FIELDS if field.clean is not None}
_UNSAID = (Kind.UNKNOWN, Audience.UNKNOWN, Access.UNKNOWN, Channel.UNKNOWN)
_NOT_POSITION = ("precision_m", "position_basis", "charged")
_AXES = ("latitude", "longitude", "coordinates")
_PHONE = ("phone", "contact", "contact_public")
_SEVERAL = ("hours", "opens", "closes", "phone", "contact", "amenities", "note", "status")
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
        for name, cells in self._said.items():
            if name in _SINGLE:
                self._single(_SINGLE[name], cells)
        self._place()
        self._hours()
        self._position()
        self._booking()
        self._contacts()
        self._spaces()
        self._amenities()
        self._name()
        if "charged" in self._fields:
            self._fields.setdefault("free", self._fields["charged"])
        self._state()
        for name in _NOT_POSITION:
            self._fields.pop(name, None)
        kind, words = self._inferred_kind()
        return RowReading(
            self._row.sheet,
            self._row.number,
            cast(Fields, self._fields),
            frozenset(self._said),
            tuple(self._problems),
            kind,
            words,
        )

    def _inferred_kind(self) -> tuple[Kind | None, str]:
        if "kind" in self._fields:
            return None, ""
        headers = () if self._cells("kind") else (self._row.about, *(c.header for c in self._cells("name")))
        kind, words = inferred_kind(self._fields.get("name", ""), headers)
        if kind:  # beside a 其他 that says nothing
            told = f"，没登记过的按名称记成{KIND_WORDS[kind]}"
            self._problems = [
                p if p.field != "kind" else replace(p, reason=p.reason + told) for p in self._problems
            ]
        return kind, words

    def _problem(
        self, field: str, cell: Cell | None, value: str, reason: str, fix: str, refuse: bool = False
    ) -> None:
        severity = Severity.REFUSE if refuse else Severity.REVIEW
        column, header = (cell.column, cell.header) if cell else ("", BY_NAME[field].label)
        self._problems.append(Problem(field, column, header, value, reason, fix, severity))

    def _try(self, field: str, cell: Cell | None, make: Callable[[], T]) -> T | None:
        try:
            return make()
        except InvalidValue as error:
            self._problem(field, cell, error.value, error.reason, error.fix)
            return None

    def _sort(self) -> None:
        """Keep the cells that say something; report failed formulas."""
        for name, cells in self._row.values.items():
            said = [cell for cell in cells if cell.origin != "error" and not is_blank(cell.text)]
            if len(said) < len(cells):
                for cell in cells:
                    if cell.origin == "error":
                        self._failed(name if name in BY_NAME else "latitude", cell)
            if said:
                self._said[name] = said
                if len(said) > 1 and name not in _SEVERAL:
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

    def _single(self, field: Field, cells: list[Cell]) -> None:
        text = cells[0].text if len(cells) == 1 else "；".join(dict.fromkeys(cell.text for cell in cells))
        try:
            value = field.clean(text) if field.clean else None
        except InvalidValue as error:
            self._problem(field.name, cells[0], error.value, error.reason, error.fix, field.refuse)
            return
        if value is not None and value not in _UNSAID:
            self._fields[field.name] = value

    def _name(self) -> None:
        if "name" not in self._fields and not any(p.field == "name" for p in self._problems):
            what = next((cell.text for cells in self._row.values.values() for cell in cells), "")
            self._problem("name", None, what, "这一行没有名称", "写上点位名称，或者删掉这一行", refuse=True)

    def _state(self) -> None:
        fields, doubts = read_state(self._row, self._fields, self._gazetteer)
        self._fields |= fields
        for doubt in doubts:
            self._problem(*doubt)

    def _place(self) -> None:
        place = read_place(self._row, self._cells("district"), self._cells("sub_district"), self._gazetteer)
        for cell, reason, fix in place.doubts:
            self._problem("district", cell, cell.text, reason, fix)
        if place.district:
            self._fields["district"] = place.district
        if place.sub_district:
            self._fields["sub_district"] = place.sub_district

    def _hours(self) -> None:
        cells = [*self._cells("hours"), *self._cells("opens"), *self._cells("closes")]
        if cells:
            text = self._try("hours", cells[0], lambda: composing.hours_text(self._said))
            if text:
                self._fields["hours"] = text

    def _position(self) -> None:
        cells = [cells[0] for name, cells in self._said.items() if name.startswith(_AXES)]
        if not cells:
            for cell in self._cells("datum"):
                if datum_ending(cell.text) == "_unknown":
                    self._problem(
                        "datum", cell, cell.text, "不认识这个坐标系，也没有坐标", "删掉，或写上经纬度"
                    )
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

    def _booking(self) -> None:
        for cell in self._cells("booking_channel"):
            ways = ways_to_book(cell.text)
            if ways is None:
                continue
            if ways.phone:
                self._fields.setdefault("booking_phone", ways.phone)
            note = self._fields.get("booking_note", "")
            self._fields["booking_note"] = f"{note}；{ways.note}" if note else ways.note
            if ways.doubt:
                self._problem("booking_channel", cell, cell.text, ways.doubt, SEVERAL_FIX)

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
        contacts += self._private_booking(contacts, public)
        if any(contact.number for contact in made[0]):
            self._said.setdefault("phone", [])  # a number beside a name
        if any(contact.name for contact in contacts):
            self._said.setdefault("contact", [])  # a name beside a number
        if contacts:
            self._fields["contacts"] = contacts
        for piece in rest:
            numeral = any(char.isdigit() for char in piece)
            fix = "写成 021-55500000 或 11 位手机号" if numeral else "是人名就写到“联系人”，别的写到“备注”"
            self._problem("phone", cells["phone"][0], piece, "这不像电话号码", fix)

    def _private_booking(self, contacts: Sequence[Contact], public: str) -> tuple[Contact, ...]:
        phone = self._fields.get("booking_phone", "")
        left, more, hidden = parted(phone, contacts, public)
        if hidden:
            self._fields["booking_phone"] = left
            cell = next((c for name in ("booking_phone", "booking_channel") for c in self._cells(name)), None)
            self._problem("booking_phone", cell, phone, PRIVATE, PRIVATE_FIX)
        return more

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
            if services.unticked:
                fix = "有的打上√，没有的写成“无厕所”这样"
                self._problem("amenities", cell, "、".join(services.unticked), "方框没打勾，先当不清楚", fix)
        for key, cells in self._row.ticks.items():
            for cell in cells:
                self._tick(key, cell, said)
        if said:
            self._fields["amenities"] = said
        known = {self._words.vocabulary[key].label for key in said}
        for cell in self._cells("note"):
            new = [label for label in self._words.mentioned(cell.text) if label not in known]
            if new:
                fix = f"如果有，就写进“{BY_NAME['amenities'].label}”一列"
                self._problem("note", cell, cell.text, f"备注里提到{'、'.join(new)}，没有记为设施", fix)

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
        beside = "" if there is None else words_beside_tick(cell.text)
        if beside:
            reason = f"只记了{'有' if there else '没有'}，旁边的“{beside}”没有记下"
            self._problem("amenities", cell, cell.text, reason, "要让人看到就写进备注或进门说明")

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
