"""Making instances: the starter, the demonstration, and folders that are not ours."""

import shutil
import stat
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from servicepoints import reference
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.config import read_keys
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.coordinates import distance_m
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.pins import where_words
from servicepoints.domain.points import Audience, Demonstration, Point
from servicepoints.errors import InstanceError
from servicepoints.register import (
    Actor,
    Register,
    bureaus,
    doors,
    feed,
    instance,
    open_register,
    points,
    sightings,
    sqlite_url,
)  # fmt: skip
from servicepoints.register.secrecy import Secrecy
from servicepoints.services import instances
from servicepoints.services.instances import demo_instance, init_instance
from servicepoints.services.reporting.answering import matters
from servicepoints.services.reporting.rules import Rules
from servicepoints.services.reporting.samples import add_sample_reports
from servicepoints.services.reporting.settling import Group
from tests.services.door_city import CITY


def reopened(home: Path) -> Register:
    keys = read_keys(home / "keys.env")
    return open_register(sqlite_url(home / "register.db"), keys["SERVICEPOINTS_DATA_KEY"])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo") / "instance"
    assert demo_instance(home).made
    return home


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("starter") / "instance"
    assert init_instance(home).made
    return home


@pytest.fixture
def starter_points(starter: Path) -> Iterator[dict[str, Point]]:
    register = reopened(starter)
    with register.read() as reader:
        yield {point.name: point for point in points.all_points(reader)}
    register.close()


def test_init_lists_every_place_of_the_starter_and_nothing_else(starter_points: dict[str, Point]) -> None:
    assert set(starter_points) == {row["name"] for row in reference.rows("starter_places.csv")}
    assert all(point.source for point in starter_points.values())


def test_init_makes_nothing_up(starter_points: dict[str, Point]) -> None:
    for point in starter_points.values():
        assert point.audience is Audience.UNKNOWN
        assert point.free is None
        assert point.contacts == ()
        assert not point.position or point.position.coarse
        assert not point.checked_on
    zhenning = starter_points["圆通速递镇宁路网点"]
    assert zhenning.demonstration is Demonstration.PLANNED
    assert zhenning.bureau == "huangpu"
    assert zhenning.link_group == starter_points["晨建公寓"].link_group


def test_init_knows_the_bureaus_of_the_bulletin(starter: Path) -> None:
    register = reopened(starter)
    with register.read() as reader:
        assert instance.get(reader).kind == "real"
        assert {b.slug for b in bureaus.all_bureaus(reader)} == {
            row["slug"] for row in reference.rows("bureaus.csv")
        }
    register.close()


def test_init_generates_only_the_data_key_and_the_demonstration_both(starter: Path, demo: Path) -> None:
    assert set(read_keys(starter / "keys.env")) == {"SERVICEPOINTS_DATA_KEY"}
    assert set(read_keys(demo / "keys.env")) == {"SERVICEPOINTS_DATA_KEY", "SERVICEPOINTS_SECRET_KEY"}
    for home in (starter, demo):
        assert stat.S_IMODE((home / "keys.env").stat().st_mode) == 0o600


def test_a_second_init_is_refused_and_changes_nothing(starter: Path) -> None:
    before = {path.name: path.read_bytes() for path in starter.iterdir() if path.is_file()}
    with pytest.raises(InstanceError, match="已经有实例"):
        init_instance(starter)
    assert (starter / "keys.env").read_bytes() == before["keys.env"]


def test_the_demonstration_imports_with_no_row_refused(demo: Path) -> None:
    listed = {row["name"] for row in reference.rows("demo/points.csv")}
    catalogue = CatalogueReader(demo / "catalogue.db")
    assert {point.name for point in catalogue.all_points()} == listed
    catalogue.close()


def test_the_messy_workbook_comes_in_as_its_table_says(demo: Path) -> None:
    register = reopened(demo)
    with register.read() as reader:
        standing = {point.name: point for point in points.all_points(reader)}
    register.close()
    labels = {key: amenity.label for key, amenity in reference.vocabulary().items()}
    for row in reference.rows("demo/points.csv"):
        point = standing[row["name"]]
        assert (point.kind, point.audience, point.access) == (row["kind"], row["audience"], row["access"])
        assert (point.bureau, point.district, point.address) == ("shili", row["district"], row["address"])
        assert point.demonstration == (row["demonstration"] or "no")
        assert point.booking.channel == (row["booking_channel"] or "unknown")
        assert point.link_group == row["link_group"]
        assert str(point.checked_on or "") == row["checked_on"]
        assert len(point.spaces) == len([part for part in row["spaces"].split("｜") if part])
        said = {labels[key] for key, has in point.amenities.items() if has}
        assert said >= set(row["amenities"].split("、")) - {"停车位", "三轮车停放"}
        assert _same_place(point, row)


def _same_place(point: Point, row: dict[str, str]) -> bool:
    """Whether a position is where the table has it, to a metre, after a journey through another datum."""
    at = point.position
    if at is None or not row["lat_wgs84"]:
        return at is None and not row["lat_wgs84"]
    away = distance_m(at.latitude, at.longitude, float(row["lat_wgs84"]), float(row["lon_wgs84"]))
    as_good = (at.basis, at.precision_m) == (row["position_basis"], float(row["precision_m"]))
    return away < 1 and as_good and bool(at.confirmed_by) == (at.basis == "pin")


def test_the_demonstration_has_doors_of_which_couriers_spoke_just_now(demo: Path) -> None:
    register = reopened(demo)
    now = register.now().astimezone(TIMEZONE)
    waiting = {m.point.name: m for m in matters(register, CITY, now)}
    with register.read() as reader:
        codes = {point.name: point.code for point in points.all_points(reader)}
        seen = {name: doors.get(reader, code).seen(now) for name, code in codes.items()}
    assert seen["示例徐家汇爱心接力站"].shut_at is not None
    assert seen["示例复兴西路爱心接力站"].confirmed_on == (now - timedelta(days=1)).date()
    assert {name: m.group for name, m in waiting.items()} == {
        "示例徐家汇爱心接力站": Group.SHUT,
        "示例桃浦建设者管理者之家": Group.REFUSED,
        "示例莘庄爱心接力站": Group.OTHER,
    }
    assert not [name for name, m in waiting.items() if m.late]
    moved = waiting["示例莘庄爱心接力站"]
    assert moved.said[0].pin is not None
    assert where_words(moved.said[0].pin, moved.point.position) == "在登记位置的东北100米"
    register.close()


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_sample_reports_can_be_made_at_any_hour_and_once(demo: Path, tmp_path: Path, hour: int) -> None:
    home = Path(shutil.copytree(demo, tmp_path / "instance"))
    opened = reopened(home)
    register = Register(
        opened.engine, opened.secrecy, lambda: datetime(2026, 11, 23, hour, 10, tzinfo=TIMEZONE)
    )
    rules = Rules(timedelta(hours=3), timedelta(hours=24), 10, 10, 10, 90)
    rows = reference.rows("demo/reports.csv")
    assert add_sample_reports(register, rows, rules, Calendar()) == 0, "they were made with the demonstration"
    with register.write(Actor("setup", "示例")) as writer:
        sightings.forget(writer, date(2100, 1, 1), date(2100, 1, 1))
    assert add_sample_reports(register, rows, rules, Calendar()) == len(rows)
    opened.close()


def test_the_demonstration_again_uses_its_own_folder(demo: Path) -> None:
    keys = (demo / "keys.env").read_bytes()
    register = reopened(demo)
    with register.read() as reader:
        before = feed.latest(reader), points.all_points(reader)
    again = demo_instance(demo)
    assert not again.made
    assert again.points == len(before[1])
    with register.read() as reader:
        assert (feed.latest(reader), points.all_points(reader)) == before
    register.close()
    assert (demo / "keys.env").read_bytes() == keys


def test_the_demonstration_refuses_a_real_instance_and_init_a_demonstration(
    starter: Path, demo: Path
) -> None:
    keys = (starter / "keys.env").read_bytes()
    with pytest.raises(InstanceError, match="正式实例"):
        demo_instance(starter)
    assert (starter / "keys.env").read_bytes() == keys
    with pytest.raises(InstanceError, match="演示实例"):
        init_instance(demo)


@pytest.mark.parametrize("make", [demo_instance, init_instance])
def test_a_folder_with_other_files_is_refused_and_left_alone(make: object, tmp_path: Path) -> None:
    (tmp_path / "论文.txt").write_text("别人的", encoding="utf-8")
    with pytest.raises(InstanceError, match="别的文件"):
        make(tmp_path)  # type: ignore[operator]
    assert [path.name for path in tmp_path.iterdir()] == ["论文.txt"]


@pytest.mark.parametrize("stop_at", ["migrate", "_claim", "_put_bureaus", "_import", "publish"])
def test_a_run_that_was_cut_off_is_finished_by_the_next(
    stop_at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "instance"

    class CutError(Exception):
        """The process died here."""

    def cut(*_: object, **__: object) -> None:
        raise CutError

    with monkeypatch.context() as patched:
        patched.setattr(instances, stop_at, cut)
        with pytest.raises(CutError):
            init_instance(home)
    with pytest.raises(InstanceError, match="servicepoints init"):
        demo_instance(home)
    assert init_instance(home).points == len(reference.rows("starter_places.csv"))
    with pytest.raises(InstanceError, match="已经有实例"):
        init_instance(home)


def test_a_given_data_key_is_used_and_not_written_down(tmp_path: Path) -> None:
    key = instances.new_key()
    demo_instance(tmp_path / "instance", data_key=key)
    assert set(read_keys(tmp_path / "instance" / "keys.env")) == {"SERVICEPOINTS_SECRET_KEY"}


def test_a_key_is_written_on_a_line_of_its_own_behind_one_that_has_no_end(tmp_path: Path) -> None:
    keys = tmp_path / "keys.env"
    keys.write_text("SERVICEPOINTS_SECRET_KEY=示例", encoding="utf-8")
    init_instance(tmp_path)
    standing = read_keys(keys)
    assert standing["SERVICEPOINTS_SECRET_KEY"] == "示例"
    assert Secrecy(standing["SERVICEPOINTS_DATA_KEY"]).ready


def test_a_demonstration_whose_key_is_lost_gets_no_other(demo: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(demo, tmp_path / "own"))
    (home / "keys.env").write_text("", encoding="utf-8")
    with pytest.raises(InstanceError, match=r"把原来的 keys\.env 放回去"):
        demo_instance(home)
    assert (home / "keys.env").read_text(encoding="utf-8") == ""
