"""Phones (电话) as rosters write them: two in a cell, extensions as `*6111`, `-202`, 转202, Excel floats.

What is no phone is handed back, never dropped. Everything is linear in the length of the text.
"""

import re
from dataclasses import dataclass
from unicodedata import normalize

_NO_WORD_BEFORE = r"(?<![\dA-Za-z*])"
_COUNTRY = r"(?:\(?(?:\+|00)?86\)?[ -]?)?"
_MOBILE = r"(?P<mobile>1[3-9]\d(?:[ -]?\d){8})"
_SERVICE = r"(?P<service>[48]00(?:[ -]?\d){7})"
# an eight-digit Shanghai number starts with 2 to 8; other areas have seven or eight digits after their code
_SHANGHAI = r"(?:(?:\(0\) ?21|\(?0?21\)?)[ .:/-]{0,3})?(?P<local>[2-8]\d{3}[ -]?\d{4})"
_ELSEWHERE = r"(?:\(?(?P<area>0(?:10|2[02-9]|[3-9]\d\d))\)?[ -]{0,3}(?P<far>[2-8]\d{2,3}[ -]?\d{4}))"
_SHORT = r"(?:\(?021\)?[ -]?)?(?P<short>1[012]\d{3}|9[56]\d{3,4}|95\d{5,6}|11[0249]|12[02])"
_PHONE = re.compile(
    f"{_NO_WORD_BEFORE}{_COUNTRY}(?:{_MOBILE}|{_SERVICE}|{_SHANGHAI}|{_ELSEWHERE}|{_SHORT})(?![\\dA-Za-z])"
    r"(?!-?[xX]|\*\*)"
)
# an extension is short and no further phone follows its dash
_EXTENSION = re.compile(
    r" ?[(;,]?(?:转接?(?:分机)?|分机号?|内线|ext\.?|[*#-]) ?:?(?P<first>\d{1,6})(?![\d:])(?!-\d)",
    re.IGNORECASE,
)
_NEXT_EXTENSION = re.compile(r" ?[、/,或] ?(?P<next>\d{3,5})(?![\d:-])")
_PLAIN = re.compile(r"021-[2-8][0-9]{7}|(?P<mobile>1[3-9][0-9]{9})")
_SHORT_NUMBER = re.compile(_SHORT)
_FLOAT = re.compile(r"(?<=\d)\.0+(?!\d)")
_SPACES = re.compile(r"[^\S\n]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－~～", "-"))
_LABEL = re.compile(
    r"(?:联系|服务|咨询|预约|值班|办公|固定|固)?(?:电话|热线)(?:号码)?|手机号?码?|座机|固话|总机|传呼|tel|phone|mobile",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\n、/;,|和及或]")
_TRIM = " ():.-。"
_NOTHING = frozenset({"无", "暂无", "没有", "不详", "待定"})


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone: `number` as 021-55500606, 13800000000, 400-820-0000 or 12345, an extension after a hyphen
    (021-55500130-6111); `mobile` when it is a mobile phone, that is, a person's."""

    number: str
    mobile: bool = False


def read_phones(text: str) -> tuple[tuple[Phone, ...], tuple[str, ...]]:
    """The phones in a cell, in order and each once, and what else stands there that is no phone.

    Eight digits without an area code are a landline of Shanghai (021). Labels such as 电话： and words for
    "none" are not reported.
    """
    if plain := _PLAIN.fullmatch(text):  # as most are written, and as we write them
        return (Phone(text, plain["mobile"] is not None),), ()
    clean = _SPACES.sub(" ", _FLOAT.sub("", normalize("NFKC", text).translate(_DASHES))).replace("\r", "\n")
    phones: dict[Phone, None] = {}
    leftovers: list[str] = []
    at = 0
    while found := _PHONE.search(clean, at):
        leftovers += _scraps(clean[at : found.start()])
        numbers, at = _with_extensions(clean, found)
        phones |= dict.fromkeys(Phone(n, found["mobile"] is not None) for n in numbers)
    leftovers += _scraps(clean[at:])
    return tuple(phones), tuple(leftovers)


def _with_extensions(text: str, found: re.Match[str]) -> tuple[list[str], int]:
    number = _written(found)
    first = _EXTENSION.match(text, found.end())
    if first is None:
        return [number], found.end()
    numbers, at = [f"{number}-{first['first']}"], first.end()
    while (following := _NEXT_EXTENSION.match(text, at)) and not _SHORT_NUMBER.fullmatch(following["next"]):
        numbers.append(f"{number}-{following['next']}")
        at = following.end()
    return numbers, at


def _written(found: re.Match[str]) -> str:
    digits = {name: re.sub(r"\D", "", part) for name, part in found.groupdict().items() if part}
    if "service" in digits:
        service = digits["service"]
        return f"{service[:3]}-{service[3:6]}-{service[6:]}"
    if "local" in digits:
        return f"021-{digits['local']}"
    if "far" in digits:
        return f"{digits['area']}-{digits['far']}"
    return digits.get("mobile") or digits["short"]


def _scraps(text: str) -> list[str]:
    pieces = (piece.strip(_TRIM) for piece in _BETWEEN.split(_LABEL.sub("\n", text)))
    return [piece for piece in pieces if piece and piece not in _NOTHING]
