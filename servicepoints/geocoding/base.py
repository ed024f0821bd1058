"""What is asked, what comes back, and the law by which an answer is taken without a person."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from servicepoints.domain.addresses import Address, read_address
from servicepoints.domain.coordinates import Datum, in_shanghai
from servicepoints.domain.gazetteer import Gazetteer

EMBEDDED = "embedded"
"""The provider's name of the geocoder over confirmed pins."""

_NUMBER = re.compile(r"(?<!\d)\d++(?=[^\d]{0,2}[弄号])")


@dataclass(frozen=True, slots=True)
class Query:
    """An address to find: the text that providers get, and its parts. `district` is "" when not stated."""

    text: str
    district: str
    address: Address


@dataclass(frozen=True, slots=True)
class Candidate:
    """A position that a geocoder offers: WGS-84 degrees, and the radius in metres within which it lies.

    `level` is the provider's own word for how closely it matched, `exact` whether that is a house number or a
    POI. `district` is a name of the gazetteer or "" when the provider did not say. `raw_datum` is what the
    provider's own coordinates were in.
    """

    latitude: float
    longitude: float
    precision_m: float
    level: str
    exact: bool
    district: str
    formatted: str
    provider: str
    raw_datum: Datum
    answered_on: date

    def as_json(self) -> dict[str, Any]:
        """The candidate as plain JSON values."""
        return asdict(self) | {"raw_datum": self.raw_datum.value, "answered_on": self.answered_on.isoformat()}


def query_for(address: str, district: str, sub_district: str, gazetteer: Gazetteer) -> Query:
    """What to ask for a point's address: road and number where it has them, else its own words, with the
    city and the district in front."""
    read = read_address(address.encode(errors="ignore").decode(), gazetteer)
    district = district or read.district
    place = read.road or read.rest.split("(")[0]
    town = read.sub_district or sub_district
    # a town may have a road of the same name as another; a 街道 only confuses
    town_said = town if not read.number or town.endswith(("镇", "乡")) else ""
    text = "上海市" + district + town_said + place + _one_number(read.number)
    return Query(text, district, Address(district, town, read.road, read.number, read.rest))


def _one_number(number: str) -> str:
    """The first of several house numbers: providers answer 555-557号 with a guess or not at all."""
    return re.sub(r"(\d+)[-－–—~～至、,/][\d\-－–—~～至、,/]*\d[A-Z]?(?=[号弄])", r"\1", number)


def why_not(candidate: Candidate, query: Query) -> str:
    """Why a person must look at this candidate first; "" if it may be taken as it is.

    Taken: house-number or POI level, inside the stated district, and not a different house number than asked.
    """
    if not in_shanghai(candidate.latitude, candidate.longitude):
        return "落在上海以外"
    if not candidate.exact:
        return f"只定位到“{candidate.level}”，不到门牌"
    if not query.district:
        return "点位没写在哪个区，没法核对"
    if not candidate.district:
        return "地图没说在哪个区，没法核对"
    if candidate.district != query.district:
        return f"落在{candidate.district}，台账写的是{query.district}"
    written, answered = query.address.number, _NUMBER.findall(candidate.formatted)
    # of 555-557号 the first was asked for, and either will do
    asked = {number for said in (written, _one_number(written)) for number in _NUMBER.findall(said)[:1]}
    if asked and answered and asked.isdisjoint(answered):
        return f"门牌号对不上：地图给的是“{candidate.formatted}”"
    return ""


def known_district(said: str, gazetteer: Gazetteer) -> str:
    """The district of a provider's word for it, a name or an administrative code; "" if it is not ours."""
    if said.isascii() and said.isdigit():
        return next((d.name for d in gazetteer.districts if d.code == said), "")
    district = gazetteer.district(said) if said else None
    return district.name if district else ""


def text_of(record: Any, *names: str) -> str:
    """The text under a path of names; "" where anything is missing (for which Amap writes [])."""
    value = record
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
