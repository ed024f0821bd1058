"""Text search over 200,000 points: our index beside LIKE over the same file and PostgreSQL's pg_trgm over the
same text, the first 20 in the same order.

LIKE and pg_trgm look in names and addresses as they are written; ours also finds by pinyin and by what a
point has, so where they find nothing the rows say so.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from servicepoints.catalogue.search import find_codes, fold
from tests.benchmarks import instances, postgis
from tests.benchmarks.nation import nation
from tests.benchmarks.table import Line, seconds
from tests.postgresql import INSTALL, binaries

POINTS = 200_000
SEARCHED = ("示例", "中山路", "zhongshan", "充电", "中山 10号", "没有这样的", "示例199999号")
ROUNDS = 5
Answer = Callable[[], list[str]]

TRIGRAMS = """
CREATE EXTENSION pg_trgm;
CREATE TABLE points (row_order bigint PRIMARY KEY, code text, name text, address text);
"""
TRIGRAM_INDEXES = (
    "CREATE INDEX ON points USING gin (name gin_trgm_ops, address gin_trgm_ops)",
    "VACUUM (ANALYZE) points",
)


def lines() -> Iterator[Line]:
    """The measurements."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / "catalogue.db"
        took = seconds(lambda: instances.catalogue(path, nation(POINTS)))
        yield Line(f"build a catalogue of {POINTS:,} points", f"{took:.0f} s")
        file = sqlite3.connect(path)
        trigrams = None
        if binaries() is None:
            yield Line("search by pg_trgm", f"not measured: {INSTALL}")
        else:
            trigrams = psycopg.connect(stack.enter_context(postgis.server()), autocommit=True)
            _fill(trigrams, file)
        for words in SEARCHED:
            yield from _searched(file, trigrams, words)
        file.close()
        if trigrams is not None:
            trigrams.close()


def _fill(trigrams: "psycopg.Connection[Any]", file: sqlite3.Connection) -> None:
    trigrams.execute(TRIGRAMS)  # type: ignore[arg-type]
    into = "COPY points (row_order, code, name, address) FROM STDIN"
    with trigrams.cursor() as cursor, cursor.copy(into) as copy:
        for row in file.execute("SELECT row_order, code, name, address FROM points"):
            copy.write_row(row)
    for statement in TRIGRAM_INDEXES:
        trigrams.execute(statement)


def _searched(
    file: sqlite3.Connection, trigrams: "psycopg.Connection[Any] | None", words: str
) -> Iterator[Line]:
    values = [f"%{word}%" for word in words.split() for _ in range(2)]
    answers: dict[str, Answer] = {
        "ours": lambda: find_codes(file, words),
        "LIKE": lambda: [code for (code,) in file.execute(_statement("?", values), values)],
    }
    if trigrams is not None:
        statement = _statement("%s", values)
        answers["pg_trgm"] = lambda: [c for (c,) in trigrams.execute(statement, values, prepare=True)]  # type: ignore[arg-type]
    times: dict[str, list[float]] = {name: [] for name in answers}
    for _ in range(ROUNDS):
        for name, answer in answers.items():
            times[name].append(seconds(answer))
    found = {name: answer() for name, answer in answers.items()}
    ours = median(times["ours"])
    shown = fold(words) or words
    yield Line(f"search {shown}: ours", f"{ours * 1e3:.2f} ms", f"{len(found['ours'])} found", "≤ 5 ms")
    for name in list(answers)[1:]:
        same = "the same" if found[name] == found["ours"] else f"finds {len(found[name])}"
        took = median(times[name])
        yield Line(f"search {shown}: {name}", f"{took * 1e3:.2f} ms", f"{took / ours:.1f}× ours ({same})")


def _statement(mark: str, values: list[str]) -> str:
    condition = " AND ".join([f"(name LIKE {mark} OR address LIKE {mark})"] * (len(values) // 2))
    return f"SELECT code FROM points WHERE {condition} ORDER BY row_order LIMIT 20"
