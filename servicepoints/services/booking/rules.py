"""The rules of booking that settings set, the keys of its forms and the tokens of its links."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from servicepoints.config import Settings
from servicepoints.domain.points import CODE_ALPHABET
from servicepoints.services.tokens import Forms, drawn_from

FORM_S = 12 * 3600
"""Seconds for which a form that was shown may be sent."""

_DOOR_CODE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Rules:
    """`open_window`: so long before the start a freed place is open to all. `keep`: names and numbers are
    erased so long after the session. After `absences` absences (0: never) a phone waits `pause`, which is
    over with `keep` at the latest: nobody is known for longer because of it."""

    open_window: timedelta
    keep: timedelta
    absences: int
    pause: timedelta
    by_phone: int
    by_address: int


def rules_of(settings: Settings) -> Rules:
    """The rules of these settings."""
    keep = timedelta(days=settings.booking_keep_days)
    return Rules(
        open_window=timedelta(hours=settings.booking_open_hours),
        keep=keep,
        absences=settings.booking_absences,
        pause=min(timedelta(days=settings.booking_pause_days), keep),
        by_phone=settings.bookings_by_phone,
        by_address=settings.bookings_by_address,
    )


class Links:
    """Makes the keys of forms and the tokens of bookings' links from the site's key.

    A token is 192 bits that follow from the request alone: one that is sent twice, because its answer was
    lost, comes to the same link, and nobody else can come to it. The register keeps only a digest.
    """

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"booking:" + secret_key.encode()).digest()
        self._forms = Forms(secret_key, "booking-form", FORM_S)

    def form(self, session: str) -> str:
        """What is drawn for each form that is shown, and signed: one form is one booking, however often it
        is sent, and no other site can make one up."""
        return self._forms.sign([session, secrets.token_urlsafe(16)])

    def key(self, form: str, session: str) -> str:
        """The key that a form was drawn; "" if it is not ours, not this session's, or too old."""
        of, key = self._forms.read(form) or ("", "")
        return str(key) if of == session else ""

    def token(self, key: str, session: str, phone: str) -> str:
        """The token of the request with that key (drawn for one form) of that number for that session."""
        return drawn_from(self._key, key, session, phone)


def door_code() -> str:
    """A short code to show at the door; within a session no two bookings have the same."""
    drawn = secrets.token_bytes(_DOOR_CODE_LENGTH)  # 256 is a multiple of the 32 signs: each is as likely
    return "".join(CODE_ALPHABET[byte % len(CODE_ALPHABET)] for byte in drawn)
