"""The files of open data: each says the same of the same points, in its standard's form, and of nobody."""

import csv
import gzip
import io
import json
import lzma
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import brotli
import jsonschema_rs
import pytest
import vobject
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from servicepoints.config import load
from servicepoints.domain.points import Listing
from servicepoints.domain.status_words import clock
from servicepoints.errors import RegisterAway
from servicepoints.register import points
from servicepoints.services.booking import scheduling
from servicepoints.services.open_data.datasette import DATABASE
from servicepoints.services.open_data.filing import write_open_data
from servicepoints.services.open_data.index import ENDINGS, Index
from servicepoints.services.open_data.terms import UNDECIDED
from tests.services.booking_city import EDITOR as BOOKING_EDITOR
from tests.services.open_city import BEGUN, EDITOR, FULL, NOW, PRIVATE, OpenCity

HSDS = Path(__file__).parents[1] / "data" / "hsds" / "service.json.xz"
LISTED = ["=示例甲驿站", "@示例乙网点", "示例己驿站", "示例驿站"]
"""The names that couriers see; of the others one is held, one withdrawn, one over."""


@pytest.fixture
def city(tmp_path: Path) -> Iterator[OpenCity]:
    made = OpenCity(tmp_path, SERVICEPOINTS_PUBLIC_URL="https://example.gov.cn")
    yield made
    made.register.close()


@pytest.fixture
def index(city: OpenCity) -> Index:
    city.book(city.session())
    return city.write()


def unpacked(index: Index) -> dict[str, str]:
    """Every stored file as text, by its name and coding: archives opened, what is compressed unpacked."""
    found: dict[str, str] = {}
    for name, file in index.files.items():
        for coding in file.sizes:
            data = index.path(file, coding).read_bytes()
            plain = {"": lambda b: b, "gzip": gzip.decompress, "br": brotli.decompress}[coding](data)
            found[f"{name} {coding}"] = text_of(plain)
    return found


def text_of(data: bytes) -> str:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(one).decode("utf-8", "replace") for one in archive.namelist())
    if data.startswith(b"SQLite"):
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            return "\n".join(connection.iterdump()) + data.decode("utf-8", "replace")
    return data.decode("utf-8")


def test_no_file_tells_of_anybody(index: Index) -> None:
    texts = unpacked(index)
    assert len(texts) > len(index.files)
    for name, text in texts.items():
        # in a calendar a line goes on after a break and a space; in an index figures stand apart
        joined = text.replace("\r\n ", "") + text.replace(" ", "").replace("-", "")
        assert [word for word in PRIVATE if word in joined] == [], name
    assert "021-55500001" in texts["points.csv "]


def test_nothing_else_lies_in_the_folder(index: Index) -> None:
    named = {index.path(f, coding).name for f in index.files.values() for coding in f.sizes}
    assert {path.name for path in index.folder.iterdir()} == {"index.json", *named}


def test_every_copy_is_the_same_file(city: OpenCity, index: Index) -> None:
    for name, file in index.files.items():
        plain = city.read(index, name)
        assert len(plain) == file.sizes[""]
        if "gzip" in file.sizes:
            assert gzip.decompress(city.read(index, name, "gzip")) == plain
            assert brotli.decompress(city.read(index, name, "br")) == plain
    assert set(index.files["points.csv"].sizes) == set(ENDINGS)
    assert set(index.files["points.xlsx"].sizes) == {""}


def test_the_csv_opens_in_excel_and_runs_no_formula(city: OpenCity, index: Index) -> None:
    data = city.read(index, "points.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert sorted(row["名称"].lstrip("'") for row in rows) == LISTED
    assert not [c for row in rows for c in row.values() if c.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert not [header for header in rows[0] if "联系人" in header or "公开" in header]
    first = next(row for row in rows if row["名称"] == "'=示例甲驿站")
    assert (first["邮政管理局"], first["电话"], first["热水"], first["厕所"], first["充电"]) == (
        "示例邮政管理局", "021-55500001", "有", "无", "",
    )  # fmt: skip
    assert first["网页"] == f"https://example.gov.cn/p/{city.codes['=示例甲驿站']}"
    assert first["备注"].count("\n") == 1
    shut = next(row for row in rows if row["名称"] == "示例己驿站")
    assert (shut["状态"], shut["关门到"]) == (
        "临时关门",
        (NOW + timedelta(days=1)).isoformat(timespec="minutes"),
    )


def test_the_workbook_has_the_same_rows_and_a_sheet_of_terms(city: OpenCity, index: Index) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(city.read(index, "points.xlsx")))
    rows = book.get_sheet_by_name("歇脚点").to_python()
    table = csv.reader(io.StringIO(city.read(index, "points.csv").decode("utf-8-sig"), newline=""))
    assert [str(row[1]) for row in rows] == [row[1] for row in table]
    notes = dict(row[:2] for row in book.get_sheet_by_name("说明").to_python())
    assert notes["许可"] == UNDECIDED
    assert "第" in str(notes["怎么引用"])


def test_the_geojson_is_as_rfc_7946_wants_it(city: OpenCity, index: Index) -> None:
    document = json.loads(city.read(index, "points.geojson"))
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document
    assert document["bbox"] == [121.429412, 31.224236, 121.429412, 31.224236]
    by_name = {f["properties"]["name"]: f for f in document["features"]}
    assert sorted(by_name) == LISTED
    assert by_name["=示例甲驿站"]["geometry"] == {"type": "Point", "coordinates": [121.429412, 31.224236]}
    assert by_name["@示例乙网点"]["geometry"] is None
    assert document["revision"] == index.facts["revision"]


def test_the_hsds_document_fits_its_schema(city: OpenCity, index: Index) -> None:
    schema = json.loads(lzma.decompress(HSDS.read_bytes()))
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    services = json.loads(city.read(index, "points.hsds.json"))
    assert [error.message for service in services for error in validator.iter_errors(service)] == []
    assert {service["name"] for service in services} == set(LISTED)
    assert [where for s in services for where in foreign(s, schema, "service")] == []
    assert not validator.is_valid(services[0] | {"status": "perhaps"}), "the schema says nothing"


def test_the_hsds_of_the_demonstration_fits_its_schema(demo_home: Path, tmp_path: Path) -> None:
    from_demo = write_demo(demo_home, tmp_path)
    schema = json.loads(lzma.decompress(HSDS.read_bytes()))
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    services = json.loads(from_demo.path(from_demo.files["points.hsds.json"]).read_bytes())
    assert len(services) > 60
    assert [error.message for service in services for error in validator.iter_errors(service)] == []
    assert [where for s in services for where in foreign(s, schema, "service")] == []


def foreign(value: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    """The members of a document that its schema does not name: it lets any pass."""
    if isinstance(value, list):
        for one in value:
            yield from foreign(one, schema.get("items", {}), where)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        for name, inner in value.items():
            if name in known:
                yield from foreign(inner, known[name], f"{where}.{name}")
            else:
                yield f"{where}.{name}"


def write_demo(demo_home: Path, home: Path) -> Index:
    (home / "catalogue.db").write_bytes((demo_home / "catalogue.db").read_bytes())
    settings = load({"SERVICEPOINTS_HOME": str(home)})
    index = write_open_data(settings, None, datetime.now(UTC))
    assert index is not None
    return index


def test_the_database_is_the_catalogue_and_its_metadata_knows_it(city: OpenCity, index: Index) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(city.read(index, f"{DATABASE}.db"))
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        metadata = json.loads(city.read(index, f"{DATABASE}.metadata.json"))
        told = metadata["databases"][DATABASE]
        for table, said in told["tables"].items():
            assert (table,) in tables
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            named = {*said.get("facets", ()), *said.get("columns", ())}
            named |= {said[key] for key in ("label_column", "sort", "sort_desc") if key in said}
            assert named <= columns, table
        for query in told["queries"].values():
            assert connection.execute(query["sql"]).fetchall()


def events(data: bytes) -> dict[str, Any]:
    return {str(e["uid"]): e for e in Calendar.from_ical(data).walk("VEVENT")}


def test_sessions_are_calendars_of_their_point_district_and_city(city: OpenCity) -> None:
    session = city.session()
    index = city.write()
    code = city.codes["=示例甲驿站"]
    for name in (f"calendars/{code}.ics", "calendars/changning.ics", "calendars/all.ics"):
        data = city.read(index, name)
        ((uid, event),) = events(data).items()
        assert uid.startswith(session)
        assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
        assert event.decoded("dtstart") == BEGUN + timedelta(days=3)
        assert (str(event["status"]), event["sequence"], str(event["summary"])) == (
            "CONFIRMED",
            0,
            "示例理发",
        )
        assert str(event["url"]) == f"https://example.gov.cn/s/{session}"
        other: Any = vobject.readOne(data.decode()).vevent  # a second reader of the same
        assert other.dtstart.value.astimezone(UTC) == BEGUN + timedelta(days=3)
        assert other.dtstamp.value == city.clock.now
    assert events(city.read(index, "calendars/huangpu.ics")) == {}


def test_a_calendar_keeps_its_bytes_until_something_in_it_changes(city: OpenCity) -> None:
    session = city.session()
    first = city.write()
    city.change("示例己驿站", note="别的")
    second = city.write()
    name = "calendars/changning.ics"
    assert second.files["points.csv"].stored != first.files["points.csv"].stored
    assert second.files[name] == first.files[name]
    (before,) = events(city.read(second, name)).items()
    scheduling.cancel(city.register, BOOKING_EDITOR, session, "停水，问赵六13700003333")
    ((uid, after),) = events(city.read(city.write(), name)).items()
    assert uid == before[0]
    assert (str(after["status"]), after["sequence"]) == ("CANCELLED", 1)
    assert str(after["summary"]) == "已取消：示例理发"
    assert after.decoded("dtstamp") > before[1].decoded("dtstamp")


ATOM = "{http://www.w3.org/2005/Atom}"


def entries(data: bytes) -> list[tuple[str, str, str]]:
    """(category, title, id) of each entry."""
    root = ET.fromstring(data)
    return [
        (
            entry.find(f"{ATOM}category").get("term", ""),  # type: ignore[union-attr]
            entry.findtext(f"{ATOM}title", ""),
            entry.findtext(f"{ATOM}id", ""),
        )
        for entry in root.iter(f"{ATOM}entry")
    ]


def test_the_feed_says_what_happened_and_keeps_its_ids(city: OpenCity) -> None:
    city.change("@示例乙网点", checked_by="别人")  # no news
    city.change("@示例乙网点", address="示例路22号")
    until = city.now + timedelta(hours=6)
    city.change("=示例甲驿站", listing=Listing.SUSPENDED, suspended_until=until)
    city.change("=示例甲驿站", listing=Listing.LISTED, suspended_until=None)
    city.change("示例己驿站", listing=Listing.WITHDRAWN)
    data = city.read(city.write(), "changes.atom")
    told = entries(data)
    assert [(term, title) for term, title, _ in told[:4]] == [
        ("withdrawn", "示例己驿站：已撤点"),
        ("reopened", "=示例甲驿站：恢复开放"),
        ("suspended", f"=示例甲驿站：临时关门，{until:%Y年}{until.month}月{until.day}日{clock(until)}开"),
        ("details", "@示例乙网点：地址改了"),
    ]
    assert {title for term, title, _ in told if term == "new"} == {
        f"{n}：新收录" for n in (*LISTED, "示例戊驿站")
    }
    assert len({one for _, _, one in told}) == len(told)
    city.change("示例丙驿站", listing=Listing.LISTED)
    again = entries(city.read(city.write(), "changes.atom"))
    assert again[0][:2] == ("new", "示例丙驿站：新收录")
    assert again[1:] == told
    root = ET.fromstring(data)
    for name in ("id", "title", "updated", "author"):
        assert root.find(ATOM + name) is not None


def test_a_large_import_is_one_entry(city: OpenCity) -> None:
    city.clock.pass_(minutes=5)
    with city.register.write(EDITOR) as writer:
        many = [replace(FULL, name=f"示例{n}号驿站", contacts=()) for n in range(30)]
        points.insert_many(writer, many, "导入")
    told = entries(city.read(city.write(), "changes.atom"))
    assert told[0][:2] == ("new", "30个点：新收录")
    assert len(told) == 1 + len(LISTED) + 1


def test_while_the_register_is_away_the_feed_stays_as_it_was(city: OpenCity) -> None:
    first = city.write()
    city.change("示例己驿站", note="别的")
    city.publish()

    class Away:
        def read(self) -> None:
            raise RegisterAway("示例")

    index = write_open_data(city.settings, Away(), city.now)  # type: ignore[arg-type]
    assert index is not None
    assert index.files["changes.atom"] == first.files["changes.atom"]
    assert index.files["points.csv"] != first.files["points.csv"]


def test_the_sitemap_names_the_pages_that_stay(city: OpenCity, index: Index) -> None:
    root = ET.fromstring(city.read(index, "sitemap.xml"))
    found = {node.text for node in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    base = "https://example.gov.cn"
    assert {f"{base}/", f"{base}/open-data/", f"{base}/d/changning", f"{base}/d/changning/jiangsulu"} <= found
    assert f"{base}/p/{city.codes['=示例甲驿站']}" in found
    assert f"{base}/p/{city.codes['示例丁驿站']}" not in found
    assert f"{base}/d/xuhui" not in found


def test_without_an_address_of_its_own_there_is_no_sitemap(tmp_path: Path) -> None:
    city = OpenCity(tmp_path)
    index = city.write()
    assert "sitemap.xml" not in index.files
    links = [
        link.get("href", "") for link in ET.fromstring(city.read(index, "changes.atom")).iter(f"{ATOM}link")
    ]
    assert links
    assert all(link.startswith("/") for link in links)
    city.register.close()
