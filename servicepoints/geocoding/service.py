"""What all map services have in common: a geopy geocoder that answers in WGS-84, and their failures as ours.

A subclass says how to ask (`_params`), what its status codes mean (`_check`), and how to read a place
(`_places`, `_found`). geopy's contract holds: `geocode()` gives a Location, several, or None.
"""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import Any, ClassVar
from urllib.parse import urlencode

from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderTimedOut,
    GeopyError,
)
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from servicepoints.domain.coordinates import Datum, convert
from servicepoints.errors import (
    GeocoderAway,
    GeocoderKeyRefused,
    GeocoderQuotaSpent,
    GeocodingError,
)
from servicepoints.geocoding.adapter import BoundedAdapter

TIMEOUT_S = 8.0
Place = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A place as a provider gives it, in degrees of its own datum."""

    latitude: float
    longitude: float
    level: str
    exact: bool
    precision_m: float
    district: str
    formatted: str


class Pace:
    """Keeps questions at least `least_s` seconds apart."""

    def __init__(self, least_s: float) -> None:
        self._least_s = least_s
        self._next = 0.0

    def wait(self) -> None:
        """Sleeps until the next question may be asked."""
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + self._least_s


class GeocoderTooFast(GeocoderQuotaSpent):
    """Asked too fast: worth one more try after a pause."""

    def __init__(self, message: str, pause_s: float) -> None:
        super().__init__(message)
        self.pause_s = pause_s


class GeocoderSlow(GeocoderAway):
    """Timed out: worth one more try."""


class MapService(Geocoder, ABC):  # type: ignore[misc]  # geopy is untyped
    """A map service asked over HTTP. `api_key` is its server key, `base_url` replaces its public address,
    `pause_s` the seconds that it wants between two questions. The other arguments are geopy's.
    """

    provider: ClassVar[str]
    title: ClassVar[str]
    datum: ClassVar[Datum]
    url: ClassVar[str]
    least_pause_s: ClassVar[float]

    def __init__(
        self,
        api_key: str,
        *,
        base_url: str = "",
        pause_s: float | None = None,
        scheme: str | None = None,
        timeout: float = TIMEOUT_S,
        proxies: Any = DEFAULT_SENTINEL,
        user_agent: str | None = None,
        ssl_context: Any = DEFAULT_SENTINEL,
        adapter_factory: Any = None,
    ) -> None:
        super().__init__(
            scheme=scheme,
            timeout=timeout,
            proxies=proxies,
            user_agent=user_agent or "servicepoints",
            ssl_context=ssl_context,
            adapter_factory=adapter_factory or BoundedAdapter,
        )
        self.api_key = api_key
        self.base_url = base_url or self.url
        self._pace = Pace(self.least_pause_s if pause_s is None else pause_s)

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The best Location (WGS-84) or None; all of them when not `exactly_one`. Raises geopy's errors."""
        url = f"{self.base_url}?{urlencode(self._params(query))}"
        callback = partial(self._parse_json, exactly_one=exactly_one)
        return self._call_geocoder(url, callback, timeout=timeout)

    def places(self, query: str) -> list[Place]:
        """The places found, as the provider gives them (its own datum). Raises GeocodingError's children."""
        with failures_as_ours(self.title):
            found = self.geocode(query, exactly_one=False) or []
            return [self._checked(place) for place in (location.raw for location in found)]

    def found(self, place: Place) -> Found:
        """One of those places read. GeocoderAway if it makes no sense."""
        with failures_as_ours(self.title):
            return self._found(place)

    def _call_geocoder(self, *args: Any, **kwargs: Any) -> Any:
        self._pace.wait()
        return super()._call_geocoder(*args, **kwargs)

    def _parse_json(self, page: Any, exactly_one: bool = True) -> Location | list[Location] | None:
        if not isinstance(page, Mapping):
            raise GeocoderParseError("the answer is no JSON object")
        self._check(page)
        locations = [self._location(place) for place in self._places(page)]
        return None if not locations else locations[0] if exactly_one else locations

    def _location(self, place: Place) -> Location:
        found = self._found(place)
        must_be_on_earth(found.latitude, found.longitude)
        here = convert(found.latitude, found.longitude, self.datum, Datum.WGS84)
        return Location(found.formatted, here, dict(place))

    def _checked(self, place: Place) -> Place:
        """The place with what a second question adds to it; most services need none."""
        return place

    @abstractmethod
    def _params(self, query: str) -> dict[str, str]:
        """The parameters of the request."""

    @abstractmethod
    def _check(self, page: Place) -> None:
        """Raises geopy's error for a status that is one."""

    @abstractmethod
    def _places(self, page: Place) -> Sequence[Place]:
        """The places in a good answer; none if nothing was found."""

    @abstractmethod
    def _found(self, place: Place) -> Found:
        """One place read."""


def raise_for(code: str, message: str, table: Mapping[str, type[GeopyError]]) -> None:
    """Raises what the provider's table has for a status code; nonsense for one that it does not know."""
    error = table.get(code, GeocoderParseError)
    raise error(f"{code} {message}".strip())


def one_place(page: Place, name: str) -> list[Place]:
    """The one place that an answer holds under that name, or none. GeocoderParseError for no object."""
    place = page.get(name)
    if not place:
        return []
    if not isinstance(place, dict):
        raise GeocoderParseError(f"{name} is no object")
    return [place]


def degrees(*values: Any) -> tuple[float, ...]:
    """Numbers out of numbers or strings. GeocoderParseError for anything else."""
    try:
        numbers = tuple(float(value) for value in values)
    except (TypeError, ValueError) as error:
        raise GeocoderParseError(f"no coordinates: {values!r:.80}") from error
    if not all(map(isfinite, numbers)):
        raise GeocoderParseError(f"no coordinates: {values!r:.80}")
    return numbers


def must_be_on_earth(latitude: float, longitude: float) -> None:
    """GeocoderParseError for degrees that are none."""
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise GeocoderParseError("coordinates that are none on Earth")


def json_text(value: Any) -> str:
    """JSON as providers take it in an address."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@contextmanager
def failures_as_ours(title: str) -> Iterator[None]:
    """geopy's errors become ours; the message names the provider, never the key or the address asked for."""
    try:
        yield
    except GeocoderRateLimited as error:
        pause = min(max(error.retry_after or 0.0, 1.0), 10.0)
        raise GeocoderTooFast(f"{title}嫌问得太快", pause) from error
    except GeocoderQuotaExceeded as error:
        raise GeocoderQuotaSpent(f"{title}今天的配额用完了（{_short(error)}）") from error
    except (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges) as error:
        raise GeocoderKeyRefused(f"{title}不认这个密钥（{_short(error)}）") from error
    except GeocoderTimedOut as error:
        raise GeocoderSlow(f"{title}没有及时回答") from error
    except GeocoderQueryError as error:
        raise GeocodingError(f"{title}不接受这个地址（{_short(error)}）") from error
    except (GeopyError, RecursionError, OSError) as error:
        if isinstance(error.__context__, TimeoutError):
            raise GeocoderSlow(f"{title}没有及时回答") from error
        raise GeocoderAway(f"{title}连不上，或答得没法读（{_short(error)}）") from error


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:60] or type(error).__name__
