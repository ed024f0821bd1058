"""Links into the map apps of a phone, each in the datum that it expects.

A point whose position is vague or missing is looked up by its address instead: a wrong pin is worse than
a search. Tencent's stands first because it opens inside WeChat. Sources: the URI documentation of the
four providers.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.points import Point

_SOURCE = "servicepoints"
_REMARK = re.compile(r"[（(][^（()）]*(?:待|没|未)核实[）)]")
_LONGEST = 40
_SEPARATORS = str.maketrans(dict.fromkeys(",;:|&=#%", " "))


@dataclass(frozen=True, slots=True)
class MapLink:
    """One map app: what its button says, and where it leads."""

    label: str
    href: str


def destination(point: Point) -> str:
    """The address to copy or to search for, with 上海市 and the district in front, without remarks such as
    （门牌待核实）, which no map app finds; the name where no address is known."""
    address = _REMARK.sub("", point.address)
    if not address:
        return f"上海市{point.district}{point.name}"
    prefix = "" if address.startswith(("上海", point.district or "上海")) else point.district
    city = "" if address.startswith("上海") else "上海市"
    return f"{city}{prefix}{address}"


def wechat_place(point: Point) -> dict[str, float | str] | None:
    """The position (GCJ-02) with name and address, as WeChat's own map (`wx.openLocation`) takes it; None
    where it is not precise: a wrong pin is worse than a search."""
    if point.position is None or point.position.coarse:
        return None
    lat, lon = convert(point.position.latitude, point.position.longitude, Datum.WGS84, Datum.GCJ02)
    return {
        "latitude": round(lat, 6),
        "longitude": round(lon, 6),
        "name": point.name,
        "address": destination(point),
    }


def map_links(point: Point) -> tuple[MapLink, ...]:
    """Links to 腾讯地图, 高德地图, 百度地图 and 苹果地图: to the position (GCJ-02) when it is precise,
    else a search for the address; none when neither is known well enough to search for."""
    if point.position is not None and not point.position.coarse:
        at = convert(point.position.latitude, point.position.longitude, Datum.WGS84, Datum.GCJ02)
        return _links(_to_position(*at, _plain(point.name), _plain(destination(point))))
    return _links(_to_address(_plain(destination(point)))) if point.address else ()


def _plain(text: str) -> str:
    """Text for a part of a link whose own separators are `,;:|`."""
    return quote(" ".join(text.translate(_SEPARATORS).split())[:_LONGEST], safe="")


def _links(hrefs: tuple[str, str, str, str]) -> tuple[MapLink, ...]:
    labels = ("腾讯地图", "高德地图", "百度地图", "苹果地图")
    return tuple(MapLink(label, href) for label, href in zip(labels, hrefs, strict=True))


def _to_position(lat: float, lon: float, name: str, address: str) -> tuple[str, str, str, str]:
    here = f"{lat:.6f},{lon:.6f}"
    turned = f"{lon:.6f},{lat:.6f}"
    return (
        f"https://apis.map.qq.com/uri/v1/marker?marker=coord:{here};title:{name};addr:{address}&referer={_SOURCE}",
        f"https://uri.amap.com/navigation?to={turned},{name}&mode=ride&coordinate=gaode&src={_SOURCE}&callnative=0",
        f"https://api.map.baidu.com/marker?location={here}&title={name}&content={address}&output=html"
        f"&src=webapp.{_SOURCE}.web&coord_type=gcj02",
        f"https://maps.apple.com/?daddr={here}&q={name}",
    )


def _to_address(address: str) -> tuple[str, str, str, str]:
    city = quote("上海", safe="")
    return (
        f"https://apis.map.qq.com/uri/v1/search?keyword={address}&region={city}&referer={_SOURCE}",
        f"https://uri.amap.com/search?keyword={address}&city=310000&src={_SOURCE}&callnative=0",
        f"https://api.map.baidu.com/place/search?query={address}&region={city}&output=html&src=webapp.{_SOURCE}.web",
        f"https://maps.apple.com/?q={address}",
    )
