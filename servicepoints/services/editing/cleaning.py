"""What was typed → the point it makes, with what is wrong by the field. The cleaning is that of the sheets.

A field that still says what stands is never refused: nobody has to mend what they did not touch.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.phones import read_phones
from servicepoints.domain.points import (
    Access,
    Audience,
    BookingInfo,
    Channel,
    Contact,
    Demonstration,
    Kind,
    Point,
    Space,
)
from servicepoints.errors import InvalidValue
from servicepoints.services.editing.hours import Errors, said, schedule_from, standing_hours
from servicepoints.services.editing.typed import (
    NO,
    TEXTS,
    YES,
    Typed,
    TypedContact,
    TypedSpace,
    typed_of,
)
from servicepoints.sheets import cleaning
from servicepoints.sheets.texts import clean_text

E = TypeVar("E", bound=StrEnum)

MOST_PARTS = 20
"""Spaces, contacts, seasons or dates of one point."""

_CLEAN: Mapping[str, Callable[[str], Any]] = {
    "name": cleaning.name,
    "address": cleaning.line,
    "booking_phone": cleaning.booking_phone,
    "booking_link": cleaning.link,
    "booking_note_date": cleaning.day,
    "valid_from": cleaning.day,
    "valid_to": cleaning.day,
}
_DATES = ("booking_note_date", "valid_from", "valid_to")
_BOOKING = {"booking_phone": "phone", "booking_link": "link", "booking_note": "note",
            "booking_note_date": "note_date"}  # fmt: skip
_LINES = re.compile(r"[\n\r｜|]+")
_SPACE_MARKS = frozenset("｜|：:；;\n")
_STATES: Mapping[str, bool] = {YES: True, NO: False}


def clean(typed: Typed, base: Point, vocabulary: Vocabulary, gazetteer: Gazetteer) -> tuple[Point, Errors]:
    """The base point with what was typed over it, and the errors by field; only without any may the point be
    used."""
    return _Cleaning(base, typed_of(base), vocabulary, gazetteer).of(typed)


@dataclass
class _Cleaning:
    base: Point
    standing: Typed
    vocabulary: Vocabulary
    gazetteer: Gazetteer
    errors: Errors = field(default_factory=dict)

    def of(self, typed: Typed) -> tuple[Point, Errors]:
        texts = {name: self._text(name, typed) for name in TEXTS}
        booking = {ours: texts.pop(name) for name, ours in _BOOKING.items()}
        district, sub_district = self._place(typed)
        schedule, wrong = schedule_from(typed.hours, self.base.schedule)
        self.errors |= wrong
        channel = self._choice("booking_channel", typed, Channel, self.base.booking.channel)
        point = replace(
            self.base,
            **texts,
            kind=self._choice("kind", typed, Kind, self.base.kind),
            demonstration=self._choice("demonstration", typed, Demonstration, self.base.demonstration),
            audience=self._choice("audience", typed, Audience, self.base.audience),
            access=self._choice("access", typed, Access, self.base.access),
            free=_STATES.get(typed.fields.get("free", "")),
            district=district,
            sub_district=sub_district,
            schedule=schedule,
            amenities=self._amenities(typed.amenities),
            spaces=self._spaces(typed.spaces),
            contacts=self._contacts(typed.contacts),
            booking=BookingInfo(channel=channel, **booking),
        )
        if point.valid_from and point.valid_to and point.valid_to < point.valid_from:
            self.errors.setdefault("valid_to", "比开始的日子早")
        return point, self.errors

    def _text(self, name: str, typed: Typed) -> Any:
        text = clean_text(typed.fields.get(name, ""))
        if text == self.standing.fields[name] and (text or name != "name"):
            return (
                getattr(self.base.booking, _BOOKING[name]) if name in _BOOKING else getattr(self.base, name)
            )
        if not text:
            if name == "name":
                self.errors[name] = "写上点位的名称"
            return None if name in _DATES else ""
        try:
            return _CLEAN.get(name, cleaning.text)(text)
        except InvalidValue as error:
            self.errors[name] = said(error)
            return None if name in _DATES else ""

    def _choice(self, name: str, typed: Typed, values: type[E], standing: E) -> E:
        try:
            return values(typed.fields.get(name, standing.value))
        except ValueError:
            self.errors[name] = "选一个"
            return standing

    def _place(self, typed: Typed) -> tuple[str, str]:
        chosen = typed.fields.get("place", self.standing.fields["place"])
        district, _, sub_district = chosen.partition("|")
        if chosen == self.standing.fields["place"]:
            return self.base.district, self.base.sub_district
        known = self.gazetteer.district(district) if district else None
        stands = not sub_district or self.gazetteer.sub_district(sub_district, district)
        if (district and known is None) or not stands or (sub_district and not district):
            self.errors["place"] = "从单子里选一个"
        return district, sub_district

    def _amenities(self, typed: Mapping[str, str]) -> dict[str, bool]:
        return {key: _STATES[typed[key]] for key in self.vocabulary if typed.get(key) in _STATES}

    def _spaces(self, typed: tuple[TypedSpace, ...]) -> tuple[Space, ...]:
        known = {space.name for space in self.base.spaces}
        made: list[Space] = []
        for i, one in enumerate(typed):
            name = clean_text(one.name)
            amenities = self._amenities(one.amenities)
            if not (name or amenities or one.hours.text.strip()):
                continue
            self._check_space(f"s{i}-name", name, name in known, [space.name for space in made])
            # spaces share a cell in a sheet, and stand apart there by what is a line here
            lines = (part.strip() for part in _LINES.split(one.hours.text))
            hours = replace(one.hours, text="；".join(filter(None, lines)))
            schedule, wrong = schedule_from(hours, standing_hours(self.base, name, hours.text))
            self.errors |= {f"s{i}-hours": words for words in wrong.values()}
            made.append(Space(name=name, amenities=amenities, schedule=schedule if schedule.text else None))
        return tuple(made)

    def _check_space(self, field_name: str, name: str, stands: bool, others: list[str]) -> None:
        try:
            if name in others:
                self.errors[field_name] = "有两个空间叫这个名字"
            elif not name:
                self.errors[field_name] = "写上空间的名称"
            elif not stands and _SPACE_MARKS & set(name):
                self.errors[field_name] = "名称里不能有｜：；这些符号"
            else:
                cleaning.name(name)
        except InvalidValue as error:
            self.errors[field_name] = said(error)

    def _contacts(self, typed: tuple[TypedContact, ...]) -> tuple[Contact, ...]:
        known = {contact.number for contact in self.base.contacts}
        made = []
        for i, one in enumerate(typed):
            name, number = clean_text(one.name), clean_text(one.number)
            if not (name or number):
                continue
            if number and number not in known:
                phones, rest = read_phones(number)
                if len(phones) != 1 or rest:
                    self.errors[f"c{i}-number"] = (
                        "一格只写一个电话"
                        if len(phones) > 1
                        else "看不懂这个电话。只写号码，例如 021-55500000"
                    )
                number = phones[0].number if phones else number
            try:
                made.append(
                    Contact(name=cleaning.line(name), number=number, public=one.public and bool(number))
                )
            except InvalidValue as error:
                self.errors[f"c{i}-name"] = said(error)
        return tuple(made)
