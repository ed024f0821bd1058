"""`near` over the demonstration."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

HERE = ("31.2242", "121.4294")


def test_the_nearest_come_first_with_a_count(run: Run, demo_home: Path) -> None:
    result = run("near", *HERE, "--limit", "5", home=demo_home)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == "找到 5 个。"
    found = json.loads(run("near", *HERE, "--limit", "50", "--format", "json", home=demo_home).output)[
        "points"
    ]
    distances = [p["distance_m"] for p in found if p["distance_m"] is not None]
    assert distances == sorted(distances)
    assert len(distances) > 10


def test_all_needs_must_be_met(run: Run, demo_home: Path) -> None:
    words = ("near", *HERE, "--need", "hot_water,toilet", "--format", "json", "--limit", "100")
    found = json.loads(run(*words, home=demo_home).output)["points"]
    assert found
    assert all(p["amenities"].get("hot_water") and p["amenities"].get("toilet") for p in found)


def test_open_keeps_only_what_one_can_ride_to(run: Run, demo_home: Path) -> None:
    words = ("near", *HERE, "--open", "--at", "2026-09-16T14:00", "--format", "json", "--limit", "100")
    found = json.loads(run(*words, home=demo_home).output)["points"]
    assert found
    assert {p["arrival"]["state"] for p in found} <= {"usable", "opens_by_arrival"}
    night = json.loads(run(*[w.replace("T14:00", "T03:00") for w in words], home=demo_home).output)["points"]
    assert len(night) < len(found)


@pytest.mark.parametrize(
    "words",
    [
        ["121.4294", "31.2242"],
        ["nan", "121"],
        ["here", "121"],
        ["31.2"],
        [*HERE, "--need", "sauna"],
        [*HERE, "--at", "tomorrow"],
        [*HERE, "--at", "9999-12-31T23:59"],
        [*HERE, "--limit", "0"],
        [*HERE, "--format", "xml"],
        ["-91", "-0.5"],
    ],
)
def test_odd_input_is_wrong_usage(run: Run, demo_home: Path, words: list[str]) -> None:
    result = run("near", *words, home=demo_home)
    assert result.exit_code == 2, result.output


def test_a_negative_place_is_a_place(run: Run, demo_home: Path) -> None:
    result = run("near", "-33.86", "-151.2", home=demo_home)
    assert result.exit_code == 0
    assert result.output == "找到 0 个。\n"
