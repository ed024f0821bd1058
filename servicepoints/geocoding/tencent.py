"""Tencent (腾讯位置服务), WebService geocoder v1. GCJ-02; the address must contain the city."""

from collections.abc import Sequence
from typing import Any

from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
)

from servicepoints.domain.coordinates import Datum
from servicepoints.domain.wording import BASIS_WORDS
from servicepoints.geocoding.base import text_of
from servicepoints.geocoding.service import Found, MapService, Place, degrees, one_place, raise_for

_NOTHING_FOUND = "347"
_RELIABLE = 7
_POINT = 9
_LEVEL_NAMES = (
    "城市", "区县", "乡镇街道", "村社区", "开发区", "热点区域",
    "道路", "道路附属点", "门址", "小区大厦", "兴趣点",
)  # fmt: skip
_LEVELS = dict(enumerate(_LEVEL_NAMES, start=1))
_PRECISION_M = {4: 1500.0, 5: 3000.0, 6: 1500.0, 7: 1500.0, 8: 300.0, 9: 100.0, 10: 150.0, 11: 100.0}
_ERRORS: dict[str, Any] = (
    dict.fromkeys(("110", "111", "112", "113", "190", "199", "311"), GeocoderAuthenticationFailure)
    | {"120": GeocoderRateLimited, "121": GeocoderQuotaExceeded}
    | dict.fromkeys(("310", "348"), GeocoderQueryError)
)


class Tencent(MapService):
    """腾讯位置服务 geocoding."""

    provider = "tencent"
    title = BASIS_WORDS[provider]
    datum = Datum.GCJ02
    url = "https://apis.map.qq.com/ws/geocoder/v1/"
    least_pause_s = 0.25

    def _params(self, query: str) -> dict[str, str]:
        return {"address": query, "key": self.api_key}

    def _check(self, page: Place) -> None:
        status = text_of(page, "status")
        if status not in {"0", _NOTHING_FOUND}:
            raise_for(status, text_of(page, "message"), _ERRORS)

    def _places(self, page: Place) -> Sequence[Place]:
        return [] if text_of(page, "status") == _NOTHING_FOUND else one_place(page, "result")

    def _found(self, place: Place) -> Found:
        at: Any = place.get("location")
        lat, lng = degrees(text_of(at, "lat"), text_of(at, "lng"))
        level, reliability = (_count(place, name) for name in ("level", "reliability"))
        return Found(
            latitude=lat,
            longitude=lng,
            level=_LEVELS.get(level, "不明") if reliability >= _RELIABLE else "把握不大",
            exact=level >= _POINT and reliability >= _RELIABLE,
            precision_m=_PRECISION_M.get(level, 10_000.0) if reliability >= _RELIABLE else 10_000.0,
            district=text_of(place, "ad_info", "adcode") or text_of(place, "address_components", "district"),
            formatted=text_of(place, "title"),
        )


def _count(place: Place, name: str) -> int:
    digits = text_of(place, name)
    return int(digits) if digits.isdecimal() and len(digits) < 4 else 0
