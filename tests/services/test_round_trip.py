"""Whatever a point is: exported and imported again, nothing changes and nothing is asked."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicepoints import reference
from servicepoints.domain.addresses import read_address
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.phones import read_phones
from servicepoints.domain.points import (
    CODE_ALPHABET,
    Access,
    Audience,
    BookingInfo,
    Channel,
    Contact,
    Demonstration,
    Kind,
    Listing,
    Point,
    Position,
    Schedule,
    Space,
)
from servicepoints.services.exporting.roster import roster_table
from servicepoints.services.importing.codes import with_own_codes
from servicepoints.services.importing.echoes import Echoes
from servicepoints.services.importing.matching import Standing
from servicepoints.services.importing.planning import UNDONE, Planning
from servicepoints.services.importing.reading import Bureaus, Drafting
from servicepoints.sheets.roster import read_roster
from servicepoints.sheets.rows import read_row
from servicepoints.sheets.texts import folded
from servicepoints.sheets.words import BASIS
from servicepoints.sheets.writing import write_csv, write_xlsx

VOCABULARY, GAZETTEER = reference.vocabulary(), reference.gazetteer()
BUREAUS = {"shili": "示例邮政管理局", "huangpu": "黄浦邮政管理局"}
TODAY = date(2026, 11, 24)

PLACES = st.sampled_from(
    [
        ("", ""),
        *((d.name, "") for d in GAZETTEER.districts),
        *((s.district, s.name) for s in GAZETTEER.sub_districts),
    ]
)
WORDS = st.sampled_from(
    ["无", "—", "热水", "示例", "1", "合计", "注：示例", "名称", "=1+1", "+8", "-3", "@a", "'甲", "\t乙",
     "\r丙", "黄浦区", "外滩街道（3个）", "13800000000", "√", "○", "24小时", "a，b", "一\n二",
     " 前后 ", "2026-05-01", "是", "8.50", "007"]
)  # fmt: skip
ANY = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=12
)
TEXTS = st.one_of(st.just(""), WORDS, ANY, st.builds("".join, st.lists(st.one_of(WORDS, ANY), max_size=3)))
NAMES = st.builds("{}{}".format, TEXTS, st.sampled_from(["示例驿站", "示例甲", "1", ""])).filter(
    lambda t: t.strip() and folded(t) != "名称"
)
DATES = st.one_of(st.none(), st.dates(date(2020, 1, 1), TODAY))
AMENITIES = st.dictionaries(st.sampled_from(sorted(VOCABULARY)), st.booleans(), max_size=6)
HOURS = st.sampled_from(
    ["", "8:30-17:00", "周一至周五8:30-17:00（含法定节假日）", "随便开开", "24小时", "下午11:30",
     "9:00-18:00；13:00-14:00休息",
     "=8:00-9:00", "工作日9:00—17:00\n周末10:00—16:00", "无", "节假日另行通知", "全天"]
).map(read_hours)  # fmt: skip
NUMBERS = st.sampled_from(
    [
        "13800000000",
        "13900000001",
        "021-55500001",
        "021-55500001-6111",
        "021-55500002",
        "400-820-0000",
        "12345",
    ]
)
CONTACTS = st.lists(
    st.builds(Contact, name=st.one_of(st.just(""), st.just("示例张三"), TEXTS), number=NUMBERS | st.just(""),
              public=st.booleans()).filter(lambda c: c.name.strip() or c.number),
    max_size=4, unique_by=lambda c: c.number or c.name,
).map(tuple)  # fmt: skip
POSITIONS = st.one_of(
    st.none(),
    st.builds(
        Position, latitude=st.floats(30.9, 31.5), longitude=st.floats(121.1, 121.9),
        precision_m=st.sampled_from([1.0, 12.5, 100.0, 1000.0]), basis=st.sampled_from(sorted(BASIS)),
        confirmed_by=st.sampled_from(["", "示例编辑"]), confirmed_on=DATES,
    ),
)  # fmt: skip
SPACES = st.lists(
    st.builds(Space, name=NAMES, amenities=AMENITIES,
              schedule=st.one_of(st.none(), HOURS.filter(lambda h: h.text))),
    max_size=3, unique_by=lambda s: s.name,
).map(tuple)  # fmt: skip
BOOKINGS = st.builds(
    BookingInfo, channel=st.sampled_from(Channel),
    phone=st.sampled_from(["", "021-55500001", "12345、13800000000"]),
    link=st.sampled_from(["", "https://example.org/a?b=1"]), note=TEXTS, note_date=DATES,
)  # fmt: skip


@st.composite
def points(draw: st.DrawFn) -> Point:
    """A point as the register may hold it, unknowns and oddities included."""
    district, sub_district = draw(PLACES)
    return Point(
        code=draw(st.text(CODE_ALPHABET, min_size=6, max_size=6)), revision=1, name=draw(NAMES),
        kind=draw(st.sampled_from(Kind)), demonstration=draw(st.sampled_from(Demonstration)),
        bureau=draw(st.sampled_from(sorted(BUREAUS))), district=district, sub_district=sub_district,
        address=draw(st.one_of(TEXTS, st.just("黄浦区示例路1号"))), position=draw(POSITIONS),
        audience=draw(st.sampled_from(Audience)), free=draw(st.sampled_from([True, False, None])),
        access=draw(st.sampled_from(Access)), access_note=draw(TEXTS), parking_note=draw(TEXTS),
        schedule=draw(HOURS), amenities=draw(AMENITIES), spaces=draw(SPACES), contacts=draw(CONTACTS),
        booking=draw(BOOKINGS), link_group=draw(TEXTS), valid_from=draw(DATES), valid_to=draw(DATES),
        listing=draw(st.sampled_from(Listing)),
        listing_reason=draw(st.sampled_from(["", "示例：装修", UNDONE])),
        suspended_until=draw(st.sampled_from([None, datetime(2026, 12, 1, tzinfo=TIMEZONE)])),
        checked_on=draw(DATES), checked_by=draw(TEXTS), source=draw(TEXTS), source_date=draw(TEXTS),
        note=draw(TEXTS),
    )  # fmt: skip


def back(standing: list[Point], ending: str) -> Iterator[tuple[str, str, object]]:
    """(name, verdict, what is said of it) of each row of an export that is not plainly unchanged."""
    table = roster_table(standing, VOCABULARY, BUREAUS)
    data = write_xlsx(table) if ending == "xlsx" else write_csv(table)
    codes = {point.code for point in standing}
    read = read_roster(data, f"黄浦区外滩街道点位.{ending}", VOCABULARY, GAZETTEER)
    roster = with_own_codes(read, lambda asked: set(asked) & codes)
    drafting = Drafting(Bureaus(BUREAUS), GAZETTEER, cache(lambda text: read_address(text, GAZETTEER)), TODAY)
    planning = Planning(cache(read_hours), TODAY, Echoes(drafting, VOCABULARY))
    drafts = [drafting.draft(row, read_row(row, VOCABULARY, GAZETTEER)) for row in roster.rows]
    outcomes = planning.outcomes(drafts, Standing(standing))
    assert {o.code for o in outcomes} == codes
    assert roster.notes == ()
    for outcome in outcomes:
        if outcome.verdict != "unchanged" or outcome.doubts:
            yield outcome.draft.name, outcome.verdict, (outcome.changes, outcome.doubts, outcome.refusals)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(standing=st.lists(points(), min_size=1, max_size=4, unique_by=lambda p: p.code))
def test_an_export_imports_back_without_a_change_or_a_question(ending: str, standing: list[Point]) -> None:
    assert list(back(standing, ending)) == []


def test_the_phones_of_these_points_are_as_the_register_writes_them() -> None:
    for number in ("021-55500001-6111", "400-820-0000", "12345"):
        assert [phone.number for phone in read_phones(number)[0]] == [number]


def test_some_hours_here_are_unread_and_wait_for_a_person() -> None:
    assert isinstance(read_hours("随便开开"), Schedule)
    assert read_hours("随便开开").opening_hours is None
