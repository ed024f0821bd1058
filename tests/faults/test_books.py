"""The books notice what they are there for: each law, broken on purpose."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from servicepoints.register.transaction import Reader
from tests.faults import books
from tests.faults.ground import Ground, prepare
from tests.faults.journal import ASKED, BOOK, DONE, EDIT, IMPORT, Told, told


@pytest.fixture(scope="module")
def ground(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("books")
    made = prepare(folder / "home", folder / "own", {}, demo_home)
    yield made
    made.register.close()


def booked(session: str, token: str = "t" * 32) -> list[dict[str, object]]:
    return [
        {"what": BOOK, "became": became, "token": token, "session": session, "status": 303}
        for became in (ASKED, DONE)
    ]


def test_nothing_is_broken_where_nothing_was_done(ground: Ground) -> None:
    assert books.broken(ground, Told()) == []


def test_an_acknowledged_booking_that_is_not_there_is_lost(ground: Ground) -> None:
    said = books.broken(ground, told(booked(ground.sessions[0])))
    assert [words.split(":")[0] for words in said] == ["an acknowledged booking is lost"]


def test_an_acknowledged_edit_or_import_that_does_not_stand_is_lost(ground: Ground) -> None:
    code = ground.points[0]
    edits = [{"what": EDIT, "became": b, "code": code, "text": "示例", "revision": 99} for b in (ASKED, DONE)]
    imports = [{"what": IMPORT, "became": b, "text": "示例批第7版"} for b in (ASKED, DONE)]
    said = " ".join(books.broken(ground, told([*edits, *imports])))
    assert f"{code} says" in said
    assert "has no revision 99" in said
    assert "an acknowledged import is lost" in said


@pytest.mark.parametrize(
    ("done", "words"),
    [
        ("UPDATE offering_session SET taken = 3 WHERE code = :session", "3 are taken, 0 are held"),
        ("UPDATE offering_session SET waiting = 2 WHERE code = :session", "2 wait, 0 stand in line"),
        ("UPDATE point SET parking_note = '' WHERE name = '示例批站7'", "a half import"),
        ("DELETE FROM change WHERE n = (SELECT max(n) FROM change)", "the feed is at"),
    ],
)
def test_books_that_do_not_balance_are_noticed(ground: Ground, done: str, words: str) -> None:
    register = ground.register
    with register.begin() as connection, connection.begin_nested() as undone:
        connection.execute(text(done), {"session": ground.sessions[0]})
        said = list(books.broken_in(Reader(connection, register.secrecy), ground, Told()))
        undone.rollback()
    assert words in " ".join(said)
    assert books.broken(ground, Told()) == []
