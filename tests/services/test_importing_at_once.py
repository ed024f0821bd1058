"""Two rosters that come at once: what both bring stands once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from types import ModuleType
from typing import Any, TypeVar

import pytest

from servicepoints import reference
from servicepoints.domain.roles import Role
from servicepoints.register import Actor, Register, accounts, instance, open_register, points
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.services.importing import ImportReport, import_roster, run, taking
from servicepoints.services.importing.uploading import upload_roster
from servicepoints.services.importing.weighing import Tables

T = TypeVar("T")
SETUP = Actor("setup", "示例")
ROSTER = "名称,类型,区,地址\n示例站甲,爱心接力站,长宁区,示例路1号\n示例站乙,爱心接力站,长宁区,示例路2号\n"
TABLES = Tables(reference.vocabulary(), reference.gazetteer(), date(2026, 11, 24))


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url, new_key())
    migrate(opened)
    with opened.write(SETUP) as writer:
        instance.create(writer, "real")
    yield opened
    opened.close()


def at_once(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, weigh: str, takes: list[Callable[[], T]]
) -> list[T]:
    """What both come to, the second begun when the first has weighed its rows and is about to write."""
    began, weighed = Event(), Event()
    carry_out, weighing = module.carry_out, getattr(module, weigh)

    def carry_out_late(*what: Any) -> Any:
        if not began.is_set():
            began.set()
            weighed.wait(0.5)  # the other would weigh its rows now, if nothing held it back
        return carry_out(*what)

    def weigh_told(*what: Any) -> Any:
        found = weighing(*what)
        if began.is_set():
            weighed.set()
        return found

    monkeypatch.setattr(module, "carry_out", carry_out_late)
    monkeypatch.setattr(module, weigh, weigh_told)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(takes[0])
        assert began.wait(60)
        second = pool.submit(takes[1])
        return [first.result(60), second.result(60)]


def standing(register: Register) -> int:
    with register.read() as reader:
        return len(points.publishable(reader))


def test_the_second_sees_what_the_first_brought(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    def take() -> ImportReport:
        return import_roster(
            register, ROSTER.encode(), "台账.csv", "", dry_run=False, vocabulary=TABLES.vocabulary,
            gazetteer=TABLES.gazetteer, today=TABLES.today,
        )  # fmt: skip

    first, second = at_once(monkeypatch, run, "weigh", [take, take])
    assert (len(first.new), len(second.new)) == (2, 0)
    assert standing(register) == 2


def test_at_the_desk_the_second_is_shown_what_it_would_do_now(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    with register.write(SETUP) as writer:
        dora = accounts.add(writer, "dora", "示例朵拉", Role.CITY, "")
    sent = [upload_roster(register, dora, "", f"台账{n}.csv", ROSTER.encode(), TABLES) for n in range(2)]
    takes = [lambda name=name: taking.take(register, dora, name, TABLES) for name in sent]
    first, second = at_once(monkeypatch, taking, "weigh_for", takes)
    assert first is not None
    assert second is None
    assert standing(register) == 2
