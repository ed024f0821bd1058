"""House numbers (弄, 支弄, 号) of Shanghai: the grammar that finds them behind a road.

    number := lane* house?          1333弄35号 · 301弄3支弄4号 · 800弄
    lane   := list 弄 (n 支弄)*
    house  := list 号 sub?          24号甲 · 838号-10 · 555-557号 · 12、14号 · 51 (the 号 forgotten)

A 号 that counts a building, a gate, a hall or a metro line is no house number (7号楼, 3号口, 2号线).
"""

import re
from unicodedata import normalize

_DASH = "[-－–—~～至]"
_STEM = "甲乙丙丁戊己"
_N = rf"(?:[{_STEM}]?\d{{1,5}}(?:[A-Za-z](?![A-Za-z\d])|[{_STEM}])?)"
_LIST = rf"{_N}(?:{_DASH}{_N}|[、,/]{_N}){{0,8}}"
_DOOR = "门(?![面卫口店市诊前厅房牌])"
# right behind a road a number is the house's, whatever stands there, but for these
_NO_HOUSE = rf"(?!楼|{_DOOR}|线|口|出|入口|进口|地块|航站|会议|轨)"
# elsewhere it may count anything
_COUNTED = (
    rf"(?!楼|{_DOOR}|线|口|出|入口|进口|地块|航站|会议|轨|库|馆|厅|厂|车间|仓|码头|桥|岗|窗|铺|商铺|室|房|梯|电梯"
    r"|栋|幢|座|商业|别墅|展|基地|泊位|停车|公路|通道|宿舍|摊|柜|平台|地铁)"
)
_FLOOR = "室层楼栋幢座单元FfMm米期区"
_SUB = (
    rf"(?:[{_STEM}](?!座|栋|幢|楼|单元)(?:{_DASH}\d{{1,5}}(?![\d{_FLOOR}]))?|之[一二三四五六七八九十\d]{{1,3}}(?!\d)"
    rf"|{_DASH}\d{{1,5}}(?!\d)(?![{_FLOOR}])(?!{_DASH}\d)号?|{_DASH}[{_STEM}](?!座|栋|幢|楼))"
)


def _house(unless: str) -> str:
    return rf"(?:{_LIST}[号#]{unless}{_SUB}?(?:[、,/]{_N}号{unless}){{0,8}})"


_LANE = rf"(?:{_LIST}(?:支弄|弄)(?:{_N}支弄){{0,3}})"
_SPOKEN = "〇零一二三四五六七八九十百千"
# the 号 forgotten: only where nothing goes on behind the number (曲阳路24小时驿站 has none)
_BARE = rf"{_LIST}(?=$|[ ,;，；])"

_AT_ROAD = re.compile(rf"(?P<lane>{_LANE})?(?P<house>{_house(_NO_HOUSE)})?")
_BARE_AT_ROAD = re.compile(rf"(?:[Nn][Oo]\.?)?(?P<bare>{_BARE})")
_SPOKEN_AT_ROAD = re.compile(rf"(?P<spoken>[{_SPOKEN}]{{1,6}})号{_NO_HOUSE}")
_ANYWHERE = re.compile(
    rf"(?<![\d.A-Za-z])(?:(?P<lane>{_LANE})(?P<house>{_house(_COUNTED)})?|(?P<only>{_house(_COUNTED)}))"
)
_LANE_HOUSE = re.compile(rf"(?<![\d.A-Za-z])(?P<house>{_house(_COUNTED)})")
# an estate may stand between a road and its number: 娄山关路天山四村122号, 1333弄示例花园35号
_ESTATE = re.compile(r"(?:(?![号弄室层幢栋座近靠旁侧对口处底])[一-鿿·A-Za-z]|\d{1,2}(?=[村期区坊街])){0,16}")

_DIGITS = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}

_STANDS_IN = r"(?:[Xx×✕╳*_□■?#…．○〇◯△]++|\.{2,}+|[-—]{2,}+|某++|(?<![A-Za-z])[Nn]++(?![A-Za-z])|待定|待补)"
_INCOMPLETE = re.compile(
    rf"(?P<number>(?<!\d)\d*+{_STANDS_IN}(?:{_DASH}{_STANDS_IN})?|(?<!\d)0+)(?:号|弄|支弄)(?!楼|线|口|门|库)"
    r"|(?<=[路街道])\s*[号弄](?![一-鿿])|(?<=弄)\s*号(?![一-鿿])"
    r"|(?:某{2,}|[Xx×✕╳*○〇◯]{2,})(?:路|街|大道|公路)|(?:门牌号?)?待定"
    rf"|^{_STANDS_IN}$"
)
_MAY_BE_INCOMPLETE = re.compile(
    r"[Xx×✕╳*_□■?#…．○〇◯△某Nn\s]|\.\.|[-—]{2}|待[定补]|(?<!\d)0|[路街道弄][号弄]"
)

Span = tuple[int, int]


def number_at(text: str, at: int, end: int) -> tuple[str, tuple[Span, ...]]:
    """The house number that stands right at `at`, and the parts of `text` that it takes; or ("", ())."""
    found = _AT_ROAD.match(text, at, end)
    if found and found.end() > at:
        if found["house"] is None:
            return _with_house(text, found.span(), end)
        return _tidy(found[0]), (found.span(),)
    if spoken := _SPOKEN_AT_ROAD.match(text, at, end):
        return f"{_spoken(spoken['spoken'])}号", (spoken.span(),)
    if bare := _BARE_AT_ROAD.match(text, at, end):
        return f"{bare['bare']}号", (bare.span(),)
    return "", ()


def number_after(text: str, at: int, end: int) -> tuple[str, tuple[Span, ...]]:
    """The house number behind an estate's name that begins at `at`; ("", ()) if there is none."""
    estate = _ESTATE.match(text, at, end)
    found = _ANYWHERE.search(text, at, end)
    if estate is None or found is None or found.start() > estate.end():
        return "", ()
    if found["lane"] and not found["house"]:
        return _with_house(text, found.span(), end)
    return _tidy(found[0]), (found.span(),)


def stand_in(address: str) -> str:
    """What stands in an address for a number or a road that nobody wrote (XX号, **弄, 某某路), or ""."""
    plain = normalize("NFKC", address)
    found = _INCOMPLETE.search(plain) if _MAY_BE_INCOMPLETE.search(plain) else None
    return found[0].strip() if found else ""


def number_anywhere(text: str) -> tuple[str, tuple[Span, ...]]:
    """The first house number of a text that has no road (a village, an estate); ("", ()) if there is none."""
    found = _ANYWHERE.search(text)
    if found is None:
        return "", ()
    if found["lane"] and not found["house"]:
        return _with_house(text, found.span(), len(text))
    return _tidy(found[0]), (found.span(),)


def _with_house(text: str, lane: Span, end: int) -> tuple[str, tuple[Span, ...]]:
    estate = _ESTATE.match(text, lane[1], end)
    house = _LANE_HOUSE.search(text, lane[1], min(end, lane[1] + 40))
    if estate and house and house.start() <= estate.end():
        return _tidy(text[slice(*lane)] + house[0]), (lane, house.span())
    return _tidy(text[slice(*lane)]), (lane,)


def _tidy(number: str) -> str:
    return number.replace("#", "号")


def _spoken(numeral: str) -> int:
    """一百二十三 or 一二三 as 123."""
    if not set(numeral) & _UNITS.keys():
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
