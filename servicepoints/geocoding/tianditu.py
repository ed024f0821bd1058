"""Tianditu (天地图), the state's own. CGCS2000, which counts as WGS-84.

Its answer names no district, so a point-level place is asked about once more, the other way round.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from geopy.adapters import AdapterHTTPError
from geopy.exc import GeocoderAuthenticationFailure, GeocoderParseError, GeocoderServiceError

from servicepoints.domain.coordinates import Datum
from servicepoints.domain.wording import BASIS_WORDS
from servicepoints.geocoding.base import text_of
from servicepoints.geocoding.service import Found, MapService, Place, degrees, json_text, one_place, raise_for

_EXACT = {"门址": 100.0, "兴趣点": 100.0}
_VAGUE = {"道路": 1500.0, "地名地址": 1500.0}
_WRONG_LENGTH = "308011"
_NO_KEY = 418


class Tianditu(MapService):
    """天地图 geocoding, with a server key (browser keys are refused)."""

    provider = "tianditu"
    title = BASIS_WORDS[provider]
    datum = Datum.WGS84
    url = "https://api.tianditu.gov.cn/geocoder"
    least_pause_s = 0.35

    def _params(self, query: str) -> dict[str, str]:
        return {"ds": json_text({"keyWord": query}), "tk": self.api_key}

    def _geocoder_exception_handler(self, error: Exception) -> None:
        """A key of the wrong length is a 400, an empty one a 418 with HTML; geopy knows 403 and 429."""
        if not isinstance(error, AdapterHTTPError):
            return
        if error.status_code == _NO_KEY or _WRONG_LENGTH in (error.text or ""):
            raise GeocoderAuthenticationFailure(f"HTTP {error.status_code}") from error

    def _check(self, page: Place) -> None:
        status = text_of(page, "status")
        if status not in {"0", "404"}:  # 404 in the body: nothing found
            raise_for(status or text_of(page, "code"), text_of(page, "msg"), {"1": GeocoderServiceError})

    def _places(self, page: Place) -> Sequence[Place]:
        return one_place(page, "location")

    def _found(self, place: Place) -> Found:
        lat, lon = degrees(place.get("lat"), place.get("lon"))
        level = text_of(place, "level")
        return Found(
            latitude=lat,
            longitude=lon,
            level=level,
            exact=level in _EXACT,
            precision_m=_EXACT.get(level) or _VAGUE.get(level, 10_000.0),
            district=text_of(place, "county"),
            formatted=text_of(place, "keyWord"),
        )

    def _checked(self, place: Place) -> Place:
        found = self._found(place)
        if not found.exact:
            return place
        spot = json_text({"lon": found.longitude, "lat": found.latitude, "ver": 1})
        url = f"{self.base_url}?{urlencode({'postStr': spot, 'type': 'geocode', 'tk': self.api_key})}"
        return {**place, "county": self._call_geocoder(url, self._county)}

    def _county(self, page: Any) -> str:
        if not isinstance(page, dict):
            raise GeocoderParseError("the answer is no JSON object")
        self._check(page)
        return text_of(page, "result", "addressComponent", "county")
