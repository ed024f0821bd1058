"""The city looks up what is held of a number, hands it out, erases it; the number is in no address."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from servicepoints.domain.points import Contact
from servicepoints.register import Actor, Register, points
from tests.web.bureau.conftest import post

PHONE = "13900008888"
SURE = {"phone": PHONE, "sure": "yes"}


@pytest.fixture(autouse=True)
def held(register: Register) -> None:
    """A contact of a point has the number."""
    with register.write(Actor("setup", "示例")) as writer:
        point = points.all_points(writer)[0]
        changed = replace(point, contacts=(Contact(name="示例周某某", number=PHONE),))
        points.update(writer, point.code, changed, "")


def test_it_is_looked_up_handed_out_and_erased(dora: FlaskClient) -> None:
    assert 'href="/bureau/personal"' in dora.get("/bureau/").text
    page = post(dora, "/bureau/personal", {"phone": "139 0000 8888"}).text
    assert f"{PHONE}：2条" in page, "the contact, and its history"
    assert "示例周某某" in page
    file = post(dora, "/bureau/personal/export", {"phone": PHONE})
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert PHONE not in file.headers["Content-Disposition"]
    assert "点位：" in file.data.decode("utf-8-sig")
    done = post(dora, "/bureau/personal/erase", SURE, follow_redirects=True)
    assert "删掉了：点位1条、改动记录" in done.text
    assert "删了 139****8888" in done.text
    assert "抄了一份 139****8888" in done.text
    assert PHONE not in done.text
    assert "登记库里没有这个号码" in post(dora, "/bureau/personal", {"phone": PHONE}).text


def test_nothing_goes_without_the_tick(dora: FlaskClient) -> None:
    refused = post(dora, "/bureau/personal/erase", {"phone": PHONE})
    assert refused.status_code == 422
    assert "勾上“知道删了找不回来”再删" in refused.text
    assert "2条" in post(dora, "/bureau/personal", {"phone": PHONE}).text


@pytest.mark.parametrize("path", ["", "/export", "/erase"])
def test_what_is_no_number_is_refused(dora: FlaskClient, path: str) -> None:
    answer = post(dora, f"/bureau/personal{path}", {"phone": "<b>12", "sure": "yes"})
    assert answer.status_code == 422
    assert "不是11位手机号" in answer.text
    assert "<b>12" not in answer.text


def test_it_is_the_citys(alice: FlaskClient) -> None:
    assert alice.get("/bureau/personal").status_code == 403
    assert "/bureau/personal" not in alice.get("/bureau/").text
    for path in ("", "/export", "/erase"):
        assert post(alice, f"/bureau/personal{path}", SURE).status_code == 403
