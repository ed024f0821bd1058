"""The first page: what needs doing with a way to each, how the sub-districts stand, what was changed."""

import html
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, select

from servicepoints.config import Settings
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Audience, Kind, Point
from servicepoints.register import Actor, Register, imports, measures, points, reviews, schema
from servicepoints.register.conditions import AsOf
from servicepoints.services.applying import Applying
from servicepoints.services.desk import TASKS
from servicepoints.services.measuring import measure
from servicepoints.web.bureau.desk_views import line, share
from tests.web.bureau.conftest import Clock, post

EDITOR = Actor("editor", "示例编辑")


def todo(page: str) -> list[tuple[str, str, int]]:
    """(path, words, count) of each line."""
    found = re.findall(r'<li><a href="([^"]+)"><span class="what">([^<]+)</span><strong>(\d+)</strong>', page)
    return [(path.replace("&amp;", "&"), words, int(count)) for path, words, count in found]


def test_three_buttons_come_first(alice: FlaskClient) -> None:
    page = alice.get("/bureau/").text
    buttons = [page.index(words) for words in ("导入台账", "复制群通知", "加点位", "要办的</h1>")]
    assert buttons == sorted(buttons)
    for path in ("/bureau/imports", "/bureau/notice", "/bureau/points/new"):
        assert f'href="{path}"' in page


def test_every_line_leads_to_a_list_of_as_many(alice: FlaskClient) -> None:
    lines = todo(alice.get("/bureau/").text)
    order = [task.path for task in TASKS]
    assert [path for path, *_ in lines] == sorted((path for path, *_ in lines), key=order.index)
    listed = [(path, count) for path, _, count in lines if path.startswith("/bureau/points?")]
    assert listed
    for path, count in listed:
        assert f'<span class="soft">{count}个</span></h1>' in alice.get(path).text


def test_reviews_are_counted_by_kind_and_bureau(
    alice: FlaskClient, charlie: FlaskClient, register: Register
) -> None:
    with register.read() as reader:
        waiting = reviews.open_reviews(reader, bureau="shili")
    counted = {path: count for path, _, count in todo(alice.get("/bureau/").text)}
    kinds = {item.kind for item in waiting}
    assert kinds
    for kind in kinds:
        assert counted[f"/bureau/review/{kind}"] == sum(item.kind == kind for item in waiting)
    assert "都办完了" in charlie.get("/bureau/").text


def test_what_waits_is_called_the_same_on_its_own_page(alice: FlaskClient) -> None:
    waiting = [line for line in todo(alice.get("/bureau/").text) if line[0].startswith("/bureau/review/")]
    assert waiting
    for path, words, _ in waiting:
        assert f"<h1>{words} <span" in alice.get(path).text


def test_a_failure_at_the_desk_leads_back_to_it(alice: FlaskClient) -> None:
    for path, status in (("/bureau/people", 403), ("/bureau/nowhere", 404), ("/bureau/points/AAAAAA", 404)):
        answer = alice.get(path)
        assert answer.status_code == status
        assert 'href="/bureau/">回后台</a>' in answer.text
        assert "找附近歇脚点" not in answer.text


def test_an_editor_sees_nothing_of_another_bureau(charlie: FlaskClient, register: Register) -> None:
    with register.read() as reader:
        names = [p.name for p in points.matching(reader, "shili")]
    page = charlie.get("/bureau/").text
    assert not any(name in page for name in names)
    assert charlie.get("/bureau/?bureau=shili").status_code == 403


def test_the_city_sees_all_and_its_links_stay_with_the_bureau_it_picked(
    dora: FlaskClient, register: Register
) -> None:
    assert todo(dora.get("/bureau/").text)
    assert todo(dora.get("/bureau/?bureau=linju").text) == []
    picked = dora.get("/bureau/?bureau=shili").text
    assert all("bureau=shili" in path for path, *_ in todo(picked))


def test_the_latest_changes_stand_there_with_their_way_back(
    alice: FlaskClient, register: Register, clock: Clock
) -> None:
    with register.read() as reader:
        point = next(p for p in points.matching(reader, "shili") if p.audience is not Audience.RESIDENTS)
    clock.now += timedelta(minutes=1)
    with register.write(EDITOR) as writer:
        points.update(writer, point.code, replace(point, audience=Audience.RESIDENTS), "")
    page = alice.get("/bureau/").text
    assert re.search(rf"{point.name}</a> 谁能进\s+<p class=\"soft\">示例编辑", page)
    assert f'action="/bureau/changes/{point.code}/2/undo"' in page
    post(alice, f"/bureau/changes/{point.code}/2/undo", {})
    with register.read() as reader:
        assert points.get_many(reader, [point.code])[point.code].audience is point.audience


def test_an_import_is_taken_back_where_imports_are_and_a_new_point_not_at_all(
    alice: FlaskClient, register: Register, clock: Clock
) -> None:
    clock.now += timedelta(minutes=1)
    with register.write(EDITOR) as writer:
        batch = imports.start(writer, "示例台账.xlsx", "0" * 64, "shili")
        points.insert(writer, Point(name="示例新站", kind=Kind.OUTLET, bureau="shili"), "导入", batch)
    page = alice.get("/bureau/").text
    assert f'href="/bureau/batches/{batch}/undo"' in page
    assert f'action="/bureau/batches/{batch}/undo"' not in page, "it is looked at first"
    clock.now += timedelta(minutes=1)
    with register.write(EDITOR) as writer:
        code = points.insert(writer, Point(name="示例新点", kind=Kind.OUTLET, bureau="shili"), "")
    page = alice.get("/bureau/").text
    assert "示例新点</a> 新建" in page
    assert f"/bureau/changes/{code}/1/undo" not in page
    answer = post(alice, f"/bureau/changes/{code}/1/undo", {})
    assert "新建，不能撤回" in alice.get(answer.headers["Location"]).text


def test_an_import_that_was_the_citys_offers_an_editor_no_way_back(
    alice: FlaskClient, dora: FlaskClient, register: Register, clock: Clock
) -> None:
    clock.now += timedelta(minutes=1)
    with register.write(EDITOR) as writer:
        batch = imports.start(writer, "示例起步名录.csv", "0" * 64)
        points.insert(writer, Point(name="示例新站", kind=Kind.OUTLET, bureau="shili"), "导入", batch)
    assert alice.get(f"/bureau/batches/{batch}/undo").status_code == 403
    assert f"/bureau/batches/{batch}/undo" not in alice.get("/bureau/").text
    assert f'href="/bureau/batches/{batch}/undo"' in dora.get("/bureau/").text


def test_a_day_is_measured_once_however_often_the_desk_is_opened(
    alice: FlaskClient, register: Register, clock: Clock
) -> None:
    for _ in range(2):
        alice.get("/bureau/")
    with register.read() as reader:
        now = measures.count(reader, "shili", AsOf(clock.now, 180))
        noted = measures.noted(reader, "shili", clock.now.date())
        assert noted == {clock.now.date(): now}
        rows = reader.connection.execute(select(func.count()).select_from(schema.measure)).scalar_one()
    assert rows == len(now)
    assert measure(register, AsOf(clock.now, 180)) == 0
    assert measure(register, AsOf(clock.now + timedelta(days=2), 180)) == rows
    with register.read() as reader:
        assert len(measures.noted(reader, "shili", clock.now.date())) == 2, "no day is made up in between"


def test_the_publisher_measures_the_day_as_well(register: Register, settings: Settings) -> None:
    applying = Applying(settings)
    for _ in range(2):
        applying()
    with register.read() as reader:
        noted = measures.noted(reader, "shili", date(2000, 1, 1))
    assert list(noted) == [datetime.now(TIMEZONE).date()]


def test_a_line_is_drawn_through_measured_days_only() -> None:
    today = date(2026, 9, 14)
    days = [today - timedelta(days=n) for n in (10, 9, 5)]
    assert line([(day, 0.5) for day in days], today) == "M80 10h0L81 10M85 10h0"
    assert line([], today) == ""
    assert line([(today, 1.0)], today) == "", "one day is no line"


def test_a_share_is_whole_only_when_it_is() -> None:
    assert [share(0, 0), share(199, 200), share(200, 200)] == ["", "99%", "100%"]


def test_the_numbers_beside_an_unsaid_place_lead_to_as_many(alice: FlaskClient, register: Register) -> None:
    with register.write(EDITOR) as writer:
        made = [Point(name=f"示例哪儿都没写{n}", kind=Kind.CARE_STATION, bureau="shili") for n in range(2)]
        made.append(Point(name="示例只写了区", kind=Kind.CARE_STATION, bureau="shili", district="黄浦区"))
        points.insert_many(writer, made, "示例")
    page = alice.get("/bureau/").text
    link = r'<a href="([^"]+)">没写街道</a>[^\n]*\n<td>(\d+)</td>'
    rows = re.findall(link, page)
    assert rows
    for path, count in rows:
        assert f'<span class="soft">{count}个</span></h1>' in alice.get(html.unescape(path)).text


def test_the_city_picks_what_is_nobodys(dora: FlaskClient) -> None:
    for path in ("/bureau/", "/bureau/sessions", "/bureau/points"):
        page = dora.get(path).text
        assert re.search(r'<option value="-"[^>]*>还不归哪个局', page), path
        assert 'value="None"' not in page
        assert re.search(r'<option value="-" selected>还不归哪个局', dora.get(f"{path}?bureau=-").text), path
