"""Locating: what is sure is stored with its record, the rest waits, and no pin of a person moves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest

from servicepoints.config import load
from servicepoints.domain.coordinates import Datum, convert, distance_m
from servicepoints.domain.points import Contact, Kind, Point, Position
from servicepoints.errors import GeocoderAway, GeocoderKeyRefused, GeocoderQuotaSpent
from servicepoints.geocoding.chain import Chain
from servicepoints.geocoding.service import Found
from servicepoints.reference import gazetteer
from servicepoints.register import Actor, Register, feed, geocodes, open_register, points
from servicepoints.register.migrating import migrate
from servicepoints.register.revisions import history
from servicepoints.register.secrecy import new_key
from servicepoints.services.locating import LocateReport, chain_of, locate

TODAY = date(2026, 9, 14)
EDITOR = Actor("editor", "示例编辑")
HERE = (31.2242, 121.4294)
PIN = Position(
    latitude=HERE[0],
    longitude=HERE[1],
    precision_m=10,
    basis="pin",
    confirmed_by="示例编辑",
    confirmed_on=TODAY,
)


class Map:
    """A map service that knows what a test tells it; addresses it does not know, it does not find."""

    provider: ClassVar[str] = "amap"
    title: ClassVar[str] = "示例地图"
    datum: ClassVar[Datum] = Datum.GCJ02

    def __init__(self, **known: Any) -> None:
        self.known = known
        self.asked: list[str] = []

    def places(self, query: str) -> list[dict[str, Any]]:
        self.asked.append(query)
        said = next((said for address, said in self.known.items() if address in query), None)
        if isinstance(said, Exception):
            raise said
        return [said] if said else []

    def found(self, place: Any) -> Found:
        return Found(**place)


def at(exact: bool = True, district: str = "静安区", level: str = "门牌号") -> dict[str, Any]:
    lat, lon = convert(*HERE, Datum.WGS84, Datum.GCJ02)
    return {
        "latitude": lat, "longitude": lon, "level": level, "exact": exact, "precision_m": 100.0,
        "district": district, "formatted": "",
    }  # fmt: skip


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url, new_key(), clock=lambda: datetime(2026, 9, 14, tzinfo=UTC))
    migrate(opened)
    yield opened
    opened.close()


def station(address: str, position: Position | None = None, **fields: Any) -> Point:
    contacts = (Contact(name="示例联系人", number="13800000000"),)
    known: dict[str, Any] = {"district": "静安区", "contacts": contacts}
    return Point(
        name="示例驿站", kind=Kind.CARE_STATION, address=address, position=position, **(known | fields)
    )


def stored(register: Register, *new: Point) -> list[str]:
    with register.write(EDITOR) as writer:
        return points.insert_many(writer, new, "示例")


def run(register: Register, *maps: Map, limit: int | None = None) -> LocateReport:
    chain = Chain([("SERVICEPOINTS_AMAP_KEY", m) for m in maps], gazetteer())
    return locate(register, chain, gazetteer(), TODAY, limit)


def standing(register: Register, code: str) -> Point:
    with register.read() as reader:
        point = points.get(reader, code)
    assert point is not None
    return point


def latest(register: Register) -> int:
    with register.read() as reader:
        return feed.latest(reader)


def test_a_sure_answer_is_stored_in_wgs84_with_its_record_and_nothing_else_changes(
    register: Register,
) -> None:
    (code,) = stored(register, station("示例路168号"))
    before = standing(register, code)
    report = run(register, Map(示例路168号=at()))
    after = standing(register, code)
    assert [(found.code, found.basis) for found in report.accepted] == [(code, "amap")]
    assert after.position is not None
    assert distance_m(after.position.latitude, after.position.longitude, *HERE) < 0.1
    assert (after.position.precision_m, after.position.basis, after.position.confirmed_by) == (
        100.0,
        "amap",
        "",
    )
    assert replace(after, position=None, revision=0, updated_at=None) == replace(
        before, position=None, revision=0, updated_at=None
    )
    with register.read() as reader:
        assert history(reader, code)[-1].actor.kind == "machine"


def test_what_is_not_sure_waits_with_its_candidates_and_has_no_position(register: Register) -> None:
    (code,) = stored(register, station("示例路168号"))
    report = run(register, Map(示例路168号=at(exact=False, level="道路")))
    assert (report.waiting, report.accepted) == ([code], [])
    assert standing(register, code).position is None
    with register.read() as reader:
        (waiting,) = geocodes.candidates(reader, code)
    assert waiting.why == "只定位到“道路”，不到门牌"
    assert waiting.candidate["provider"] == "amap"


def test_nobody_knowing_an_address_is_told_from_nobody_having_been_asked(register: Register) -> None:
    known_to_none, away = stored(register, station("示例路1号"), station("示例路2号"))
    report = run(register, Map(示例路2号=GeocoderAway("连不上")))
    assert (report.not_found, report.skipped) == ([known_to_none], [away])
    assert report.providers["amap"].failed == 1


def test_a_second_run_asks_nobody_again_and_writes_nothing(register: Register) -> None:
    stored(register, station("示例路1号"), station("示例路2号"), station("示例路3号"))
    map_ = Map(示例路1号=at(), 示例路2号=at(exact=False))
    first = run(register, map_)
    change, asked = latest(register), len(map_.asked)
    second = run(register, map_)
    assert (latest(register), len(map_.asked)) == (change, asked)
    assert (second.accepted, second.waiting, second.not_found) == ([], first.waiting, first.not_found)
    assert second.providers["amap"].recalled == 2


def test_a_pin_that_a_person_set_is_not_even_asked_about(register: Register) -> None:
    coarse = replace(PIN, precision_m=900.0)
    (code,) = stored(register, station("示例路168号", coarse))
    map_ = Map(示例路168号=at())
    assert run(register, map_).accepted == []
    assert standing(register, code).position == coarse
    assert map_.asked == []


@pytest.mark.parametrize(
    "change",
    [{"position": replace(PIN, longitude=121.5)}, {"address": "示例路999号"}],
    ids=["pin", "address"],
)
def test_what_a_person_changed_while_the_map_was_being_asked_stays(
    register: Register, change: dict[str, Any]
) -> None:
    (code,) = stored(register, station("示例路168号"))
    map_ = Map(示例路168号=at())

    def interrupted(query: str) -> list[dict[str, Any]]:
        changed = replace(standing(register, code), **change)
        with register.write(EDITOR) as writer:
            points.update(writer, code, changed, "到现场看过")
        return [at()]

    map_.places = interrupted  # type: ignore[method-assign]
    report = run(register, map_)
    assert (report.accepted, report.skipped) == ([], [code])
    point = standing(register, code)
    assert point == replace(point, **change)
    assert point.position == change.get("position")


def test_confirmed_pins_are_asked_first_and_need_no_provider(register: Register) -> None:
    _, code = stored(register, station("示例路168号", PIN), station("示例路168号2楼"))
    map_ = Map()
    report = run(register, map_)
    assert [(found.code, found.basis) for found in report.accepted] == [(code, "same_address")]
    assert map_.asked == []


def test_a_coarse_estimate_from_the_road_is_shown_but_still_waits(register: Register) -> None:
    _, code = stored(register, station("示例路100号", PIN), station("示例路140号"))
    report = run(register, Map())
    position = standing(register, code).position
    assert (report.waiting, report.accepted) == ([code], [])
    assert position is not None
    assert position.basis == "same_road"
    assert position.coarse
    change = latest(register)
    assert run(register, Map()).waiting == [code]
    assert latest(register) == change


def test_a_coarse_position_is_replaced_by_a_sure_one(register: Register) -> None:
    coarse = Position(latitude=31.2, longitude=121.4, precision_m=1000, basis="approximate")
    (code,) = stored(register, station("示例路168号", coarse))
    run(register, Map(示例路168号=at()))
    position = standing(register, code).position
    assert position is not None
    assert position.basis == "amap"


def test_what_waited_waits_no_more_once_it_is_settled(register: Register) -> None:
    (code,) = stored(register, station("示例路168号", district=""))
    run(register, Map(示例路168号=at()))
    point = standing(register, code)
    with register.write(EDITOR) as writer:
        points.update(writer, code, replace(point, district="静安区"), "补上区")
    assert [found.code for found in run(register, Map(示例路168号=at())).accepted] == [code]
    with register.read() as reader:
        assert geocodes.candidates(reader, code) == []


def test_a_refused_key_ends_the_run_and_what_was_found_before_is_kept(register: Register) -> None:
    codes = stored(register, *(station(f"示例路{n}号") for n in range(1, 4)))
    by_code = {code: f"示例路{n}号" for n, code in enumerate(codes, 1)}
    first, second, _ = sorted(codes)
    map_ = Map(**{by_code[first]: at(), by_code[second]: GeocoderKeyRefused("示例地图不认这个密钥")})
    with pytest.raises(GeocoderKeyRefused, match="SERVICEPOINTS_AMAP_KEY"):
        run(register, map_)
    assert standing(register, first).position is not None
    assert len(map_.asked) == 2


def test_a_spent_quota_is_reported(register: Register) -> None:
    stored(register, station("示例路1号"), station("示例路2号"))
    report = run(register, Map(示例路=GeocoderQuotaSpent("示例地图今天的配额用完了")))
    assert len(report.skipped) == 2
    assert "示例地图今天的配额用完了" in "".join(report.lines())


def test_the_limit_counts_what_was_asked_outside_and_a_next_run_goes_on(register: Register) -> None:
    stored(register, *(station(f"示例路{n}号") for n in range(1, 6)))
    map_ = Map()
    assert run(register, map_, limit=2).left == 3
    assert len(map_.asked) == 2
    assert run(register, map_, limit=2).left == 1
    assert len(map_.asked) == 4
    assert len(set(map_.asked)) == 4


def test_the_report_speaks_plainly_and_as_json(register: Register) -> None:
    (code,) = stored(register, station("示例路168号"))
    report = run(register, Map(示例路168号=at()))
    lines = list(report.lines())
    assert lines[0] == f"{code} 示例驿站：高德地图，误差 100 米内"
    assert lines[1] == "定位好 1 个，待人工标 0 个，没找到 0 个，没问成 0 个"
    assert report.as_json()["providers"]["amap"]["accepted"] == 1


def test_a_run_without_any_map_service_says_so(register: Register) -> None:
    stored(register, station("示例路168号"))
    assert list(run(register).lines())[-1].startswith("没有设置地图服务的密钥")
    assert not any("密钥" in line for line in run(register, Map()).lines())


def test_settings_switch_providers_on(tmp_path: Path) -> None:
    environment = {
        "SERVICEPOINTS_HOME": str(tmp_path),
        "SERVICEPOINTS_AMAP_KEY": "示例",
        "SERVICEPOINTS_NOMINATIM": "1",
    }
    names = [provider.provider for _, provider in chain_of(load(environment), gazetteer()).providers]
    assert names == ["amap", "nominatim"]
    assert chain_of(load({"SERVICEPOINTS_HOME": str(tmp_path)}), gazetteer()).providers == []


def test_an_address_with_a_stand_in_for_its_number_is_asked_of_nobody(register: Register) -> None:
    (code,) = stored(register, station("示例路XX号"))
    provider = Map(示例路=at())
    report = run(register, provider)
    assert (report.not_found, provider.asked) == ([code], [])
    assert standing(register, code).position is None
