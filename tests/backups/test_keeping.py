"""Which backups stay."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from servicepoints.backups.keeping import Keep, superfluous
from servicepoints.backups.shelf import Kept

NOW = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)


def daily(days: int) -> list[Kept]:
    return [Kept(Path(f"{n}"), NOW - timedelta(days=n)) for n in range(days)]


def left(kept: list[Kept], keep: Keep) -> list[int]:
    gone = superfluous(kept, keep)
    return [int(one.path.name) for one in kept if one not in gone]


def test_so_many_days_weeks_and_months_stay_each_with_its_newest() -> None:
    assert left(daily(400), Keep(3, 0, 0)) == [0, 1, 2]
    assert left(daily(400), Keep(0, 3, 0)) == [0, 1, 8], "Monday, and the two Sundays before"
    assert left(daily(400), Keep(0, 0, 3)) == [0, 14, 45]
    assert left(daily(400), Keep(2, 2, 2)) == [0, 1, 14]


def test_nothing_is_taken_away_where_all_are_to_stay() -> None:
    assert superfluous(daily(400), Keep(0, 0, 0)) == []
    assert superfluous([], Keep(1, 1, 1)) == []


def test_of_several_on_one_day_the_newest_stays() -> None:
    same = [Kept(Path(f"{n}"), NOW - timedelta(minutes=n)) for n in range(5)]
    assert left(same, Keep(7, 4, 6)) == [0]


moments = st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), min_size=1, max_size=30)
many = st.integers(0, 5)


@given(at=moments, keep=st.builds(Keep, many, many, many))
def test_the_newest_always_stays_and_what_stayed_once_stays_when_asked_again(
    at: list[datetime], keep: Keep
) -> None:
    kept = [Kept(Path(f"{n}"), one.replace(tzinfo=UTC)) for n, one in enumerate(at)]
    gone = superfluous(kept, keep)
    stays = [one for one in kept if one not in gone]
    assert max(one.made_at for one in kept) in {one.made_at for one in stays}
    assert superfluous(stays, keep) == []
