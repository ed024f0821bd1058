"""Amap (高德), Web service API v3. GCJ-02; a missing field is [] where a string should be."""

from collections.abc import Sequence
from typing import Any

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
from servicepoints.geocoding.service import Found, MapService, Place, degrees, raise_for

_EXACT = dict.fromkeys(("门牌号", "门址", "兴趣点", "单元号", "楼层", "房间"), 100.0) | dict.fromkeys(
    ("公交地铁站点", "住宅区"), 150.0
)
_VAGUE = {
    "道路交叉路口": 200.0,
    "道路": 1500.0,
    "村庄": 1500.0,
    "热点商圈": 1500.0,
    "开发区": 3000.0,
    "乡镇": 5000.0,
}
_ERRORS: dict[str, type[Exception]] = (
    dict.fromkeys(
        ("10001", "10002", "10005", "10006", "10007", "10008", "10009", "10012", "10013"),
        GeocoderAuthenticationFailure,
    )
    | dict.fromkeys(("10003", "10010", "10044", "10045"), GeocoderQuotaExceeded)
    | dict.fromkeys(("10004", "10014", "10019", "10020", "10021", "10029"), GeocoderRateLimited)
    | dict.fromkeys(("20000", "20001", "20002", "20011", "20012"), GeocoderQueryError)
    | dict.fromkeys(("10015", "10016", "10017", "20003"), GeocoderServiceError)
)


class Amap(MapService):
    """高德 geocoding."""

    provider = "amap"
    title = BASIS_WORDS[provider]
    datum = Datum.GCJ02
    url = "https://restapi.amap.com/v3/geocode/geo"
    least_pause_s = 0.35

    def _params(self, query: str) -> dict[str, str]:
        return {"key": self.api_key, "address": query, "city": "上海"}

    def _check(self, page: Place) -> None:
        if text_of(page, "status") != "1":
            raise_for(text_of(page, "infocode"), text_of(page, "info"), _ERRORS)

    def _places(self, page: Place) -> Sequence[Place]:
        places: Any = page.get("geocodes") or []
        if not isinstance(places, list) or not all(isinstance(place, dict) for place in places):
            raise GeocoderParseError("geocodes is no list of places")
        return places

    def _found(self, place: Place) -> Found:
        lng, lat = degrees(*[*text_of(place, "location").split(","), ""][:2])
        level = text_of(place, "level")
        return Found(
            latitude=lat,
            longitude=lng,
            level=level,
            exact=level in _EXACT,
            precision_m=_EXACT.get(level) or _VAGUE.get(level, 10_000.0),
            district=text_of(place, "district") or text_of(place, "adcode"),
            formatted=text_of(place, "formatted_address"),
        )
