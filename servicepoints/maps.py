"""A map of Leaflet, by folium, as parts that fit a page of ours: its place on the page, and its script.

folium's own page would fetch ten files from elsewhere, forbid zooming and need inline styles; so its parts
are rendered apart, under fixed names (the same settings give the same bytes), and the page brings Leaflet
itself. No text of a user ever comes here: folium writes text into JavaScript. Imports `domain` and `folium`.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from servicepoints.domain.coordinates import Datum, convert
from servicepoints.later import later

if TYPE_CHECKING:
    import folium
else:
    folium = later("folium")

CENTRE = (31.2304, 121.4737)
"""WGS-84: People's Square, where a map of Shanghai begins when nothing else is asked for."""

LARGEST_ZOOM = 18
TIANDITU_ATTRIBUTION = '<a href="https://www.tianditu.gov.cn/">天地图</a>'


@dataclass(frozen=True, slots=True)
class TileSet:
    """Where tiles come from: the address for Leaflet, and its attribution as HTML of ours."""

    url: str
    attribution: str
    subdomains: str = "abc"


@dataclass(frozen=True, slots=True)
class Basemap:
    """What the points are drawn on: layers from below, and the datum that they are drawn in."""

    layers: tuple[TileSet, ...] = ()
    datum: Datum = Datum.WGS84

    @property
    def hosts(self) -> tuple[str, ...]:
        """The origins of the tiles, for img-src."""
        return tuple(dict.fromkeys(_origin(layer) for layer in self.layers))


@dataclass(frozen=True, slots=True)
class MapParts:
    """A map, ready for a page: `html` for its place, `script` for a <script> with a nonce, after Leaflet.

    The script makes one global, the Leaflet map named `name`.
    """

    name: str
    html: str
    script: str


OSM = Basemap(
    (
        TileSet(
            "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
            '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors',
        ),
    )
)
"""OpenStreetMap's own tiles, for trying out: a public page in China needs an approved map."""


def tianditu(key: str) -> Basemap:
    """The state's own map, with its labels; `key` is a browser key."""
    return Basemap(
        tuple(
            TileSet(_tianditu_url(layer, key), TIANDITU_ATTRIBUTION, "01234567") for layer in ("vec", "cva")
        )
    )


def _tianditu_url(layer: str, key: str) -> str:
    return (
        f"https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}"
        f"&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
    )


def _origin(layer: TileSet) -> str:
    """The origin of a tile address; a host that varies by {s} becomes a wildcard of its first label."""
    parts = urlsplit(layer.url)
    host = re.sub(r"^[^.]*\{s\}[^.]*", "*", parts.netloc)
    return f"{parts.scheme}://{host}"


def _point_map(centre: tuple[float, float], zoom: int) -> Any:
    """folium's map without its foreign files: Leaflet is the page's, and there is no jQuery nor Bootstrap."""
    point_map = folium.Map(
        location=list(centre),
        zoom_start=zoom,
        tiles=None,
        zoom_control="topright",
        maxZoom=LARGEST_ZOOM,
        minZoom=8,
    )
    point_map._id = "points"
    point_map.default_js, point_map.default_css = [], []
    return point_map


def map_parts(basemap: Basemap, latitude: float, longitude: float, zoom: int) -> MapParts:
    """The map over `basemap`, centred on a WGS-84 position."""
    point_map = _point_map(convert(latitude, longitude, Datum.WGS84, basemap.datum), zoom)
    for number, layer in enumerate(basemap.layers):
        tiles = folium.TileLayer(
            layer.url,
            attr=layer.attribution,
            max_zoom=LARGEST_ZOOM,
            subdomains=layer.subdomains,
            referrerPolicy="origin",
        )
        tiles._id = str(number)
        tiles.add_to(point_map)
    figure: Any = point_map.get_root()
    figure.render()
    return MapParts(point_map.get_name(), figure.html.render(), figure.script.render())
