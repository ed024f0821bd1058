"""What counts as a search, and that nothing of it is left but its cell, its hour and its needs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from servicepoints.domain.cells import cell_of
from servicepoints.domain.demand import ANY, Count, Slot
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import RegisterAway
from servicepoints.register import Register, demand, open_register
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.services.demand import counting, sources
from servicepoints.services.demand.counting import Counting
from servicepoints.services.demand.flushing import Flusher

NOW = datetime(2026, 11, 26, 21, 5, tzinfo=TIMEZONE)
HERE = (31.224242, 121.429494)
PHONE = "Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0"
HOUR = 3 * 24 + 21


def search(into: Counting, **changed: object) -> None:
    asked = {
        "latitude": HERE[0], "longitude": HERE[1], "needs": (), "at": NOW, "now": NOW, "agent": PHONE,
        "address": "127.0.0.1", "found": True,
    } | changed  # fmt: skip
    into.note(**asked)  # type: ignore[arg-type]


def slot(need: str = ANY, hour: int = HOUR) -> Slot:
    return Slot(cell_of(*HERE), "2026-11", hour, need)


@pytest.fixture
def counts() -> Counting:
    return Counting()


def test_a_search_counts_once_in_all_and_once_for_each_need(counts: Counting) -> None:
    search(counts, needs=("toilet", "hot_water"), found=False)
    assert counts.take() == {slot(need): Count(1, 0) for need in (ANY, "toilet", "hot_water")}


def test_what_was_taken_is_not_there_any_more(counts: Counting) -> None:
    search(counts)
    assert counts.take() == {slot(): Count(1, 1)}
    assert counts.take() == {}


def test_the_same_again_within_minutes_is_no_second_courier(counts: Counting) -> None:
    for minutes in (0, 1, 2):
        search(counts, now=NOW + timedelta(minutes=minutes), at=NOW + timedelta(minutes=minutes))
    later = NOW + timedelta(minutes=counting.PAUSE_MINUTES)
    search(counts, now=later, at=later)
    assert counts.take() == {slot(): Count(2, 2)}


def test_other_needs_or_another_cell_are_another_search(counts: Counting) -> None:
    search(counts)
    search(counts, needs=("toilet",))
    search(counts, latitude=HERE[0] + 0.009)
    assert sum(count.asked for key, count in counts.take().items() if key.need == ANY) == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"found": None},
        {"agent": ""},
        {"agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"},
        {"agent": "curl/8.4"},
        {"agent": "python-requests/2.31"},
        {"latitude": 39.9, "longitude": 116.4},
        {"latitude": float("nan")},
        {"deviation_m": 800},
        {"needs": tuple("abcdefg")},
        {"at": NOW - timedelta(minutes=1)},
        {"at": NOW + timedelta(days=1, minutes=1)},
    ],
    ids=str,
)
def test_what_no_courier_asked_is_not_counted(counts: Counting, changed: dict[str, object]) -> None:
    search(counts, **changed)
    assert counts.take() == {}


def test_a_search_for_tonight_counts_at_the_hour_it_asks_about(counts: Counting) -> None:
    search(counts, at=NOW.replace(hour=23))
    assert counts.take() == {slot(hour=HOUR + 2): Count(1, 1)}


def test_no_flood_of_invented_places_takes_more_memory(
    counts: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_SLOTS", 40)
    for n in range(200):
        search(counts, latitude=30.7 + n * 0.005, longitude=121.0 + n % 7 * 0.1)
    assert len(counts.take()) <= 40
    assert len(counts._lately) <= 40


def test_invented_places_of_one_network_fill_no_map(counts: Counting) -> None:
    for n in range(2000):
        at = NOW + timedelta(seconds=n)
        place = {"latitude": 30.7 + n * 0.0004, "longitude": 121.0 + n % 97 * 0.009}
        search(counts, **place, at=at, now=at, address=f"2001:db8:0:12{n % 100:02}::{n}")
    taken = counts.take()
    assert sum(count.asked for count in taken.values()) == sources.MOST_A_DAY
    search(counts, needs=("toilet",), address="192.0.2.1")
    assert sum(count.asked for key, count in counts.take().items() if key.need == ANY) == 1, (
        "nor silence others"
    )


def test_one_network_makes_no_cell_look_wanted(counts: Counting) -> None:
    for n in range(500):
        at = NOW + timedelta(minutes=n % 170)
        search(counts, needs=(f"need{n}",), at=at, now=at, address="192.0.2.1")
    assert sum(c.asked for key, c in counts.take().items() if key.need == ANY) == sources.MOST_IN_CELL
    tomorrow = NOW + timedelta(hours=3)
    search(counts, at=tomorrow, now=tomorrow, address="192.0.2.1")
    assert sum(c.asked for c in counts.take().values()) == 1


def test_no_flood_of_networks_takes_more_memory(counts: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_TOLD", 40)
    for n in range(200):
        search(counts, needs=(f"need{n}",), address=f"192.0.2.{n}")
    assert len(counts._sources._counted) <= 41
    assert {type(part) for item in counts._sources._counted.items() for part in item} == {int}, "digests only"


# -- flushing ------------------------------------------------------------------------------------------------


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url, new_key(), clock=lambda: NOW)
    migrate(opened)
    yield opened
    opened.close()


def standing(register: Register) -> dict[Slot, Count]:
    with register.read() as reader:
        found = demand.counted(reader, "2026-11")
    return {
        Slot(cell, "2026-11", hour, need): Count(asked, served)
        for cell, lines in found.items()
        for hour, need, asked, served in lines
    }


class Away:
    """A register that does not answer as often as it is told not to; at its worst, after the commit."""

    def __init__(self, register: Register, times: int) -> None:
        self.register, self.times, self.after = register, times, False

    def __call__(self) -> Register:
        if self.times > 0:
            self.times -= 1
            raise RegisterAway("示例：没有回应")
        return self.register


def test_counts_survive_a_flush_that_fails(register: Register, counts: Counting) -> None:
    flusher = Flusher(counts, Away(register, 1))
    search(counts)
    assert flusher.flush() == 0
    search(counts, needs=("toilet",))
    flusher.flush()
    assert standing(register) == {slot(): Count(2, 2), slot("toilet"): Count(1, 1)}


def test_an_answer_that_is_lost_after_the_commit_counts_nothing_twice(
    register: Register, counts: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    flusher = Flusher(counts, lambda: register)
    search(counts)
    real = Register.write
    lost = [True]

    class Lost:
        def __init__(self, inner: object) -> None:
            self.inner = inner

        def __enter__(self) -> object:
            return self.inner.__enter__()  # type: ignore[attr-defined]

        def __exit__(self, *how: object) -> object:
            done = self.inner.__exit__(*how)  # type: ignore[attr-defined]
            if lost.pop():
                raise RegisterAway("示例：写进去了，回话丢了")
            return done

    monkeypatch.setattr(Register, "write", lambda self, actor: Lost(real(self, actor)))
    flusher.flush()
    monkeypatch.setattr(Register, "write", real)
    assert flusher.flush() == 0
    assert standing(register) == {slot(): Count(1, 1)}


def test_while_the_register_is_away_counts_are_dropped_and_do_not_pile_up(
    register: Register, counts: Counting, caplog: pytest.LogCaptureFixture
) -> None:
    away = Away(register, 100)
    flusher = Flusher(counts, away)
    for n in range(6):
        moment = NOW + timedelta(minutes=5 * n)
        search(counts, at=moment, now=moment)
        flusher.flush()
    away.times, told = 0, len(caplog.records)
    flusher.flush()
    assert standing(register) == {slot(): Count(1, 1)}, "the last minute, and no other"
    away.times = 2
    search(counts, at=NOW.replace(hour=22), now=NOW.replace(hour=22))
    flusher.flush()
    flusher.flush()
    flusher.flush()
    assert len(standing(register)) == 1, "sent once more and not again"
    del caplog.records[told:]
    assert len([r for r in caplog.records if r.levelname == "WARNING"]) == 1
    assert "121.4" not in caplog.text
