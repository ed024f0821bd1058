"""Two editors on one point: nothing is overwritten in silence."""

import pytest
from flask.testing import FlaskClient

from servicepoints.domain.points import Point, ScheduleStatus
from servicepoints.register import Register, points, revisions
from tests.web.bureau.conftest import SignIn
from tests.web.bureau.forms import filled, press


@pytest.fixture
def point(register: Register) -> Point:
    with register.read() as reader:
        found = points.matching(reader, "shili")
    return next(p for p in found if p.schedule.status is ScheduleStatus.READ and "gym" not in p.amenities)


@pytest.fixture
def path(point: Point) -> str:
    return f"/bureau/points/{point.code}"


def stands(register: Register, code: str) -> Point:
    with register.read() as reader:
        found = points.get(reader, code)
    assert found is not None
    return found


def save(client: FlaskClient, path: str, page: str, **changes: str) -> None:
    looked = press(client, path, page, "review", **changes)
    assert looked.status_code == 200, looked.text
    assert press(client, path, looked.text, "save").status_code == 303


def test_what_only_one_of_them_changed_is_kept_of_both_and_shown(
    alice: FlaskClient, sign_in: SignIn, register: Register, point: Point, path: str
) -> None:
    dora = sign_in("dora")
    hers, theirs = alice.get(path).text, dora.get(path).text
    save(dora, path, theirs, note="示例：朵拉改的", **{"a-gym": "yes"})
    looked = press(alice, path, hers, "review", parking_note="示例：爱丽丝改的", **{"a-tv": "no"})
    assert looked.status_code == 200
    assert "别人刚改的，都留着" in looked.text
    assert "示例：朵拉改的" in looked.text
    assert press(alice, path, looked.text, "save").status_code == 303
    after = stands(register, point.code)
    assert (after.note, after.parking_note) == ("示例：朵拉改的", "示例：爱丽丝改的")
    assert (after.amenities["gym"], after.amenities["tv"]) == (True, False)


@pytest.mark.parametrize(("choice", "kept"), [("mine", "示例：爱丽丝改的"), ("theirs", "示例：朵拉改的")])
def test_what_both_changed_is_shown_side_by_side_and_chosen(
    alice: FlaskClient,
    sign_in: SignIn,
    register: Register,
    point: Point,
    path: str,
    choice: str,
    kept: str,
) -> None:
    dora = sign_in("dora")
    hers = alice.get(path).text
    save(dora, path, dora.get(path).text, note="示例：朵拉改的")
    asked = press(alice, path, hers, "review", note="示例：爱丽丝改的", parking_note="示例：北门")
    assert asked.status_code == 409
    assert "示例：朵拉改的" in asked.text
    assert "示例：爱丽丝改的" in asked.text
    assert stands(register, point.code).note == "示例：朵拉改的"
    unchosen = press(alice, path, asked.text, "review")
    assert unchosen.status_code == 409
    looked = press(alice, path, asked.text, "review", **{"choice-note": choice})
    assert looked.status_code == 200
    assert press(alice, path, looked.text, "save").status_code == 303
    after = stands(register, point.code)
    assert (after.note, after.parking_note) == (kept, "示例：北门")


def test_hours_collide_as_a_whole_and_districts_with_their_sub_district(
    alice: FlaskClient, sign_in: SignIn, point: Point, path: str
) -> None:
    dora = sign_in("dora")
    hers = alice.get(path).text
    save(
        dora, path, dora.get(path).text, hours_text="每天8:00-20:00，法定节假日不开", place="黄浦区|外滩街道"
    )
    asked = press(alice, path, hers, "review", hours_text="每天9:00-17:00", place="静安区|江宁路街道")
    assert asked.text.count("<legend>") == 2
    assert "choice-schedule" in asked.text
    assert "choice-place" in asked.text


def test_the_first_and_the_last_day_collide_as_one(
    alice: FlaskClient, sign_in: SignIn, register: Register, point: Point, path: str
) -> None:
    dora = sign_in("dora")
    save(dora, path, dora.get(path).text, valid_from="2026-09-01", valid_to="2026-12-01")
    hers = alice.get(path).text
    save(dora, path, dora.get(path).text, valid_to="2026-09-10")
    asked = press(alice, path, hers, "review", valid_from="2026-10-01")
    assert asked.status_code == 409
    assert "2026-09-01起，到2026-09-10为止" in asked.text
    assert "2026-10-01起，到2026-12-01为止" in asked.text
    looked = press(alice, path, asked.text, "review", **{"choice-validity": "mine"})
    assert press(alice, path, looked.text, "save").status_code == 303
    after = stands(register, point.code)
    assert (str(after.valid_from), str(after.valid_to)) == ("2026-10-01", "2026-12-01")


def test_the_same_change_by_both_is_no_collision(
    alice: FlaskClient, sign_in: SignIn, register: Register, point: Point, path: str
) -> None:
    dora = sign_in("dora")
    hers = alice.get(path).text
    save(dora, path, dora.get(path).text, note="示例：一样的")
    assert "什么都没改" in press(alice, path, hers, "review", note="示例：一样的").text


def test_a_change_between_the_look_and_the_confirmation_is_shown_before_anything_is_stored(
    alice: FlaskClient, sign_in: SignIn, register: Register, point: Point, path: str
) -> None:
    dora = sign_in("dora")
    looked = press(alice, path, alice.get(path).text, "review", parking_note="示例：北门")
    save(dora, path, dora.get(path).text, note="示例：朵拉改的")
    again = press(alice, path, looked.text, "save")
    assert again.status_code == 200
    assert "刚才又有别人改了" in again.text
    assert "示例：朵拉改的" in again.text
    assert stands(register, point.code).parking_note == point.parking_note
    assert press(alice, path, again.text, "save").status_code == 303
    after = stands(register, point.code)
    assert (after.note, after.parking_note) == ("示例：朵拉改的", "示例：北门")


def test_a_choice_made_against_an_older_version_is_asked_again(
    alice: FlaskClient, sign_in: SignIn, register: Register, point: Point, path: str
) -> None:
    dora = sign_in("dora")
    hers = alice.get(path).text
    save(dora, path, dora.get(path).text, note="示例：朵拉一")
    asked = press(alice, path, hers, "review", note="示例：爱丽丝")
    looked = press(alice, path, asked.text, "review", **{"choice-note": "mine"})
    save(dora, path, dora.get(path).text, note="示例：朵拉二")
    again = press(alice, path, looked.text, "save")
    assert again.status_code == 409
    assert "示例：朵拉二" in again.text
    assert stands(register, point.code).note == "示例：朵拉二"


def test_a_form_sent_twice_changes_the_point_once(
    alice: FlaskClient, register: Register, point: Point, path: str
) -> None:
    looked = press(alice, path, alice.get(path).text, "review", note="示例：一次").text
    for _ in range(2):
        assert press(alice, path, looked, "save").status_code == 303
    assert "又有别人改了" not in alice.get(path).text
    with register.read() as reader:
        assert len(revisions.history(reader, point.code)) == point.revision + 1


def test_a_form_of_a_revision_that_never_was_is_refused(alice: FlaskClient, path: str) -> None:
    fields = {**filled(alice.get(path).text), "base": "99", "action": "review"}
    assert alice.post(path, data=fields).status_code == 404
