"""A point as it was: rebuilt from what stands by walking its history back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from servicepoints.domain.points import BookingInfo, Channel, Contact, Listing, Point, Position, Space
from servicepoints.errors import NotFound
from servicepoints.register import Actor, Register, points, revisions

Make = Callable[..., Point]


def test_every_revision_can_be_rebuilt_dates_and_private_contacts_included(
    register: Register, editor: Actor, station: Make, pin: Position
) -> None:
    until = datetime(2026, 9, 16, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    versions = [
        station(),
        station(address="示例路2号", position=pin, checked_on=date(2026, 9, 1)),
        station("示例新名", contacts=(Contact(name="示例另一人", number="13900000000"),), spaces=()),
        station(listing=Listing.SUSPENDED, suspended_until=until, free=True, amenities={"toilet": False}),
        station(
            spaces=(Space(name="健身房", amenities={"gym": True}),),
            valid_to=date(2027, 1, 1),
            booking=BookingInfo(channel=Channel.PHONE, phone="12345", note_date=date(2026, 9, 2)),
        ),
    ]
    with register.write(editor) as writer:
        code = points.insert(writer, versions[0], "新建")
        for version in versions[1:]:
            points.update(writer, code, version, "修改")
    with register.read() as reader:
        standing = points.get(reader, code)
        assert standing is not None
        for number, version in enumerate(versions, start=1):
            was = revisions.as_of(reader, standing, number)
            assert replace(was, updated_at=None) == replace(version, code=code, revision=number)


def test_a_revision_that_never_was_is_not_made_up(register: Register, editor: Actor, station: Make) -> None:
    with register.write(editor) as writer:
        code = points.insert(writer, station(), "新建")
    with register.read() as reader:
        standing = points.get(reader, code)
        assert standing is not None
        for never in (0, 2, -1):
            with pytest.raises(NotFound, match="没有第"):
                revisions.as_of(reader, standing, never)
