"""Pins: on which side of the listed position, and how far."""

import pytest

from servicepoints.domain.pins import is_same_place, side, where_words
from servicepoints.domain.points import Position

HERE = (31.2242, 121.4294)
LISTED = Position(latitude=HERE[0], longitude=HERE[1], precision_m=10.0, basis="pin")
COARSE = Position(latitude=HERE[0], longitude=HERE[1], precision_m=500.0, basis="pin")


@pytest.mark.parametrize(
    ("north", "east", "said"),
    [
        (1, 0, "北"), (1, 1, "东北"), (0, 1, "东"), (-1, 1, "东南"),
        (-1, 0, "南"), (-1, -1, "西南"), (0, -1, "西"), (1, -1, "西北"), (1, 0.1, "北"), (1, -0.1, "北"),
    ],
)  # fmt: skip
def test_a_side_is_the_nearest_of_eight(north: float, east: float, said: str) -> None:
    metre = 1 / 111_195
    there = (HERE[0] + north * 100 * metre, HERE[1] + east * 100 * metre / 0.855)
    assert side(HERE, there) == said


@pytest.mark.parametrize(
    ("pin", "listed", "said"),
    [
        ((31.2253, 121.4294), LISTED, "在登记位置的北120米"),
        ((31.2242, 121.4504), LISTED, "在登记位置的东2.0公里"),
        ((31.22421, 121.42941), LISTED, "就在登记的位置"),
        ((31.2253, 121.4294), COARSE, "登记的位置没核实"),
        ((31.2253, 121.4294), None, "还没有登记位置"),
    ],
)
def test_a_pin_is_told_by_the_listed_position_if_that_is_known(
    pin: tuple[float, float], listed: Position | None, said: str
) -> None:
    assert where_words(pin, listed) == said


def test_the_middle_of_a_coarse_position_says_something_new() -> None:
    assert is_same_place(HERE, LISTED)
    assert not is_same_place(HERE, COARSE)
    assert not is_same_place(HERE, None)
