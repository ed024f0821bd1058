"""Addresses (地址) of Shanghai, read into district, sub-district, road, number and the rest.

    address := [上海市] [district] [sub-district] [village or building] [crossing] road [estate] number rest

Reading never fails and never guesses: what is not said is "". A district is filled only when the text names
one (former names become today's); a road never gives a district away, for roads are borders.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.house_numbers import number_after, number_anywhere, number_at
from servicepoints.domain.roads import ROAD_TAIL, Road, is_own_name, roads

_KEEP_WIDE = frozenset("－～")  # part of a number as its source writes it
_FOLD = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F) if chr(c) not in _KEEP_WIDE}
_FOLD |= {ord("【"): "(", ord("】"): ")", ord("〔"): "(", ord("〕"): ")", ord("["): "(", ord("]"): ")"}
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]")
_SPACE = re.compile(r"(?<![0-9A-Za-z])\s+|\s+(?![0-9A-Za-z])")
_CITY = re.compile(r"(?:(?:地址|位置|位于|地处)[::]?)?(?:\d{6})?(?:中国)?(?:上海市(?!场)(?:市辖区)?)?")
_TOWN = re.compile(r"[一-鿿]{1,4}?(?:街道|镇|乡)(?![宁坪东南西北中]{0,2}[路街])")
_VILLAGE = re.compile(r"[一-鿿]{1,4}村(?!路)")
_NEAR = re.compile(r"靠近|邻近|毗邻|近")
_LOOSE = " ,.、;:。/-"


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says. `district` and `sub_district` are names of the gazetteer, `number` keeps its 弄
    and 号, `rest` is everything else in its order: floor, building, crossing, brackets."""

    district: str = ""
    sub_district: str = ""
    road: str = ""
    number: str = ""
    rest: str = ""


def read_address(text: str, gazetteer: Gazetteer) -> Address:
    """The parts of an address as rosters and pages write it. Never raises; linear in the text's length."""
    clean = _SPACE.sub("", _INVISIBLE.sub(" ", text).translate(_FOLD).strip())
    outside, inside = _brackets(clean)
    names = _names(gazetteer)
    area = names.read(outside)
    body = outside.part(area.end)
    place = _place(body) or _place(outside.part(0, area.start))
    if place is None or not place.number:
        place = _bracketed(inside, place) or place
    number, spans = ("", ()) if place else number_anywhere(body.text)
    district = area.district or next(
        (d for group in inside if not _NEAR.search(group.text) if (d := names.read(group).district)), ""
    )
    used = set(area.used)
    if place is not None:
        used |= place.used
        number = place.number
    else:
        used |= {body.at[i] for span in spans for i in range(*span)}
    rest = "".join(char for i, char in enumerate(clean) if i not in used)
    return Address(
        district, area.sub_district, place.road if place else "", number, rest.replace("()", "").strip(_LOOSE)
    )


def without_area(text: str, gazetteer: Gazetteer) -> str:
    """An address without the city, district and sub-district that it begins with: 闸北区恒丰路600号 and
    静安区天目西路街道恒丰路600号 leave the same."""
    clean = _SPACE.sub("", _INVISIBLE.sub(" ", text).translate(_FOLD).strip())
    used = set(_names(gazetteer).read(_brackets(clean)[0]).used)
    return "".join(char for i, char in enumerate(clean) if i not in used)


@dataclass(frozen=True, slots=True)
class _Text:
    """Characters with the places they have in the whole address."""

    text: str
    at: Sequence[int]

    def part(self, start: int, end: int | None = None) -> "_Text":
        return _Text(self.text[start:end], self.at[start:end])


@dataclass(frozen=True, slots=True)
class _Place:
    road: str
    number: str
    used: frozenset[int]


def _brackets(text: str) -> tuple[_Text, list[_Text]]:
    """The text outside brackets, and that inside each outermost pair; an open bracket runs to the end."""
    if "(" not in text:
        return _Text(text.replace(")", " "), range(len(text))), []
    outside: list[int] = []
    inside: list[list[int]] = []
    depth = 0
    for i, char in enumerate(text):
        if char == "(":
            if depth == 0:
                inside.append([])
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif depth:
            inside[-1].append(i)
        else:
            if outside and i > outside[-1] + 1 and _runs_together(text[outside[-1]], char):
                outside.append(i - 1)
            outside.append(i)
    plain = text.replace(")", " ")  # the one kept apart two figures: 辉河路51（示例大厦）2楼
    groups = [_Text("".join(plain[i] for i in where), tuple(where)) for where in (outside, *inside)]
    return groups[0], groups[1:]


def _runs_together(a: str, b: str) -> bool:
    return a.isascii() and b.isascii() and a.isalnum() and b.isalnum()


def _place(body: _Text) -> _Place | None:
    """Road and number: of the first road with a number of its own, else the first with one behind an estate,
    else the first road. What is only near it comes last."""
    near = _NEAR.search(body.text)
    cut = near.start() if near else len(body.text)
    found = list(roads(body.text[:cut])) or [
        Road(r.stem, r.ending, r.start + cut) for r in roads(body.text[cut:])
    ]
    if not found:
        return None
    ends = [r.start for r in found[1:]] + [len(body.text) if found[0].start >= cut else cut]
    for numbered in (number_at, number_after):
        for road, end in zip(found, ends, strict=True):
            number, spans = numbered(body.text, _past_comma(body.text, road.end), end)
            if number:
                spans = ((road.start, road.end), *spans)
                return _Place(road.name, number, frozenset(body.at[i] for s in spans for i in range(*s)))
    first = found[0]
    return _Place(first.name, "", frozenset(body.at[first.start : first.end]))


def _past_comma(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] in {",", ":", " ", "、"} else at


def _bracketed(inside: list[_Text], outer: _Place | None) -> _Place | None:
    """The address that stands in brackets behind a venue's name; a mere crossing there does not count."""
    for group in inside:
        place = _place(group)
        if (
            place
            and (place.number or outer is None)
            and not _NEAR.match(group.text)
            and "入口" not in group.text
        ):
            return place
    return None


@dataclass(frozen=True, slots=True)
class _Area:
    district: str
    sub_district: str
    start: int
    end: int
    used: frozenset[int]


class _AreaNames:
    """Finds districts and sub-districts by the names in use."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._districts: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        for district in gazetteer.districts:
            for name in (district.name, *district.former_names):
                stem = re.sub("(?:新区|区|县)$", "", name)
                self._stems[stem] = district.name
                self._districts |= dict.fromkeys(
                    (f"{stem}{kind}" for kind in ("区", "县", "新区")), district.name
                )
        self._district = _any_of(self._districts, "(?!域)")
        self._stem = _any_of(self._stems)
        full = {s.name.translate(_FOLD): s.name for s in gazetteer.sub_districts}
        full |= {n.removesuffix("街道"): n for n in full.values() if n.endswith("镇街道")}
        full |= gazetteer.other_names
        self._full = full
        self._sub = _any_of(full, "(?![宁坪东南西北中]{0,2}[路街])")
        self._street = _any_of(n for n in full if n.endswith("街道"))

    def read(self, text: _Text) -> _Area:
        """The district and sub-district that a text names, and where the address goes on behind them."""
        city = _CITY.match(text.text)
        start = city.end() if city else 0
        if found := self._district.search(text.text):
            district, end = self._districts[found[0]], found.end()
            start = 0 if text.text[start : found.start()] in {"", "上海"} else found.start()
            # old records name a merged district beside its new one: 静安区闸北区天目中路
            while (again := self._district.match(text.text, end)) and self._districts[again[0]] == district:
                end = again.end()
        else:
            district, end = self._bare(text.text, start)
            start = 0
        name, known_end, behind = self._sub_district(text.text, end, district)
        if not name and (street := self._street.search(text.text, end)):
            name = self._of(district, self._full[street[0]])
        return _Area(district, name, start, behind, frozenset(text.at[start:known_end]))

    def _bare(self, text: str, at: int) -> tuple[str, int]:
        """A district without its 区 counts only where an area or a road follows: 静安愚园路, never 静安路."""
        stem = self._stem.match(text, at + 2 if text.startswith("上海", at) else at)
        if stem and not self._is_longer(text, stem) and not ROAD_TAIL.match(text, stem.end()):
            behind = stem.end()
            if self._sub.match(text, behind) or self._stem_of_sub(text, behind, self._stems[stem[0]]):
                return self._stems[stem[0]], behind
            if _road_begins(text[behind : behind + 16]) is not None:
                return self._stems[stem[0]], behind
        return "", at

    def _is_longer(self, text: str, stem: re.Match[str]) -> bool:
        """Whether a longer name stands there: of a sub-district, whole or without its end (静安寺)."""
        if self._sub.match(text, stem.start()):
            return True
        lengths = (4, 3) if len(stem[0]) == 2 else (4,)
        return any(
            found.name.removesuffix("街道") == text[stem.start() : stem.start() + length]
            for length in lengths
            if (found := self._gazetteer.sub_district(text[stem.start() : stem.start() + length]))
        )

    def _sub_district(self, text: str, at: int, district: str) -> tuple[str, int, int]:
        """Its name, where what was understood ends, and where the address goes on."""
        if found := self._sub.match(text, at):
            name = self._of(district, self._full[found[0]])
            return name, found.end() if name else at, found.end()
        if known := self._stem_of_sub(text, at, district):
            return known[0], known[1], known[1]
        town = _TOWN.match(text, at) if district else None
        return "", at, town.end() if town else at

    def _stem_of_sub(self, text: str, at: int, district: str) -> tuple[str, int] | None:
        """A sub-district without its 镇 or 街道, where a village or a road follows: 朱家角小港村."""
        for length in (4, 3, 2) if district else (4, 3):
            stem, behind = text[at : at + length], at + length
            known = None if stem.endswith("路") else self._gazetteer.sub_district(stem, district)
            if known and known.name != stem:
                following = text[behind : behind + 6]
                if _VILLAGE.match(following) or _road_begins(following) == 0:
                    return known.name, behind
        return None

    def _of(self, district: str, name: str) -> str:
        known = self._gazetteer.sub_district(name, district)
        return known.name if known else ""


def _road_begins(text: str) -> int | None:
    """Where the first road of a text begins, if it has a name of its own."""
    following = next(roads(text), None)
    return following.start if following is not None and is_own_name(following.stem) else None


def _any_of(names: Iterable[str], unless: str = "") -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}){unless}" if longest_first else "(?!)")


@lru_cache(maxsize=4)
def _names(gazetteer: Gazetteer) -> _AreaNames:
    return _AreaNames(gazetteer)
