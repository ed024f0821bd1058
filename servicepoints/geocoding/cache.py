"""Where answers are kept, so that no provider is asked the same thing twice within half a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from servicepoints.domain.coordinates import Datum

KEPT = timedelta(days=180)
"""After this an answer is asked for anew: numbers are built, "nothing found" ends."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider answered on a day: places in its own words and datum, none if it found nothing."""

    provider: str
    query: str
    places: Sequence[Mapping[str, Any]]
    level: str
    raw_datum: Datum
    answered_on: date

    def still_good(self, today: date) -> bool:
        """Whether it need not be asked for anew."""
        return today - self.answered_on <= KEPT


class AnswerCache(Protocol):
    """Keeps answers by provider and query."""

    def recall(self, provider: str, query: str) -> Answer | None:
        """What that provider answered, or None if it was never asked."""

    def remember(self, answer: Answer) -> None:
        """Keeps an answer, durably, in place of the one before."""
