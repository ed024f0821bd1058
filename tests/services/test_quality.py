"""What is measured of a day beside what the desk shows, and how it is published for everybody."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from servicepoints.catalogue.quality import WHOLE
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.config import Settings, load
from servicepoints.domain.calendar import DayType
from servicepoints.domain.cells import cell_of
from servicepoints.domain.demand import ANY, Count, Slot
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Kind, Listing, Point, Position, Schedule, ScheduleStatus
from servicepoints.register import (
    Actor,
    Register,
    bureaus,
    calendar,
    demand,
    doors,
    instance,
    measures,
    open_register,
    points,
)
from servicepoints.register.bureaus import Bureau
from servicepoints.register.conditions import AsOf
from servicepoints.register.measures import Place
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.services.measuring import measure
from servicepoints.services.publishing import publish, publish_news
from servicepoints.services.quality import city_page

NOW = datetime(2026, 9, 14, 10, 0, tzinfo=TIMEZONE)
AT = AsOf(NOW, 180)
SETUP = Actor("setup", "示例")
HERE = (31.2255, 121.42725)
NEAR: Place = ("shili", "长宁区", "江苏路街道")
FAR: Place = ("linju", "黄浦区", "外滩街道")


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url, new_key(), clock=lambda: NOW)
    migrate(opened)
    with opened.write(SETUP) as writer:
        instance.create(writer, "real")
        bureaus.put(writer, Bureau("shili", "示例邮政管理局"))
        bureaus.put(writer, Bureau("linju", "示例邻局"))
    yield opened
    opened.close()


def put(register: Register, place: Place, hours: str, number: int = 1, **more: object) -> str:
    """A point that is open so; its code."""
    known = {
        "kind": Kind.CARE_STATION,
        "bureau": place[0],
        "district": place[1],
        "sub_district": place[2],
        "schedule": Schedule(text=hours, opening_hours=hours, status=ScheduleStatus.READ),
        "position": Position(latitude=HERE[0], longitude=HERE[1], precision_m=10.0, basis="pin"),
    } | more
    with register.write(SETUP) as writer:
        return points.insert(writer, Point(name=f"示例{number}号", **known), "示例", None)  # type: ignore[arg-type]


def noted(register: Register, place: Place = NEAR, at: AsOf = AT) -> measures.Figures:
    assert measure(register, at)
    with register.read() as reader:
        return measures.figures(reader, [at.today])[at.today][place]


def test_who_is_open_late_is_told_by_the_one_evaluator(register: Register) -> None:
    put(register, NEAR, "24/7")
    put(register, NEAR, "Mo-Su 09:00-23:00", 2)
    put(register, NEAR, "Mo 18:00-02:00", 3)
    put(register, NEAR, "Tu 18:00-02:00", 4)
    put(register, NEAR, "24/7", 5, listing=Listing.SUSPENDED)
    assert noted(register).open_late == 2


def test_who_is_open_on_the_coming_holiday_is_told_by_the_one_evaluator(register: Register) -> None:
    put(register, NEAR, "24/7")
    put(register, NEAR, "Mo-Su,PH 09:00-17:00", 2)
    put(register, NEAR, "Mo-Su 09:00-17:00", 3)
    put(register, NEAR, "Mo-Su 09:00-17:00; PH off", 4)
    assert noted(register).open_holiday == 1, "who says nothing of holidays is not counted open"


def test_before_a_holiday_is_announced_nobody_knows(register: Register) -> None:
    put(register, NEAR, "24/7")
    later = AsOf(NOW.replace(month=12), 180)
    assert noted(register, at=later).open_holiday is None


def test_a_holiday_that_the_table_announces_counts(register: Register) -> None:
    put(register, NEAR, "Mo-Su,PH 09:00-17:00")
    with register.write(SETUP) as writer:
        calendar.put(writer, {date(2027, 1, 1): (DayType.PUBLIC_HOLIDAY, "元旦")})
    later = AsOf(NOW.replace(month=12), 180)
    assert noted(register, at=later).open_holiday == 1


def test_the_median_age_is_that_of_the_points(register: Register) -> None:
    for number, days in enumerate((1, 5, 400)):
        checked = AT.today - timedelta(days=days)
        put(register, NEAR, "24/7", number, checked_on=checked, checked_by="示例")
    put(register, FAR, "24/7", 9)
    assert noted(register).age_days == 5
    with register.read() as reader:
        ages = measures.ages(reader, [AT.today])
    assert ages == {(AT.today, "shili"): 5, (AT.today, "linju"): None, (AT.today, measures.CITY): 5}


def search(register: Register, cell: tuple[int, int], month: str, count: Count) -> None:
    with register.write(SETUP) as writer:
        slots = {Slot(cell, month, 20, need): count for need in (ANY, "toilet")}  # type: ignore[arg-type]
        demand.add(writer, f"{cell.north}-{cell.east}-{month}", slots)


def test_searches_go_to_the_nearest_point_of_this_month_and_the_last(register: Register) -> None:
    put(register, NEAR, "24/7")
    put(register, FAR, "24/7", 2, position=Position(
        latitude=31.30, longitude=121.60, precision_m=10.0, basis="pin"))  # fmt: skip
    here, there = cell_of(*HERE), cell_of(31.35, 121.70)
    search(register, here, "2026-09", Count(6, 4))
    search(register, here, "2026-08", Count(3, 0))
    search(register, here, "2026-07", Count(50, 50))
    search(register, there, "2026-09", Count(2, 0))
    measure(register, AT)
    with register.read() as reader:
        found = measures.figures(reader, [AT.today])[AT.today]
    assert (found[NEAR].searched, found[NEAR].served) == (9, 4)
    assert (found[FAR].searched, found[FAR].served) == (2, 0), "twelve kilometres away, and nearest"


def test_what_was_said_at_doors_is_counted_for_ninety_days(register: Register) -> None:
    code = put(register, NEAR, "24/7")
    with register.write(SETUP) as writer:
        doors.count(writer, AT.today, code, opened=40, shut=3, asked=9, in_time=5, late=1)
        doors.count(writer, AT.before(90), code, opened=10)
        doors.count(writer, AT.before(91), code, opened=500, shut=500, in_time=500)
    found = noted(register)
    assert (found.confirmed, found.found_shut, found.reported, found.answered) == (50, 3, 6, 5)


# -- what everybody sees -------------------------------------------------------------------------------------


@pytest.fixture
def settings(demo_home: Path, tmp_path: Path) -> Settings:
    home = Path(shutil.copytree(demo_home, tmp_path / "instance"))
    return load({"SERVICEPOINTS_HOME": str(home)})


def test_a_day_that_is_noted_is_published_without_building_anew(register: Register, tmp_path: Path) -> None:
    for number in range(6):
        put(register, NEAR, "24/7", number)
    put(register, FAR, "24/7", 9)
    path = tmp_path / "catalogue.db"
    publish(register, path)
    reader = CatalogueReader(path)
    assert reader.quality() == {}
    measure(register, AT)
    report = publish_news(register, path)
    assert report is not None
    assert not report.rebuilt
    found = reader.quality()
    assert set(found) == {"shili", "linju", WHOLE}
    day, told = found["shili"][-1]
    assert (day, told.points, told.checked, told.late) == (AT.today, 6, 0, 1)
    assert found["linju"][-1][1] == type(told)(points=1), "of one point no share leaves the register"
    assert reader.changes_since(report.revision - 1) == frozenset(), "and no point is read again"
    reader.close()


def test_published_are_the_last_day_and_every_week_before_it(register: Register, tmp_path: Path) -> None:
    put(register, NEAR, "24/7")
    for days in range(120, -1, -1):
        measure(register, AsOf(NOW - timedelta(days=days), 180))
    path = tmp_path / "catalogue.db"
    publish(register, path)
    reader = CatalogueReader(path)
    days = [day for day, _ in reader.quality()[WHOLE]]
    reader.close()
    assert days == [AT.before(7 * n) for n in range(12, -1, -1)]


def test_a_catalogue_that_is_built_anew_has_the_same(register: Register, tmp_path: Path) -> None:
    put(register, NEAR, "24/7")
    measure(register, AT)
    path = tmp_path / "catalogue.db"
    publish(register, path)
    first = CatalogueReader(path)
    before = first.quality()
    first.close()
    publish(register, path, rebuild=True)
    again = CatalogueReader(path)
    assert again.quality() == before != {}
    again.close()


def test_the_city_sees_bureaus_and_of_the_picked_one_the_sub_districts(register: Register) -> None:
    for number in range(6):
        put(register, NEAR, "24/7", number)
    put(register, FAR, "24/7", 9)
    put(register, ("", "", ""), "24/7", 10)
    measure(register, AsOf(NOW - timedelta(days=1), 180))
    measure(register, AT)
    page = city_page(register, "shili", AT)
    assert page.whole is not None
    assert page.whole.now.points == 8
    assert [(row.key, row.name) for row in page.bureaus] == [
        ("shili", "示例邮政管理局"), ("linju", "示例邻局"), ("", "还不归哪个局的"),
    ]  # fmt: skip
    assert [len(row.days) for row in page.bureaus] == [2, 2, 2]
    assert [(row.key, row.name, row.now.points) for row in page.places] == [("长宁区", "江苏路街道", 6)]
    assert city_page(register, "", AT).places[0].name == "没写街道"
    assert city_page(register, "nobody", AT).places == ()
    assert city_page(register, None, AT).picked == ""


def test_an_instance_that_was_never_measured_has_an_empty_page(register: Register) -> None:
    assert city_page(register, None, AT).whole is None
