"""The listings that travel with the code: the starter says what its sources say, the demo says 示例."""

import csv
import importlib.util
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from servicepoints import reference
from servicepoints.domain.points import Kind
from servicepoints.paths import DATA

STARTER = reference.rows("starter_places.csv")
DEMO = reference.rows("demo/points.csv")


@pytest.mark.parametrize("row", STARTER, ids=lambda row: row["name"])
def test_a_starter_place_has_a_source_and_leaves_unknown_what_no_source_says(row: dict[str, str]) -> None:
    assert row["source"]
    assert row["kind"] in set(Kind)
    for unknown in ("audience", "free", "access", "booking", "phone"):
        assert row[unknown] == ""
    assert "示例" not in row["name"]


def test_only_the_places_of_zhenning_road_have_a_position_and_it_is_a_rough_one() -> None:
    placed = {row["name"]: row for row in STARTER if row["lat_wgs84"] or row["lon_wgs84"]}
    assert set(placed) == {"圆通速递镇宁路网点", "镇宁路党群服务中心"}
    assert {(row["precision_m"], row["position_basis"]) for row in placed.values()} == {
        ("1000", "approximate")
    }


def test_zhenning_road_is_planned_and_nothing_is_designated() -> None:
    states = {row["name"]: row["demonstration"] for row in STARTER}
    assert states.pop("圆通速递镇宁路网点") == "planned"
    assert set(states.values()) == {""}


def test_the_four_posts_of_the_expo_ended_with_it() -> None:
    posts = [row for row in STARTER if row["name"].startswith("国家会展中心")]
    assert [row["name"][6] for row in posts] == list("ABCD")
    assert {row["valid_to"] for row in posts} == {"2023-11-10"}


def test_districts_and_bureaus_of_the_starter_are_known_by_name() -> None:
    gazetteer = reference.gazetteer()
    bureaus = {row["name"] for row in reference.rows("bureaus.csv")}
    for row in STARTER:
        assert not row["bureau"] or row["bureau"] in bureaus
        assert not row["district"] or gazetteer.district(row["district"])
        assert not row["sub_district"] or gazetteer.sub_district(row["sub_district"], row["district"])


def test_bureaus_have_ascii_slugs_and_the_bulletins_evidence() -> None:
    rows = reference.rows("bureaus.csv")
    assert {row["slug"] for row in rows} == {"shanghai", "huangpu", "baoshan", "songjiang", "fengxian"}
    assert all(row["evidence"] and row["source"] for row in rows)


def test_every_name_and_address_of_the_demonstration_says_that_it_is_made_up() -> None:
    assert len(DEMO) >= 60
    assert all(row["name"].startswith("示例") for row in DEMO)
    assert all(row["address"].startswith("示例") for row in DEMO)
    assert len({(row["name"], row["address"]) for row in DEMO}) == len(DEMO)


def cells(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_of_the_demonstration_is_what_its_maker_makes_of_the_points(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_roster", DATA / "demo" / "make_roster.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    made = tmp_path / "roster.xlsx"
    assert maker.write_roster(made) == len(DEMO)
    assert cells(made) == cells(DATA / "demo" / "roster.xlsx")


def test_the_table_of_the_demonstration_has_no_ragged_row() -> None:
    with (DATA / "demo" / "points.csv").open(encoding="utf-8", newline="") as file:
        widths = {len(row) for row in csv.reader(file)}
    assert len(widths) == 1
