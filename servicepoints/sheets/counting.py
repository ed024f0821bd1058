"""How many rows headings and totals say there are (黄浦区（8个）, 合计：18个), to be held to the rows."""

import re
from unicodedata import normalize

_UNIT = "(?:个|家|处|座|所)"
_STATED = re.compile(rf"[(\[【](?:共|计|共计)?(\d{{1,5}}){_UNIT}?(?:点位|站点)?[)\]】]|(\d{{1,5}}){_UNIT}")
_COUNT = re.compile(rf"(?:共|计|共计|合计)?\d{{1,4}}(?:{_UNIT}(?:点位|站点|站)?)?")


def stated_count(text: str) -> int | None:
    """The number of rows that a heading or a total states, None for none."""
    found = _STATED.search("".join(normalize("NFKC", text).split()))
    return int(found[1] or found[2]) if found else None


def is_count(text: str) -> bool:
    """Whether a cell holds a count and nothing else: 8, 共8个."""
    return bool(_COUNT.fullmatch("".join(normalize("NFKC", text).split())))


def disagreement(stated: int, found: int) -> str:
    """What is wrong with a count, in Chinese."""
    return f"写的是{stated}个，表里是{found}行，请核对"
