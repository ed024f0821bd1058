"""Links into the map apps."""

from urllib.parse import parse_qs, urlsplit

import pytest

from servicepoints.domain.coordinates import Datum, convert, distance_m
from servicepoints.domain.points import Kind, Point, Position
from servicepoints.web.courier.navigation import destination, map_links

AT = (31.2242, 121.4294)


def a_point(precision_m: float = 10, **said: object) -> Point:
    position = Position(latitude=AT[0], longitude=AT[1], precision_m=precision_m, basis="pin")
    fields = {"name": "示例驿站", "address": "镇宁路示例号", "district": "长宁区", "position": position}
    return Point(kind=Kind.CARE_STATION, **{**fields, **said})  # type: ignore[arg-type]


def query(href: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}


def test_a_precise_point_is_reached_in_gcj02_by_every_app() -> None:
    tencent, amap, baidu, apple = (query(link.href) for link in map_links(a_point()))
    gcj = convert(*AT, Datum.WGS84, Datum.GCJ02)
    said = [
        [float(n) for n in tencent["marker"].split(";")[0].removeprefix("coord:").split(",")],
        [float(n) for n in reversed(amap["to"].split(",")[:2])],
        [float(n) for n in baidu["location"].split(",")],
        [float(n) for n in apple["daddr"].split(",")],
    ]
    for lat, lon in said:
        assert distance_m(lat, lon, *gcj) < 0.2
        assert 400 < distance_m(lat, lon, *AT) < 600
    assert amap["coordinate"] == "gaode"
    assert baidu["coord_type"] == "gcj02"


def test_tencent_stands_first_since_it_opens_inside_wechat() -> None:
    assert [link.label for link in map_links(a_point())][:2] == ["腾讯地图", "高德地图"]


def test_a_coarse_point_is_looked_up_by_its_address() -> None:
    for link in map_links(a_point(precision_m=1000)):
        assert "31.2" not in link.href
        assert "镇宁路示例号" in " ".join(query(link.href).values())


def test_a_point_of_neither_position_nor_address_gets_no_link() -> None:
    assert map_links(a_point(position=None, address="")) == ()


def test_a_name_cannot_add_a_part_to_a_link() -> None:
    for link in map_links(a_point(name="示例,a;b&mode=car#x|y:z")):
        parts = query(link.href)
        assert "#" not in link.href
        assert parts.get("mode", "ride") == "ride"
        assert len(parts.get("to", ",,").split(",")) == 3
        assert len(parts.get("marker", ";;").split(";")) == 3


@pytest.mark.parametrize(
    ("address", "district", "said"),
    [
        ("镇宁路示例号", "长宁区", "上海市长宁区镇宁路示例号"),
        ("长宁区镇宁路示例号", "长宁区", "上海市长宁区镇宁路示例号"),
        ("上海市长宁区镇宁路示例号", "长宁区", "上海市长宁区镇宁路示例号"),
        ("镇宁路示例号", "", "上海市镇宁路示例号"),
    ],
)
def test_the_address_to_copy_names_the_city_once(address: str, district: str, said: str) -> None:
    assert destination(a_point(address=address, district=district)) == said


def test_a_remark_on_an_address_is_not_searched_for() -> None:
    point = a_point(precision_m=1000, address="镇宁路（门牌待核实）")
    assert destination(point) == "上海市长宁区镇宁路"
    assert query(map_links(point)[0].href)["keyword"] == "上海市长宁区镇宁路"
    assert destination(a_point(address="示例路1号（近示例路）")) == "上海市长宁区示例路1号（近示例路）"
