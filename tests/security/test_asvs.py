"""The table of ASVS is whole: each requirement up to level 2 has its row, and each row is shown by tests that
exist, or says why it is not."""

import ast
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from tests.security.asvs import TABLE, Row
from tests.security.asvs_levels import LEVELS, numbers

TESTS = Path(__file__).parent.parent


@lru_cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(
        n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name[:5] == "test_"
    )


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.number)
def test_a_requirement_is_shown_by_tests_that_exist_or_says_why_not(row: Row) -> None:
    assert bool(row.apart) is not bool(row.shown or row.left), "tests and what is left, or one reason"
    for named in row.shown:
        file, _, name = named.partition("::")
        found = names_in(file)
        assert found, file
        assert name == "*" or name in found, named


def test_every_requirement_up_to_level_2_has_one_row() -> None:
    rows = [row.number for row in TABLE]
    for number in numbers(most=2):
        section = number.rpartition(".")[0]
        chapter = section.partition(".")[0]
        assert sum(rows.count(one) for one in (number, section, chapter)) == 1, number


def test_the_results_count_them() -> None:
    levels, counts = numbers(most=2), Counter[str]()
    for row in TABLE:
        sort = "apart" if row.apart else "left" if not row.shown else "part" if row.left else "shown"
        counts[sort] += sum(f"{number}.".startswith(f"{row.number}.") for number in levels)
    text = (TESTS / "security/RESULTS.md").read_text(encoding="utf-8")
    told = [
        int(number) for number in re.findall(r"^\|[^|]+\| (\d+) \|$", text.partition("## Whatever")[0], re.M)
    ]
    assert told == [counts[sort] for sort in ("shown", "part", "left", "apart")]
    more = sum(row.number not in levels for row in TABLE if row.number.count(".") == 2)
    assert f"{more} of level 3" in text


def test_every_row_is_of_the_standard() -> None:
    known = {*numbers(most=3), *LEVELS, *(section.partition(".")[0] for section in LEVELS)}
    assert {row.number for row in TABLE} <= known
    assert [row.number for row in TABLE if row.number.count(".") < 2 and not row.apart] == []
