"""The tree: every answer is complete as far as it says, whatever float32 made of the positions."""

from random import Random

import numpy as np
import pytest

from servicepoints.catalogue.tree import NearestTree
from tests.catalogue.oracle import metres

HERE = (31.2, 121.4)


def crowded(size: int, spread: float) -> tuple[list[float], list[float]]:
    """Latitudes and longitudes round HERE, a third of them on spots that others have too."""
    chance = Random(size)
    spots = [(HERE[0] + chance.gauss(0, spread), HERE[1] + chance.gauss(0, spread)) for _ in range(size)]
    chosen = [chance.choice(spots[: size // 20]) if chance.random() < 0.3 else spot for spot in spots]
    return [spot[0] for spot in chosen], [spot[1] for spot in chosen]


@pytest.mark.parametrize("spread", [0.00002, 0.003, 0.1, 20.0])
@pytest.mark.parametrize("here", [HERE, (31.9, 122.3), (-31.0, -58.0)])
def test_every_answer_is_complete_as_far_as_it_says(spread: float, here: tuple[float, float]) -> None:
    latitudes, longitudes = crowded(2500, spread)
    tree = NearestTree(np.array(latitudes), np.array(longitudes))
    barred = (np.arange(2500) % 3 == 0).astype(np.uint8)
    wanted = np.flatnonzero(barred == 0)
    far = [metres(*here, *place) for place in zip(latitudes, longitudes, strict=True)]
    for radius in (1000.0, 10_000.0, 30_000_000.0):
        answers = [*tree.nearest_first(*here, radius, barred, 20), *tree.scan(*here, radius, wanted, 20)]
        assert max(complete for _, complete in answers) >= radius
        for rows, complete in answers:
            assert not barred[rows].any()
            reached = min(complete, radius) - 0.01  # the oracle's formula and ours differ by microns
            missing = {int(row) for row in wanted if far[row] <= reached} - set(rows.tolist())
            assert missing == set()


def test_the_first_answers_reach_somewhere() -> None:
    latitudes, longitudes = crowded(2500, 0.01)
    tree = NearestTree(np.array(latitudes), np.array(longitudes))
    rows, complete = next(tree.nearest_first(*HERE, 10_000, np.zeros(2500, dtype=np.uint8), 20))
    assert len(rows) == 24
    within = [row for row in range(2500) if metres(*HERE, latitudes[row], longitudes[row]) <= complete]
    assert len(within) >= 15  # others on the spot of the last one may have been left out


def test_distances_are_those_of_the_sphere() -> None:
    latitudes, longitudes = crowded(300, 0.5)
    tree = NearestTree(np.array(latitudes), np.array(longitudes))
    found = tree.distances(*HERE, np.arange(300))
    expected = [metres(*HERE, *place) for place in zip(latitudes, longitudes, strict=True)]
    assert np.allclose(found, expected, atol=1e-3)


def test_without_positions_nothing_is_near() -> None:
    tree = NearestTree(np.zeros(0), np.zeros(0))
    nothing = np.zeros(0, dtype=np.uint8)
    assert [len(rows) for rows, _ in tree.nearest_first(*HERE, 1000, nothing, 20)] == [0]
    assert [len(rows) for rows, _ in tree.scan(*HERE, 1000, np.zeros(0, dtype=np.intp), 20)] == [0]


@pytest.mark.parametrize("spread", [0.003, 0.1])
@pytest.mark.parametrize(("radius", "limit"), [(300.0, 20), (5000.0, 5), (30_000_000.0, 400)])
def test_what_lies_within_a_distance_comes_nearest_first(spread: float, radius: float, limit: int) -> None:
    latitudes, longitudes = crowded(2500, spread)
    tree = NearestTree(np.array(latitudes), np.array(longitudes))
    far = sorted(metres(*HERE, *place) for place in zip(latitudes, longitudes, strict=True))
    found = [metres(*HERE, latitudes[row], longitudes[row]) for row in tree.within(*HERE, radius, limit)]
    assert found == pytest.approx([metre for metre in far if metre <= radius][:limit], abs=1e-3)
    assert NearestTree(np.zeros(0), np.zeros(0)).within(*HERE, radius, limit).tolist() == []
