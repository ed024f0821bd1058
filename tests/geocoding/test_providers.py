"""Every provider, asked over real HTTP, reads the documented answers and sorts the documented failures."""

from dataclasses import dataclass
from typing import Any

import pytest
from geopy.geocoders.base import Geocoder

from servicepoints.domain.coordinates import Datum, convert, distance_m
from servicepoints.errors import GeocoderAway, GeocoderKeyRefused, GeocoderQuotaSpent, GeocodingError
from servicepoints.geocoding.amap import Amap
from servicepoints.geocoding.baidu import Baidu
from servicepoints.geocoding.chain import PROVIDERS
from servicepoints.geocoding.nominatim import Nominatim
from servicepoints.geocoding.service import GeocoderSlow, GeocoderTooFast, MapService
from servicepoints.geocoding.tencent import Tencent
from servicepoints.geocoding.tianditu import Tianditu

QUERY = "上海市静安区示例路168号"
HERE = (31.2304, 121.4737)
GCJ = convert(*HERE, Datum.WGS84, Datum.GCJ02)


def amap(level: str = "门牌号", **fields: Any) -> dict[str, Any]:
    place = {
        "formatted_address": QUERY,
        "district": "静安区",
        "adcode": "310106",
        "street": "示例路",
        "number": "168号",
        "location": f"{GCJ[1]:.6f},{GCJ[0]:.6f}",
        "level": level,
    }
    return {"status": "1", "info": "OK", "infocode": "10000", "count": "1", "geocodes": [place | fields]}


def tianditu(level: str = "门址", **fields: Any) -> dict[str, Any]:
    place = {"lon": f"{HERE[1]}", "lat": HERE[0], "score": 90, "level": level, "keyWord": QUERY}
    return {"msg": "ok", "status": "0", "location": place | fields}


def tencent(level: int = 9, reliability: int = 8, **fields: Any) -> dict[str, Any]:
    place = {
        "title": "示例路168号",
        "location": {"lat": GCJ[0], "lng": GCJ[1]},
        "ad_info": {"adcode": "310106"},
        "reliability": reliability,
        "level": level,
    }
    return {"status": 0, "message": "ok", "result": place | fields}


def baidu(precise: int = 1, **fields: Any) -> dict[str, Any]:
    place = {
        "location": {"lng": GCJ[1], "lat": GCJ[0]},
        "precise": precise,
        "confidence": 80,
        "comprehension": 100,
        "level": "门址",
    }
    return {"status": 0, "result": place | fields}


def nominatim(**fields: Any) -> list[dict[str, Any]]:
    address = {"house_number": "168号", "road": "示例路", "city": "静安区", "state": "上海市"}
    place = {
        "lat": str(HERE[0]),
        "lon": str(HERE[1]),
        "display_name": QUERY,
        "type": "house",
        "address": address,
    }
    return [place | fields]


TIANDITU_AROUND = {"status": "0", "msg": "ok", "result": {"addressComponent": {"county": "静安区"}}}
BAIDU_AROUND = {"status": 0, "result": {"addressComponent": {"district": "静安区"}}}


@dataclass(frozen=True)
class Case:
    """A provider with what it documents: a good answer (and the second one it needs), and one of nothing."""

    make: Any
    path: str
    good: tuple[Any, ...]
    nothing: Any
    district: str = "静安区"


CASES = {
    "amap": Case(
        Amap, "/v3/geocode/geo", (amap(),), {"status": "1", "infocode": "10000", "count": "0", "geocodes": []}
    ),
    "tianditu": Case(
        Tianditu, "/geocoder", (tianditu(), TIANDITU_AROUND), {"status": "404", "msg": "无结果"}
    ),
    "tencent": Case(
        Tencent, "/ws/geocoder/v1/", (tencent(),), {"status": 347, "message": "查询无结果"}, district="310106"
    ),
    "baidu": Case(Baidu, "/geocoding/v3/", (baidu(), BAIDU_AROUND), {"status": 1, "msg": "无相关结果"}),
    "nominatim": Case(Nominatim, "", (nominatim(),), []),
}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


def made(case: Case, fake: Any, **how: Any) -> Any:
    return case.make("示例密钥", base_url=fake.url + case.path, pause_s=0.0, **how)


def test_every_row_of_the_table_is_tried_here() -> None:
    assert {row.make for row in PROVIDERS} == {case.make for case in CASES.values()}


def test_a_good_answer_is_read_in_its_own_datum(case: Case, fake: Any) -> None:
    fake.answers(*case.good)
    service = made(case, fake)
    (place,) = service.places(QUERY)
    found = service.found(place)
    here = convert(found.latitude, found.longitude, service.datum, Datum.WGS84)
    assert distance_m(*here, *HERE) < 1
    assert found.exact
    assert found.precision_m <= 150
    assert found.district == case.district
    assert fake.asked[0][0] == (case.path or "/search")
    assert QUERY in "".join(fake.asked[0][1].values())


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if issubclass(case.make, MapService)])
def test_geocode_keeps_geopys_contract_in_wgs84(name: str, fake: Any) -> None:
    case = CASES[name]
    assert issubclass(case.make, Geocoder)
    fake.answers(case.good[0])
    service = made(case, fake)
    assert distance_m(*service.geocode(QUERY).point[:2], *HERE) < 1
    assert len(service.geocode(QUERY, exactly_one=False)) == 1
    fake.answers(case.nothing)
    assert service.geocode(QUERY) is None
    assert service.geocode(QUERY, exactly_one=False) is None


def test_nothing_found_is_no_failure(case: Case, fake: Any) -> None:
    fake.answers(case.nothing)
    assert made(case, fake).places(QUERY) == []


def test_the_key_goes_where_it_belongs(fake: Any) -> None:
    for name, parameter in {"amap": "key", "tianditu": "tk", "tencent": "key", "baidu": "ak"}.items():
        fake.asked.clear()
        fake.answers(*CASES[name].good)
        made(CASES[name], fake).places(QUERY)
        assert {params[parameter] for _, params in fake.asked} == {"示例密钥"}


def test_baidu_is_asked_for_gcj02_and_within_its_84_bytes(fake: Any) -> None:
    fake.answers(CASES["baidu"].nothing)
    made(CASES["baidu"], fake).places("上海市静安区" + "示例" * 40)
    params = fake.asked[0][1]
    assert params["ret_coordtype"] == "gcj02ll"
    assert len(params["address"].encode()) <= 84
    assert params["address"].startswith("上海市静安区示例")


BY_STATUS = {
    "amap": {
        GeocoderKeyRefused: ("10001", "10005", "10007"),
        GeocoderQuotaSpent: ("10003", "10044"),
        GeocoderTooFast: ("10004", "10021"),
        GeocoderAway: ("30001", []),
        GeocodingError: ("20000",),
    },
    "tianditu": {GeocoderAway: ("1",)},
    "tencent": {
        GeocoderKeyRefused: (110, 112, 190, 199, 311),
        GeocoderQuotaSpent: (121,),
        GeocoderTooFast: (120,),
        GeocodingError: (348,),
    },
    "baidu": {
        GeocoderKeyRefused: (5, 101, 200, 211, 240),
        GeocoderQuotaSpent: (4, 302),
        GeocoderTooFast: (401,),
        GeocoderAway: (1,),
        GeocodingError: (2,),
    },
}
ERRORS = [
    (
        name,
        {"status": "0", "infocode": code} if name == "amap" else {"status": code, "msg": "示例"},
        200,
        kind,
    )
    for name, table in BY_STATUS.items()
    for kind, codes in table.items()
    for code in codes
] + [
    ("tianditu", {"code": 308011, "msg": "示例"}, 400, GeocoderKeyRefused),
    ("tianditu", {"code": 301001, "msg": "示例"}, 403, GeocoderKeyRefused),
    ("tianditu", "<html>418</html>", 418, GeocoderKeyRefused),
    ("tianditu", "", 429, GeocoderTooFast),
    ("nominatim", {"error": "示例"}, 200, GeocodingError),
]


@pytest.mark.parametrize(("name", "body", "status", "kind"), ERRORS)
def test_documented_failures_are_sorted(name: str, body: Any, status: int, kind: type, fake: Any) -> None:
    fake.answers(body, status=status)
    with pytest.raises(GeocodingError) as caught:
        made(CASES[name], fake).places(QUERY)
    assert type(caught.value) is kind
    assert "示例密钥" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, GeocoderKeyRefused),
        (403, GeocoderKeyRefused),
        (402, GeocoderQuotaSpent),
        (429, GeocoderTooFast),
        (500, GeocoderAway),
        (502, GeocoderAway),
        (503, GeocoderSlow),
        (504, GeocoderSlow),
        (404, GeocoderAway),
    ],
)
def test_failures_of_http_are_sorted(case: Case, status: int, kind: type, fake: Any) -> None:
    fake.answers("<html>示例</html>", status=status)
    with pytest.raises(GeocodingError) as caught:
        made(case, fake).places(QUERY)
    assert type(caught.value) is kind


JUNK = [
    "<html><body>示例</body></html>", "", "{", "nul", "[" * 100_000, '"示例"', "7", "[7]",
    '[{"lat":"x","lon":[]}]',
    '[{"lat":"31.2","lon":"1e308"}]',
    '[{"lat":"-91","lon":"121.4"}]',
    '{"status":"1","geocodes":[7]}',
    '{"status":"1","geocodes":[{"location":[]}]}',
    '{"status":"1","geocodes":{"a":1}}',
    '{"status":"1","geocodes":[{"location":"999,999"}]}',
    '{"status":"0","location":[1]}',
    '{"status":"0","location":{"lon":"示例","lat":null}}',
    '{"status":"0","location":{"lon":"NaN","lat":"1e999"}}',
    '{"status":0,"result":[1]}',
    '{"status":0,"result":{"location":7}}',
    '{"status":0,"result":{"location":{"lat":[]}}}',
    '{"status":0,"result":{"location":{"lat":500,"lng":500}}}',
]  # fmt: skip


@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_away_or_nothing_and_never_a_place(case: Case, junk: str, fake: Any) -> None:
    fake.answers(junk)
    service = made(case, fake)
    try:
        places = service.places(QUERY)
    except GeocoderAway as error:
        places, said = [], str(error)
    else:
        said = ""
    assert places == []
    assert len(said) < 200


def test_a_field_that_is_missing_is_an_empty_list_at_amap(fake: Any) -> None:
    fake.answers(amap(district=[], street=[], number=[], formatted_address=[], adcode="310106"))
    service = made(CASES["amap"], fake)
    found = service.found(service.places(QUERY)[0])
    assert (found.district, found.formatted) == ("310106", "")


def test_a_second_question_that_fails_is_no_answer(fake: Any) -> None:
    for name, failed in (
        ("tianditu", {"status": "1", "msg": "示例故障"}),
        ("tianditu", ["示例"]),
        ("baidu", {"status": 1, "msg": "示例故障"}),
    ):
        fake.answers(CASES[name].good[0], failed)
        with pytest.raises(GeocoderAway):
            made(CASES[name], fake).places(QUERY)


def test_an_estate_whose_name_ends_like_a_districts_is_none(fake: Any) -> None:
    address = {"house_number": "168号", "road": "示例路", "neighbourhood": "示例小区", "city": "静安区"}
    fake.answers(nominatim(address=address))
    service = made(CASES["nominatim"], fake)
    assert service.found(service.places(QUERY)[0]).district == "静安区"


@pytest.mark.parametrize("level", ["门牌号", "门址", "兴趣点", "单元号", "楼层", "房间", "住宅区"])
def test_amaps_point_levels_are_exact(level: str, fake: Any) -> None:
    fake.answers(amap(level))
    assert Amap("k", base_url=fake.url).found(Amap("k", base_url=fake.url).places(QUERY)[0]).exact


@pytest.mark.parametrize(
    ("name", "body"),
    [
        *(("amap", amap(level)) for level in ("道路", "道路交叉路口", "区县", "村庄", "热点商圈", "")),
        *(("tianditu", tianditu(level)) for level in ("道路", "行政区", "")),
        *(("tencent", tencent(level)) for level in (0, 7, 8)),
        ("tencent", tencent(9, reliability=6)),
        ("baidu", baidu(0)),
        ("nominatim", nominatim(address={"road": "示例路", "city": "静安区"}, type="road")),
    ],
)
def test_a_road_or_an_area_is_not_exact_and_is_coarse(name: str, body: Any, fake: Any) -> None:
    fake.answers(body)
    service = made(CASES[name], fake)
    found = service.found(service.places(QUERY)[0])
    assert not found.exact
    assert found.precision_m > 150
    assert len(fake.asked) == 1  # a place that cannot be taken is not worth a second question


def test_a_service_that_is_too_slow_is_told_from_one_that_is_gone(case: Case, fake: Any) -> None:
    fake.answers("", delay_s=3.0)
    with pytest.raises(GeocoderSlow):
        made(case, fake, timeout=0.5).places(QUERY)
    assert len(fake.asked) == 1
    with pytest.raises(GeocoderAway) as caught:
        case.make("k", base_url="http://127.0.0.1:9" + case.path, pause_s=0.0).places(QUERY)
    assert type(caught.value) is GeocoderAway
