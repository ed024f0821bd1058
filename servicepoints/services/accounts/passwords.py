"""Passwords, kept as argon2id hashes.

One is taken if it is long enough and not what a guesser tries first (NIST SP 800-63B, OWASP ASVS 5
V6.2: at least 12 characters here, no rules of composition): not one of the most common, and not made of rows
of keys, figures, the name of the account and the words of this place.
"""

import re
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from servicepoints import reference
from servicepoints.errors import InvalidValue
from servicepoints.paths import DATA

SHORTEST = 12
LONGEST = 128
WORDS = (
    "abcdef", "password", "qwerty", "woaini", "admin", "asdfgh", "zxcvbn", "iloveyou", "letmein",
    "servicepoint", "fuwudian", "xiaoge", "xiejiao", "youzheng", "kuaidi", "waimai", "qishou",
    "yizhan", "shanghai",
)  # fmt: skip
"""What a guesser puts together; the names of the districts, as they stand in addresses, are such words."""

_FIELD = "密码"
_LEFT = 5
"""Characters that must be left of a password without such words and figures."""

# OWASP's parameters for argon2id: the library's take 64 MB for each attempt, and anybody may attempt
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _hasher.hash(secrets.token_hex(16))
"""What a password is held against where there is no account: it takes as long as a real one."""


def hashed(password: str, login: str) -> str:
    """The password as it is kept. InvalidValue as `check`."""
    check(password, login)
    return _hasher.hash(password)


def check(password: str, login: str) -> None:
    """InvalidValue if it is too short, too long or too easy to guess for the account of that name."""
    reason = _objection(password, login)
    if reason:
        raise InvalidValue(_FIELD, "……", reason, f"至少{SHORTEST}个字，几个不相干的词连在一起最好记")


def fits(password: str, kept: str) -> bool:
    """Whether it is the password that `kept` was made of; with nothing kept, no, after just as long."""
    try:
        # none is longer: hashing a whole request's worth would be anybody's way to keep us busy
        _hasher.verify(kept or _NOBODY, password[:LONGEST])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(kept) and len(password) <= LONGEST


def outdated(kept: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def rehashed(password: str) -> str:
    """The same password, made anew."""
    return _hasher.hash(password)


@cache
def common() -> frozenset[str]:
    """The most common passwords that are long enough to be thought of here, in small letters."""
    lines = (DATA / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@cache
def _guessed() -> re.Pattern[str]:
    places = (district.slug for district in reference.gazetteer().districts)
    return re.compile("|".join((*map(re.escape, (*WORDS, *places)), "q.?w.?e", "[0-9]+")))


def _objection(password: str, login: str) -> str:
    plain = password.casefold()
    if len(password) < SHORTEST:
        return f"只有{len(password)}个字，太短"
    if len(password) > LONGEST:
        return f"超过{LONGEST}个字"
    if len(set(password)) < 5:
        return "用的字太少，容易猜"
    if login and login.casefold() in plain and len(plain) - len(login) < SHORTEST - 4:
        return "和登录名太像"
    return "太容易猜" if plain in common() or len(_guessed().sub("", plain)) < _LEFT else ""
