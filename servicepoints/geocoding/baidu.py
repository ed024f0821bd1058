"""Baidu (百度地图), geocoding v3, asked for GCJ-02: what geopy's BaiduV3 gets, without asking, is BD-09.

Its answer names no district, so an exact place is asked about once more, the other way round.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
)

from servicepoints.domain.coordinates import Datum
from servicepoints.domain.wording import BASIS_WORDS
from servicepoints.geocoding.base import text_of
from servicepoints.geocoding.service import Found, MapService, Place, degrees, one_place, raise_for

_LONGEST_ADDRESS = 84  # bytes
_NOTHING_FOUND = ("1", "无相关结果")
_ERRORS: dict[str, Any] = (
    {"1": GeocoderServiceError, "2": GeocoderQueryError, "4": GeocoderQuotaExceeded}
    | dict.fromkeys(("3", "5", "101", "102"), GeocoderAuthenticationFailure)
    | {str(code): GeocoderAuthenticationFailure for code in range(200, 300)}
    | {str(code): GeocoderQuotaExceeded for code in range(300, 400)}
    | {"401": GeocoderRateLimited, "402": GeocoderRateLimited}
)


class Baidu(MapService):
    """百度地图 geocoding."""

    provider = "baidu"
    title = BASIS_WORDS[provider]
    datum = Datum.GCJ02
    url = "https://api.map.baidu.com/geocoding/v3/"
    least_pause_s = 0.35

    def _params(self, query: str) -> dict[str, str]:
        address = query.encode()[:_LONGEST_ADDRESS].decode(errors="ignore")
        return {
            "address": address,
            "city": "上海市",
            "ak": self.api_key,
            "output": "json",
            "ret_coordtype": "gcj02ll",
        }

    def _check(self, page: Place) -> None:
        if text_of(page, "status") != "0" and not self._nothing(page):
            message = text_of(page, "msg") or text_of(page, "message")
            raise_for(text_of(page, "status"), message, _ERRORS)

    def _nothing(self, page: Place) -> bool:
        status, message = _NOTHING_FOUND
        return text_of(page, "status") == status and message in text_of(page, "msg")

    def _places(self, page: Place) -> Sequence[Place]:
        return one_place(page, "result")

    def _found(self, place: Place) -> Found:
        at: Any = place.get("location")
        lat, lng = degrees(text_of(at, "lat"), text_of(at, "lng"))
        exact = text_of(place, "precise") == "1"
        return Found(
            latitude=lat,
            longitude=lng,
            level=text_of(place, "level"),
            exact=exact,
            precision_m=100.0 if exact else 1500.0,
            district=text_of(place, "district"),
            formatted="",
        )

    def _checked(self, place: Place) -> Place:
        found = self._found(place)
        if not found.exact:
            return place
        params = {
            "location": f"{found.latitude},{found.longitude}",
            "coordtype": "gcj02ll",
            "ak": self.api_key,
            "output": "json",
        }
        url = f"{self.base_url.replace('/geocoding/', '/reverse_geocoding/')}?{urlencode(params)}"
        return {**place, "district": self._call_geocoder(url, self._district)}

    def _district(self, page: Any) -> str:
        if not isinstance(page, dict):
            raise GeocoderParseError("the answer is no JSON object")
        self._check(page)
        return text_of(page, "result", "addressComponent", "district")
