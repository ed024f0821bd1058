"""Passwords, kept as argon2id hashes.

One is taken if it is long enough and not what a guesser tries first (NIST SP 800-63B, OWASP ASVS 5
V6.2: at least 12 characters here, no rules of composition).
"""

import re
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from servicepoints.errors import InvalidValue

SHORTEST = 12
LONGEST = 128
_FIELD = "密码"
_GUESSED = re.compile("abcdef|password|qwerty|woaini|admin|asdfgh|q.?w.?e|iloveyou|letmein|shanghai|[0-9]+")

# OWASP's parameters for argon2id: the library's take 64 MB for each attempt, and anybody may attempt
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _hasher.hash(secrets.token_hex(16))
"""What a password is held against where there is no account: it takes as long as a real one."""


def hashed(password: str, login: str) -> str:
    """The password as it is kept. InvalidValue if it is too short, too long or too easy to guess."""
    reason = _objection(password, login)
    if reason:
        raise InvalidValue(_FIELD, "……", reason, f"至少{SHORTEST}个字，几个不相干的词连在一起最好记")
    return _hasher.hash(password)


def fits(password: str, kept: str) -> bool:
    """Whether it is the password that `kept` was made of; with nothing kept, no, after just as long."""
    try:
        _hasher.verify(kept or _NOBODY, password[:LONGEST])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(kept)


def outdated(kept: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def rehashed(password: str) -> str:
    """The same password, made anew."""
    return _hasher.hash(password)


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
    return "太容易猜" if len(_GUESSED.sub("", plain)) < 5 else ""
