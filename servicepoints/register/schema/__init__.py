"""The register's tables.

A point is known by its code everywhere: the code is unique for ever (rows of `point` are never deleted), so
nothing else is needed to refer to it. Words of closed sets are kept as their values; the domain reads them.
A change here needs a migration beside it; a test compares the two. Imports sqlalchemy alone.
"""

from servicepoints.register.schema.booking import booking, offering, offering_session, roster_opening
from servicepoints.register.schema.columns import Moment, metadata
from servicepoints.register.schema.demand import demand, demand_batch, measure_age
from servicepoints.register.schema.doors import door, door_day, sighting
from servicepoints.register.schema.groups import digest_opening, outbox, pulse, robot
from servicepoints.register.schema.history import change, feed, import_batch, measure, revision
from servicepoints.register.schema.people import (
    account,
    api_replay,
    api_token,
    half_session,
    invitation,
    keeper_link,
    keeper_use,
    personal_request,
    recovery_code,
    second_factor,
    session,
    throttle,
)
from servicepoints.register.schema.points import (
    amenity,
    bureau,
    calendar_day,
    contact,
    instance,
    point,
    space,
)
from servicepoints.register.schema.waiting import (
    geocode_answer,
    position_candidate,
    review_item,
    suggestion,
    upload,
)
from servicepoints.register.schema.wechat import wechat_ticket

__all__ = [
    "Moment",
    "account",
    "amenity",
    "api_replay",
    "api_token",
    "booking",
    "bureau",
    "calendar_day",
    "change",
    "contact",
    "demand",
    "demand_batch",
    "digest_opening",
    "door",
    "door_day",
    "feed",
    "geocode_answer",
    "half_session",
    "import_batch",
    "instance",
    "invitation",
    "keeper_link",
    "keeper_use",
    "measure",
    "measure_age",
    "metadata",
    "offering",
    "offering_session",
    "outbox",
    "personal_request",
    "point",
    "position_candidate",
    "pulse",
    "recovery_code",
    "review_item",
    "revision",
    "robot",
    "roster_opening",
    "second_factor",
    "session",
    "sighting",
    "space",
    "suggestion",
    "throttle",
    "upload",
    "wechat_ticket",
]
