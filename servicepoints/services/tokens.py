"""Tokens: what opens a link or a session, drawn by us; only a digest of one is kept. And what signs forms and
links: each sort with a salt of its own, so that none is taken for another."""

import base64
import hashlib
import hmac
import secrets
import time
from typing import Any

from itsdangerous import BadSignature, Signer, URLSafeTimedSerializer

_DRAWN_BYTES = 24


def new_token() -> str:
    """An unguessable token (256 bits) that is safe in an address."""
    return secrets.token_urlsafe(32)


def drawn_from(key: bytes, *said: str) -> str:
    """The token (192 bits) that follows from what a request says: sent twice, because its answer was lost, it
    comes to the same page, and nobody without the key comes to it."""
    drawn = hmac.digest(key, "\0".join(said).encode(), "sha256")[:_DRAWN_BYTES]
    return base64.urlsafe_b64encode(drawn).decode()


def digest(token: str) -> str:
    """What is kept of a token. It is drawn, not thought up, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def signer(secret_key: str, salt: str) -> Signer:
    """Signs what is `salt`'s, by HMAC-SHA256 (the library's own choice is SHA-1)."""
    return Signer(secret_key, salt=salt, key_derivation="hmac", digest_method=hashlib.sha256)


class Forms:
    """Signs what is drawn for forms by HMAC-SHA256, a salt a kind; each may be sent for `lasts_s` seconds."""

    def __init__(self, secret_key: str, salt: str, lasts_s: int) -> None:
        how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
        self._signer = URLSafeTimedSerializer(secret_key, salt=salt, signer_kwargs=how)
        self._lasts_s = lasts_s

    def sign(self, drawn: Any) -> str:
        """The text that a form carries."""
        return str(self._signer.dumps(drawn))

    def read(self, form: str) -> Any:
        """What was drawn; None if it is not ours or too old. One of a later moment is as good as new: a clock
        is set back, and of two nodes one is ahead."""
        try:
            drawn, at = self._signer.loads(form, return_timestamp=True)
        except (BadSignature, ValueError, TypeError):
            return None
        return drawn if int(time.time() - at.timestamp()) <= self._lasts_s else None
