"""The rules of reporting that settings set, and the keys by which reporters are told apart for a day."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from servicepoints.config import Settings
from servicepoints.domain.networks import network_of
from servicepoints.domain.sightings import Saw
from servicepoints.services.tokens import drawn_from

DEVICE_S = 24 * 3600
"""Seconds for which a phone keeps its number."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`lasts`: so long a shut door is told to others; `answer_within`: so long the bureau has to answer;
    `by_phone`, `by_network`, `by_point`: so many words a day; `kept_days`: what was said is erased after."""

    lasts: timedelta
    answer_within: timedelta
    by_phone: int
    by_network: int
    by_point: int
    kept_days: int


def rules_of(settings: Settings) -> Rules:
    """The rules of these settings."""
    return Rules(
        lasts=timedelta(hours=settings.report_hours),
        answer_within=timedelta(hours=settings.report_answer_hours),
        by_phone=settings.reports_by_phone,
        by_network=settings.reports_by_address,
        by_point=settings.reports_by_point,
        kept_days=settings.report_keep_days,
    )


class Marks:
    """Makes what tells phones and networks apart, under a key that is another one each day: what was kept of
    one day cannot be compared with another's, and is dropped after it."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"door:" + secret_key.encode()).digest()

    def form(self, code: str, day: date) -> str:
        """What a form of that point bears on that day: the same for everyone, since its page is kept for
        everyone. It stops who sends forms without having asked for one."""
        return self._digest(day, "form", code)[:20]

    def is_form(self, sent: str, code: str, today: date) -> bool:
        """Whether a form is of ours, shown today or yesterday."""
        good = [self.form(code, day) for day in (today, today - timedelta(days=1))]
        return any(hmac.compare_digest(sent.encode(), form.encode()) for form in good)

    def device(self, day: date, device: str) -> str:
        """The digest of a phone's number on that day."""
        return self._digest(day, "device", device)

    def network(self, day: date, address: str) -> str:
        """The digest of the network of an address (all that one customer has of it) on that day."""
        return self._digest(day, "network", network_of(address))

    def token(self, device: str, code: str, saw: Saw, day: date, count: int) -> str:
        """The token of the page of the phone's `count`-th word of that kind that day: what is sent twice,
        because its answer was lost, comes to the same page; nobody without the phone comes to it."""
        return drawn_from(self._key, str(day), "token", device, code, saw, str(count))

    def _digest(self, day: date, *said: str) -> str:
        of_day = hmac.new(self._key, day.isoformat().encode(), hashlib.sha256).digest()
        return hmac.new(of_day, "\0".join(said).encode(), hashlib.sha256).hexdigest()


def new_device() -> str:
    """A number for a phone that has none."""
    return secrets.token_urlsafe(16)
