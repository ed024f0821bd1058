"""Columns of phones and hours: a point's own are read, those of others and of other days are not."""

from collections.abc import Callable
from datetime import datetime

import pytest

from servicepoints import reference
from servicepoints.domain.coordinates import Datum, convert
from servicepoints.sheets.headers import Headers
from servicepoints.sheets.readings import RowReading

ReadOne = Callable[..., RowReading]


@pytest.fixture(scope="module")
def headers() -> Headers:
    return Headers(reference.vocabulary())


@pytest.mark.parametrize(
    "header",
    ["对外联系电话", "驿站值班电话", "网点负责人手机", "站点负责人姓名及手机", "服务热线", "备用电话2"],
)
def test_a_phone_of_the_points_own(headers: Headers, header: str) -> None:
    assert headers.meaning(header).field == "phone"


@pytest.mark.parametrize(
    "header",
    [
        "物业电话",
        "投诉电话",
        "派出所电话",
        "传真电话",
        "监督热线",
        "街道联系电话",
        "报修电话",
        "上级主管电话",
    ],
)
def test_a_phone_of_others_is_not_the_points(headers: Headers, header: str) -> None:
    meaning = headers.meaning(header)
    assert (meaning.field, "不是点位自己的电话" in meaning.how) == ("", True)


@pytest.mark.parametrize("header", ["日常开放时间", "驿站对外服务时间段", "网点营业时间", "站点开放时间安排"])
def test_hours_of_the_points_own(headers: Headers, header: str) -> None:
    assert headers.meaning(header).field == "hours"


@pytest.mark.parametrize(
    "header",
    ["食堂开放时间", "健身房开放时间", "寒暑假开放时间", "国庆期间开放时间", "春节服务时间", "投入运营时间",
     "开始营业时间", "周末食堂开放时间", "营业时间更新日期"],
)  # fmt: skip
def test_hours_of_something_else_are_not_the_points(headers: Headers, header: str) -> None:
    assert headers.meaning(header).field == ""


def test_a_group_header_of_others_keeps_its_phones_and_hours(headers: Headers) -> None:
    assert headers.meaning("电话", "物业").field == ""
    assert headers.meaning("开放时间", "食堂").field == ""
    assert headers.meaning("电话", "联系方式").field == "phone"


def test_who_answers_for_an_outlet_is_a_contact(headers: Headers) -> None:
    for header in ("网点负责人", "驿站管理员姓名", "站点联系人"):
        assert headers.meaning(header).field == "contact"


def test_the_column_of_the_datum_decides_a_rows_position(read_one: ReadOne) -> None:
    latitude, longitude = convert(31.2242, 121.4294, Datum.WGS84, Datum.GCJ02)
    for datum in ("高德", "GCJ-02", "火星坐标"):
        position = read_one(经度=longitude, 纬度=latitude, 坐标系=datum).fields["position"]
        assert (position.latitude, position.longitude) == pytest.approx((31.2242, 121.4294), abs=1e-7)
    for datum in ("自己画的", "百度"):
        reading = read_one(高德经度=longitude, 高德纬度=latitude, 坐标系=datum)
        assert "position" not in reading.fields
        assert datum in reading.problems[0].reason


@pytest.mark.parametrize(
    "cell", ["东经121°13′37″ 北纬31°1′55″", "121°13'37\"E，31°1'55\"N", "北纬31度1分55秒 东经121度13分37秒"]
)
def test_degrees_minutes_and_seconds_in_one_cell(read_one: ReadOne, cell: str) -> None:
    position = read_one(**{"坐标（WGS84）": cell}).fields["position"]
    assert (position.latitude, position.longitude) == pytest.approx((31.031944, 121.226944), abs=1e-5)


def test_a_day_before_an_opening_time_is_passed_over(read_one: ReadOne) -> None:
    assert read_one(开门=datetime(2025, 9, 1, 8, 30), 关门="17:00").fields["hours"] == "8:30-17:00"
    assert "hours" not in read_one(开门=datetime(2025, 9, 1), 关门="17:00").fields


def test_places_written_in_one_cell_or_down_a_column(read_one: ReadOne) -> None:
    fields = read_one(街道="闸北区天目西路街道").fields
    assert (fields["district"], fields["sub_district"]) == ("静安区", "天目西路街道")
    assert read_one(区="长\n宁\n区", 街道="江 苏 路 街 道").fields["sub_district"] == "江苏路街道"


@pytest.mark.parametrize(
    ("former", "present"),
    [("原地址", "现地址"), ("搬迁前地址", "搬迁后地址"), ("地址（旧）", "新地址"), ("旧电话", "新电话")],
)
def test_of_two_columns_the_one_that_holds_no_more_gives_way(former: str, present: str) -> None:
    headers = Headers(reference.vocabulary())
    assert headers.meaning(former).field == ""
    assert "以前" in headers.meaning(former).how
    assert headers.meaning(present).field == ("phone" if "电话" in present else "address")


@pytest.mark.parametrize("header", ["点位现状", "现状", "目前使用状况", "实际运营情况", "站点运行状态"])
def test_how_a_place_is_doing_is_its_state(headers: Headers, header: str) -> None:
    assert headers.meaning(header).field == "status"


@pytest.mark.parametrize("header", ["配置设施", "内部设施", "站点配套设备", "现有设施设备情况"])
def test_what_a_place_is_equipped_with_is_a_column_of_services(headers: Headers, header: str) -> None:
    assert headers.meaning(header).field == "amenities"


@pytest.mark.parametrize("header", ["设备状态", "审核状态", "站点情况", "消防设施", "周边设施", "设备数量"])
def test_states_and_equipment_of_other_things_are_none_of_them(headers: Headers, header: str) -> None:
    assert headers.meaning(header).field == ""
