"""No text makes a pattern of ours, or a reader made of many, take long.

A cell of a roster has at most 5,000 characters, a stranger's text 200. A pattern that looks from every
place of its text to the end of it takes a square of that at worst, which these limits bear; what takes more
(a cube, or twice as long for each character) does not pass.
"""

import random
import time
from collections.abc import Callable

import pytest

from servicepoints import reference
from servicepoints.domain.addresses import read_address
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.people import without_people
from servicepoints.domain.phones import read_phones
from servicepoints.domain.rules_text import parse_rules
from servicepoints.errors import ServicePointsError
from servicepoints.sheets.guarding import _ERROR_CELL, _FORMULA_CELL
from servicepoints.sheets.unseen import unseen_in
from tests.security.patterns import Found, found, hostile

LENGTHS = (24, 100, 400, 1200)
MOST_S = 0.3
"""Of a slow processor, for 1,200 characters: what is above a square of them is far beyond."""
AS_IT_RUNS = {
    "servicepoints.domain.addresses": "the names of the gazetteer, side by side",
    "servicepoints.domain.hours_text.writings": "the table above it",
    "servicepoints.domain.remarks": "the rules above it, of fixed words",
    "servicepoints.services.accounts.passwords": "fixed words and the names of districts",
    "servicepoints.sheets.amenity_words": "the words of the vocabulary, side by side",
    "servicepoints.web.api.json_fields": "dates and codes of a fixed length, given by the class",
    "servicepoints.web.api.parameters": "the pattern that a field shows in the API's description",
}
"""The modules with a pattern that is known only as they run, and what it is made of."""

HELD = {
    "servicepoints.domain.people:f'{BETWEEN}": "match",
    r"servicepoints.sheets.listing_words:f'\\W*\\d*年?": "fullmatch",
    "servicepoints.sheets.listing_words:f'{SINCE}": "fullmatch",
    "servicepoints.sheets.moving:f'(?:.{{0,12}}?": "fullmatch",
}
"""Patterns that are never looked for inside a text: where they begin (or end) is given."""

ALL, LEFT = found()


def took(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def slowest(one: Found) -> tuple[float, int, str]:
    """Seconds, characters and the beginning of the text on which it takes longest."""
    worst = (0.0, 0, "")
    method = next((how for start, how in HELD.items() if one.where.startswith(start)), one.method)
    methods = [method] if method in ("match", "fullmatch") else ["search", "fullmatch"]
    for length in LENGTHS:  # growing: what doubles with each character would never end on a long text
        for text in dict.fromkeys(hostile(one.pattern, length)):
            said = text.encode("latin-1", "replace") if isinstance(one.pattern.pattern, bytes) else text
            for method in methods:
                spent = took(lambda method=method, said=said: getattr(one.pattern, method)(said))
                worst = max(worst, (spent, length, text[:30]))
                if spent > MOST_S:
                    return worst
        # more than a cube shows in a hundred characters; less than one stays below the limit in the longest
        if length >= LENGTHS[1] and worst[0] * (LENGTHS[-1] / length) ** 3 < MOST_S:
            break
    return worst


def test_no_pattern_of_ours_takes_long_on_any_text() -> None:
    assert len(ALL) > 250
    slow = {one.where: what for one in ALL if (what := slowest(one))[0] > MOST_S}
    assert not slow


def test_a_pattern_that_is_known_only_as_it_runs_is_accounted_for() -> None:
    assert {place.partition(":")[0] for place in LEFT} == set(AS_IT_RUNS)


UNITS = (
    "-", "1", "1-", " ", "\n", "(", "（", "a", "号", "路", "1号", "X", "N", "某", "0", "、", "待定", "上海市",
    "浦东新区", "示例路1-", "联系电话号码", "周一", "周一至周五9:00-17:00,", "的礼", "9:00", "每月第一个周",
    "24小时", "1月1日", "13900000000", "是", "86", "\ud83d", "\u200b",
)  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "hours": read_hours,
    "addresses": lambda text: read_address(text, reference.gazetteer()),
    "people": without_people,
    "phones": read_phones,
    "opening_hours": lambda text: _tried(parse_rules, text),
}


def _tried(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except (ValueError, ServicePointsError):
        return None


@pytest.mark.parametrize("reader", READERS)
def test_the_readers_take_100_kilobytes_in_less_than_a_second(reader: str) -> None:
    read, chance = READERS[reader], random.Random(0)
    mixed = ("".join(chance.choice(UNITS) for _ in range(40)) for _ in range(8))
    for unit in (*UNITS, *mixed):
        text = (unit * (100_000 // len(unit)))[:100_000] + "13900000000"
        assert took(lambda text=text: read(text)) < 1, unit


@pytest.mark.parametrize("unit", [b'<c r="A1" ', b'<c r="A1" t="s" ', b"<x:c ", b"<row ", b"<col ", b"<"])
def test_a_sheet_of_tags_without_an_end_is_looked_through_at_once(unit: bytes) -> None:
    data = unit * (300_000 // len(unit))
    assert took(lambda: (_ERROR_CELL.findall(data), _FORMULA_CELL.findall(data))) < 2
    assert took(lambda: _tried(unseen_in, data)) < 2  # type: ignore[arg-type]
