"""Tokens: what opens a link or a session, drawn by us; only a digest of one is kept."""

import base64
import hashlib
import hmac
import secrets

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
