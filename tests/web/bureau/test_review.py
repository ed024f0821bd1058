"""The queue: what a roster left open, decided by a person, many at a time."""

import html
import re
from dataclasses import replace
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from xlsxwriter import Workbook

from servicepoints import reference
from servicepoints.domain.points import Listing, Point, ScheduleStatus
from servicepoints.register import Actor, Register, feed, points, reviews, revisions
from servicepoints.register.reviews import ReviewItem
from servicepoints.services.importing import import_roster
from tests.web.bureau.conftest import NOW, post

EDITOR = Actor("editor", "示例编辑")
HEADER = ("名称", "类型", "地址", "开放时间", "电话")
ROWS = (
    *((f"示例读法{n}站", "爱心接力站", f"示例新路{n}号", "8:30-17:00", "") for n in range(1, 4)),
    ("示例另一站", "爱心接力站", "示例新路9号", "看天气", "13x-1234"),
    ("", "", "示例新路10号", "9:00-17:00", ""),
)


def roster(rows: tuple[tuple[str, ...], ...]) -> bytes:
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("示例表")
        for number, row in enumerate((HEADER, *rows)):
            sheet.write_row(number, 0, row)
    return file.getvalue()


@pytest.fixture(autouse=True)
def imported(register: Register) -> None:
    """A roster of alice's with three of the same unread hours, other words, a bad phone, a row without a
    name."""
    import_roster(
        register, roster(ROWS), "示例.xlsx", "shili", dry_run=False, vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(), today=NOW.date(),
    )  # fmt: skip


def lines(page: str) -> dict[str, str]:
    """What each line says, with the numbers that it sends."""
    found = re.findall(r'name="items" value="([\d,]+)".*?<strong>(.*?)</strong>', page, re.DOTALL)
    return {html.unescape(words): numbers for numbers, words in found}


def settle(client: FlaskClient, kind: str, items: str | list[str], do: str, **more: str) -> TestResponse:
    page = f"/bureau/review/{kind}"
    return post(client, page, {"items": items, "do": do, **more}, page="/bureau/account")


def named(register: Register, name: str) -> Point:
    with register.read() as reader:
        return next(p for p in points.matching(reader, "shili") if p.name == name)


def test_the_same_words_are_one_line_with_what_they_would_mean(alice: FlaskClient) -> None:
    page = alice.get("/bureau/review/hours").text
    assert "读成" in page
    assert "每天8:30–17:00" in page
    line = lines(page)["8:30-17:00"]
    assert len(line.split(",")) >= 3


def test_one_tap_takes_a_reading_for_all_of_them_and_it_is_history(
    alice: FlaskClient, register: Register
) -> None:
    line = lines(alice.get("/bureau/review/hours").text)["8:30-17:00"]
    assert settle(alice, "hours", line, "accept").status_code == 303
    for n in range(1, 4):
        point = named(register, f"示例读法{n}站")
        assert (point.schedule.status, point.schedule.opening_hours) == (
            ScheduleStatus.READ, "Mo-Su 08:30-17:00",
        )  # fmt: skip
        assert point.schedule.text == "8:30-17:00"
    with register.read() as reader:
        last = revisions.history(reader, named(register, "示例读法1站").code)[-1]
    assert (last.actor.name, last.why) == ("示例爱丽丝", "采用读出来的开放时间")
    assert "8:30-17:00" not in lines(alice.get("/bureau/review/hours").text)


def test_a_reading_is_never_taken_where_none_is_proposed(alice: FlaskClient, register: Register) -> None:
    line = lines(alice.get("/bureau/review/hours").text)["看天气"]
    settle(alice, "hours", line, "accept")
    assert named(register, "示例另一站").schedule.status is ScheduleStatus.REVIEW
    assert "看天气" in lines(alice.get("/bureau/review/hours").text)


def test_other_words_are_written_if_they_are_understood(alice: FlaskClient, register: Register) -> None:
    line = lines(alice.get("/bureau/review/hours").text)["看天气"]
    refused = settle(alice, "hours", line, "rewrite", text="有人就开")
    assert refused.status_code == 422
    assert 'value="有人就开"' in refused.text
    assert 'role="alert">没看懂“有人就开”。' in refused.text
    assert settle(alice, "hours", line, "rewrite", text="周一至周五9:00-17:00").status_code == 303
    assert named(register, "示例另一站").schedule.opening_hours == "Mo-Fr 09:00-17:00"


def test_what_somebody_changed_meanwhile_is_left_alone_and_counted(
    alice: FlaskClient, register: Register
) -> None:
    line = lines(alice.get("/bureau/review/hours").text)["8:30-17:00"]
    point = named(register, "示例读法2站")
    with register.write(Actor("editor", "示例别人")) as writer:
        known = replace(point.schedule, opening_hours="24/7", status=ScheduleStatus.READ, proposal=None)
        points.update(writer, point.code, replace(point, schedule=known), "改时间")
    settle(alice, "hours", line, "accept")
    assert "1个没动：后来有人改过" in alice.get("/bureau/").text
    assert named(register, "示例读法2站").schedule.opening_hours == "24/7"


def test_what_is_put_off_stays_unknown_and_waits_no_more(alice: FlaskClient, register: Register) -> None:
    line = lines(alice.get("/bureau/review/hours").text)["看天气"]
    assert settle(alice, "hours", line, "dropped").status_code == 303
    assert "看天气" not in lines(alice.get("/bureau/review/hours").text)
    assert named(register, "示例另一站").schedule.status is ScheduleStatus.REVIEW


def test_a_row_that_was_not_taken_is_shown_with_why(alice: FlaskClient) -> None:
    page = alice.get("/bureau/review/row").text
    assert "示例新路10号" in page
    assert "没有名称" in page
    assert settle(alice, "row", lines(page)["没有名称"], "changed").status_code == 303
    assert "都办完了" in alice.get("/bureau/review/row").text


def test_nothing_chosen_is_said(alice: FlaskClient) -> None:
    answer = settle(alice, "hours", [], "accept")
    assert answer.status_code == 422
    assert "先勾选" in answer.text


@pytest.mark.parametrize("items", ["x", "1;2", "-1", "99999999999999", "²"])
def test_numbers_that_are_none_settle_nothing(alice: FlaskClient, register: Register, items: str) -> None:
    with register.read() as reader:
        before = reviews.count_open(reader)
    settle(alice, "hours", items, "accept")
    with register.read() as reader:
        assert reviews.count_open(reader) == before


def test_the_city_stays_with_the_bureau_that_it_looks_at(dora: FlaskClient, register: Register) -> None:
    with register.write(Actor("import", "示例")) as writer:
        for bureau, count in (("linju", 51), ("", 1)):
            for n in range(count):
                item = ReviewItem(
                    kind="note", bureau=bureau, reason=f"示例{n}", value=f"示例{bureau or '无主'}{n}"
                )
                reviews.add_review(writer, item)
    first = dora.get("/bureau/review/note?bureau=linju").text
    assert set(re.findall("示例(linju|无主)", first)) == {"linju"}
    (following,) = re.findall(r'href="(/bureau/review/note[^"]+)"', first)
    second = dora.get(html.unescape(following)).text
    assert re.findall(r"示例(linju|无主)\d+", second) == ["linju"]
    (action,) = re.findall(r'<form method="post" action="(/bureau/review[^"]+)"', second)
    done = post(dora, action, {"items": lines(second)["示例linju50"], "do": "dropped"})
    assert done.headers["Location"] == "/bureau/review/note?bureau=linju"
    assert re.findall("示例(linju|无主)", dora.get("/bureau/review/note?bureau=-").text) == ["无主"]


def test_enter_in_the_field_of_other_words_takes_no_reading(alice: FlaskClient) -> None:
    form = alice.get("/bureau/review/hours").text.partition('class="stack"')[2]
    assert "disabled" in re.findall("<button[^>]*>", form)[0]


def test_another_bureaus_queue_is_neither_seen_nor_settled(
    alice: FlaskClient, charlie: FlaskClient, register: Register
) -> None:
    line = lines(alice.get("/bureau/review/hours").text)["8:30-17:00"]
    assert lines(charlie.get("/bureau/review/hours").text) == {}
    assert charlie.get("/bureau/review/hours?bureau=shili").status_code == 403
    with register.read() as reader:
        before = feed.latest(reader)
    for do in ("accept", "rewrite", "dropped"):
        assert settle(charlie, "hours", line, do, text="24小时").status_code == 403
    with register.read() as reader:
        assert feed.latest(reader) == before
    assert lines(alice.get("/bureau/review/hours").text)["8:30-17:00"] == line


def test_a_kind_that_there_is_not_is_not_found(alice: FlaskClient) -> None:
    assert alice.get("/bureau/review/everything").status_code == 404
    assert settle(alice, "everything", "1", "accept").status_code == 404
    assert settle(alice, "row", "1", "burn").status_code == 404
    assert settle(alice, "keeper", "1", "burn").status_code == 404


def test_a_reading_that_nobody_proposed_is_not_said_to_be_taken(
    alice: FlaskClient, register: Register
) -> None:
    page = alice.get("/bureau/review/hours").text
    answer = settle(alice, "hours", lines(page)["看天气"], "accept")
    assert answer.status_code == 422
    assert "勾选的都没有采用" in answer.text
    with register.read() as reader:
        assert any(item.value == "看天气" for item in reviews.open_reviews(reader, kind="hours"))


def test_what_waits_of_a_withdrawn_point_rests_until_it_is_back(
    alice: FlaskClient, register: Register
) -> None:
    point = named(register, "示例另一站")
    assert "看天气" in lines(alice.get("/bureau/review/hours").text)
    with register.read() as reader:
        waited = reviews.waiting(reader, "shili")["hours"][0]
    with register.write(EDITOR) as writer:
        points.update(writer, point.code, replace(point, listing=Listing.WITHDRAWN), "撤点")
    assert "看天气" not in lines(alice.get("/bureau/review/hours").text)
    with register.read() as reader:
        assert reviews.waiting(reader, "shili")["hours"][0] == waited - 1
    with register.write(EDITOR) as writer:
        points.update(writer, point.code, replace(point, revision=2), "恢复")
    assert "看天气" in lines(alice.get("/bureau/review/hours").text)


def test_the_queue_of_a_bureau_that_the_city_looks_at_stays_that_bureaus(dora: FlaskClient) -> None:
    page = dora.get("/bureau/review/hours?bureau=shili").text
    assert 'action="/bureau/review/hours?bureau=shili"' in page
    where = "/bureau/review/hours?bureau=shili"
    answer = post(dora, where, {"items": lines(page)["看天气"], "do": "dropped"}, page="/bureau/account")
    assert answer.headers["Location"] == where


def test_one_answer_for_several_texts_is_asked_about_once(alice: FlaskClient, register: Register) -> None:
    """What has a reading is ticked before anybody looks: it must not be written over by a tick elsewhere."""
    found = lines(alice.get("/bureau/review/hours").text)
    both = [found["8:30-17:00"], found["看天气"]]
    typed = {"do": "rewrite", "text": "每天9:00-21:00"}
    asked = settle(alice, "hours", both, **typed)
    assert asked.status_code == 422
    assert "勾了2种写法，会一起改写成一样的时间" in asked.text
    assert 'value="每天9:00-21:00"' in asked.text
    assert named(register, "示例读法1站").schedule.status is ScheduleStatus.REVIEW
    sure = re.search(r'name="sure" value="([^"]+)"', asked.text)
    assert sure
    other = settle(alice, "hours", [*both, "999999"], sure=sure[1], **typed)
    assert other.status_code == 422, "other ticks are asked about again"
    assert settle(alice, "hours", both, "dropped").status_code == 422
    assert settle(alice, "hours", both, sure=sure[1], **typed).status_code == 303
    assert named(register, "示例读法1站").schedule.opening_hours == "Mo-Su 09:00-21:00"


def test_typed_words_outlast_a_forgotten_tick(alice: FlaskClient) -> None:
    answer = settle(alice, "hours", [], "rewrite", text="每天9:00-21:00")
    assert answer.status_code == 422
    assert 'value="每天9:00-21:00"' in answer.text


def test_the_page_counts_as_the_desk_does(alice: FlaskClient) -> None:
    desk = re.search(
        r'"/bureau/review/hours"><span class="what">[^<]+</span><strong>(\d+)', alice.get("/bureau/").text
    )
    assert desk
    page = alice.get("/bureau/review/hours").text
    count = len(lines(page))
    assert f'<span class="soft">{desk[1]}，{count}种写法</span></h1>' in page
    assert int(desk[1]) > count


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/bureau/changes/{}/{}/undo", ["示例读法1站", "示例读法2站", "示例读法3站"]),
        ("/bureau/points/{}/history/revert/{}", ["示例读法1站"]),
    ],
)
@pytest.mark.parametrize("how", ["accept", "rewrite"])
def test_hours_whose_answer_is_taken_back_wait_again(
    alice: FlaskClient, register: Register, path: str, names: list[str], how: str
) -> None:
    line = lines(alice.get("/bureau/review/hours").text)["8:30-17:00"]
    settle(alice, "hours", line, how, text="每天9:00-21:00")
    with register.read() as reader:
        assert not [i for i in reviews.open_reviews(reader, kind="hours") if i.value == "8:30-17:00"]
    point = named(register, "示例读法1站")
    post(alice, path.format(point.code, point.revision), {}, page="/bureau/account")
    with register.read() as reader:
        waiting = [i.code for i in reviews.open_reviews(reader, kind="hours") if i.value == "8:30-17:00"]
    codes = {named(register, name).code for name in names}
    assert codes <= set(waiting)


def test_hours_that_were_put_off_do_not_come_back_with_another_change(
    alice: FlaskClient, register: Register
) -> None:
    line = lines(alice.get("/bureau/review/hours").text)["看天气"]
    settle(alice, "hours", line, "dropped")
    point = named(register, "示例另一站")
    with register.write(EDITOR) as writer:
        points.update(writer, point.code, replace(point, address="示例新路90号"), "改地址")
    revision = named(register, "示例另一站").revision
    post(alice, f"/bureau/points/{point.code}/history/revert/{revision}", {}, page="/bureau/account")
    assert named(register, "示例另一站").address == "示例新路9号"
    assert "看天气" not in lines(alice.get("/bureau/review/hours").text)
