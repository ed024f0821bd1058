"""What couriers find at doors decides what a search may count on: for any doors, at any moment."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.catalogue.finder import Finder, Query
from servicepoints.catalogue.masks import Filter, Openness
from servicepoints.domain.arrival import Riding
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.doors import Door
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Audience, Kind, Point, Position, Schedule, ScheduleStatus
from servicepoints.domain.status import State
from servicepoints.web.courier.lists import Group, by_group, group_from_here, group_in_place, is_doubted

NOON = datetime(2026, 9, 16, 12, 0, tzinfo=TIMEZONE)
DAILY = Schedule(text="8:00-20:00", opening_hours="Mo-Su,PH 08:00-20:00", status=ScheduleStatus.READ)
RIDING = Riding()


def _point(n: int) -> Point:
    at = Position(latitude=31.2242 + n / 300, longitude=121.4294, precision_m=10, basis="pin")
    return Point(
        name=f"示例{n}号驿站", kind=Kind.CARE_STATION, code=f"00000{n}", revision=1, district="黄浦区",
        position=at, audience=Audience.EVERYONE, schedule=DAILY,
    )  # fmt: skip


POINTS = {f"00000{n}": _point(n) for n in range(6)}
MOMENTS = st.integers(-300, 300).map(lambda minutes: NOON + timedelta(minutes=minutes))
DOORS = st.builds(
    lambda confirmed, shut, lasts, disputed, doubted: Door(
        confirmed,
        shut,
        shut and shut + lasts,
        disputed,
        doubted,
        doubted and doubted + lasts,
    ),
    st.none() | MOMENTS,
    st.none() | MOMENTS,
    st.timedeltas(timedelta(minutes=1), timedelta(hours=5)),
    st.booleans(),
    st.none() | MOMENTS,
)
CITY = st.dictionaries(st.sampled_from(sorted(POINTS)), DOORS)


@settings(max_examples=60, deadline=None)
@given(CITY, MOMENTS)
def test_what_is_doubtful_when_one_gets_there_is_never_counted_open_and_all_else_is(
    doors: dict[str, Door], at: datetime
) -> None:
    finder = Finder.of(POINTS.values(), Calendar(), RIDING, doors=doors)
    query = Query(latitude=31.2242, longitude=121.4294, at=at)
    plain = {h.code: h for h in Finder.of(POINTS.values(), Calendar(), RIDING).near(query)}

    def trusted(code: str, minutes: int) -> bool:
        return code not in doors or not doors[code].seen(at + timedelta(minutes=minutes)).doubtful

    counted = [h.code for h in finder.near(query)]
    assert counted == [c for c, h in plain.items() if trusted(c, h.ride_minutes or 0)]
    now = [h.code for h in finder.near(Query(latitude=31.2242, longitude=121.4294, at=at, open=Openness.NOW))]
    assert all(trusted(code, 0) for code in now)


@settings(max_examples=60, deadline=None)
@given(CITY, MOMENTS)
def test_in_every_list_what_is_doubtful_now_stands_below_what_is_open(
    doors: dict[str, Door], at: datetime
) -> None:
    finder = Finder.of(POINTS.values(), Calendar(), RIDING, doors=doors)
    everything = Query(latitude=31.2242, longitude=121.4294, at=at, open=Openness.ANY)
    for hits, group_of in (
        (finder.near(everything), group_from_here),
        (finder.in_district(Filter(district="黄浦区", open=Openness.ANY), at), group_in_place),
    ):
        assert len(hits) == len(POINTS)
        members = by_group(hits, group_of)
        doubted = [h for h in hits if h.code in doors and doors[h.code].seen(at).doubtful]
        assert all(h.status.state is not State.OPEN for h in doubted)
        if group_of is group_in_place:
            assert not any(is_doubted(h) for h in members[Group.USABLE])
        order = [is_doubted(h) for h in members[Group.UNKNOWN]]
        assert order == sorted(order)
