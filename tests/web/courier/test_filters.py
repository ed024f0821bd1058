"""The filters of a list live in its address."""

from datetime import datetime

import pytest

from servicepoints.domain.hours import TIMEZONE
from servicepoints.reference import vocabulary
from servicepoints.web.courier.chips import Around, ChipRow, chips, seasonal_chips
from servicepoints.web.courier.filters import Filters, read_filters

WORDS = vocabulary()
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=TIMEZONE)


def row_of(
    filters: Filters, toggle: str = "", seasonal: tuple[tuple[str, str], ...] = (), now: datetime = NOON
) -> ChipRow:
    return chips(filters, WORDS, Around("/near", now, filters.moment(now), toggle, seasonal=seasonal))


def test_an_address_and_its_filters_are_the_same_thing() -> None:
    filters = read_filters({"need": "toilet,hot_water", "open": "any", "at": "night"}, WORDS)
    assert filters == Filters(needs=("hot_water", "toilet"), every=True, at="night")
    assert filters.address("/near") == "/near?need=hot_water,toilet&open=any&at=night"


def test_what_is_the_default_is_not_in_the_address() -> None:
    assert Filters().address("/near") == "/near"
    assert Filters().address("/search", q="镇宁路") == "/search?q=%E9%95%87%E5%AE%81%E8%B7%AF"


def test_an_unknown_need_of_an_old_link_does_not_hide_the_list() -> None:
    assert read_filters({"need": "sauna,toilet", "open": "sometimes"}, WORDS) == Filters(needs=("toilet",))


def test_a_chip_turns_its_own_need_over_and_keeps_the_others() -> None:
    row = row_of(Filters(needs=("toilet",)), "骑到还开着")
    by_label = {c.label: c for c in (*row.shown, *row.more)}
    assert by_label["厕所"].on
    assert by_label["厕所"].href == "/near"
    assert by_label["热水"].href == "/near?need=hot_water,toilet"
    assert by_label["骑到还开着"].on
    assert by_label["骑到还开着"].href == "/near?need=toilet&open=any"


def test_every_amenity_has_exactly_one_chip() -> None:
    row = row_of(Filters(needs=("gym",)), seasonal=(("heating", "取暖"),))
    labels = [c.label for c in (*row.shown, *row.more)]
    assert len(labels) == len(set(labels)) == len(WORDS)
    assert "取暖" in labels
    assert "暖气" not in labels


def test_a_chosen_need_is_never_hidden_behind_more() -> None:
    row = row_of(Filters(needs=("gym",)))
    assert "健身房" in [c.label for c in row.shown]


@pytest.mark.parametrize(("month", "word"), [(7, "避暑"), (1, "取暖"), (4, None)])
def test_the_chip_of_the_season_follows_the_settings_months(month: int, word: str | None) -> None:
    found = seasonal_chips(month, frozenset({6, 7, 8, 9}), frozenset({12, 1, 2}))
    assert list(found.values()) == ([word] if word else [])


@pytest.mark.parametrize(("hour", "asked"), [(15, 23), (21, 23), (22, 22), (2, 2), (5, 23)])
def test_night_means_tonight_at_eleven_and_in_the_night_now(hour: int, asked: int) -> None:
    now = datetime(2026, 11, 24, hour, 30, tzinfo=TIMEZONE)
    assert Filters(at="night").moment(now).hour == asked
    assert Filters().moment(now) == now


@pytest.mark.parametrize(
    ("said", "now", "moment"),
    [
        ("morning", "2026-11-24T12:00", "2026-11-25T07:00"),
        ("morning", "2026-11-24T03:00", "2026-11-24T07:00"),
        ("morning", "2026-11-24T07:00", "2026-11-24T07:00"),
        ("21:30", "2026-11-24T12:00", "2026-11-24T21:30"),
        ("9：05", "2026-11-24T12:00", "2026-11-25T09:05"),
        ("2026-11-28T06:30", "2026-11-24T12:00", "2026-11-28T06:30"),
        ("2026-11-28 06:30", "2026-11-24T12:00", "2026-11-28T06:30"),
        ("2026-11-24T11:59", "2026-11-24T12:00", "2026-11-24T12:00"),
        ("2026-12-08T12:00", "2026-11-24T12:00", "2026-12-08T12:00"),
        ("2026-12-08T12:01", "2026-11-24T12:00", "2026-11-24T12:00"),
        ("2026-02-30T12:00", "2026-11-24T12:00", "2026-11-24T12:00"),
        ("２１:30", "2026-11-24T12:00", "2026-11-24T12:00"),
        ("<b>", "2026-11-24T12:00", "2026-11-24T12:00"),
    ],
)
def test_a_chosen_moment_is_the_next_one_that_it_names_and_nonsense_is_now(
    said: str, now: str, moment: str
) -> None:
    begun, wanted = (datetime.fromisoformat(text).replace(tzinfo=TIMEZONE) for text in (now, moment))
    assert read_filters({"at": said}, WORDS).moment(begun) == wanted


def test_a_chosen_moment_stays_in_every_address_and_in_those_of_points() -> None:
    filters = read_filters({"at": "2026-11-28T06:30", "need": "toilet", "open": "any"}, WORDS)
    assert filters.address("/d/hp") == "/d/hp?need=toilet&open=any&at=2026-11-28T06:30"
    assert filters.point_query == "?need=toilet&at=2026-11-28T06:30"
    row = row_of(filters)
    assert all("at=2026-11-28T06:30" in chip.href for chip in (*row.shown, *row.more))


def test_the_moments_to_choose_from_are_those_that_are_still_to_come() -> None:
    def labels(hour: int) -> list[str]:
        now = datetime(2026, 11, 24, hour, 10, tzinfo=TIMEZONE)
        return [chip.label for chip in row_of(Filters(), now=now).times.chips]

    assert labels(12) == ["现在", "今晚23:00", "明早7:00"]
    assert labels(22) == ["现在", "明早7:00"]
    assert labels(3) == ["现在", "今早7:00"]


def test_the_form_for_any_other_moment_keeps_the_rest_of_the_address() -> None:
    times = row_of(Filters(needs=("toilet",), every=True, at="night")).times
    assert times.kept == (("need", "toilet"), ("open", "any"))
    assert times.chosen == "2026-11-24T23:00"
    assert [chip.label for chip in times.chips if chip.on] == ["今晚23:00"]
