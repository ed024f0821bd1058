"""The embedded geocoder places numbers by the pins of their road, and is honest about how precisely."""

import math
import random
from datetime import date
from typing import Any

import pytest
from geopy.geocoders.base import Geocoder

from servicepoints.domain.coordinates import distance_m
from servicepoints.domain.points import Kind, Point, Position
from servicepoints.geocoding.base import EMBEDDED, Candidate, query_for
from servicepoints.geocoding.embedded import SAME_ADDRESS, SAME_ROAD, Embedded
from servicepoints.reference import gazetteer

TODAY = date(2026, 9, 14)
LAT, LON = 31.2242, 121.4294
M_PER_DEGREE = 111_195.0


def place(east_m: float, north_m: float) -> tuple[float, float]:
    return LAT + north_m / M_PER_DEGREE, LON + east_m / (M_PER_DEGREE * math.cos(math.radians(LAT)))


def pin(address: str, east_m: float, north_m: float = 0.0, district: str = "静安区", **fields: Any) -> Point:
    latitude, longitude = place(east_m, north_m)
    at = Position(
        latitude=latitude, longitude=longitude, precision_m=10, basis="pin", confirmed_by="示例编辑"
    )
    return Point(
        name="示例驿站", kind=Kind.CARE_STATION, district=district, address=address, position=at, **fields
    )


def find(
    pins: list[Point], address: str, district: str = "静安区", sub_district: str = ""
) -> Candidate | None:
    return Embedded(pins, gazetteer(), TODAY).find(query_for(address, district, sub_district, gazetteer()))


def off(candidate: Candidate, east_m: float, north_m: float = 0.0) -> float:
    return distance_m(candidate.latitude, candidate.longitude, *place(east_m, north_m))


def test_the_same_address_is_the_pins_own_place() -> None:
    found = find([pin("示例路168号2楼", 0), pin("示例路200号", 300)], "静安区示例路１６８号（近示例二路）")
    assert found is not None
    assert (found.level, found.provider, found.exact) == (SAME_ADDRESS, EMBEDDED, True)
    assert off(found, 0) < 0.1
    assert 20 <= found.precision_m <= 150


def test_two_pins_of_one_address_that_lie_apart_are_no_more_precise_than_that() -> None:
    found = find([pin("示例路168号", 0), pin("示例路168号", 400)], "示例路168号")
    assert found is not None
    assert found.precision_m >= 400


def test_a_number_between_two_pins_lies_between_them() -> None:
    found = find([pin("示例路100号", 0), pin("示例路200号", 300)], "示例路150号")
    assert found is not None
    assert found.level == SAME_ROAD
    assert off(found, 150) < 1
    assert found.precision_m >= 150


def test_its_own_side_of_the_road_counts_more() -> None:
    north = [pin("示例路101号", 0, 40), pin("示例路121号", 100, 40)]
    south = [pin("示例路100号", -300, -40), pin("示例路140号", 500, -40)]
    found = find(north + south, "示例路111号")
    assert found is not None
    assert off(found, 50, 40) < 1


def test_the_further_from_the_last_pin_the_vaguer() -> None:
    pins = [pin("示例路100号", 0), pin("示例路110号", 40)]
    near, far = find(pins, "示例路112号"), find(pins, "示例路160号")
    assert near is not None
    assert far is not None
    assert near.precision_m < far.precision_m
    assert find(pins, "示例路9000号") is None


def test_a_lane_is_vaguer_than_a_house_on_the_road() -> None:
    pins = [pin("示例路100号", 0), pin("示例路120号", 60)]
    house, lane = find(pins, "示例路110号"), find(pins, "示例路110弄3号")
    assert house is not None
    assert lane is not None
    assert lane.precision_m > house.precision_m + 100


@pytest.mark.parametrize(
    ("address", "district", "sub_district"),
    [
        ("示例路150号", "长宁区", ""),
        ("示例路150号", "", ""),
        ("示例二路150号", "静安区", ""),
        ("示例路", "静安区", ""),
        ("示例大厦", "静安区", ""),
    ],
)
def test_nothing_is_said_of_other_roads_and_districts(address: str, district: str, sub_district: str) -> None:
    assert find([pin("示例路100号", 0), pin("示例路200号", 300)], address, district, sub_district) is None


def test_a_road_of_the_same_name_in_another_town_is_another_road() -> None:
    pins = [pin("示例路100号", 0, district="浦东新区", sub_district="惠南镇")]
    assert find(pins, "示例路100号", "浦东新区", "周浦镇") is None
    assert find(pins, "示例路100号", "浦东新区", "惠南镇") is not None


def test_a_pin_that_contradicts_its_road_makes_the_whole_road_vague() -> None:
    pins = [pin(f"示例路{n}号", 3 * n) for n in range(100, 180, 20)]
    straight = find(pins, "示例路150号")
    bent = find([*pins, pin("示例路145号", 2500, 900)], "示例路150号")
    assert straight is not None
    assert bent is None or bent.precision_m > 3 * straight.precision_m


def test_it_keeps_geopys_contract() -> None:
    geocoder = Embedded([pin("示例路100号", 0)], gazetteer(), TODAY)
    assert isinstance(geocoder, Geocoder)
    location = geocoder.geocode("上海市静安区示例路100号")
    assert distance_m(location.latitude, location.longitude, LAT, LON) < 0.1
    assert len(geocoder.geocode("上海市静安区示例路100号", exactly_one=False)) == 1
    assert geocoder.geocode("上海市静安区示例路9000号") is None


ROADS = "甲乙丙丁戊己庚辛"


def bending_road(
    rng: random.Random, name: str, *, pins: int, bend: float, gap: int, noise_m: float
) -> list[Point]:
    """Numbers grow unevenly along a road that bends, on both sides, whose numbers drift apart; a lane's pin
    lies behind its gate."""
    east, north = rng.uniform(-4000, 4000), rng.uniform(-4000, 4000)
    heading, half, pace = rng.uniform(0, 6.28), rng.uniform(5, 20), rng.uniform(2, 9)
    number, road = rng.randrange(1, 60), []
    for i in range(pins):
        step = 2 * rng.choice([1, 2, 4, 8, gap])
        number += step
        for _ in range(max(1, int(step * pace / 20))):
            heading += rng.gauss(0, bend)
            length = step * pace * rng.uniform(0.5, 1.8) / max(1, int(step * pace / 20))
            east, north = east + math.cos(heading) * length, north + math.sin(heading) * length
        odd = rng.choice([0, 1])
        lane = rng.random() < 0.2
        aside = (half + (rng.uniform(0, 150) if lane else 0)) * (1 if odd else -1)
        drift = 2 * int(i * rng.uniform(0, 1)) * odd
        house = number - number % 2 + odd + drift
        text = f"示例{name}路{house}" + (f"弄{rng.randrange(1, 40)}号" if lane else "号")
        x = east - math.sin(heading) * aside + rng.gauss(0, noise_m)
        y = north + math.cos(heading) * aside + rng.gauss(0, noise_m)
        road.append(pin(text, x, y))
    return road


@pytest.mark.parametrize(("pins_each", "roads"), [(2, 8), (3, 8), (6, 6), (14, 3)])
@pytest.mark.parametrize(
    ("bend", "gap", "noise_m"),
    [(0.0, 6, 8.0), (0.15, 6, 8.0), (0.15, 60, 8.0), (0.4, 60, 8.0), (0.15, 30, 60.0)],
)
def test_nine_of_ten_left_out_pins_lie_within_the_stated_precision(
    pins_each: int, roads: int, bend: float, gap: int, noise_m: float
) -> None:
    found, within = 0, 0
    for seed in range(3):
        rng = random.Random(f"{seed} {pins_each} {bend} {gap} {noise_m}")
        pins = [
            p
            for name in ROADS[:roads]
            for p in bending_road(rng, name, pins=pins_each, bend=bend, gap=gap, noise_m=noise_m)
        ]
        for i, left_out in enumerate(pins):
            candidate = find([*pins[:i], *pins[i + 1 :]], left_out.address)
            if candidate is not None and left_out.position is not None:
                at = left_out.position
                found += 1
                within += distance_m(candidate.latitude, candidate.longitude, at.latitude, at.longitude) <= (
                    candidate.precision_m
                )
    assert found >= 0.8 * 3 * pins_each * roads
    assert within / found >= 0.9


def test_precision_is_not_bought_with_vagueness() -> None:
    rng = random.Random(1)
    pins = [p for n in ROADS[:3] for p in bending_road(rng, n, pins=30, bend=0.1, gap=6, noise_m=8)]
    stated = sorted(
        c.precision_m
        for i, p in enumerate(pins)
        if (c := find([*pins[:i], *pins[i + 1 :]], p.address)) is not None
    )
    assert stated[len(stated) // 2] < 300
