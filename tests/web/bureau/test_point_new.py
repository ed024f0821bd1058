"""Adding a point at the desk."""

from flask.testing import FlaskClient

from servicepoints.domain.points import Kind, Listing, Point
from servicepoints.register import Actor, Register, imports, points
from tests.web.bureau.conftest import SignIn
from tests.web.bureau.forms import filled, press

PATH = "/bureau/points/new"
NEW = {
    "name": "示例新驿站",
    "kind": "care_station",
    "place": "黄浦区|外滩街道",
    "address": "示例路77号",
    "hours_text": "每天9:00-17:00，法定节假日不开",
    "a-hot_water": "yes",
}


def named(register: Register, name: str) -> list[Point]:
    with register.read() as reader:
        return [p for p in points.all_points(reader) if p.name == name]


def test_a_new_point_is_shown_confirmed_and_gets_a_code(alice: FlaskClient, register: Register) -> None:
    looked = press(alice, PATH, alice.get(PATH).text, "review", **NEW)
    assert "保存后小哥会看到的变化" in looked.text
    assert "爱心接力站" in looked.text
    assert "shili" not in looked.text.partition("<table")[2].partition("</table")[0]
    assert named(register, NEW["name"]) == []
    done = press(alice, PATH, looked.text, "save")
    (made,) = named(register, NEW["name"])
    assert (done.status_code, done.headers["Location"]) == (303, f"/bureau/points/{made.code}")
    assert (made.bureau, made.kind, made.listing) == ("shili", Kind.CARE_STATION, Listing.LISTED)
    assert (made.district, made.sub_district) == ("黄浦区", "外滩街道")
    assert dict(made.amenities) == {"hot_water": True}
    assert made.schedule.opening_hours == "Mo-Su 09:00-17:00; PH off"


def test_a_new_point_needs_a_name_and_a_kind(alice: FlaskClient, register: Register) -> None:
    answer = press(alice, PATH, alice.get(PATH).text, "review", address="示例路77号")
    assert answer.status_code == 422
    assert 'id="e-name"' in answer.text
    assert 'id="e-kind"' in answer.text
    assert filled(answer.text)["address"] == "示例路77号"


def test_whoever_adds_a_namesake_is_told_of_it(alice: FlaskClient, register: Register) -> None:
    with register.read() as reader:
        stands = points.matching(reader, "shili")[0]
    same = {**NEW, "name": stands.name, "address": stands.address, "place": f"{stands.district}|"}
    looked = press(alice, PATH, alice.get(PATH).text, "review", **same)
    assert "已经有同名的点位" in looked.text
    assert f"/bureau/points/{stands.code}" in looked.text


def test_whoever_adds_what_is_there_and_nobodys_is_told_how_to_come_by_it(
    alice: FlaskClient, register: Register
) -> None:
    free = Point(name=NEW["name"], kind=Kind.OUTLET, bureau="")
    with register.write(Actor("setup", "测试")) as writer:
        code = points.insert(writer, free, "测试")
    looked = press(alice, PATH, alice.get(PATH).text, "review", **NEW)
    assert f"{code} {free.name}" in looked.text
    assert "还不归哪个局" in looked.text
    assert f"/bureau/points/{code}" not in looked.text, "a link that would be refused"


def test_hours_of_a_new_point_that_are_not_read_wait_for_a_person(
    alice: FlaskClient, register: Register
) -> None:
    looked = press(alice, PATH, alice.get(PATH).text, "review", **{**NEW, "hours_text": "示例：看情况"})
    press(alice, PATH, looked.text, "save")
    (made,) = named(register, NEW["name"])
    with register.read() as reader:
        assert [i.kind for i in imports.open_reviews(reader, code=made.code)] == ["hours"]


def test_an_editor_adds_to_the_own_bureau_whatever_the_form_says(
    charlie: FlaskClient, register: Register
) -> None:
    page = charlie.get(PATH).text
    assert press(charlie, PATH, page, "save", **NEW, bureau="shili").status_code == 403
    assert named(register, NEW["name"]) == []
    press(charlie, PATH, page, "save", **NEW)
    assert [p.bureau for p in named(register, NEW["name"])] == ["linju"]


def test_the_city_says_whose_it_is(sign_in: SignIn, register: Register) -> None:
    dora = sign_in("dora")
    page = dora.get(PATH).text
    refused = press(dora, PATH, page, "review", **NEW)
    assert refused.status_code == 422
    assert 'id="e-bureau"' in refused.text
    press(dora, PATH, page, "save", **NEW, bureau="linju")
    assert [p.bureau for p in named(register, NEW["name"])] == ["linju"]


def test_the_same_form_sent_twice_adds_one_point(alice: FlaskClient, register: Register) -> None:
    looked = press(alice, PATH, alice.get(PATH).text, "review", **NEW)
    first, second = (press(alice, PATH, looked.text, "save") for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(named(register, NEW["name"])) == 1
