"""The filters of a list live in its address."""

from datetime import datetime

import pytest

from servicepoints.domain.hours import TIMEZONE
from servicepoints.reference import vocabulary
from servicepoints.web.courier.filters import Filters, chips, read_filters, seasonal_chips

WORDS = vocabulary()


def test_an_address_and_its_filters_are_the_same_thing() -> None:
    filters = read_filters({"need": "toilet,hot_water", "open": "any", "at": "night"}, WORDS)
    assert filters == Filters(needs=("hot_water", "toilet"), every=True, night=True)
    assert filters.address("/near") == "/near?need=hot_water,toilet&open=any&at=night"


def test_what_is_the_default_is_not_in_the_address() -> None:
    assert Filters().address("/near") == "/near"
    assert Filters().address("/search", q="镇宁路") == "/search?q=%E9%95%87%E5%AE%81%E8%B7%AF"


def test_an_unknown_need_of_an_old_link_does_not_hide_the_list() -> None:
    assert read_filters({"need": "sauna,toilet", "open": "sometimes"}, WORDS) == Filters(needs=("toilet",))


def test_a_chip_turns_its_own_need_over_and_keeps_the_others() -> None:
    row = chips(Filters(needs=("toilet",)), "/near", WORDS, {}, "骑到还开着")
    by_label = {c.label: c for c in (*row.shown, *row.more)}
    assert by_label["厕所"].on
    assert by_label["厕所"].href == "/near"
    assert by_label["热水"].href == "/near?need=hot_water,toilet"
    assert by_label["骑到还开着"].on
    assert by_label["骑到还开着"].href == "/near?need=toilet&open=any"


def test_every_amenity_has_exactly_one_chip() -> None:
    row = chips(Filters(needs=("gym",)), "/near", WORDS, {"heating": "取暖"}, "")
    labels = [c.label for c in (*row.shown, *row.more)]
    assert len(labels) == len(set(labels)) == len(WORDS)
    assert "取暖" in labels
    assert "暖气" not in labels


def test_a_chosen_need_is_never_hidden_behind_more() -> None:
    row = chips(Filters(needs=("gym",)), "/near", WORDS, {}, "")
    assert "健身房" in [c.label for c in row.shown]


@pytest.mark.parametrize(("month", "word"), [(7, "避暑"), (1, "取暖"), (4, None)])
def test_the_chip_of_the_season_follows_the_settings_months(month: int, word: str | None) -> None:
    found = seasonal_chips(month, frozenset({6, 7, 8, 9}), frozenset({12, 1, 2}))
    assert list(found.values()) == ([word] if word else [])


@pytest.mark.parametrize(("hour", "asked"), [(15, 23), (21, 23), (22, 22), (2, 2), (5, 23)])
def test_night_means_tonight_at_eleven_and_in_the_night_now(hour: int, asked: int) -> None:
    now = datetime(2026, 11, 24, hour, 30, tzinfo=TIMEZONE)
    assert Filters(night=True).moment(now).hour == asked
    assert Filters().moment(now) == now
