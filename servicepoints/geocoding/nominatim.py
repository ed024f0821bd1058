"""Nominatim (OpenStreetMap), through geopy's own geocoder. WGS-84; weak on Shanghai's house numbers.

Its policy allows one question a second, so it is asked only where it is switched on.
"""

from typing import Any, ClassVar

from geopy.exc import GeopyError
from geopy.geocoders import Nominatim as GeopyNominatim
from geopy.location import Location

from servicepoints.domain.coordinates import Datum
from servicepoints.domain.wording import BASIS_WORDS
from servicepoints.errors import GeocoderAway
from servicepoints.geocoding.adapter import BoundedAdapter
from servicepoints.geocoding.base import text_of
from servicepoints.geocoding.service import (
    TIMEOUT_S,
    Found,
    Pace,
    Place,
    degrees,
    failures_as_ours,
    must_be_on_earth,
)


class _Geocoder(GeopyNominatim):  # type: ignore[misc]  # geopy is untyped
    """geopy's, which would make a place on Earth of any numbers."""

    def _parse_code(self, place: Place) -> Location:
        must_be_on_earth(*degrees(place.get("lat"), place.get("lon")))
        return super()._parse_code(place)


class Nominatim:
    """OpenStreetMap's Nominatim. It needs no key: whatever switched it on stands in that place.

    `base_url` (scheme and host) replaces its public address.
    """

    provider: ClassVar[str] = "nominatim"
    title: ClassVar[str] = BASIS_WORDS[provider]
    datum: ClassVar[Datum] = Datum.WGS84
    least_pause_s = 1.0

    def __init__(
        self,
        _switch: str = "",
        *,
        base_url: str = "",
        pause_s: float | None = None,
        timeout: float = TIMEOUT_S,
    ) -> None:
        scheme, _, host = (base_url or "https://nominatim.openstreetmap.org").partition("://")
        self._geopy = _Geocoder(
            domain=host,
            scheme=scheme,
            timeout=timeout,
            user_agent="servicepoints",
            adapter_factory=BoundedAdapter,
        )
        self._pace = Pace(self.least_pause_s if pause_s is None else pause_s)

    def places(self, query: str) -> list[Place]:
        """The places found, as Nominatim gives them. Raises GeocodingError's children."""
        self._pace.wait()
        with failures_as_ours(self.title):
            try:
                found = self._geopy.geocode(
                    query, exactly_one=False, limit=3, addressdetails=True, language="zh", country_codes="cn"
                )
            except GeopyError:
                raise
            except (AttributeError, KeyError, TypeError, ValueError) as error:  # geopy trusts its shape
                raise GeocoderAway(f"{self.title}答得没法读") from error
        return [location.raw for location in found or []]

    def found(self, place: Place) -> Found:
        """One of those places read. GeocoderAway if it makes no sense."""
        with failures_as_ours(self.title):
            lat, lon = degrees(place.get("lat"), place.get("lon"))
        address: Any = place.get("address")
        parts = address if isinstance(address, dict) else {}
        house = text_of(parts, "house_number")
        # from the house to the state: before the district an estate or a works area may end in 区 too
        areas = [name for name in parts.values() if isinstance(name, str) and name.endswith("区")]
        return Found(
            latitude=lat,
            longitude=lon,
            level="门牌" if house else text_of(place, "addresstype") or text_of(place, "type"),
            exact=bool(house),
            precision_m=100.0 if house else 2000.0,
            district=areas[-1] if areas else "",
            formatted=f"{text_of(parts, 'road')}{house.removesuffix('号')}号"
            if house
            else text_of(place, "display_name"),
        )
