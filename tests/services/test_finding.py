"""Finding over a real catalogue: lists from memory, words from the file, changes followed."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from servicepoints import reference
from servicepoints.catalogue import arrays, build
from servicepoints.catalogue.beside import Beside
from servicepoints.catalogue.finder import Query
from servicepoints.catalogue.masks import Filter, Openness
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.domain.arrival import Riding
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Kind, Listing, Point, Position, Schedule, ScheduleStatus
from servicepoints.domain.status import State
from servicepoints.errors import InstanceError
from servicepoints.services.finding import Finding

AT = datetime(2026, 11, 16, 10, 0, tzinfo=TIMEZONE)
EVERYTHING = Filter(open=Openness.ANY)
HERE = Query(latitude=31.2242, longitude=121.4294, at=AT)


def point(code: str, name: str = "示例驿站", **fields: Any) -> Point:
    known: dict[str, Any] = {
        "kind": Kind.CARE_STATION,
        "district": "长宁区",
        "position": Position(latitude=31.2250, longitude=121.4294, precision_m=10, basis="pin"),
        "schedule": Schedule(opening_hours="24/7", status=ScheduleStatus.READ),
    }
    return Point(code=code, name=name, revision=1, **(known | fields))


POINTS = [
    point("000001", "示例镇宁路中心", amenities={"hot_water": True}),
    point("000002", link_group="示例联动"),
    point("000003", "示例镇宁路网点", position=None, link_group="示例联动", sub_district="江苏路街道"),
    point("000004", "示例镇宁路老站", listing=Listing.WITHDRAWN),
]


def beside(calendar: dict[date, tuple[str, str]] | None = None, kind: str = "real") -> Beside:
    return Beside(
        vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(),
        bureaus={},
        calendar=calendar or {},
        instance_id="示例",
        instance_kind=kind,
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    build.rebuild(tmp_path / "catalogue.db", POINTS, beside(), 7, AT)
    return tmp_path / "catalogue.db"


@pytest.fixture
def finding(catalogue: Path) -> Finding:
    return Finding.open(catalogue, Riding())


def codes(hits: list[Any]) -> list[str]:
    return [hit.code for hit in hits]


def test_near_and_district_come_from_the_published_points(finding: Finding) -> None:
    assert codes(finding.near(HERE)) == ["000001", "000002"]
    here = Filter(district="长宁区", open=Openness.ANY)
    assert codes(finding.in_district(here, AT)) == ["000001", "000002", "000003"]
    assert set(finding.positions) == {"000001", "000002"}
    assert finding.positions["000001"] == (31.2250, 121.4294)
    assert finding.counts(AT.date())["长宁区", "江苏路街道"] == 1


def test_what_is_published_says_so(finding: Finding) -> None:
    published = finding.published()
    assert (published.revision, published.as_of, published.points) == (7, AT, 3)
    assert finding.demo is False


def test_search_finds_what_stands_before_what_is_gone(finding: Finding) -> None:
    found = finding.search("镇宁 znl", EVERYTHING, AT, 20)
    assert codes(found) == ["000001", "000003", "000004"]
    assert found[2].status.reason == "withdrawn"
    assert codes(finding.search("镇宁", EVERYTHING, AT, 1)) == ["000001"]


@pytest.mark.parametrize(
    "typed",
    [
        "长宁区示例西路18号",
        "上海市长宁区江苏路街道示例西路18号3楼",
        "江苏路街道示例西路",
        "长宁区示例西路 热水",
    ],
)
def test_an_address_written_in_one_go_is_found_by_its_parts(catalogue: Path, typed: str) -> None:
    there = {"sub_district": "江苏路街道", "amenities": {"hot_water": True}}
    stations = [
        point("00000A", address="上海市示例西路18号", **there),
        point("00000B", address="示例西路18号", district="静安区"),
        point("00000C", address="示例东路18号", **there),
    ]
    build.rebuild(catalogue, stations, beside(), 8, AT)
    found = Finding.open(catalogue, Riding()).search(typed, EVERYTHING, AT, 20)
    assert codes(found) == ["00000A"]


def test_words_that_name_no_area_are_looked_for_as_they_stand(finding: Finding) -> None:
    assert finding.search("示例镇宁路18号", EVERYTHING, AT, 20) == []


def test_a_filter_leaves_out_of_a_search_what_does_not_pass(finding: Finding) -> None:
    watered = Filter(needs=frozenset({"hot_water"}), open=Openness.ANY)
    assert codes(finding.search("示例", watered, AT, 20)) == ["000001"]
    assert codes(finding.search("镇宁", Filter(open=Openness.NOW), AT, 20)) == ["000001", "000003"]
    for district, found in {"长宁区": ["000001", "000003"], "静安区": [], "": ["000001", "000003"]}.items():
        here = Filter(district=district, open=Openness.NOW)
        assert codes(finding.search("镇宁", here, AT, 20)) == found


def test_what_has_ended_is_in_no_list_of_a_district_nor_of_those_without_one(tmp_path: Path) -> None:
    gone = {"valid_to": date(2026, 11, 15), "kind": Kind.POP_UP}
    places = [point("000001", **gone), point("000002", district="", **gone), point("000003", district="")]
    build.rebuild(tmp_path / "catalogue.db", places, beside(), 1, AT)
    finding = Finding.open(tmp_path / "catalogue.db", Riding())
    assert codes(finding.in_district(Filter(district="长宁区", open=Openness.ANY), AT)) == []
    assert codes(finding.without_district(EVERYTHING, AT)) == ["000003"]
    assert finding.counts(AT.date()) == {("", ""): 1}


def test_a_filter_is_asked_of_every_result_however_many(tmp_path: Path) -> None:
    many = [point(f"00{i:04}", name="示例热门") for i in range(450)]
    rare = point("00ZZZZ", name="示例热门", amenities={"toilet": True}, position=None)
    build.rebuild(tmp_path / "many.db", [*many, rare], beside(), 1, AT)
    finding = Finding.open(tmp_path / "many.db", Riding())
    wanted = Filter(needs=frozenset({"toilet"}), open=Openness.ANY)
    assert codes(finding.search("热门", wanted, AT, 5)) == ["00ZZZZ"]


def test_one_point_is_seen_from_a_position(finding: Finding) -> None:
    hit = finding.from_position("000001", 31.2242, 121.4294, AT)
    assert hit is not None
    assert (round(hit.distance_m or 0), hit.ride_minutes) == (89, 1)
    placeless = finding.from_position("000003", 31.2242, 121.4294, AT)
    assert placeless is not None
    assert (placeless.distance_m, placeless.arrival) == (None, None)
    assert finding.from_position("ZZZZZZ", 31.2242, 121.4294, AT) is None


def test_the_words_of_a_point_come_from_the_file(finding: Finding) -> None:
    assert finding.point("000004") is not None
    assert list(finding.points(["000002", "ZZZZZZ"])) == ["000002"]
    assert codes(finding.link_group("示例联动")) == ["000002", "000003"]
    assert finding.status(POINTS[0], AT).state is State.OPEN


def test_a_finding_follows_what_changed_and_the_old_one_stays(catalogue: Path, finding: Finding) -> None:
    shut = point("000001", "示例镇宁路中心", listing=Listing.SUSPENDED)
    build.apply(catalogue, {"000001": shut, "000002": None}, beside(), 8, AT)
    fresh = finding.refreshed({"000001", "000002"}, 8)
    assert codes(fresh.near(HERE)) == []
    assert (fresh.revision, fresh.published().points) == (8, 2)
    assert codes(finding.near(HERE)) == ["000001", "000002"]
    assert codes(finding.refreshed(None, 8).near(HERE)) == []


@pytest.mark.parametrize("last", ["changes_since", "all_points"])
def test_what_is_published_while_the_points_are_read_is_not_missed(
    catalogue: Path, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = getattr(CatalogueReader, last)
    if last == "all_points":
        arrays.discard(catalogue)

    def while_somebody_publishes(reader: CatalogueReader, *asked: int) -> list[Any]:
        found = list(read(reader, *asked))
        build.apply(catalogue, {"000005": point("000005")}, beside(), 8, AT)
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(CatalogueReader, last, while_somebody_publishes)
        opened = Finding.open(catalogue, Riding())
    assert opened.revision == 7, "said to know change 8, it would never ask for it"
    assert "000005" in codes(opened.refreshed(["000005"], 8).near(HERE))


def test_a_finding_does_not_call_itself_by_a_change_that_it_was_not_told(
    catalogue: Path, finding: Finding
) -> None:
    """Answers are kept by this number: called 9, the list would stay as it is after change 9 was told."""
    build.apply(catalogue, {"000001": None}, beside(), 8, AT)
    build.apply(catalogue, {"000002": None}, beside(), 9, AT)  # between the telling and the reading
    fresh = finding.refreshed({"000001"}, 8)
    assert (fresh.revision, codes(fresh.near(HERE))) == (8, ["000002"])
    latest = fresh.refreshed({"000002"}, 9)
    assert (latest.revision, codes(latest.near(HERE))) == (9, [])


def test_a_changed_calendar_changes_the_hours(tmp_path: Path) -> None:
    weekly = Schedule(opening_hours="Mo-Fr 08:00-18:00; PH off", status=ScheduleStatus.READ)
    place = point("000001", schedule=weekly)
    catalogue = tmp_path / "catalogue.db"
    build.rebuild(catalogue, [place], beside(), 1, AT)
    finding = Finding.open(catalogue, Riding())
    assert codes(finding.near(HERE)) == ["000001"]
    build.apply(catalogue, {}, beside({AT.date(): ("public_holiday", "示例节")}), 2, AT)
    assert codes(finding.refreshed(frozenset(), 2).near(HERE)) == []


def test_who_has_read_the_catalogue_lists_and_counts_without_it(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    ends = point("000003", valid_to=AT.date(), kind=Kind.POP_UP)
    build.rebuild(path, [*POINTS[:2], ends], beside(), 1, AT)
    finding = Finding.open(path, Riding())
    path.write_bytes(b"torn" * 4096)
    assert codes(finding.near(HERE)) == ["000001", "000002", "000003"]
    assert finding.counts(AT.date()) == {("长宁区", ""): 3}
    assert finding.counts(AT.date() + timedelta(days=1)) == {("长宁区", ""): 2}
    with pytest.raises(InstanceError):
        finding.point("000001")


def test_without_a_catalogue_there_is_no_finding(tmp_path: Path) -> None:
    with pytest.raises(InstanceError):
        Finding.open(tmp_path / "catalogue.db", Riding())
