"""Two editors' versions put together: what one changed is taken, what both changed otherwise is asked."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints import reference
from servicepoints.domain.points import Audience, BookingInfo, Channel, Contact, Kind, Point, Position, Space
from servicepoints.services.editing.merging import MINE, THEIRS, merge
from servicepoints.services.editing.units import changed

VOCABULARY = reference.vocabulary()
BASE = Point(
    name="示例驿站", kind=Kind.CARE_STATION, code="7K2M9Q", revision=3, amenities={"hot_water": True}
)

CHANGES = {
    "name": lambda p, n: replace(p, name=f"示例{n}"),
    "place": lambda p, n: replace(p, district="黄浦区", sub_district=f"示例{n}街道"),
    "audience": lambda p, n: replace(p, audience=list(Audience)[n]),
    "amenity:hot_water": lambda p, n: (
        replace(p, amenities=_without(p, "hot_water") | {"hot_water": False})
        if n
        else replace(p, amenities=_without(p, "hot_water"))
    ),
    "amenity:gym": lambda p, n: replace(p, amenities={**p.amenities, "gym": bool(n)}),
    "spaces": lambda p, n: replace(p, spaces=(Space(name=f"示例{n}"),)),
    "contacts": lambda p, n: replace(p, contacts=(Contact(number=f"021-5550000{n}"),)),
    "booking_channel": lambda p, n: replace(p, booking=replace(p.booking, channel=list(Channel)[n])),
    "booking_note_date": lambda p, n: replace(p, booking=replace(p.booking, note_date=date(2026, 9, n + 1))),
    "validity": lambda p, n: replace(p, valid_from=date(2026, 9, n + 1), valid_to=None),
    "note": lambda p, n: replace(p, note=f"示例{n}"),
}


def _without(point: Point, key: str) -> dict[str, bool]:
    return {k: has for k, has in point.amenities.items() if k != key}


def with_changes(point: Point, edits: dict[str, int]) -> Point:
    for unit, n in edits.items():
        point = CHANGES[unit](point, n)
    return point


edits = st.dictionaries(st.sampled_from(sorted(CHANGES)), st.integers(0, 1))


@settings(max_examples=200, deadline=None)
@given(edits, edits, st.sampled_from([MINE, THEIRS]))
def test_nothing_that_only_one_changed_is_lost_and_all_that_collides_is_asked(
    ours: dict[str, int], others: dict[str, int], choice: str
) -> None:
    theirs = replace(with_changes(BASE, others), revision=4)
    mine = with_changes(BASE, ours)
    found = merge(BASE, theirs, mine, {}, VOCABULARY)
    collide = {unit for unit in ours if unit in others and ours[unit] != others[unit]}
    assert set(found.collisions) == collide
    assert set(found.brought) == others.keys() - ours.keys()
    chosen = merge(BASE, theirs, mine, dict.fromkeys(collide, choice), VOCABULARY)
    assert chosen.collisions == ()
    wins = {**others, **ours} if choice == MINE else {**ours, **others}
    assert chosen.point == replace(with_changes(BASE, wins), revision=4)


def test_what_no_form_has_stays_as_others_left_it() -> None:
    pin = Position(latitude=31.2, longitude=121.4, precision_m=10.0, basis="pin", confirmed_by="示例")
    theirs = replace(BASE, revision=4, position=pin, checked_on=date(2026, 9, 1), checked_by="街道")
    found = merge(BASE, theirs, replace(BASE, note="示例"), {}, VOCABULARY)
    assert found.point == replace(theirs, note="示例")


@pytest.mark.parametrize("unit", sorted(CHANGES))
def test_every_unit_is_noticed(unit: str) -> None:
    assert changed(BASE, CHANGES[unit](BASE, 1), VOCABULARY) == [unit]


def test_booking_is_merged_field_by_field() -> None:
    theirs = replace(BASE, booking=BookingInfo(phone="12345"))
    mine = replace(BASE, booking=BookingInfo(note="示例"))
    found = merge(BASE, theirs, mine, {}, VOCABULARY)
    assert found.point.booking == BookingInfo(phone="12345", note="示例")
