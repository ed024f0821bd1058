"""Which standing point a roster's row speaks of: by code, else by name and address within the bureau.

Pure: no register, no sheet. Names and addresses are compared as people read them, so full-width letters,
stray spaces, kinds of dashes and the city, district (today's or a former one) and sub-district make no
difference.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import normalize

from servicepoints import reference
from servicepoints.domain.addresses import without_area
from servicepoints.domain.points import Point

_DROPPED = re.compile(r"[\s“”\"'‘’「」·•]+")
_DASHES = re.compile(r"[‐‑‒–—―−－~～]+|--+")
_BRACKETS = re.compile(r"\([^()]*\)")
_AREA = re.compile("[区县镇乡]|街道|^..[一-鿿]*[路街]")
"""What may be a district or sub-district; other addresses need not be read to know that they name none."""

_CITY = re.compile(r"^(?:中国)?上海市?(?=.)")


def name_key(name: str) -> str:
    """A name as it is compared."""
    return _DROPPED.sub("", normalize("NFKC", name)).casefold()


def base_name(name: str) -> str:
    """A name without what stands in brackets: the way footnotes and people call it."""
    return _BRACKETS.sub("", name_key(name))


@lru_cache(maxsize=65536)
def address_key(address: str, district: str = "") -> str:
    """An address as it is compared: without city, district and sub-district, whatever they were called."""
    plain = _AREA.search(address)
    area_less = without_area(address, reference.gazetteer()) if plain else address
    text = _DASHES.sub("-", _DROPPED.sub("", normalize("NFKC", area_less))).casefold()
    text = _CITY.sub("", text)
    return text.removeprefix(district) if district else text


def town(sub_district: str) -> str:
    """The sub-district where it tells one address from another: each town has its own 人民路1号, while a road
    of the city runs through several 街道 and counts on."""
    return sub_district if sub_district.endswith(("镇", "乡")) else ""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a row says of which point it is: places and `address` are "" when it does not say them."""

    code: str
    name: str
    address: str
    district: str
    bureau: str
    sub_district: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The standing point, or None for a new one; `rivals` when several could be meant."""

    point: Point | None = None
    rivals: tuple[Point, ...] = ()

    @property
    def found(self) -> bool:
        """Whether any standing point could be meant."""
        return self.point is not None or bool(self.rivals)


@dataclass
class Standing:
    """The register's points, indexed as rows look for them."""

    points: Iterable[Point]
    by_code: dict[str, Point] = field(init=False)
    _named: dict[str, list[Point]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_code = {point.code: point for point in self.points}
        self._named = defaultdict(list)
        for point in self.by_code.values():
            self._named[name_key(point.name)].append(point)

    def match(self, sought: Sought) -> Match:
        """The point a row without a code speaks of.

        Same name and same address is the same point; same name at another address is another one. Where
        the roster or the register knows no address, the name alone decides if only one point has it. A
        bureau's row speaks of the bureau's own points, or of one that is nobody's yet; a row that is
        nobody's, of any.
        """
        namesakes = [
            point
            for point in self._named.get(name_key(sought.name), ())
            if not (sought.district and point.district and point.district != sought.district)
        ]
        if not sought.bureau:
            return self._among(namesakes, sought)
        own = self._among([p for p in namesakes if p.bureau == sought.bureau], sought)
        return own if own.found else self._among([p for p in namesakes if not p.bureau], sought)

    def _among(self, namesakes: list[Point], sought: Sought) -> Match:
        if not namesakes:
            return Match()
        same = [p for p in namesakes if self._same_address(p, sought)]
        if same or not sought.address:
            return _only(same or namesakes)
        return _only([p for p in namesakes if not p.address])

    @staticmethod
    def _same_address(point: Point, sought: Sought) -> bool:
        if (
            town(point.sub_district) != town(sought.sub_district)
            and point.sub_district
            and sought.sub_district
        ):
            return False
        district = sought.district or point.district
        return address_key(point.address, district) == address_key(sought.address, district)


def _only(points: list[Point]) -> Match:
    if len(points) > 1:
        return Match(rivals=tuple(points))
    return Match(points[0]) if points else Match()
