"""Proposing a place: the form, what it may be already, the page that says what became of it."""

import html
import logging
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from servicepoints.config import Settings
from servicepoints.domain.points import Listing
from servicepoints.domain.suggestions import Suggestion
from servicepoints.register import Actor, Register, points, suggestions
from servicepoints.services.publishing import publish
from tests.standing import take_away
from tests.web.bureau.conftest import post
from tests.web.suggest.conftest import FAR, NEW, given, key_of, suggest


def waiting(register: Register) -> list[Suggestion]:
    with register.read() as reader:
        return suggestions.waiting(reader, None)


@pytest.mark.parametrize("path", ["/suggest", "/suggest/pin"])
def test_a_form_of_another_site_is_not_taken(courier: FlaskClient, register: Register, path: str) -> None:
    form = {**NEW, **FAR, "key": key_of(courier), "do": "send"}
    assert courier.post(path, data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert waiting(register) == []


def test_a_place_that_is_like_none_is_sent_at_once_and_has_a_page(
    courier: FlaskClient, register: Register
) -> None:
    answer = suggest(courier, **NEW, **FAR, has=["hot_water", "toilet", "sauna"], note="从后门进")
    assert answer.status_code == 303
    path = answer.headers["Location"]
    assert re.fullmatch(r"/suggest/[\w-]{32}", path)
    page = courier.get(path)
    assert "收到了" in page.text
    assert "会派人看" in page.text
    assert "热水、厕所" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    (one,) = waiting(register)
    assert (one.name, one.amenities, one.hours, one.note) == (
        NEW["name"], ("hot_water", "toilet"), NEW["hours"], "从后门进",
    )  # fmt: skip
    assert (one.latitude, one.longitude, one.precision_m, one.district) == (31.6, 121.5, 20.0, "长宁区")
    assert one.bureau == ""  # nothing around it: the city's


def test_what_it_may_be_already_is_shown_first_with_how_far_it_is(
    courier: FlaskClient, register: Register
) -> None:
    here = {"lat": "31.22425", "lon": "121.42945", "accuracy": "20"}
    answer = suggest(courier, **{**NEW, "has": ["hot_water"]}, **here)
    assert answer.status_code == 200
    assert "是不是这里面的？" in answer.text
    first = re.findall(r"离你说的地方(\d+)米", answer.text)
    assert first
    assert [int(m) for m in first] == sorted(int(m) for m in first)
    assert re.search(r'href="/p/\w{6}">就是这个', answer.text)
    assert waiting(register) == []
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.text))
    sent = courier.post("/suggest", data={**{k: html.unescape(v) for k, v in hidden.items()}, "do": "send"})
    assert sent.status_code == 303
    (one,) = waiting(register)
    assert (one.name, one.amenities, one.bureau) == (NEW["name"], ("hot_water",), "shili")


@pytest.mark.parametrize("what", ["name", "address", "name with its district"])
def test_namesakes_and_the_same_address_are_found_without_a_position(
    courier: FlaskClient, register: Register, what: str
) -> None:
    with register.read() as reader:
        stands = next(p for p in points.matching(reader, "shili") if "路" in p.address and p.district)
    form = {"name": NEW["name"], "address": f"{stands.district}{stands.address}"}
    if what != "address":
        form = {"name": stands.name, "address": "没有的路1号"}
    if what.endswith("district"):
        form["name"] = f"{stands.district}{stands.name}"
    assert f'href="/p/{stands.code}"' in suggest(courier, **form).text


def test_a_withdrawn_one_is_shown_too_and_said_to_be(
    courier: FlaskClient, register: Register, settings: Settings
) -> None:
    with register.read() as reader:
        gone = next(p for p in points.matching(reader, "shili") if p.position and not p.position.coarse)
    with register.write(Actor("setup", "测试")) as writer:
        points.update(
            writer,
            gone.code,
            replace(gone, listing=Listing.WITHDRAWN),
            "撤了",
            expected_revision=gone.revision,
        )
    publish(register, settings.catalogue_path)
    place = {"lat": str(gone.position.latitude), "lon": str(gone.position.longitude), "accuracy": "10"}
    page = suggest(courier, name="示例随便叫什么", **place).text
    card = page[page.index(gone.name) :].partition("</li>")[0]
    assert "已撤点" in card
    assert "离你说的地方10米" in card


def test_a_double_tap_is_one_and_leads_to_the_same_page(courier: FlaskClient, register: Register) -> None:
    key = key_of(courier)
    first, second = (suggest(courier, key=key, do="send", **NEW) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(waiting(register)) == 1


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({}, "name", "写上名字"),
        ({"name": "示例"}, "address", "写上地址，或者标个位置"),
        ({"name": "!!! …"}, "name", "里没有字"),
        ({"name": "示" * 61}, "name", "最多60个字，现在61个"),
        ({"name": "示例", "note": "长" * 201}, "note", "最多200个字"),
        ({"name": "加我http://x.example"}, "name", "里有网址"),
        ({"name": "示例", "note": "看ｗｗｗ．example．ｃｏｍ"}, "note", "里有网址"),
        ({"name": "示例", "note": "shop.taobao.com好货"}, "note", "里有网址"),
        ({"name": "示例", "note": "找老王138 0000 0000"}, "note", "里有手机号"),
        ({"name": "示例", "hours": "电话13900000000"}, "hours", "里有手机号"),
    ],
)
def test_what_cannot_be_taken_is_said_by_its_field_and_nothing_typed_is_lost(
    courier: FlaskClient, register: Register, form: dict[str, str], field: str, said: str
) -> None:
    answer = suggest(courier, do="send", **{"address": "" if field == "address" else "示例路1号", **form})
    assert answer.status_code == 422
    assert said in re.search(rf'id="e-{field}">([^<]+)<', answer.text)[1]  # type: ignore[index]
    for value in form.values():
        assert html.escape(value) in answer.text
    assert waiting(register) == []


@pytest.mark.parametrize(
    "place",
    [
        {"lat": "39.9", "lon": "116.4"},
        {"lat": "nan", "lon": "121.4"},
        {"lat": "1e999", "lon": "121.4"},
        {"lat": "x", "lon": ""},
        {"lat": "31.2", "lon": "121.4", "datum": "mars"},
        {"lat": "31.2", "lon": "121.4", "accuracy": "wide"},
    ],
)
def test_a_place_that_is_none_is_refused_with_the_way_on(courier: FlaskClient, place: dict[str, str]) -> None:
    answer = suggest(courier, do="send", **NEW, **place)
    assert answer.status_code == 422
    assert re.search("再标一次，或者只写地址", answer.text)
    assert 'name="lat" value=""' in answer.text


def test_marks_of_another_script_are_text_and_nothing_else(courier: FlaskClient, register: Register) -> None:
    nasty = "示例<script>alert(1)</script>${2}\u202e\u200b'\""
    path = given(courier, name=nasty, note="=cmd|x")
    page = courier.get(path).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert waiting(register)[0].name == "示例<script>alert(1)</script>${2} '\""


@pytest.mark.parametrize("form", [{"name": "示例\0"}, {"has": "\0"}])
def test_a_nul_is_refused(courier: FlaskClient, form: dict[str, str]) -> None:
    assert suggest(courier, **{**NEW, **form}).status_code == 400


def test_a_form_of_another_site_is_shown_again_and_gives_nothing(
    courier: FlaskClient, register: Register
) -> None:
    answer = suggest(courier, do="send", key="made-up", **NEW)
    assert answer.status_code == 422
    assert "再点一次" in answer.text
    assert NEW["name"] in answer.text
    assert waiting(register) == []
    again = re.search(r'name="key" value="([^"]+)"', answer.text)
    assert again
    assert suggest(courier, do="send", key=again[1], **NEW).status_code == 303


def test_who_gives_too_many_is_told_when_to_come_again(courier: FlaskClient, register: Register) -> None:
    for n in range(4):
        given(courier, name=f"示例第{n}个地方")
    answer = suggest(courier, do="send", **NEW)
    assert answer.status_code == 429
    assert "明天再来" in answer.text
    assert NEW["name"] in answer.text
    assert len(waiting(register)) == 4


def test_while_the_register_is_away_nothing_typed_is_lost(
    courier: FlaskClient, settings: Settings, register: Register
) -> None:
    key = key_of(courier)
    register.close()
    take_away(settings.home)
    answer = suggest(courier, key=key, do="send", **NEW)
    assert answer.status_code == 503
    assert "还没有收到" in answer.text
    assert NEW["name"] in answer.text


def test_going_back_and_taking_the_place_off_keep_the_rest(courier: FlaskClient) -> None:
    back = suggest(courier, do="back", **NEW, **FAR, has=["toilet"])
    assert back.status_code == 200
    assert 'name="lat" value="31.6000"' in back.text
    assert re.search(r'value="toilet" checked', back.text)
    assert "data-placed hidden" not in back.text
    off = suggest(courier, do="unpin", **NEW, **FAR)
    assert 'name="lat" value=""' in off.text
    assert "data-placed hidden" in off.text
    assert NEW["name"] in off.text


def test_the_map_takes_what_was_typed_along_and_brings_the_place_back(courier: FlaskClient) -> None:
    answer = courier.post(
        "/suggest/pin", data={**NEW, **FAR, "key": key_of(courier), "has": ["toilet", "gym"]}
    )
    assert answer.status_code == 200
    assert f'name="name" value="{NEW["name"]}"' in answer.text
    assert answer.text.count('name="has"') == 2
    assert 'id="f-lat" name="lat" value="31.6"' in answer.text
    assert "nonce-" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert courier.get("/suggest/pin").headers["Location"] == "/suggest"


def test_a_pin_set_on_a_map_of_another_datum_is_kept_in_ours(
    courier: FlaskClient, register: Register
) -> None:
    given(courier, lat="31.22220", lon="121.43390", datum="gcj02")
    (one,) = waiting(register)
    assert (one.latitude, one.longitude) == pytest.approx((31.2242, 121.4294), abs=2e-4)
    assert one.precision_m == 30.0


def test_the_page_of_it_says_what_became_of_it_and_where_it_is(
    courier: FlaskClient, alice: FlaskClient, register: Register
) -> None:
    here = {"lat": "31.22425", "lon": "121.42945", "accuracy": "20"}
    path = given(courier, **here)
    assert "示例邮政管理局会派人看" in courier.get(path).text
    (one,) = waiting(register)
    with register.read() as reader:
        known = points.matching(reader, "shili")[0]
    answer = post(alice, f"/bureau/suggestions/{one.id}", {"do": "known", "code": known.code})
    assert answer.status_code == 303
    page = courier.get(path).text
    assert "这个点已经有了" in page
    assert f'href="/p/{known.code}"' in page


def test_no_address_of_it_is_found_by_trying(courier: FlaskClient) -> None:
    assert courier.get("/suggest/" + "A" * 32).status_code == 404


def test_neither_place_nor_token_is_in_a_log(courier: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "servicepoints")
    logging.getLogger("servicepoints").propagate = True
    path = given(courier, lat="31.23456", lon="121.45678", accuracy="20")
    courier.get(path)
    courier.post("/suggest/pin", data={"lat": "31.23456", "lon": "121.45678"})
    assert "path=/suggest/***" in caplog.text
    for secret in (path.rpartition("/")[2], "31.23", "121.45", NEW["name"]):
        assert secret not in caplog.text


@pytest.mark.parametrize("path", ["/", "/nowhere", "/d/chongming", "/search?q=火星"])
def test_pages_with_nothing_to_show_lead_to_the_form(courier: FlaskClient, path: str) -> None:
    assert 'href="/suggest"' in courier.get(path).text
