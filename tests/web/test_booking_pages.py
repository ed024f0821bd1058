"""A session's page and a booking's, as a courier meets them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from flask.testing import FlaskClient
from icalendar import Calendar
from werkzeug.test import TestResponse

from servicepoints.app import create_app
from servicepoints.catalogue import overlay
from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import OfferingKind, Welcome
from servicepoints.domain.points import Channel, Listing
from servicepoints.errors import InstanceError
from servicepoints.register import bookings, offerings, points
from servicepoints.register.secrecy import new_key
from servicepoints.services.booking import roster, scheduling
from servicepoints.services.booking.rules import Links
from servicepoints.services.publishing import publish
from servicepoints.web.state import EXTENSION, State
from tests.services.booking_city import BEGUN, EDITOR, RULES, SETUP, START, City, opened

SECRET = "s" * 40
PHONE = "13900000001"


class Site:
    """A city, published, with its pages."""

    def __init__(self, city: City, folder: Path, key: str) -> None:
        self.city, self.folder = city, folder
        settings = load(
            {
                "SERVICEPOINTS_HOME": str(folder),
                "SERVICEPOINTS_SECRET_KEY": SECRET,
                "SERVICEPOINTS_DATA_KEY": key,
            }
        )
        self.app = create_app(settings, clock=lambda: city.clock().astimezone(TIMEZONE))
        self.client: FlaskClient = self.app.test_client()
        self.state: State = self.app.extensions[EXTENSION]
        self.state._register = city.register

    def publish(self) -> None:
        publish(self.city.register, self.folder / "catalogue.db")
        self.state.replace_finding(self.state.finding.refreshed(None, 0))
        self.tell()

    def tell(self) -> None:
        with self.city.register.read() as reader:
            overlay.write(self.folder / "places.json", offerings.taken_now(reader, self.city.clock()), None)
        self.state.places.look()

    def page(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status
        return answer.get_data(as_text=True)

    def send(self, session: str, **typed: str) -> TestResponse:
        key = re.search(r'name="key" value="([^"]+)"', self.page(f"/s/{session}"))
        form = {"name": "示例张三", "phone": PHONE, "places": "1", "consent": "yes"}
        return self.client.post(f"/s/{session}", data=form | {"key": key[1] if key else ""} | typed)

    def book(self, session: str, **typed: str) -> str:
        answer = self.send(session, **typed)
        assert answer.status_code == 303
        return str(answer.location)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    key = new_key()
    city = opened(f"sqlite:///{tmp_path / 'register.db'}", key)
    monkeypatch.setattr("servicepoints.services.publishing.datetime", _At)
    made = Site(city, tmp_path, key)
    yield made
    city.register.close()


class _At:
    """The moment at which is published."""

    @staticmethod
    def now(zone: object = UTC) -> object:
        return BEGUN


def test_a_courier_books_from_the_points_page_and_cancels(site: Site) -> None:
    session = site.city.session(2, most=1)
    site.publish()
    assert "还剩2个" in site.page(f"/p/{site.city.point}")
    page = site.page(f"/s/{session}")
    assert "9月17日（周四）10:00–12:00" in page
    assert "示例驿站" in page
    where = site.book(session)
    mine = site.page(where)
    assert "报好名了" in mine
    assert re.search(r'class="code">[0-9A-Z]{4}<', mine)
    site.tell()
    assert "还剩1个" in site.page(f"/p/{site.city.point}")
    assert site.client.post(f"{where}/cancel").status_code == 303
    assert "已取消" in site.page(where)


def test_a_form_of_another_site_books_nothing(site: Site) -> None:
    session = site.city.session(1)
    site.publish()
    key = re.search(r'name="key" value="([^"]+)"', site.page(f"/s/{session}"))
    assert key
    form = {"name": "示例张三", "phone": PHONE, "places": "1", "consent": "yes", "key": key[1]}
    answer = site.client.post(f"/s/{session}", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert site.city.standing(session).taken.taken == 0


def test_the_same_form_sent_twice_leads_to_the_same_booking(site: Site) -> None:
    session = site.city.session(2)
    site.publish()
    key = re.search(r'name="key" value="([^"]+)"', site.page(f"/s/{session}"))
    assert key
    assert site.book(session, key=key[1]) == site.book(session, key=key[1])
    assert site.city.standing(session).taken.taken == 1


def test_a_full_session_takes_names_in_line_and_the_page_tells_when_it_is_ones_turn(site: Site) -> None:
    session = site.city.session(1)
    site.publish()
    first = site.book(session)
    site.tell()
    assert "可以排队" in site.page(f"/s/{session}")
    second = site.book(session, phone="13900000002")
    assert "你是第一位" in site.page(second)
    site.client.post(f"{first}/cancel")
    assert "排到你了" in site.page(second)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"phone": "123"}, "手机号不是11位手机号"), ({"name": ""}, "姓名没写"),
        ({"consent": "no"}, "同意没有勾"), ({"places": "9"}, "几个人一次最多3个人"),
        ({"key": "made-up"}, "再点一次就行"),
    ],
)  # fmt: skip
def test_a_refused_form_keeps_what_was_typed_and_says_what_to_mend(
    site: Site, typed: dict[str, str], says: str
) -> None:
    session = site.city.session(2)
    site.publish()
    answer = site.send(session, **typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in page
    assert typed.get("name", "示例张三") in page
    assert site.city.standing(session).taken.taken == 0


def test_while_nobody_can_say_what_is_left_the_page_stands(site: Site) -> None:
    session = site.city.session(2)
    site.publish()
    (site.folder / "places.json").unlink()
    site.state.places.look()
    assert "名额暂时查不到" in site.page(f"/p/{site.city.point}")
    assert "名额暂时查不到" in site.page(f"/s/{session}")


def test_what_the_bureau_forwards_is_shown_and_cannot_be_booked_here(site: Site) -> None:
    session = site.city.session(None)
    with site.city.register.write(SETUP) as writer:
        one = offerings.offering(writer, site.city.offering)
        offerings.change_offering(writer, replace(one, channel=Channel.PHONE, phone="021-55500001"))
    site.publish()
    page = site.page(f"/s/{session}")
    assert "打电话报名：021-55500001" in page
    assert "还剩" not in page
    assert 'name="phone"' not in page
    assert site.send(session).status_code == 422


def test_a_cancelled_or_moved_session_tells_its_bookings(site: Site) -> None:
    session = site.city.session(2)
    site.publish()
    mine = site.book(session)
    one = site.city.standing(session).session
    next_day = START + timedelta(days=1)
    later = replace(one, starts_at=next_day, ends_at=next_day + timedelta(hours=2), most=1)
    assert scheduling.change(site.city.register, EDITOR, session, one.revision, later, RULES) == 1
    assert "改时间了：原来是9月17日10:00开始" in site.page(mine)
    assert scheduling.cancel(site.city.register, EDITOR, session, "老师临时有事") == 1
    assert "老师临时有事" in site.page(mine)
    site.publish()
    assert "取消了：老师临时有事" in site.page(f"/p/{site.city.point}")


def test_the_calendar_entry_is_the_session(site: Site) -> None:
    session = site.city.session(2)
    site.publish()
    mine = site.book(session)
    answer = site.client.get(f"{mine}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event.decoded("dtstart") == START
    assert event.decoded("dtend") == START + timedelta(hours=2)
    assert str(event["summary"]) == "示例理发"
    other: Any = vobject.readOne(answer.get_data(as_text=True)).vevent  # a second reader of the same entry
    assert other.dtstart.value.astimezone(UTC) == START
    assert other.valarm.trigger.value == timedelta(hours=-1)
    assert other.summary.value == "示例理发"


def test_a_calendar_takes_a_moved_session_in_place_of_the_earlier_entry(site: Site) -> None:
    first, second = site.city.session(2), site.city.session(2, starts_at=START + timedelta(days=1))
    site.publish()
    mine = site.book(first)

    def entry() -> Any:
        (event,) = Calendar.from_ical(site.client.get(f"{mine}/calendar.ics").data).walk("VEVENT")
        return event

    before, booking = entry(), site.city.booking(mine.rpartition("/")[2])
    site.city.clock.pass_(hours=1)
    roster.move(site.city.register, EDITOR, first, booking.id, second, site.city.rules)
    assert "换到这一场了，签到码也换了" in site.page(mine)
    moved = entry()
    assert moved["uid"] == before["uid"]
    assert booking.door_code not in str(moved["uid"])
    assert mine.rpartition("/")[2] not in str(moved["uid"])
    assert (before["sequence"], moved["sequence"] > 0) == (0, True)
    assert moved.decoded("dtstart") == START + timedelta(days=1)
    site.city.clock.pass_(hours=1)
    scheduling.cancel(site.city.register, EDITOR, second, "老师临时有事")
    called_off = entry()
    assert (called_off["uid"], called_off["status"]) == (before["uid"], "CANCELLED")
    assert called_off["sequence"] > moved["sequence"]


def test_inside_wechat_the_details_are_there_to_copy(site: Site) -> None:
    session = site.city.session(2)
    site.publish()
    mine = site.book(session)
    page = site.client.get(mine, headers={"User-Agent": "MicroMessenger/8.0"}).get_data(as_text=True)
    assert "calendar.ics" not in page
    assert "微信里不能直接加日历" in page


def test_pages_with_a_form_or_a_person_are_kept_by_nobody(site: Site) -> None:
    session = site.city.session(2)
    site.publish()
    for path, findable in ((f"/s/{session}", True), ("/s/ZZZZZZ", False), (site.book(session), False)):
        answer = site.client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert ("noindex" in answer.headers.get("X-Robots-Tag", "")) is not findable
    assert "og:" not in answer.text.partition("</head>")[0]
    assert site.client.get(f"/p/{site.city.point}").headers["Cache-Control"].startswith("public, max-age=0")


def test_an_unknown_session_or_link_is_not_found(site: Site) -> None:
    site.publish()
    assert "没有这一场" in site.page("/s/ZZZZZZ", 404)
    assert "没有这个报名或预约" in site.page("/b/" + "A" * 32, 404)
    assert site.client.post("/b/" + "A" * 32 + "/cancel").status_code == 404


def test_a_code_typed_from_a_poster_leads_to_the_session(site: Site) -> None:
    session = site.city.session(2)
    site.publish()
    answer = site.client.get(f"/s/{session.lower()} ")  # a code may be figures alone
    assert (answer.status_code, answer.location) == (301, f"/s/{session}")


def test_machines_are_told_of_sessions_and_their_places(site: Site) -> None:
    first = site.city.session(2)
    later = site.city.session(None, starts_at=START + timedelta(days=5))
    site.city.session(2, starts_at=START + timedelta(days=40))
    site.publish()
    answer = site.client.get("/api/v1/sessions?district=huangpu")
    one, other = answer.get_json()["sessions"]
    assert (one["code"], one["places"]) == (first, {"state": "left", "left": 2, "words": "还剩2个"})
    assert (other["code"], other["places"]["left"]) == (later, None)
    assert one["starts_at"] == "2026-09-17T10:00:00+08:00"
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    of_point = site.client.get(f"/api/v1/sessions?point={site.city.point}&days=60").get_json()["sessions"]
    assert len(of_point) == 3
    assert site.client.get("/api/v1/sessions?district=pudong").get_json()["sessions"] == []
    for wrong in ("district=x", "days=0", "limit=501", "days=nan", "what=1", "point=" + "A" * 21):
        refused = site.client.get(f"/api/v1/sessions?{wrong}")
        assert refused.status_code == 422, wrong
        assert wrong.partition("=")[0] in refused.get_json()["error"]["fields"]


def test_a_booking_that_is_over_shows_no_code_and_no_calendar(site: Site) -> None:
    session = site.city.session(2)
    site.publish()
    mine = site.book(session)
    site.city.clock.pass_(days=3, hours=1)
    running = site.page(mine)
    assert "报好名了" in running
    assert "calendar.ics" not in running
    site.city.clock.pass_(hours=1)
    page = site.page(mine)
    assert "<h1>已经结束</h1>" in page
    for gone in ("报好名了", 'class="code"', "calendar.ics", "截图保存", "确定取消"):
        assert gone not in page
    site.city.clock.pass_(days=40)
    with site.city.register.write(SETUP) as writer:
        bookings.erase_before(writer, site.city.clock())
    assert "姓名和手机号已经删除" in site.page(mine)


def test_who_waits_close_to_the_start_is_told_that_the_first_to_tap_has_it(site: Site) -> None:
    session = site.city.session(1)
    site.publish()
    first, second = site.book(session), site.book(session, phone="13900000002")
    site.city.clock.pass_(days=2, hours=22)
    page = site.page(second)
    assert "空出来的谁先点归谁。现在还没有空位" in page
    assert "按顺序" not in page
    site.client.post(f"{first}/cancel")
    page = site.page(second)
    assert "现在有空位，要了" in page
    assert "还没有空位" not in page
    site.city.clock.pass_(hours=2)
    assert "已经开始了，没有排到" in site.page(second)


def test_a_session_called_off_is_not_taken_for_a_booking_cancelled(site: Site) -> None:
    session = site.city.session(2)
    site.publish()
    mine, other = site.book(session), site.book(session, phone="13900000002")
    site.client.post(f"{other}/cancel")
    scheduling.cancel(site.city.register, EDITOR, session, "老师临时有事")
    for page in (site.page(mine), site.page(other)):
        assert "<h1>这一场取消了</h1>" in page
        assert "老师临时有事" in page
        assert "自己取消" not in page


def test_an_emptied_number_does_not_make_a_booking_for_one(site: Site) -> None:
    session = site.city.session(5)
    site.publish()
    mine = site.book(session, places="3")
    answer = site.client.post(f"{mine}/places", data={"places": ""})
    assert answer.status_code == 422
    assert "写1到3" in answer.get_data(as_text=True)
    assert site.city.standing(session).taken.taken == 3


def test_the_page_of_a_moved_session_says_when_it_was_to_be(site: Site) -> None:
    session = site.city.session(3)
    one = site.city.standing(session).session
    later = replace(one, starts_at=START + timedelta(days=1), ends_at=START + timedelta(days=1, hours=2))
    scheduling.change(site.city.register, EDITOR, session, one.revision, later, RULES)
    site.publish()
    assert "改时间了：原来是9月17日10:00开始" in site.page(f"/s/{session}")


def test_a_session_that_cannot_be_had_leads_to_the_others(site: Site) -> None:
    full, free = site.city.session(1, queue=0), site.city.session(1)
    site.publish()
    site.book(full)
    site.tell()
    others = f'href="/p/{site.city.point}#offers"'
    assert others in site.page(f"/s/{full}")
    assert others not in site.page(f"/s/{free}")


def test_the_text_of_a_session_holds_for_days_and_says_when_it_is_called_off(site: Site) -> None:
    session = site.city.session(2)
    site.publish()

    def text() -> list[str]:
        found = re.search(r'id="share-text">(.*?)</pre>', site.page(f"/s/{session}"), re.S)
        assert found
        return found[1].splitlines()

    link = f"http://localhost/s/{session}"
    assert text() == ["【活动】示例理发", "9月17日（周四）10:00–12:00", "示例驿站", "点这里报名：", link]
    scheduling.cancel(site.city.register, EDITOR, session, "下雨")
    site.publish()
    assert text()[1:] == ["取消了：9月17日（周四）10:00–12:00", "示例驿站", "详情：", link]


def test_the_text_of_a_session_for_invited_companies_says_who_books_as_its_page_does(site: Site) -> None:
    session = site.city.session(2)
    with site.city.register.write(SETUP) as writer:
        one = offerings.offering(writer, site.city.offering)
        offerings.change_offering(writer, replace(one, welcome=Welcome.INVITED))
    site.publish()
    page = site.page(f"/s/{session}")
    assert page.count("限受邀企业，由单位报名") >= 2, "on the page, and in the text for the group"
    assert "在这里报名" not in page


def test_under_a_link_to_a_session_stands_what_holds_for_days_and_not_too_long(site: Site) -> None:
    session = site.city.session(2)
    with site.city.register.write(SETUP) as writer:
        one = offerings.offering(writer, site.city.offering)
        offerings.change_offering(writer, replace(one, description="带好头盔。\n" * 80))
    site.publish()

    def told() -> str:
        found = re.search(r'og:description" content="([^"]*)"', site.page(f"/s/{session}"))
        assert found
        return found[1]

    assert told().startswith("9月17日（周四）10:00–12:00，示例驿站。带好头盔。 带好头盔。")
    assert len(told()) == 100
    assert told().endswith("…")
    assert "还剩" not in told()
    assert "<summary>介绍</summary>" in site.page(f"/s/{session}")
    scheduling.cancel(site.city.register, EDITOR, session, "老师临时有事")
    site.publish()
    assert told() == "取消了：9月17日（周四）10:00–12:00，示例驿站。"


def test_a_place_lists_of_each_offering_what_can_still_be_had(site: Site) -> None:
    full = site.city.session(1, queue=0)
    free = site.city.session(1, starts_at=START + timedelta(days=1))
    site.publish()
    site.book(full)
    site.tell()
    page = site.page("/d/huangpu")
    assert f'href="/s/{free}"' in page
    assert f'href="/s/{full}"' not in page


def test_the_news_of_ones_street_say_at_which_point_something_takes_place(site: Site) -> None:
    session = site.city.session(2)
    with site.city.register.write(SETUP) as writer:
        point = points.get(writer, site.city.point)
        assert point is not None
        points.update(writer, point.code, replace(point, sub_district="外滩街道"), "示例")
    site.publish()
    news = site.page("/d/huangpu/waitan/news")
    assert "示例驿站</p>" in news.partition(f'href="/s/{session}"')[2]


def test_an_activity_is_joined_on_another_site_and_its_point_says_so(site: Site) -> None:
    site.city.session(None)
    with site.city.register.write(SETUP) as writer:
        one = offerings.offering(writer, site.city.offering)
        elsewhere = replace(one, channel=Channel.LINK, link="https://example.org/join")
        offerings.change_offering(writer, elsewhere)
    site.publish()
    assert "去报名页面" in site.page(f"/p/{site.city.point}")


def test_a_card_says_that_something_takes_place_in_the_coming_week(site: Site) -> None:
    site.publish()
    assert "7天内有" not in site.page("/d/huangpu")
    soon = site.city.session(2)
    site.publish()
    assert "7天内有活动" in site.page("/d/huangpu")  # though the point itself did not change
    site.city.clock.pass_(days=3, hours=3)
    assert "7天内有" not in site.page("/d/huangpu")
    site.city.clock.now = BEGUN
    scheduling.cancel(site.city.register, EDITOR, soon, "老师临时有事")
    site.city.session(2, starts_at=START + timedelta(days=5))
    site.publish()
    assert "7天内有" not in site.page("/d/huangpu")
    site.city.clock.pass_(days=2)
    assert "7天内有活动" in site.page("/d/huangpu")


def test_a_list_asks_once_for_what_takes_place_and_stands_without_an_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.city.session(2)
    site.publish()
    asked = []

    def away(*_: object) -> None:
        asked.append(1)
        raise InstanceError("示例")

    kept = site.state.finding._reader.coming
    monkeypatch.setattr(site.state.finding._reader, "coming", away)
    assert "示例驿站" in site.page("/d/huangpu")
    monkeypatch.setattr(site.state.finding._reader, "coming", lambda *at: asked.append(2) or kept(*at))
    for _ in range(3):
        assert "7天内有活动" in site.page("/d/huangpu")
    assert asked.count(2) == 1


def test_a_form_that_lay_too_long_is_taken_at_the_next_tap(site: Site) -> None:
    session = site.city.session(2)
    site.publish()
    answer = site.send(session, key="made-up")
    key = re.search(r'name="key" value="([^"]+)"', answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert key
    assert site.send(session, key=key[1]).status_code == 303


def test_whom_a_reason_or_a_text_names_is_named_to_nobody(site: Site) -> None:
    session = site.city.session(2)
    with site.city.register.write(SETUP) as writer:
        known = offerings.offering(writer, site.city.offering)
        offerings.change_offering(writer, replace(known, title="示例理发 13955556666"))
    site.publish()
    where = site.book(session)
    key = Links(SECRET).form(session)
    scheduling.cancel(site.city.register, EDITOR, session, "问 13955556666")
    refused = site.send(session, phone="13900000002", key=key)
    assert refused.status_code == 409
    assert "这一场取消了" in site.page(where)
    for page in (refused.get_data(as_text=True), site.page(where), site.page(f"{where}/calendar.ics")):
        assert "13955556666" not in page


def test_a_session_at_a_point_that_is_shut_or_gone_says_so_and_a_gone_one_books_nobody(site: Site) -> None:
    session = site.city.session(3)
    site.publish()
    mine = site.book(session)
    listed(site, Listing.SUSPENDED, START + timedelta(hours=1))
    site.publish()
    for path in (mine, f"/s/{session}"):
        assert "这里临时关门到9月17日11:00，去之前先打电话问" in site.page(path)
    listed(site, Listing.SUSPENDED, START - timedelta(hours=1))
    site.publish()
    assert "临时关门" not in site.page(mine)
    form = {"name": "示例张三", "phone": "13900000002", "consent": "yes", "key": Links(SECRET).form(session)}
    listed(site, Listing.WITHDRAWN, None)
    refused = site.client.post(f"/s/{session}", data=form)  # nobody has published it yet
    assert (refused.status_code, "这个点位撤了，不能再报名" in refused.get_data(as_text=True)) == (409, True)
    site.publish()
    for said in ("这一场取消了", "<p>这个点位撤了：示例到期</p>"):
        assert said in site.page(mine)
    site.page(f"/s/{session}", 404)


def listed(site: Site, listing: Listing, until: datetime | None) -> None:
    with site.city.register.write(SETUP) as writer:
        (point,) = points.all_points(writer)
        now = replace(point, listing=listing, suspended_until=until, listing_reason="示例到期")
        points.update(writer, point.code, now, "示例", point.revision)


def test_an_activity_is_joined_and_a_service_booked_on_every_page(site: Site) -> None:
    """The words of one kind stand on no page of the other."""
    for kind, own, others in (("activity", "报名", "约"), ("service", "预约", "报")):
        with site.city.register.write(SETUP) as writer:
            known = offerings.offering(writer, site.city.offering)
            offerings.change_offering(writer, replace(known, kind=OfferingKind(kind)))
        session = site.city.session(1)
        site.publish()
        mine, waits = site.book(session), site.book(session, phone="13900000002")
        again = site.send(session, phone="13900000002", key=Links(SECRET).form(session)).get_data(
            as_text=True
        )
        pages = [site.page(mine), site.page(waits), site.page(f"/s/{session}"), again]
        assert f"我的{own}" in pages[0]
        for page in pages:
            words = re.sub(r"\s+|<[^>]*>", "", page.partition("<main")[2].partition("<footer")[0])
            assert others not in words, re.findall(f".{{0,20}}{others}.{{0,20}}", words)
