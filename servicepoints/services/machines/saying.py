"""What a machine says of a point, by the names of the API, as a form at the desk would say it, and back."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from servicepoints.services.editing.typed import (
    NO,
    TEXTS,
    UNKNOWN,
    YES,
    Typed,
    TypedContact,
    TypedHours,
    TypedSpace,
)
from servicepoints.services.editing.units import AMENITY

_CHOICES = ("kind", "demonstration", "audience", "access")
_PLACE = ("district", "sub_district")
_BOOKING = "booking_"
_NAMES = {"place": "sub_district", "hours_text": "hours", "schedule": "hours", "validity": "valid_from"}
_PART = re.compile(r"([sc])(\d+)-(\w+)")
_PARTS = {"s": "spaces", "c": "contacts"}


def over(typed: Typed, said: Mapping[str, Any]) -> Typed:
    """The form with what is said typed into it. Amenities and booking change by the key; spaces and contacts
    are said whole."""
    fields = dict(typed.fields)
    fields |= {name: said[name] or "" for name in (*TEXTS, *_CHOICES) if name in said}
    fields |= {_BOOKING + name: text or "" for name, text in said.get("booking", {}).items()}
    if "free" in said:
        fields["free"] = _state(said["free"])
    if any(name in said for name in _PLACE):
        fields["place"] = _place(fields["place"], said)
    return replace(
        typed,
        fields=fields,
        amenities={**typed.amenities, **_states(said.get("amenities", {}))},
        hours=TypedHours(text=said["hours"]) if "hours" in said else typed.hours,
        spaces=tuple(map(_space, said["spaces"])) if "spaces" in said else typed.spaces,
        contacts=tuple(map(_contact, said["contacts"])) if "contacts" in said else typed.contacts,
    )


def named(errors: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by the names of the API: spaces.0.hours, booking.phone."""
    return {_name(field): words for field, words in errors.items()}


def field_of(unit: str) -> str:
    """A unit of a point by the name of the API: amenities.hot_water, booking.phone."""
    if unit.startswith(AMENITY):
        return f"amenities.{unit.removeprefix(AMENITY)}"
    return _name(unit)


def _name(field: str) -> str:
    part = _PART.fullmatch(field)
    if part:
        return f"{_PARTS[part[1]]}.{part[2]}.{part[3]}"
    if field.startswith(_BOOKING):
        return f"booking.{field.removeprefix(_BOOKING)}"
    return _NAMES.get(field, field)


def _place(standing: str, said: Mapping[str, Any]) -> str:
    """District and sub-district; another district leaves the old sub-district behind."""
    district, _, sub_district = standing.partition("|")
    wanted = said.get("district", district)
    kept = sub_district if wanted == district else ""
    return f"{wanted}|{said.get('sub_district', kept)}"


def _space(said: Mapping[str, Any]) -> TypedSpace:
    return TypedSpace(
        said["name"], _states(said.get("amenities", {})), TypedHours(text=said.get("hours", ""))
    )


def _contact(said: Mapping[str, Any]) -> TypedContact:
    return TypedContact(said.get("name", ""), said.get("number", ""), said.get("public", False))


def _states(said: Mapping[str, bool | None]) -> dict[str, str]:
    return {key: _state(has) for key, has in said.items()}


def _state(said: bool | None) -> str:
    return UNKNOWN if said is None else YES if said else NO
