"""The chain: who is asked, what is taken, what stops a run, what stops a provider."""

from datetime import date, timedelta
from typing import Any, ClassVar

import pytest

from servicepoints.domain.coordinates import Datum, convert, distance_m
from servicepoints.errors import (
    GeocoderAway,
    GeocoderKeyRefused,
    GeocoderQuotaSpent,
    GeocodingError,
)
from servicepoints.geocoding.amap import Amap
from servicepoints.geocoding.base import Candidate, Query, query_for, why_not
from servicepoints.geocoding.cache import Answer
from servicepoints.geocoding.chain import PATIENCE, PROVIDERS, Chain, chain_from
from servicepoints.geocoding.service import Found, GeocoderSlow, GeocoderTooFast, Pace
from servicepoints.geocoding.tencent import Tencent
from servicepoints.reference import gazetteer

TODAY = date(2026, 9, 14)
HERE = (31.2242, 121.4294)


class Memory:
    """An answer cache for one test."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], Answer] = {}

    def recall(self, provider: str, query: str) -> Answer | None:
        return self.answers.get((provider, query))

    def remember(self, answer: Answer) -> None:
        self.answers[answer.provider, answer.query] = answer


class Scripted:
    """A provider that says what a test wrote down for it, the last for ever."""

    title: ClassVar[str] = "示例地图"
    datum: ClassVar[Datum] = Datum.GCJ02

    def __init__(self, provider: str, *script: Any) -> None:
        self.provider = provider
        self.script = list(script)
        self.asked: list[str] = []

    def places(self, query: str) -> list[dict[str, Any]]:
        self.asked.append(query)
        said = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(said, Exception):
            raise said
        return list(said)

    def found(self, place: Any) -> Found:
        return Found(**place)


def place(exact: bool = True, district: str = "静安区", **fields: Any) -> dict[str, Any]:
    lat, lon = convert(*HERE, Datum.WGS84, Datum.GCJ02)
    known = {"latitude": lat, "longitude": lon, "level": "门牌号" if exact else "道路", "formatted": ""}
    return known | {"exact": exact, "precision_m": 100.0, "district": district} | fields


def ask(text: str = "示例路168号", district: str = "静安区") -> Query:
    return query_for(text, district, "", gazetteer())


def chain(*providers: Scripted) -> Chain:
    return Chain([(f"SETTING_{p.provider.upper()}", p) for p in providers], gazetteer())  # type: ignore[misc]


def test_the_first_good_answer_is_taken_in_wgs84_and_no_one_else_is_asked() -> None:
    first, second = Scripted("a", [place()]), Scripted("b", [place()])
    outcome = chain(first, second).find(ask(), Memory(), TODAY)
    taken = outcome.accepted
    assert taken is not None
    assert distance_m(taken.latitude, taken.longitude, *HERE) < 0.01
    assert (taken.provider, taken.raw_datum, taken.answered_on) == ("a", Datum.GCJ02, TODAY)
    assert second.asked == []


def test_what_is_not_good_enough_waits_with_its_reason_and_the_next_is_asked() -> None:
    first, second = Scripted("a", [place(exact=False)]), Scripted("b", [place(district="长宁区")])
    outcome = chain(first, second).find(ask(), Memory(), TODAY)
    assert outcome.accepted is None
    assert [(c.provider, why) for c, why in outcome.waiting] == [
        ("a", "只定位到“道路”，不到门牌"),
        ("b", "落在长宁区，台账写的是静安区"),
    ]


def test_a_refused_key_stops_the_run_and_says_which_setting() -> None:
    refused, other = Scripted("a", GeocoderKeyRefused("示例地图不认这个密钥")), Scripted("b", [place()])
    with pytest.raises(GeocoderKeyRefused, match="SETTING_A"):
        chain(refused, other).find(ask(), Memory(), TODAY)
    assert other.asked == []


def test_a_spent_quota_stops_its_provider_and_the_next_goes_on() -> None:
    spent, other = Scripted("a", GeocoderQuotaSpent("示例地图今天的配额用完了")), Scripted("b", [place()])
    run = chain(spent, other)
    for text in ("示例路1号", "示例路2号"):
        assert run.find(ask(text), Memory(), TODAY).accepted is not None
    assert len(spent.asked) == 1
    assert len(other.asked) == 2
    assert run.tallies["a"].stopped == "示例地图今天的配额用完了"


def test_a_timeout_is_tried_once_more_and_no_more() -> None:
    slow = Scripted("a", GeocoderSlow("慢"), [place()])
    assert chain(slow).find(ask(), Memory(), TODAY).accepted is not None
    assert len(slow.asked) == 2
    slower = Scripted("a", GeocoderSlow("慢"))
    outcome = chain(slower).find(ask(), Memory(), TODAY)
    assert len(slower.asked) == 2
    assert outcome.unasked
    assert outcome.waiting == ()


def test_too_fast_is_tried_once_more_after_a_pause_then_counts_as_spent() -> None:
    hasty = Scripted("a", GeocoderTooFast("太快", 0.0), [place()])
    assert chain(hasty).find(ask(), Memory(), TODAY).accepted is not None
    always = Scripted("a", GeocoderTooFast("太快", 0.0))
    run = chain(always)
    run.find(ask(), Memory(), TODAY)
    run.find(ask("示例路2号"), Memory(), TODAY)
    assert len(always.asked) == 2
    assert run.tallies["a"].stopped == "太快"


def test_a_provider_that_stays_away_is_left_out() -> None:
    away = Scripted("a", GeocoderAway("连不上"))
    run = chain(away)
    for n in range(PATIENCE + 3):
        assert run.find(ask(f"示例路{n}号"), Memory(), TODAY).unasked
    assert len(away.asked) == PATIENCE
    assert run.tallies["a"].stopped == "连不上"


def test_an_address_that_a_provider_does_not_take_is_not_held_against_it() -> None:
    picky = Scripted("a", *[GeocodingError("不接受这个地址")] * (PATIENCE + 1), [place()])
    run = chain(picky)
    for n in range(PATIENCE + 1):
        run.find(ask(f"示例路{n}号"), Memory(), TODAY)
    assert run.find(ask("示例路99号"), Memory(), TODAY).accepted is not None


@pytest.mark.parametrize("places", [[place()], []])
def test_every_answer_is_remembered_also_that_nothing_was_found(places: list[Any]) -> None:
    memory, provider = Memory(), Scripted("a", places)
    for _ in range(2):
        outcome = chain(provider).find(ask(), memory, TODAY)
        assert (outcome.accepted is not None) == bool(places)
    assert len(provider.asked) == 1
    (kept,) = memory.answers.values()
    assert (kept.provider, kept.raw_datum, kept.answered_on) == ("a", Datum.GCJ02, TODAY)
    assert kept.level == ("门牌号" if places else "")


def test_a_failure_is_not_remembered() -> None:
    memory = Memory()
    chain(Scripted("a", GeocoderAway("连不上"))).find(ask(), memory, TODAY)
    assert memory.answers == {}


def test_an_answer_of_long_ago_is_asked_for_anew() -> None:
    memory, provider = Memory(), Scripted("a", [])
    chain(provider).find(ask(), memory, TODAY)
    chain(provider).find(ask(), memory, TODAY + timedelta(days=181))
    assert len(provider.asked) == 2


def candidate(**fields: Any) -> Candidate:
    known: dict[str, Any] = {
        "latitude": HERE[0], "longitude": HERE[1], "precision_m": 100.0, "level": "门牌号", "exact": True,
        "district": "静安区", "formatted": "静安区示例路168号", "provider": "a", "raw_datum": Datum.WGS84,
        "answered_on": TODAY,
    }  # fmt: skip
    return Candidate(**(known | fields))


@pytest.mark.parametrize(
    ("fields", "district", "why"),
    [
        ({}, "静安区", ""),
        ({"formatted": ""}, "静安区", ""),
        ({}, "", "点位没写在哪个区，没法核对"),
        ({"district": ""}, "", "点位没写在哪个区，没法核对"),
        ({"district": ""}, "静安区", "地图没说在哪个区，没法核对"),
        ({}, "长宁区", "落在静安区，台账写的是长宁区"),
        ({"exact": False, "level": "道路"}, "静安区", "只定位到“道路”，不到门牌"),
        ({"latitude": 39.9, "longitude": 116.4}, "静安区", "落在上海以外"),
        ({"formatted": "示例路170号"}, "静安区", "门牌号对不上：地图给的是“示例路170号”"),
        ({"formatted": "示例路1168号"}, "静安区", "门牌号对不上：地图给的是“示例路1168号”"),
    ],
)
def test_only_a_house_number_inside_the_stated_district_is_taken(
    fields: dict[str, Any], district: str, why: str
) -> None:
    assert why_not(candidate(**fields), ask(district=district)) == why


@pytest.mark.parametrize(
    ("address", "answered", "taken"),
    [
        ("示例路555-557号", "示例路555号", True),
        ("示例路555-557号", "示例路557号", True),
        ("示例路555-557号", "示例路559号", False),
        ("示例路12、14号", "示例路12号", True),
        ("示例路1333弄35号", "示例路1333弄", True),
        ("示例路1333弄35号", "示例路35号", False),
    ],
)
def test_of_several_numbers_the_one_that_was_asked_for_will_do(
    address: str, answered: str, taken: bool
) -> None:
    assert (why_not(candidate(formatted=answered), ask(address)) == "") is taken


@pytest.mark.parametrize(
    ("address", "district", "sub_district", "text"),
    [
        ("示例路168号3楼（近示例二路）", "静安区", "", "上海市静安区示例路168号"),
        ("上海市闸北区示例路168号", "", "", "上海市静安区示例路168号"),
        ("示例路555-557号", "虹口区", "", "上海市虹口区示例路555号"),
        ("示例路12、14号", "虹口区", "", "上海市虹口区示例路12号"),
        ("示例路1333弄35号", "闵行区", "莘庄镇", "上海市闵行区莘庄镇示例路1333弄35号"),
        ("示例路1号", "黄浦区", "外滩街道", "上海市黄浦区示例路1号"),
        ("示例村190号", "青浦区", "朱家角镇", "上海市青浦区朱家角镇示例村190号"),
        ("示例大厦（商场侧门）", "普陀区", "", "上海市普陀区示例大厦"),
        ("示例路1号\ud800", "普陀区", "", "上海市普陀区示例路1号"),
    ],
)
def test_what_providers_are_asked(address: str, district: str, sub_district: str, text: str) -> None:
    assert query_for(address, district, sub_district, gazetteer()).text == text


def test_only_what_is_switched_on_is_asked_in_the_order_of_the_table() -> None:
    keys = {"SERVICEPOINTS_AMAP_KEY": "示例", "SERVICEPOINTS_TIANDITU_SERVER_KEY": " 示例 "}
    names = [p.provider for _, p in chain_from(keys, gazetteer()).providers]
    assert names == ["tianditu", "amap"]
    assert chain_from({"SERVICEPOINTS_NOMINATIM": "0"}, gazetteer()).providers == []
    everything = dict.fromkeys((row.setting for row in PROVIDERS), "1")
    assert [p.provider for _, p in chain_from(everything, gazetteer()).providers] == [
        "tianditu", "amap", "tencent", "baidu", "nominatim",
    ]  # fmt: skip


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Time that passes only by sleeping."""
    naps: list[float] = []
    monkeypatch.setattr("servicepoints.geocoding.service.time.sleep", naps.append)
    monkeypatch.setattr("servicepoints.geocoding.service.time.monotonic", lambda: 100.0 + sum(naps))
    return naps


def test_questions_keep_their_distance(slept: list[float]) -> None:
    pace = Pace(0.35)
    for _ in range(3):
        pace.wait()
    assert slept == pytest.approx([0.0, 0.35, 0.35])


def over_http(fake: Any, timeout: float = 10.0) -> Chain:
    """Amap, then Tencent, on one server that answers in the order of its script."""
    amap = Amap("示例密钥", base_url=f"{fake.url}/v3/geocode/geo", pause_s=0.0, timeout=timeout)
    tencent = Tencent("示例密钥", base_url=f"{fake.url}/ws/geocoder/v1/", pause_s=0.0)
    return Chain([("SERVICEPOINTS_AMAP_KEY", amap), ("SERVICEPOINTS_TENCENT_KEY", tencent)], gazetteer())


def tencent_answer() -> dict[str, Any]:
    lat, lng = convert(*HERE, Datum.WGS84, Datum.GCJ02)
    where = {"location": {"lat": lat, "lng": lng}, "ad_info": {"adcode": "310106"}}
    return {"status": 0, "result": where | {"reliability": 8, "level": 9, "title": "示例路168号"}}


def test_over_http_a_spent_quota_gives_way_to_the_next_service(fake: Any) -> None:
    fake.answers({"status": "0", "infocode": "10003", "info": "DAILY_QUERY_OVER_LIMIT"}, tencent_answer())
    memory = Memory()
    outcome = over_http(fake).find(ask(), memory, TODAY)
    assert outcome.accepted is not None
    assert (outcome.accepted.provider, outcome.accepted.district) == ("tencent", "静安区")
    assert [path for path, _ in fake.asked] == ["/v3/geocode/geo", "/ws/geocoder/v1/"]
    assert [provider for provider, _ in memory.answers] == ["tencent"]


def test_over_http_a_refused_key_ends_it_without_showing_the_key(fake: Any) -> None:
    fake.answers({"status": "0", "infocode": "10001", "info": "INVALID_USER_KEY"}, tencent_answer())
    with pytest.raises(GeocoderKeyRefused, match="SERVICEPOINTS_AMAP_KEY") as caught:
        over_http(fake).find(ask(), Memory(), TODAY)
    assert "示例密钥" not in str(caught.value)
    assert len(fake.asked) == 1


def test_over_http_a_timeout_is_asked_twice_then_the_next_service(fake: Any) -> None:
    fake.answers("", "", delay_s=2.0)
    fake.then(tencent_answer())
    outcome = over_http(fake, timeout=0.7).find(ask(), Memory(), TODAY)
    assert outcome.accepted is not None
    assert [path for path, _ in fake.asked] == ["/v3/geocode/geo"] * 2 + ["/ws/geocoder/v1/"]


def test_an_answer_of_which_a_part_makes_no_sense_is_not_kept_and_the_next_is_asked() -> None:
    class Torn(Scripted):
        def found(self, place: Any) -> Found:
            if "torn" in place:
                raise GeocoderAway("示例地图答得没法读")
            return super().found(place)

    memory, torn, other = Memory(), Torn("a", [place(exact=False), {"torn": True}]), Scripted("b", [place()])
    outcome = chain(torn, other).find(ask(), memory, TODAY)
    assert outcome.accepted is not None
    assert outcome.accepted.provider == "b"
    assert memory.recall("a", ask().text) is None
