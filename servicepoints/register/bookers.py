"""Who may book a session, kept in its row: so the write that takes a place sees it, however lately an
offering was moved to another channel or a point was withdrawn."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, case, select, update

from servicepoints.domain.offerings import Bookers, Welcome
from servicepoints.domain.points import Channel, Listing
from servicepoints.register import schema as s
from servicepoints.register.loading import chunks
from servicepoints.register.transaction import Writer

GONE = (Listing.HELD.value, Listing.WITHDRAWN.value)
"""Points that couriers do not see: nobody books there."""

_O, _S, _P = s.offering.c, s.offering_session.c, s.point.c
_WHO = (
    select(
        case(
            ((_O.channel != Channel.HERE.value) | _P.listing.in_(GONE), Bookers.NOBODY.value),
            (_O.welcome == Welcome.EVERYONE.value, Bookers.PUBLIC.value),
            else_=Bookers.DESK.value,
        )
    )
    .join_from(s.offering, s.point, _P.code == _O.code)
    .where(_O.id == _S.offering)
    .scalar_subquery()
)
_numbers: Any = bindparam("numbers", expanding=True)
_OF_THESE = (_S.offering.in_(_numbers), _S.ends_at > bindparam("now"))
_LOCK = select(_S.code).where(*_OF_THESE).order_by(_S.code).with_for_update()
_FOLLOW = update(s.offering_session).where(*_OF_THESE).values(bookers=_WHO)


def follow(writer: Writer, numbers: Iterable[int]) -> None:
    """The sessions of these offerings that are not over are booked by whom the offering and its point say.

    Until the transaction ends nobody takes or gives back a place in them: what is read of them afterwards
    stands. They are locked in the order of their codes, as everywhere.
    """
    for chunk in chunks(numbers):
        of_these = {"numbers": chunk, "now": writer.now}
        writer.connection.execute(_LOCK, of_these).all()
        writer.connection.execute(_FOLLOW, of_these)
