"""A point on paper: its words, its drawings, its QR code."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from servicepoints.domain.amenities import Amenity, Vocabulary
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import Access, Audience, Contact, Kind, Point, Schedule, Space
from servicepoints.reference import vocabulary
from servicepoints.sharing.pictograms import LINES
from servicepoints.sharing.poster import INVITING, PLAIN, Form, Frame, document, policy, poster_of

TODAY = date(2026, 11, 26)
LINK = "https://example.gov.cn/p/7K2M9Q"
FRAME = Frame("示例邮政管理局", TODAY)
CENTRE = Point(
    name="示例路党群服务中心",
    kind=Kind.PARTY_MASS_CENTRE,
    code="7K2M9Q",
    audience=Audience.COURIERS,
    free=True,
    access=Access.WALK_IN,
    access_note="走东侧小门",
    contacts=(Contact(number="021-55550001", public=True),),
    schedule=read_hours("平日8:30-20:00，周末9:00-17:00"),
    amenities=dict.fromkeys(vocabulary(), True),
)


def page(point: Point, form: Form = Form.POSTER) -> str:
    return document([poster_of(point, LINK, vocabulary(), TODAY, ["示例网点"])], form, FRAME)


def test_a_poster_says_what_one_needs_at_the_door() -> None:
    html = page(CENTRE)
    for words in (
        INVITING, "示例路党群服务中心", "平日8:30–20:00", "周末9:00–17:00", "快递外卖都能进 · 免费",
        "走东侧小门，直接进", "021-55550001", "示例网点", "微信扫一扫", "现在开没开、怎么走", "7K2M9Q",
        "示例邮政管理局", "2026年11月印",
    ):  # fmt: skip
        assert words in html


def test_what_nobody_said_is_not_on_it() -> None:
    html = page(Point(name="示例驿站", kind=Kind.CARE_STATION, code="7K2M9Q"))
    assert "开门时间没核实，扫码看最新" in html
    for words in ("怎么进", "电话", "没核实 ·", "<ul", 'class="who"'):
        assert words not in html


def test_hours_that_were_not_read_are_not_printed_as_if() -> None:
    unread = replace(CENTRE, schedule=read_hours("8:30-下午11:30"), spaces=())
    assert "开门时间没核实" in page(unread)
    assert "11:30" not in page(unread)


def test_spaces_tell_their_hours_where_the_point_has_none() -> None:
    room = Space(name="24小时驿站", schedule=read_hours("24小时"))
    html = page(replace(CENTRE, schedule=Schedule(), spaces=(room,)))
    assert "24小时驿站：24小时" in html
    assert "没核实" not in html


def test_who_would_be_turned_away_is_not_invited() -> None:
    assert PLAIN in page(replace(CENTRE, audience=Audience.RESIDENTS))
    assert INVITING not in page(replace(CENTRE, audience=Audience.RESIDENTS))


def test_six_drawings_stand_on_it_those_looked_for_first() -> None:
    symbols = poster_of(CENTRE, LINK, vocabulary(), TODAY).symbols
    assert [s.word for s in symbols] == ["热水", "充电", "厕所", "空调", "热饭", "换电"]
    assert page(CENTRE).count("<path d=") == 6


@pytest.mark.parametrize("key", vocabulary())
def test_every_amenity_of_the_table_has_a_drawing(key: str) -> None:
    assert re.fullmatch(r"[-MLHVCSQAZmlhvcsqaz0-9. ]+", LINES[key])


def test_an_amenity_without_a_drawing_is_shown_by_its_word() -> None:
    new = Vocabulary([Amenity("robot", "机器人", "gear", 1, (), "")])
    made = poster_of(replace(CENTRE, amenities={"robot": True}), LINK, new, TODAY)
    assert '<span class="word">机器人</span>' in document([made], Form.POSTER, FRAME)


def test_the_longer_the_hours_the_smaller_the_type() -> None:
    sizes = [
        poster_of(replace(CENTRE, schedule=read_hours(text)), LINK, vocabulary(), TODAY).hours_mm
        for text in (
            "24小时",
            "周一至周四8:30-11:30、13:00-16:30，周五8:30-11:30，周末9:00-12:00，法定节假日不开放",
        )
    ]
    assert sizes[0] == 19 > sizes[1]


@pytest.mark.parametrize("form", Form)
def test_a_document_runs_nothing_and_needs_nothing_from_outside(form: Form) -> None:
    html = page(replace(CENTRE, name="<script>alert(1)</script>${x}`\"'"), form)
    assert "<script" not in html
    assert " style=" not in html
    assert not re.findall(r'(?:src|href)="', html)
    style = re.search("<style>(.*?)</style>", html, re.S)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy()


def test_stickers_stand_two_to_a_page() -> None:
    html = page(CENTRE, Form.STICKER)
    assert html.count("扫一下告诉我们") == 2
    assert html.count('class="qr"') == 2
    assert html.count('class="page"') == 1


def test_what_hours_find_no_room_stand_behind_the_code() -> None:
    rooms = tuple(
        Space(
            name=f"示例很长名字的空间{n}", schedule=read_hours("平日8:30-11:30、13:00-16:30，周末9:00-12:00")
        )
        for n in range(9)
    )
    hours = poster_of(replace(CENTRE, spaces=rooms), LINK, vocabulary(), TODAY).hours
    assert hours[:2] == ("平日8:30–20:00", "周末9:00–17:00")
    assert hours[-1] == "其余的扫码看"
    assert 3 < len(hours) < 9
    endless = replace(CENTRE, spaces=(Space(name="长" * 900, schedule=read_hours("24小时")),))
    assert poster_of(endless, LINK, vocabulary(), TODAY).hours == (
        "平日8:30–20:00",
        "周末9:00–17:00",
        "其余的扫码看",
    )
