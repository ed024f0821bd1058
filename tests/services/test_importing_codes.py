"""A column of 编号 is ours only if it holds our codes; a bureau's own numbers refuse nothing."""

from collections.abc import Collection

import pytest

from servicepoints.services.importing.codes import with_own_codes
from servicepoints.sheets.readings import Roster
from tests.sheets.workbooks import roster, xlsx


def numbered(*codes: object, known: Collection[str] = ()) -> Roster:
    """A roster of these codes, in a register that knows some."""
    rows = [["编号", "名称", "地址"], *([code, "示例驿站", "示例路1号"] for code in codes)]
    return with_own_codes(roster(xlsx({"点位": rows})), lambda codes: set(codes) & set(known))


def taken(read: Roster) -> list[str]:
    """The codes that its rows keep."""
    return [cell.text for row in read.rows for cell in row.values.get("code", ())]


@pytest.mark.parametrize(
    "codes",
    [(1, 2, 3), ("HP-001", "HP-002"), ("HP0001", "HP0002"), (310101, 310102), ("沪黄01", "沪黄02"), (1,)],
)
def test_a_bureaus_own_numbers_are_an_unused_column(codes: tuple[object, ...]) -> None:
    read = numbered(*codes)
    assert taken(read) == []
    assert (read.columns[0].letter, read.columns[0].field) == ("A", "")
    assert "不是系统给的编号" in read.columns[0].how


@pytest.mark.parametrize("codes", [("7K2M9Q", "7K2M9R", 1), ("7k2m9q", "XYZW12"), ("7K2M9Q", "310101")])
def test_a_column_of_ours_is_kept_whole_with_its_mistakes(codes: tuple[object, ...]) -> None:
    assert taken(numbered(*codes)) == [str(code) for code in codes]


def test_numbers_that_the_register_knows_are_ours() -> None:
    assert taken(numbered(310101, 310102, known={"310102"})) == ["310101", "310102"]
