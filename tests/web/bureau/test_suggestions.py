"""Proposed places at the desk: added, already there, not taken one by one or many at once, handed on."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from servicepoints.config import load
from servicepoints.domain.points import Point
from servicepoints.domain.suggestions import Outcome, Suggestion, Who
from servicepoints.register import Register, geocodes, points, suggestions
from servicepoints.services.suggesting.giving import Slips, give, look
from tests.web.bureau.conftest import post
from tests.web.bureau.forms import filled, press

SETTINGS = load({"SERVICEPOINTS_SECRET_KEY": "x" * 40})
PLACE = Suggestion(
    name="示例弄堂口热水角",
    address="黄浦区外滩街道示例路9号",
    district="黄浦区",
    sub_district="外滩街道",
    latitude=31.2345,
    longitude=121.4801,
    precision_m=30.0,
    amenities=("hot_water", "toilet"),
    hours="每天9:00-17:00，法定节假日不开",
    note="走后门",
    who=Who.COURIER,
    bureau="shili",
)
LIST = "/bureau/suggestions"
Give = Callable[..., tuple[int, str]]


@pytest.fixture
def propose(register: Register) -> Give:
    """Proposes a place; its number and the token of its page."""

    def proposed(address: str = "192.0.2.1", **said: object) -> tuple[int, str]:
        place = Suggestion(**{**{n: getattr(PLACE, n) for n in Suggestion.__slots__}, **said})  # type: ignore[arg-type]
        token = give(register, SETTINGS, place, Slips(SETTINGS.secret_key).form(), address)
        return look(register, token).suggestion.id, token

    return proposed


def standing(register: Register, number: int) -> Suggestion:
    with register.read() as reader:
        found = suggestions.get(reader, number)
    assert found is not None
    return found


def named(register: Register, name: str) -> list[Point]:
    with register.read() as reader:
        return [p for p in points.all_points(reader) if p.name == name]


def test_the_desk_counts_them_and_leads_there(
    alice: FlaskClient, charlie: FlaskClient, propose: Give
) -> None:
    assert "推荐的点" not in alice.get("/bureau/").text
    propose()
    row = re.search(r'<li><a href="/bureau/suggestions">(.*?)</a>', alice.get("/bureau/").text, re.S)
    assert row
    assert "推荐的点" in row[1]
    assert "<strong>1</strong>" in row[1]
    assert "推荐的点" not in charlie.get("/bureau/").text
    page = alice.get(LIST).text
    for words in (PLACE.name, "热水、厕所", PLACE.hours, "走后门", "快递、外卖小哥", "标了位置"):
        assert words in page
    assert PLACE.name not in charlie.get(LIST).text


def test_adding_one_fills_the_form_and_says_so_to_who_proposed_it(
    alice: FlaskClient, register: Register, propose: Give
) -> None:
    number, token = propose()
    path = f"/bureau/points/new?suggestion={number}"
    assert f'href="{path}"' in alice.get(f"{LIST}/{number}").text
    page = alice.get(path).text
    form = filled(page)
    assert (form["name"], form["address"], form["place"]) == (PLACE.name, PLACE.address, "黄浦区|外滩街道")
    assert (form["hours_text"], form["a-hot_water"], form["a-gym"]) == (PLACE.hours, "yes", "")
    assert form["source"] == "快递、外卖小哥推荐"
    assert "走后门" in page
    refused = press(alice, "/bureau/points/new", page, "review")
    assert refused.status_code == 422  # the kind is the editor's to say
    assert filled(refused.text)["suggestion"] == str(number)
    looked = press(alice, "/bureau/points/new", refused.text, "review", kind="care_station")
    assert standing(register, number).outcome is Outcome.WAITING
    done = press(alice, "/bureau/points/new", looked.text, "save")
    (made,) = named(register, PLACE.name)
    assert (done.status_code, done.headers["Location"]) == (303, f"/bureau/points/{made.code}/place")
    assert (made.bureau, dict(made.amenities)) == ("shili", {"hot_water": True, "toilet": True})
    assert made.schedule.opening_hours == "Mo-Su 09:00-17:00; PH off"
    assert made.position is None  # nobody has confirmed it
    placing = alice.get(done.headers["Location"]).text
    assert "推荐的人标的" in placing
    assert "31.2345, 121.4801" in placing
    assert (standing(register, number).outcome, standing(register, number).code) == (Outcome.ADDED, made.code)
    assert look(register, token).suggestion.code == made.code
    again = press(alice, "/bureau/points/new", looked.text, "save")
    assert again.status_code == 303  # a tap too many leads to the same point
    assert len(named(register, PLACE.name)) == 1


def test_two_editors_do_not_add_the_same_one_twice(
    alice: FlaskClient, dora: FlaskClient, register: Register, propose: Give
) -> None:
    number, _ = propose()
    page = alice.get(f"/bureau/points/new?suggestion={number}").text
    looked = press(alice, "/bureau/points/new", page, "review", kind="care_station")
    hers = dora.get(f"/bureau/points/new?suggestion={number}").text
    hers = press(dora, "/bureau/points/new", hers, "review", kind="care_station", bureau="shili").text
    assert press(alice, "/bureau/points/new", looked.text, "save").status_code == 303
    late = press(dora, "/bureau/points/new", hers, "save")
    assert late.status_code == 409
    assert "刚才有人办过了" in late.text
    assert len(named(register, PLACE.name)) == 1


def test_one_without_a_position_leads_to_the_new_point(
    alice: FlaskClient, register: Register, propose: Give
) -> None:
    number, _ = propose(latitude=None, longitude=None, precision_m=None)
    page = alice.get(f"/bureau/points/new?suggestion={number}").text
    looked = press(alice, "/bureau/points/new", page, "review", kind="care_station")
    done = press(alice, "/bureau/points/new", looked.text, "save")
    (made,) = named(register, PLACE.name)
    assert done.headers["Location"] == f"/bureau/points/{made.code}"
    with register.read() as reader:
        assert geocodes.candidates(reader, made.code) == []


def test_one_that_is_there_already_is_picked_or_typed(
    alice: FlaskClient, register: Register, propose: Give
) -> None:
    with register.read() as reader:
        stands = next(p for p in points.matching(reader, "shili") if p.position and not p.position.coarse)
    assert stands.position
    number, _ = propose(latitude=stands.position.latitude, longitude=stands.position.longitude)
    page = alice.get(f"{LIST}/{number}").text
    assert f'aria-label="就是它：{stands.name}"' in page
    assert f'name="code" value="{stands.code}"' in page
    wrong = post(alice, f"{LIST}/{number}", {"do": "known", "code": "AAAAAA"})
    assert wrong.status_code == 422
    assert "编号“AAAAAA”没有这个点位" in wrong.text
    assert post(alice, f"{LIST}/{number}", {"do": "known", "code": stands.code}).status_code == 303
    assert (standing(register, number).outcome, standing(register, number).code) == (
        Outcome.KNOWN,
        stands.code,
    )
    late = post(alice, f"{LIST}/{number}", {"do": "decline", "reason": "晚了"})
    assert late.status_code == 409


def test_several_of_one_source_are_not_taken_at_once(
    alice: FlaskClient, register: Register, propose: Give
) -> None:
    spam = [propose(name=f"示例乱填{n}")[0] for n in range(3)]
    good, _ = propose("192.0.2.2")
    page = alice.get(LIST).text
    assert page.count("同一网络当天3条") == 3
    source = re.search(r'href="(/bureau/suggestions\?source=\w+)"', page)
    assert source
    bad = alice.get(source[1]).text
    assert PLACE.name not in bad
    ticked = re.findall(r'name="items" value="(\d+)" checked', bad)
    assert ticked == [str(n) for n in spam]
    nothing = post(alice, LIST, {"reason": "没有"})
    assert "先勾选" in nothing.text
    silent = post(alice, LIST, {"items": ticked, "reason": " "})
    assert silent.status_code == 422
    assert "原因没写" in silent.text
    done = post(alice, LIST, {"items": [*ticked, "0", "x", "9" * 30], "reason": "查无此地"})
    assert done.status_code == 303
    assert "3条没有加" in alice.get(LIST).text
    assert {standing(register, n).reason for n in spam} == {"查无此地"}
    assert standing(register, good).outcome is Outcome.WAITING


def test_one_goes_to_another_desk_or_to_the_city(
    alice: FlaskClient, charlie: FlaskClient, dora: FlaskClient, propose: Give
) -> None:
    number, _ = propose()
    assert post(alice, f"{LIST}/{number}", {"do": "pass", "bureau": "linju"}).status_code == 303
    assert PLACE.name not in alice.get(LIST).text
    assert alice.get(f"{LIST}/{number}").status_code == 403
    assert PLACE.name in charlie.get(LIST).text
    assert post(charlie, f"{LIST}/{number}", {"do": "pass", "bureau": ""}).status_code == 303
    assert charlie.get(f"{LIST}/{number}").status_code == 403
    assert PLACE.name in dora.get(LIST).text
    assert post(dora, f"{LIST}/{number}", {"do": "pass", "bureau": "没有"}).status_code == 422
    assert post(dora, f"{LIST}/{number}", {"do": "bite"}).status_code == 404


def test_a_form_for_another_bureaus_proposal_opens_to_nobody_else(
    charlie: FlaskClient, propose: Give
) -> None:
    number, _ = propose()
    assert charlie.get(f"/bureau/points/new?suggestion={number}").status_code == 403
    assert charlie.get("/bureau/points/new?suggestion=999999999").status_code == 404
    assert charlie.get("/bureau/points/new?suggestion=x").status_code == 404
