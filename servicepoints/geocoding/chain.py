"""The chain: providers asked in turn until one answers well enough.

A refused key stops the run, for a person must act; a spent quota stops its provider; what passes (a timeout,
a too fast question) is tried once more, and a provider that stays away is left out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import sleep
from typing import ClassVar, Protocol

from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.errors import GeocoderAway, GeocoderKeyRefused, GeocoderQuotaSpent, GeocodingError
from servicepoints.geocoding.amap import Amap
from servicepoints.geocoding.baidu import Baidu
from servicepoints.geocoding.base import Candidate, Query, known_district, why_not
from servicepoints.geocoding.cache import Answer, AnswerCache
from servicepoints.geocoding.nominatim import Nominatim
from servicepoints.geocoding.service import Found, GeocoderSlow, GeocoderTooFast, Place
from servicepoints.geocoding.tencent import Tencent
from servicepoints.geocoding.tianditu import Tianditu

PATIENCE = 5
"""A provider that fails so often in a row is left out for the rest of the run."""


class Provider(Protocol):
    """A map service as the chain sees it, made from its setting's value."""

    provider: ClassVar[str]
    title: ClassVar[str]
    datum: ClassVar[Datum]

    def __init__(self, setting: str, /) -> None: ...

    def places(self, query: str) -> list[Place]:
        """The places found, in its own words and datum."""

    def found(self, place: Place) -> Found:
        """One of them read."""


@dataclass(frozen=True, slots=True)
class Row:
    """A provider that can be switched on: by which setting, and what makes it from the setting's value."""

    setting: str
    make: type[Provider]


PROVIDERS = (
    Row("SERVICEPOINTS_TIANDITU_SERVER_KEY", Tianditu),
    Row("SERVICEPOINTS_AMAP_KEY", Amap),
    Row("SERVICEPOINTS_TENCENT_KEY", Tencent),
    Row("SERVICEPOINTS_BAIDU_KEY", Baidu),
    Row("SERVICEPOINTS_NOMINATIM", Nominatim),
)
"""In the order in which they are asked."""


@dataclass(slots=True)
class Tally:
    """What became of the questions to one provider. `stopped` says why it was left out, if it was."""

    asked: int = 0
    recalled: int = 0
    accepted: int = 0
    nothing: int = 0
    failed: int = 0
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the chain found for one query: the candidate taken, or those that wait and why; neither is nothing
    found. `asked`: someone outside was asked; `unasked`: some provider could not be."""

    accepted: Candidate | None
    waiting: tuple[tuple[Candidate, str], ...]
    asked: bool
    unasked: bool


@dataclass(slots=True)
class Chain:
    """Providers in order, the settings that switched them on, and how they did in this run."""

    providers: Sequence[tuple[str, Provider]]
    gazetteer: Gazetteer
    tallies: dict[str, Tally] = field(default_factory=dict)
    _failures: Counter[str] = field(default_factory=Counter)

    def find(self, query: Query, cache: AnswerCache, today: date) -> Outcome:
        """Asks one after the other. GeocoderKeyRefused if a key is: the run must end."""
        waiting: list[tuple[Candidate, str]] = []
        asked = unasked = False
        for setting, provider in self.providers:
            tally = self.tallies.setdefault(provider.provider, Tally())
            if tally.stopped:
                unasked = True
                continue
            try:
                answer, fresh = self._answer(provider, query, cache, today, tally)
            except GeocoderKeyRefused as error:
                raise GeocoderKeyRefused(f"{error}：请检查 {setting}。之前定位好的都已保存") from error
            except GeocodingError as error:
                asked = unasked = True
                self._failed(provider, tally, error)
                continue
            asked = asked or fresh
            tally.nothing += not answer.places
            for candidate in self._candidates(provider, answer):
                why = why_not(candidate, query)
                if not why:
                    tally.accepted += 1
                    return Outcome(candidate, (), asked, unasked)
                waiting.append((candidate, why))
        return Outcome(None, tuple(waiting), asked, unasked)

    def _answer(
        self, provider: Provider, query: Query, cache: AnswerCache, today: date, tally: Tally
    ) -> tuple[Answer, bool]:
        known = cache.recall(provider.provider, query.text)
        if known is not None and known.still_good(today):
            tally.recalled += 1
            return known, False
        tally.asked += 1
        places = _asked_twice(provider, query.text)
        levels = [provider.found(place).level for place in places]  # what makes no sense is not kept
        answer = Answer(
            provider.provider, query.text, places, levels[0] if levels else "", provider.datum, today
        )
        cache.remember(answer)
        self._failures[provider.provider] = 0
        return answer, True

    def _failed(self, provider: Provider, tally: Tally, error: GeocodingError) -> None:
        tally.failed += 1
        if isinstance(error, GeocoderQuotaSpent):
            tally.stopped = str(error)
        elif isinstance(error, GeocoderAway):
            self._failures[provider.provider] += 1
            if self._failures[provider.provider] >= PATIENCE:
                tally.stopped = str(error)

    def _candidates(self, provider: Provider, answer: Answer) -> Iterable[Candidate]:
        for place in answer.places:
            found = provider.found(place)
            latitude, longitude = convert(found.latitude, found.longitude, answer.raw_datum, Datum.WGS84)
            yield Candidate(
                latitude=latitude,
                longitude=longitude,
                precision_m=found.precision_m,
                level=found.level,
                exact=found.exact,
                district=known_district(found.district, self.gazetteer),
                formatted=found.formatted,
                provider=provider.provider,
                raw_datum=answer.raw_datum,
                answered_on=answer.answered_on,
            )


def chain_from(keys: Mapping[str, str], gazetteer: Gazetteer) -> Chain:
    """The chain of the providers whose setting has a value: {"SERVICEPOINTS_AMAP_KEY": "…", …}. Nominatim's
    is a switch: any value but "", 0, off, no, false turns it on."""
    values = ((row, keys.get(row.setting, "").strip()) for row in PROVIDERS)
    on = [(row, value) for row, value in values if value.lower() not in {"", "0", "off", "no", "false"}]
    return Chain([(row.setting, row.make(value)) for row, value in on], gazetteer)


def _asked_twice(provider: Provider, query: str) -> list[Place]:
    """The answer; one more try after a timeout, or after a pause when the first was too fast."""
    try:
        return provider.places(query)
    except GeocoderTooFast as error:
        sleep(error.pause_s)
    except GeocoderSlow:
        pass
    return provider.places(query)
