"""Exports: a roster that imports back unchanged, open formats without anything private."""

import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from servicepoints import reference
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import (
    Access,
    Audience,
    BookingInfo,
    Channel,
    Contact,
    Demonstration,
    Kind,
    Listing,
    Point,
    Position,
    Space,
)
from servicepoints.errors import InvalidValue, NotFound
from servicepoints.register import Actor, Register, bureaus, open_register, points
from servicepoints.register.bureaus import Bureau
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.services.exporting import export
from servicepoints.services.exporting.hsds import services_document
from servicepoints.services.importing import import_roster

TODAY = date(2026, 11, 20)
PRIVATE = ("示例张三", "13800000000", "示例李四")
FULL = Point(
    name="=示例甲驿站",
    kind=Kind.CARE_STATION,
    demonstration=Demonstration.DESIGNATED,
    bureau="shili",
    district="黄浦区",
    sub_district="外滩街道",
    address="示例路1号",
    position=Position(
        latitude=31.2242357, longitude=121.4294123, precision_m=12.5, basis="pin",
        confirmed_by="示例编辑", confirmed_on=date(2026, 11, 1),
    ),
    audience=Audience.COURIERS,
    free=True,
    access=Access.SCAN_CODE,
    access_note="+东侧小门",
    parking_note="门口可停",
    schedule=read_hours("周一至周日8:30-17:00（含法定节假日）"),
    amenities={"hot_water": True, "toilet": False, "ebike_parking": True},
    spaces=(
        Space(name="健身房"),
        Space(name="夜间24小时角", amenities={"nap": True, "toilet": False}, schedule=read_hours("24小时")),
    ),
    contacts=(
        Contact(name="示例张三", number="13800000000"),
        Contact(number="021-55500001-6111", public=True),
        Contact(number="021-55500002"),
    ),
    booking=BookingInfo(
        channel=Channel.PHONE, phone="021-55500001", link="https://example.com/a",
        note="提前一天，\n先打电话", note_date=date(2026, 11, 2),
    ),
    link_group="示例联动",
    valid_from=date(2026, 1, 1),
    valid_to=date(2027, 1, 1),
    checked_on=date(2026, 11, 3),
    checked_by="示例街道",
    source="示例台账",
    source_date="2026-11",
    note="-示例备注\n第二行",
)  # fmt: skip
BARE = Point(name="示例乙网点", kind=Kind.OUTLET, bureau="shili", address="示例路2号")
OTHERS = (
    replace(FULL, name="示例丙驿站", bureau="yangban", contacts=(Contact(name="示例李四"),)),
    replace(BARE, name="示例丁网点", listing=Listing.HELD, address="示例路4号"),
    replace(BARE, name="示例戊网点", listing=Listing.WITHDRAWN, address="示例路5号"),
    replace(
        BARE, name="示例己网点", listing=Listing.SUSPENDED, address="示例路6号",
        suspended_until=datetime(2026, 12, 1, tzinfo=TIMEZONE), listing_reason="装修",
    ),
)  # fmt: skip


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url, new_key())
    migrate(opened)
    with opened.write(Actor("editor", "示例编辑")) as writer:
        bureaus.put(writer, Bureau("shili", "示例邮政管理局"))
        bureaus.put(writer, Bureau("yangban", "样板邮政管理局"))
        for point in (FULL, BARE, *OTHERS):
            points.insert(writer, point, "示例")
    yield opened
    opened.close()


def write(register: Register, path: Path, bureau: str = "") -> int:
    return export(
        register, path, reference.vocabulary(), path.with_name("catalogue.db"), TODAY, bureau
    ).points


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_exported_roster_imports_back_unchanged(register: Register, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"台账.{ending}"
    assert write(register, path, "shili") == 3
    report = import_roster(
        register, path.read_bytes(), path.name, "shili", dry_run=False, vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(), today=date(2026, 11, 24),
    ).as_json()  # fmt: skip
    assert report["changed"] == []
    assert report["new"] == []
    assert report["refused"] == []
    assert [item for item in report["review"] if item["kind"] == "note"] == []
    assert len(report["unchanged"]) == 3
    with register.read() as reader:
        assert {p.name: p.revision for p in points.all_points(reader)}["=示例甲驿站"] == 1


def edited(path: Path, cells: dict[tuple[str, str], str]) -> bytes:
    """The workbook saved again with {(name, header): new text}, as plain as other programs save it."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    headers = [str(value) for value in rows[1]]
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("点位")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                new = cells.get((str(row[headers.index("名称")]).lstrip("'"), headers[c]), value)
                sheet.write_string(r, c, new) if isinstance(new, str) else sheet.write(r, c, new)
    return target.getvalue()


def test_two_cells_edited_in_an_export_are_two_changes_and_nothing_else(
    register: Register, tmp_path: Path
) -> None:
    path = tmp_path / "台账.xlsx"
    write(register, path, "shili")
    shut = {("示例己网点", "状态"): "临时关门", ("示例己网点", "停车说明"): "门口"}
    data = edited(path, {("=示例甲驿站", "热饭"): "无", ("示例乙网点", "备注"): "新的备注", **shut})
    report = import_roster(
        register, data, path.name, "shili", dry_run=False, vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(), today=date(2026, 11, 24),
    ).as_json()  # fmt: skip
    changes = {row["name"]: row["changes"] for row in report["changed"]}
    assert changes.keys() == {"=示例甲驿站", "示例乙网点", "示例己网点"}
    assert changes["示例己网点"] == {"parking_note": ["", "门口"]}
    assert changes["示例乙网点"] == {"note": ["", "新的备注"]}
    assert changes["=示例甲驿站"].keys() == {"amenities"}
    assert (report["new"], report["refused"]) == ([], [])


def test_no_cell_of_a_roster_starts_a_formula(register: Register, tmp_path: Path) -> None:
    write(register, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=示例甲驿站" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_workbook_has_notes_drop_downs_and_all_columns(register: Register, tmp_path: Path) -> None:
    write(register, tmp_path / "a.xlsx")
    data = (tmp_path / "a.xlsx").read_bytes()
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert str(rows[0][0]).startswith("说明：")
    assert {"编号", "名称", "谁能进", "热水", "预约方式", "功能空间"} <= set(map(str, rows[1]))
    assert len(rows) == 2 + 4


def test_a_bureau_exports_only_its_own(register: Register, tmp_path: Path) -> None:
    assert write(register, tmp_path / "a.csv", "yangban") == 1
    assert "示例甲驿站" not in (tmp_path / "a.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("ending", ["geojson", "json"])
def test_open_formats_hold_nothing_private(register: Register, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    assert write(register, path) == 4
    text = path.read_text("utf-8")
    assert "021-55500001-6111" in text
    assert not [word for word in (*PRIVATE, "021-55500002", "示例丁网点", "示例戊网点") if word in text]


def test_geojson_is_longitude_first_and_null_where_unknown(register: Register, tmp_path: Path) -> None:
    write(register, tmp_path / "a.geojson", "shili")
    document = json.loads((tmp_path / "a.geojson").read_text("utf-8"))
    assert document["type"] == "FeatureCollection"
    by_name = {f["properties"]["name"]: f for f in document["features"]}
    assert by_name["=示例甲驿站"]["geometry"] == {"type": "Point", "coordinates": [121.429412, 31.224236]}
    assert by_name["示例乙网点"]["geometry"] is None
    assert by_name["=示例甲驿站"]["properties"]["amenities"] == {
        "ebike_parking": True,
        "hot_water": True,
        "toilet": False,
    }


REQUIRED = {
    "service": {"id", "name", "status"},
    "organization": {"id", "name", "description"},
    "location": {"id", "location_type"},
    "phones": {"id", "number"},
    "schedules": {"id"},
    "attributes": {"id"},
    "service_at_locations": {"id"},
    "addresses": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
}
"""What HSDS 3.0 requires of each kind of object."""


def _objects(kind: str, value: object) -> Iterator[tuple[str, dict[str, object]]]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield kind, item
            for name, inner in item.items():
                yield from _objects(name, inner)


def test_hsds_has_what_the_standard_requires(register: Register, tmp_path: Path) -> None:
    write(register, tmp_path / "a.json")
    services = json.loads((tmp_path / "a.json").read_text("utf-8"))
    seen = list(_objects("service", services))
    for kind, item in seen:
        assert REQUIRED.get(kind, set()) <= set(item), kind
        assert None not in item.values()
    assert {kind for kind, _ in seen} >= set(REQUIRED)
    assert {s["status"] for s in services} == {"active", "temporarily closed"}
    locations = {s["name"]: s["service_at_locations"][0]["location"] for s in services}
    assert locations["=示例甲驿站"]["latitude"] == 31.2242357
    assert "latitude" not in locations["示例乙网点"]
    assert len({s["id"] for s in services}) == len(services)


def test_the_database_is_a_copy_of_what_was_published(register: Register, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="publish"):
        write(register, tmp_path / "a.db")
    with pytest.raises(InvalidValue, match="整个目录"):
        write(register, tmp_path / "a.db", "shili")
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("name", ["a.txt", "a", "a.xls"])
def test_an_unknown_ending_is_refused(register: Register, tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidValue, match="geojson"):
        write(register, tmp_path / name)
    with pytest.raises(NotFound, match="shili"):
        write(register, tmp_path / "a.csv", "nobody")


def test_a_published_catalogue_is_copied_whole(demo_home: Path, tmp_path: Path, register: Register) -> None:
    report = export(register, tmp_path / "a.db", reference.vocabulary(), demo_home / "catalogue.db", TODAY)
    copy = CatalogueReader(tmp_path / "a.db")
    assert report.points == len(list(copy.all_points())) > 60
    copy.close()


@pytest.mark.parametrize(
    ("from_to", "status"),
    [
        ((None, TODAY), "active"),
        ((None, TODAY - timedelta(days=1)), "defunct"),
        ((TODAY + timedelta(days=1), None), "inactive"),
    ],
)
def test_what_is_over_or_not_yet_there_is_not_exported_as_active(
    from_to: tuple[date | None, date | None], status: str
) -> None:
    first, last = from_to
    pop_up = replace(BARE, code="0PPVP0", valid_from=first, valid_to=last)
    (service,) = json.loads(b"".join(services_document([pop_up], reference.vocabulary(), {}, TODAY)))
    assert service["status"] == status
    (schedule,) = service["schedules"]
    assert schedule.get("valid_to") == (last.isoformat() if last else None)


@pytest.mark.sqlite
def test_an_export_never_takes_the_place_of_the_instances_own_files(
    register: Register, demo_home: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(demo_home, tmp_path / "own"))
    (tmp_path / "link.db").symlink_to(tmp_path / "register.db")
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "register.db")
    (tmp_path / "other.db").write_bytes((home / "register.db").read_bytes())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for target in (
        tmp_path / "register.db",
        home / ".." / "register.db",
        tmp_path / "link.db",
        tmp_path / "hard.csv",
        tmp_path / "other.db",
        home / "catalogue.db",
    ):
        with pytest.raises(InvalidValue, match="没有动它"):
            export(register, target, reference.vocabulary(), home / "catalogue.db", TODAY)
    assert {path: path.read_bytes() for path in before} == before


def test_an_earlier_copy_of_the_catalogue_is_replaced(
    register: Register, demo_home: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        export(register, tmp_path / "a.db", reference.vocabulary(), demo_home / "catalogue.db", TODAY)
    assert (tmp_path / "a.db").is_file()


def test_a_roster_with_private_contacts_is_its_owners_alone_to_read(
    register: Register, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").touch(0o644)
    for name in ("a.csv", "a.xlsx", "a.json"):
        write(register, tmp_path / name)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("a.*")}
    assert (modes["a.csv"], modes["a.xlsx"]) == (0o600, 0o600)
    assert modes["a.json"] & 0o044
