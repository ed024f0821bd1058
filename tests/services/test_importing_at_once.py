"""Two rosters that come at once: what both bring stands once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from typing import Any

import pytest

from servicepoints import reference
from servicepoints.register import Actor, Register, instance, open_register, points
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.services.importing import ImportReport, import_roster, run

ROSTER = "名称,类型,区,地址\n示例站甲,爱心接力站,长宁区,示例路1号\n示例站乙,爱心接力站,长宁区,示例路2号\n"


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url, new_key())
    migrate(opened)
    with opened.write(Actor("setup", "示例")) as writer:
        instance.create(writer, "real")
    yield opened
    opened.close()


def test_the_second_sees_what_the_first_brought(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    began, weighed = Event(), Event()
    carry_out, weigh = run.carry_out, run.weigh

    def take() -> ImportReport:
        return import_roster(
            register, ROSTER.encode(), "台账.csv", "", dry_run=False, vocabulary=reference.vocabulary(),
            gazetteer=reference.gazetteer(), today=date(2026, 11, 24),
        )  # fmt: skip

    def carry_out_late(*what: Any) -> Any:
        if not began.is_set():
            began.set()
            weighed.wait(0.5)  # the other would weigh its rows now, if nothing held it back
        return carry_out(*what)

    def weigh_told(*what: Any) -> Any:
        found = weigh(*what)
        if began.is_set():
            weighed.set()
        return found

    monkeypatch.setattr(run, "carry_out", carry_out_late)
    monkeypatch.setattr(run, "weigh", weigh_told)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(take)
        assert began.wait(10)
        second = pool.submit(take)
        assert len(first.result(10).new) == 2
        assert not second.result(10).new
    with register.read() as reader:
        assert len(points.publishable(reader)) == 2
