"""What a courier says at a door, on pages that are kept for everyone; what others read; who learns what."""

import logging
import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.domain.coordinates import Datum, convert, distance_m
from servicepoints.domain.door_answers import DoorAnswer
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.sightings import Saw
from servicepoints.reference import gazetteer, vocabulary
from servicepoints.register.secrecy import new_key
from servicepoints.services.noticing.gathering import Frame, Wanted, asked_notice
from servicepoints.services.publishing import publish, publish_news
from servicepoints.services.reporting.answering import Reply, answer_all
from servicepoints.services.reporting.settling import Group
from servicepoints.web.state import EXTENSION, State
from tests.services.door_city import ALICE, MARKS, Place, place
from tests.standing import rows_said, take_away

SECRET = "x" * 40
HERE = {"lat": "31.2242137", "lon": "121.4294253", "accuracy": "17.0421"}
EAST = {"pin_lat": "31.2247004", "pin_lon": "121.4304004", "pin_datum": "wgs84"}
"""Marked on a map: some hundred metres to the north-east of the listed position."""
ADDRESS = "203.0.113.77"


class Site:
    """A place, published, with its pages."""

    def __init__(self, here: Place, folder: Path) -> None:
        self.here, self.folder = here, folder
        settings = {"SERVICEPOINTS_HOME": str(folder), "SERVICEPOINTS_SECRET_KEY": SECRET}
        self.app = create_app(
            load(settings | {"SERVICEPOINTS_DATA_KEY": new_key()}),
            clock=lambda: here.now.astimezone(TIMEZONE),
        )
        self.state: State = self.app.extensions[EXTENSION]
        self.state._register = here.register
        publish(here.register, folder / "catalogue.db")

    def phone(self) -> FlaskClient:
        return self.app.test_client()

    def news(self) -> None:
        """What a follower does twice a second."""
        report = publish_news(self.here.register, self.folder / "catalogue.db")
        assert report is not None
        assert not report.rebuilt
        self.state.replace_finding(self.state.finding.refreshed([self.here.code], report.revision))

    def page(self, path: str, status: int = 200) -> str:
        answer = self.phone().get(path)
        assert answer.status_code == status
        return answer.get_data(as_text=True)

    def say(
        self, say: str, phone: FlaskClient | None = None, address: str = ADDRESS, **more: str
    ) -> TestResponse:
        form = re.search(r'name="form" value="([^"]+)"', self.page(f"/p/{self.here.code}"))
        assert form is not None
        return (phone or self.phone()).post(
            f"/p/{self.here.code}/door",
            data={"form": form[1], "say": say} | more,
            environ_base={"REMOTE_ADDR": address},
        )


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    here = place(f"sqlite:///{tmp_path / 'register.db'}")
    yield Site(here, tmp_path)
    here.register.close()


def test_one_tap_is_seen_by_others_and_answered_on_a_page_of_ones_own(site: Site) -> None:
    said = site.say("shut")
    assert said.status_code == 303
    assert "到13:00自动过去" in site.page(said.location), "before it is published"
    site.news()
    others = site.page(f"/p/{site.here.code}")
    assert "今天10:00有人说门关着" in others
    assert "data-now" in others
    mine = site.page(said.location)
    assert "到13:00自动过去" in mine
    answer_all(site.here.register, ALICE, [(site.here.code, Group.SHUT)], Reply(answer=DoorAnswer.REOPENED))
    site.news()
    assert "已恢复，现在开着" in site.page(said.location)
    assert "有人说门关着" not in site.page(f"/p/{site.here.code}")


def test_a_point_that_is_said_to_be_shut_leaves_the_first_group_and_comes_back(site: Site) -> None:
    near = f"/api/v1/near?lat={HERE['lat']}&lon={HERE['lon']}"
    assert len(site.phone().get(near).get_json()["points"]) == 0, "who may enter is not known"
    listed = f"{near}&open=any"
    site.say("shut")
    site.news()
    (point,) = site.phone().get(listed).get_json()["points"]
    assert point["status"]["state"] == "unknown"
    assert (point["status"]["reason"], point["status"]["certain"]) == ("door", False)
    assert point["arrival"]["state"] == "unknown"
    assert point["trust"] == {
        "level": "shut", "words": "今天10:00有人说门关着", "checked_on": None, "by": "", "confirmed_on": None,
        "shut_at": "2026-09-14T10:00:00+08:00",
    }  # fmt: skip
    assert site.phone().get(f"{near}&open=now").get_json()["points"] == []
    site.here.pass_(hours=3)
    (point,) = site.phone().get(listed).get_json()["points"]
    assert (point["status"]["state"], point["trust"]["level"]) == ("open", "unchecked")


def test_who_found_it_shut_reads_what_others_read_after_the_next_word(site: Site) -> None:
    """One against one: the later word is believed. Two against one: they do not agree."""
    first = site.say("shut", address="10.0.0.1")
    site.here.pass_(minutes=5)
    site.say("open", address="10.0.1.1")
    assert "后来有小哥说开着，就不再显示门关着了" in site.page(first.location)
    site.here.pass_(minutes=5)
    site.say("shut", address="10.0.2.1")
    assert "别的小哥现在就能看到" in site.page(first.location)
    site.here.pass_(minutes=5)
    site.say("open", address="10.0.3.1")
    assert "也有人说开着，别的小哥看到的是“说法不一，先打电话”，到13:00自动过去" in site.page(first.location)


def test_the_list_of_a_place_says_so_and_puts_it_after_what_is_open(site: Site) -> None:
    site.say("shut")
    site.news()
    page = site.page("/d/huangpu")
    assert "说不准开没开" in page
    card = page[page.index('class="card"') :]
    assert "今天10:00有人说门关着" in card
    assert "还没人核实过" in card, "the last line still says who checked it"
    site.here.pass_(hours=3)
    assert "说不准开没开" not in site.page("/d/huangpu")


def test_a_courier_confirms_and_checks_nothing(site: Site) -> None:
    site.say("open")
    site.news()
    assert "今天有小哥说开着" in site.page(f"/p/{site.here.code}")
    assert "今天有小哥说开着" in site.page("/d/huangpu")
    site.here.pass_(days=1)
    assert "昨天有小哥说开着" in site.page("/d/huangpu")
    assert site.here.point().checked_on is None
    (point,) = (site.phone().get(f"/api/v1/points/{site.here.code}").get_json()["point"],)
    assert (point["trust"]["level"], point["trust"]["confirmed_on"]) == ("confirmed", "2026-09-14")
    share = site.page(f"/p/{site.here.code}")
    assert "9月14日有小哥说开着，路线和最新情况：" in share


def test_the_sticker_puts_the_buttons_first(site: Site) -> None:
    usual, arrived = (site.page(f"/p/{site.here.code}{query}") for query in ("", "?at=door"))
    assert usual.index("<h1") < usual.index('id="door"')
    assert arrived.index('id="door"') < arrived.index("<h1")
    assert arrived.count('id="door"') == 1


def test_the_form_stands_on_a_page_that_is_kept_for_everyone(site: Site) -> None:
    answer = site.phone().get(f"/p/{site.here.code}")
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    said = site.say("open")
    cookie = said.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "Path=/p/" in cookie
    assert said.headers["Cache-Control"] == "no-store"


def test_all_that_can_be_said_has_a_button_and_an_answer_page(site: Site) -> None:
    door = site.page(f"/p/{site.here.code}/door")
    values = set(re.findall(r'name="say" value="([^"]+)"', door))
    assert {value.partition(":")[0] for value in values} == set(Saw)
    more = {"lacks": {"lacks": "hot_water"}, "other": {"words": "灯坏了"}, "position": {"words": "往东50米"}}
    for n, value in enumerate(sorted(values)):
        said = site.say(value, address=f"10.0.0.{n}", **more.get(value, {}))
        assert said.status_code == 303, value
        mine = site.phone().get(said.location)
        assert mine.status_code == 200
        assert mine.headers["Cache-Control"] == "no-store"
        assert "noindex" in mine.headers["X-Robots-Tag"]
    assert "说有的没有：热水" in site.page(site.say("lacks", lacks="hot_water", address="10.9.0.1").location)


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"say": "other", "words": "看https://example.com"}, 422, "不能有网址"),
        ({"say": "other"}, 422, "写一句是什么问题"),
        ({"say": "lacks"}, 422, "勾上这里其实没有的"),
        ({"say": "lacks", "lacks": "lift"}, 422, "勾上这里其实没有的"),
        ({"say": "nonsense"}, 404, "没有这样的反馈"),
        ({"say": "refused:king"}, 404, "没有这样的反馈"),
        ({"say": "shut", "form": "made up"}, 409, "再点一次就行"),
        ({"say": "shut", "form": "é"}, 409, "再点一次就行"),
        ({}, 404, "没有这样的反馈"),
    ],
)
def test_what_will_not_do_is_said_where_it_stands(
    site: Site, sent: dict[str, str], status: int, said: str
) -> None:
    answer = site.say(**({"say": ""} | sent))
    assert answer.status_code == status
    assert said in answer.get_data(as_text=True)
    assert not site.here.waiting()
    assert not site.here.doubtful()


def test_a_form_of_another_site_is_not_taken(site: Site) -> None:
    answer = site.phone().post(
        f"/p/{site.here.code}/door",
        data={"form": MARKS.form(site.here.code, site.here.now.date()), "say": "shut"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert not site.here.doubtful()


def test_what_is_shut_anyway_is_said_to_whom_taps(site: Site) -> None:
    site.here.pass_(hours=13)
    answer = site.say("shut")
    assert answer.status_code == 409
    assert "登记的就是现在不开" in answer.get_data(as_text=True)


def test_one_phone_is_one_voice_however_often_it_taps(site: Site) -> None:
    mine = site.phone()
    first = site.say("shut", mine)
    assert site.say("shut", mine).location == first.location
    site.say("shut", address="203.0.113.78", phone=mine)
    assert not site.here.waiting()
    site.say("shut", address="203.0.113.79")
    assert site.here.waiting()


@pytest.mark.parametrize("say", ["open", "shut", "gone", "refused:food", "position", "other"])
def test_no_position_and_no_address_of_a_reporter_is_kept_anywhere(
    site: Site, caplog: pytest.LogCaptureFixture, say: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        mine = site.phone()
        said = site.say(say, mine, words="灯坏了", **HERE)
        assert said.status_code == 303
        publish(site.here.register, site.folder / "catalogue.db")
        site.page(said.location)
    cookie = mine.get_cookie("door", path="/p/")
    assert cookie is not None
    token = said.location.rpartition("/")[2]
    told = [*HERE.values(), ADDRESS, cookie.value, token]
    kept = {
        "register": rows_said(site.here.register),
        "catalogue": "\n".join(sqlite3.connect(site.folder / "catalogue.db").iterdump()),
    }
    for marker in told:
        assert marker not in caplog.text, "a log"
        assert marker not in said.location or marker == token
        for name, dump in kept.items():
            assert marker not in dump, name
    assert "\nsighting (" in kept["register"]
    assert "sighting" not in kept["catalogue"]


def test_a_pin_is_the_place_that_was_marked_and_no_position_of_who_marks_it(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        said = site.say("position", **HERE, **EAST)
        assert said.status_code == 303
        publish(site.here.register, site.folder / "catalogue.db")
        assert "位置不对（在地图上标了）" in site.page(said.location)
    (kept,) = site.here.waiting()
    assert kept.pin == (31.2247, 121.4304)
    dump = rows_said(site.here.register)
    for marker in HERE.values():
        assert marker not in dump
    published = "\n".join(sqlite3.connect(site.folder / "catalogue.db").iterdump())
    for marker in EAST.values():
        assert marker not in caplog.text
        assert marker not in published
        assert marker not in said.location


def test_the_map_begins_at_the_listed_position_and_is_kept_by_nobody(site: Site) -> None:
    answer = site.phone().post(f"/p/{site.here.code}/door/pin", data={"words": "往东50米", **HERE})
    page = answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    nonce = re.search(r"'nonce-([\w-]+)'", answer.headers["Content-Security-Policy"])
    assert nonce is not None
    assert f'<script nonce="{nonce[1]}">' in page
    assert 'name="pin_lat" value="31.2242"' in page
    assert 'name="pin_lon" value="121.4294"' in page
    assert 'value="往东50米"' in page
    assert not [marker for marker in HERE.values() if marker in page]
    assert "我就在这儿" not in page
    assert site.phone().get(f"/p/{site.here.code}/door/pin").location == f"/p/{site.here.code}/door"


def test_a_map_of_another_datum_is_marked_in_it(site: Site) -> None:
    gcj = convert(31.2247, 121.4304, Datum.WGS84, Datum.GCJ02)
    site.say("position", pin_lat=f"{gcj[0]:.6f}", pin_lon=f"{gcj[1]:.6f}", pin_datum="gcj02")
    (kept,) = site.here.waiting()
    assert kept.pin is not None
    assert distance_m(*kept.pin, 31.2247, 121.4304) < 1


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        (("x", "121.43"), "标的位置没认出来（x, 121.43）"),
        (("31.22", ""), "标的位置没认出来"),
        (("nan", "121.43"), "标的位置没认出来"),
        (("91", "121.43"), "标的位置没认出来"),
        (("39.9", "116.4"), "标的位置（39.90000, 116.40000）不在上海，回到地图上标在门那里"),
        (("31.22421", "121.42941"), "标的就是登记的位置，把针挪到门那里再发"),
    ],
)
def test_a_pin_that_will_not_do_is_said_and_the_words_stay(
    site: Site, pin: tuple[str, str], said: str
) -> None:
    answer = site.say("position", words="从北门进", pin_lat=pin[0], pin_lon=pin[1])
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert "从北门进</textarea>" in page
    assert "pin_lat" not in page
    assert not site.here.waiting()


def test_words_that_will_not_do_keep_the_pin(site: Site) -> None:
    answer = site.say("position", words="看https://example.com", **EAST)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'name="pin_lat" value="{EAST["pin_lat"]}"' in page
    assert "在地图上标好了" in page


def test_while_the_register_is_away_nothing_is_lost_in_silence(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = site.page(f"/p/{site.here.code}")
    assert "开着，没问题" in page
    site.here.register.close()
    take_away(site.folder)
    answer = site.say("shut")
    assert answer.status_code == 503
    assert "过几分钟再点一次" in answer.get_data(as_text=True)


def test_a_page_of_a_report_that_there_is_not(site: Site) -> None:
    assert "没有这条反馈" in site.page("/r/nothing-of-the-kind", 404)


def test_a_week_later_the_word_stands_no_more(site: Site) -> None:
    for n in range(2):
        site.say("gone", address=f"10.0.0.{n}")
    site.news()
    assert "说法不一，先打电话" in site.page(f"/p/{site.here.code}")
    site.here.pass_(days=7, minutes=1)
    assert "说法不一" not in site.page(f"/p/{site.here.code}")


def test_a_notice_says_to_call_first_where_couriers_do_not_agree_and_nothing_of_a_shut_door(
    site: Site,
) -> None:
    frame = Frame(
        site="http://localhost", host="示例", open_window=timedelta(hours=3),
        vocabulary=vocabulary(), gazetteer=gazetteer(),
    )  # fmt: skip
    wanted = Wanted(first=site.here.now.date(), bureau="shili", codes=(site.here.code,))

    def said() -> str:
        return "".join(asked_notice(site.here.register, ALICE, wanted, frame, site.here.now).texts)

    site.say("shut")
    assert "门关着" not in said()
    for n in range(2):
        site.say("gone", address=f"10.0.0.{n}")
    site.here.pass_(hours=3)
    assert "①9月14日说法不一，先打电话" in said()
