"""Chinese opening hours, first step: the many ways to write one sign, brought to one.

Full-width signs, dashes of every kind, 0900-1700 and 9.00-17.00, Mon-Fri, 9:00开馆，17:00闭馆.
"""

import re
import unicodedata
from collections.abc import Callable

NUMBER = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
TO = "[至到-]"
PARTS = (
    "(?:[早午中晚][餐饭]|凌晨|清晨|早晨|早上|早间|早|朝(?=[七八九789])|上午|中午|正午|午间|下午|午后|傍晚"
    r"|晚上|晚间|晚|夜间|夜晚|夜里|深夜|半夜|午夜|夜|[AaPp]\.?[Mm]\.?)"
)
_ENDS_NUMBER = r"(?![\d零〇一二两三四五六七八九十点时:])"
CLOCK = (
    rf"(?:\d{{1,2}}:\d{{2}}(?::00)?[点时分]?|{NUMBER}[点时](?:半|整|钟|[一三]刻|{NUMBER}分?{_ENDS_NUMBER})?)"
)

_SIGNS = str.maketrans(
    dict.fromkeys("①②③④⑤⑥⑦⑧⑨⑩", ";")
    | dict.fromkeys("—–―‐‑‒−－﹣ー~〜∼∽─━", "-")
    | {"︰": ":", "∶": ":", "﹕": ":", "﹐": ",", "週": "周", "×": "*"}
)
_ENGLISH = {name: f"周{day}" for name, day in zip("mon tue wed thu fri sat sun".split(), "一二三四五六日", strict=True)}  # noqa: E501, SIM905  # fmt: skip
_WEEK_BEFORE = "(?<=[周期拜][一二三四五六日天])"

_Replacement = str | Callable[[re.Match[str]], str]
_REWRITTEN: tuple[tuple[re.Pattern[str], _Replacement], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[ \t\r\u3000\u200b\ufeff]+", " "),
        (r" ?\n[ \n]*", "\n"),
        (r"(?<=\d) ?: ?(?=\d\d)", ":"),
        # 周一一周五, 8:30一17:00: 一 typed for a dash
        (rf"{_WEEK_BEFORE} ?一 ?(?=周|星期|礼拜)", "-"),
        (r"(?<=[\d点时半]) ?一 ?(?=\d)", "-"),
        (
            r"(?i)(?<![a-z])(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?(?![a-z])",
            lambda match: _ENGLISH[match[1].lower()],
        ),
        (r"双休(?=$|[;。)])", "双休日休息"),
        (rf"({PARTS} ?)(\d{{1,2}})\.([0-5]\d)(?![\d.])", r"\1\2:\3"),
        (rf"(:\d\d ?{TO}{{1,4}} ?)(\d{{1,2}})\.([0-5]\d)(?![\d.])", r"\1\2:\3"),
        # 9:00开馆，17:00闭馆
        (
            rf"({CLOCK})(?:开馆|开门|开放|营业|上班),? ?[至到]?({PARTS}?{CLOCK})"
            "(?:闭馆|关门|打烊|下班|关闭|停止营业|停止开放)",
            r"\1-\2",
        ),
    )
)
_PAIR = re.compile(
    rf"(?<![\d:./])(\d{{1,2}}\.|[01]\d|2[0-4])([0-5]\d) ?{TO}{{1,4}} ?"
    r"(\d{1,2}\.|[01]\d|2[0-4])([0-5]\d)(?![\d.年])"
)
_QUARTERS = {"00", "15", "30", "45"}


def normalise(text: str) -> str:
    """Half-width digits and punctuation, one kind of dash, one blank, clock times with colons."""
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).strip()
    for pattern, replacement in _REWRITTEN:
        text = pattern.sub(replacement, text)
    clocks_elsewhere = any(_is_clocks(match) and not _may_be_dates(match) for match in _PAIR.finditer(text))

    def with_colons(match: re.Match[str]) -> str:
        h1, m1, h2, m2 = match.groups()
        sure = not _may_be_dates(match) or (clocks_elsewhere and {m1, m2} <= _QUARTERS)
        return f"{h1.rstrip('.')}:{m1}-{h2.rstrip('.')}:{m2}" if sure and _is_clocks(match) else match.group()

    return _PAIR.sub(with_colons, text)


def _is_clocks(match: re.Match[str]) -> bool:
    """2025-2026 is two years, not a minute of the evening."""
    h1, m1, h2, m2 = (int(part.rstrip(".")) for part in match.groups())
    return abs(h2 * 60 + m2 - h1 * 60 - m1) >= 30


def _may_be_dates(match: re.Match[str]) -> bool:
    """10.01-12.31, 1101-1231: month and day rather than hour and minute."""
    h1, m1, h2, m2 = (int(part.rstrip(".")) for part in match.groups())
    return 1 <= h1 <= 12 and 1 <= h2 <= 12 and 1 <= m1 <= 31 and 1 <= m2 <= 31
