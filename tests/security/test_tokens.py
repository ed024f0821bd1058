"""What opens something cannot be guessed, is kept as a digest alone, and is compared without telling how much
of it fitted."""

import ast
import base64
import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from servicepoints.domain.sightings import Saw
from servicepoints.domain.suggestions import Suggestion
from servicepoints.errors import NotFound
from servicepoints.register import Register
from servicepoints.register.schema.people import account
from servicepoints.services import tokens
from servicepoints.services.booking.rules import Links
from servicepoints.services.keeping.links import Signing
from servicepoints.services.reporting.rules import Marks
from servicepoints.services.suggesting.giving import Slips
from tests.security.sources import nodes


def test_a_token_has_256_bits_and_none_comes_twice() -> None:
    drawn = {tokens.new_token() for _ in range(2000)}
    assert len(drawn) == 2000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in drawn)


def test_nothing_is_drawn_from_a_generator_that_can_be_foreseen() -> None:
    for file, node in nodes():
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert "random" not in names, file


@given(st.binary(min_size=1), st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_a_token_that_follows_from_words_follows_from_no_others(
    key: bytes, said: list[str], other: list[str]
) -> None:
    clean, apart = ([word.replace("\0", "") for word in words] for words in (said, other))
    try:
        same = tokens.drawn_from(key, *clean) == tokens.drawn_from(key, *apart)
    except UnicodeEncodeError:
        return
    assert same is ("\0".join(clean) == "\0".join(apart))


@pytest.mark.parametrize(
    ("seconds", "good"), [(0, True), (-1, True), (-86_400, True), (3600, True), (3602, False)]
)
def test_a_form_is_good_for_its_time_and_a_clock_that_is_set_back_ends_none(
    monkeypatch: pytest.MonkeyPatch, seconds: int, good: bool
) -> None:
    drawn, other = tokens.Forms("k" * 40, "one", 3600), tokens.Forms("k" * 40, "another", 3600)
    form, now = drawn.sign(["a", "b"]), time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds)
    assert drawn.read(form) == (["a", "b"] if good else None)
    assert other.read(form) is None
    assert drawn.read(form[:-1]) is None


def test_passwords_are_kept_by_argon2(register: Register) -> None:
    with register.read() as reader:
        kept = reader.connection.execute(select(account.c.password)).scalars().all()
    assert kept
    assert all(one.startswith("$argon2id$") for one in kept)


@pytest.mark.parametrize("path", ["/b/{}", "/k/{}", "/r/{}", "/suggest/{}", "/bureau/welcome/{}"])
@pytest.mark.parametrize("token", ["x", "x" * 43, "%00", "a" * 4000, "%F0%9F%98%80", "..%2f..%2fetc", "'--"])
def test_a_token_that_is_none_is_not_found(nobody: object, path: str, token: str) -> None:
    answer = nobody.get(path.format(token))  # type: ignore[attr-defined]
    assert answer.status_code in (400, 404, 410)
    assert token not in answer.text or token in ("x", "'--")


KEY = "x" * 40


def test_a_form_that_was_altered_is_none() -> None:
    links, slips = Links(KEY), Slips(KEY)
    form, slip = links.form("AAAAAA"), slips.form()
    assert links.key(form, "AAAAAA")
    assert slips.drawn(slip)
    for at in range(len(form)):
        altered = form[:at] + ("A" if form[at] != "A" else "B") + form[at + 1 :]
        assert not links.key(altered, "AAAAAA") or base64_of(altered) == base64_of(form), at
    assert not links.key(form, "BBBBBB"), "a form of another session"
    assert not Links(f"{KEY}y").key(form, "AAAAAA"), "a form of another site"


def base64_of(form: str) -> bytes:
    """What a form's last part stands for: its last sign has bits that nobody reads."""
    return base64.urlsafe_b64decode(form.rpartition(".")[2] + "==")


def test_no_token_opens_what_another_was_made_for() -> None:
    """All are signed with one key, each sort with a salt of its own."""
    links, slips, keepers = Links(KEY), Slips(KEY), Signing(KEY)
    form, slip, keeper = links.form("AAAAAA"), slips.form(), keepers.token("AAAAAA")
    assert not links.key(slip, "AAAAAA")
    assert not links.key(keeper, "AAAAAA")
    assert not slips.drawn(form)
    assert not slips.drawn(keeper)
    for other in (form, slip):
        with pytest.raises(NotFound):
            keepers.number(other)
    day = date(2026, 9, 14)
    marks = Marks(KEY)
    drawn = {
        links.key(form, "AAAAAA"),
        links.token("k", "AAAAAA", "13900000001"),
        slips.token("k", Suggestion(name="示例")),
        marks.token("k", "AAAAAA", Saw.SHUT, day, 1),
        marks.form("AAAAAA", day),
    }
    assert len(drawn) == 5
