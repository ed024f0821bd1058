"""Between us and a register on another machine nobody reads along unnoticed: `doctor` says where he could."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import make_url

from servicepoints.register.server import unchecked_hosts
from servicepoints.services.doctor import durability

OPEN = {
    "postgresql+psycopg://u:geheim@db.example.gov.cn/s": ["db.example.gov.cn"],
    "postgresql+psycopg://u@db.example.gov.cn/s?sslmode=require": ["db.example.gov.cn"],
    "postgresql+psycopg://u@/s?host=db1:5432&host=db2:5432": ["db1", "db2"],
    "postgresql+psycopg://u@/s?host=db1,db2,/run/postgresql": ["db1", "db2"],
    "postgresql+psycopg://u@10.0.0.7:5433/s": ["10.0.0.7"],
}
CLOSED = (
    "postgresql+psycopg://u@/s", "postgresql+psycopg://u@/s?host=/run/postgresql", "postgresql+psycopg://u@localhost/s",
    "postgresql+psycopg://u@127.0.0.1:5433/s", "postgresql+psycopg://u@[::1]/s",
    "postgresql+psycopg://u@db.example.gov.cn/s?sslmode=verify-full",
    "postgresql+psycopg://u@/s?host=db1:5432&host=db2:5432&sslmode=verify-ca",
)  # fmt: skip


@pytest.mark.parametrize("url", OPEN)
def test_a_server_elsewhere_whose_certificate_is_not_looked_at_is_named(url: str) -> None:
    assert unchecked_hosts(make_url(url), {}) == OPEN[url]
    assert unchecked_hosts(make_url(url), {"PGSSLMODE": "verify-full"}) == (
        OPEN[url] if "sslmode" in url else []
    )


@pytest.mark.parametrize("url", CLOSED)
def test_one_on_this_machine_or_one_that_shows_its_certificate_is_not(url: str) -> None:
    assert unchecked_hosts(make_url(url), {}) == []


def test_doctor_says_so_with_what_to_write_and_without_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durability, "weaknesses", lambda _: [])
    monkeypatch.delenv("PGSSLMODE", raising=False)

    @contextmanager
    def read() -> Iterator[Any]:
        yield SimpleNamespace(connection=None)

    url = make_url("postgresql+psycopg://u:geheim@db.example.gov.cn/s")
    opened: Any = SimpleNamespace(file=None, read=read, engine=SimpleNamespace(url=url))
    (told,) = durability.durability(opened)
    assert "db.example.gov.cn" in told.words
    assert "verify-full" in told.fix
    assert "geheim" not in told.words + told.fix
