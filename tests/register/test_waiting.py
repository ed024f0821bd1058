"""What waits for a person, and what is remembered beside the points."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from servicepoints.domain.calendar import DayType
from servicepoints.domain.points import Point
from servicepoints.errors import Conflict, InstanceError
from servicepoints.register import (
    Actor,
    Register,
    bureaus,
    calendar,
    feed,
    geocodes,
    imports,
    instance,
    reviews,
    revisions,
)
from servicepoints.register.bureaus import Bureau
from servicepoints.register.geocodes import Answer
from servicepoints.register.points import insert
from servicepoints.register.reviews import ReviewItem
from servicepoints.register.secrecy import Secrecy

Make = Callable[..., Point]


def unplaced(row: int, address: str) -> ReviewItem:
    said = {"地址": address}
    return ReviewItem(kind="row", reason="没有名称", bureau="shili", sheet="表一", row=row, proposal=said)


def roster_items(code: str) -> list[ReviewItem]:
    hours = "8:00-下午11:30"
    return [
        ReviewItem(kind="hours", reason="写的是下午11:30", code=code, column="F", value=hours, row=3),
        unplaced(7, "示例路7号"),
        unplaced(8, "示例路8号"),
    ]


def test_the_same_roster_read_again_adds_nothing_also_after_somebody_dealt_with_it(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(), "导入")
        assert imports.add_reviews(writer, roster_items(code)) == 3
    with register.write(editor) as writer:
        assert imports.add_reviews(writer, roster_items(code)) == 0
        hours = imports.open_reviews(writer, kind="hours")
        assert imports.close_reviews(writer, [item.id for item in hours if item.id], "accepted") == 1
        assert imports.close_reviews(writer, [item.id for item in hours if item.id], "accepted") == 0
        assert imports.add_reviews(writer, roster_items(code)) == 0
        assert not imports.add_review(writer, roster_items(code)[0])
    with register.read() as reader:
        assert [(i.kind, i.row) for i in imports.open_reviews(reader)] == [("row", 7), ("row", 8)]
        held = imports.open_reviews(reader, bureau="shili")
        assert [i.proposal for i in held] == [{"地址": "示例路7号"}, {"地址": "示例路8号"}]


def test_what_a_later_roster_had_settled_waits_again_when_an_older_one_comes_back(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(), "导入")
        item = roster_items(code)[0]
        imports.add_review(writer, item)
        (waiting,) = imports.open_reviews(writer)
        imports.close_reviews(writer, [waiting.id or 0], reviews.RENEWED)
        assert imports.add_review(writer, item)
        assert [i.id for i in imports.open_reviews(writer)] == [waiting.id]


def test_another_row_in_the_same_place_is_another_matter(register: Register, editor: Actor) -> None:
    with register.write(editor) as writer:
        assert imports.add_review(writer, unplaced(7, "示例路7号"))
        assert imports.add_review(writer, unplaced(7, "示例路70号"))
        assert reviews.count_open(replace(writer, secrecy=Secrecy(""))) == 2


def test_the_same_words_with_another_proposal_are_the_same_matter(register: Register, editor: Actor) -> None:
    first = ReviewItem(kind="note", reason="说到了没有的点", row=30, value="注：示例", proposal=["甲"])
    with register.write(editor) as writer:
        assert imports.add_review(writer, first)
        assert not imports.add_review(writer, replace(first, proposal=["甲", "乙"]))


def test_what_is_said_of_a_point_is_the_same_wherever_in_the_roster_it_stands(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(), "导入")
        item = roster_items(code)[0]
        moved = ReviewItem(kind="hours", reason=item.reason, code=code, column="F", value=item.value, row=99)
        other = ReviewItem(kind="hours", reason=item.reason, code=code, column="F", value="9:00-?", row=3)
        assert imports.add_reviews(writer, [item, moved, other]) == 2


def test_an_import_is_a_batch_that_its_changes_name(register: Register, editor: Actor, station: Make) -> None:
    with register.write(editor) as writer:
        columns = [{"column": "B", "header": "中心", "field": "name"}]
        batch = imports.start(writer, "示例台账.xlsx", "ab" * 32, "shili", columns)
        code = insert(writer, station(), "导入", batch)
        imports.add_review(writer, roster_items(code)[0], batch)
        imports.finish(writer, batch, {"new": 1, "review": 1})
    with register.read() as reader:
        (kept,) = imports.batches(reader, "shili")
        assert (kept.id, kept.filename, kept.columns, kept.counts) == (
            batch, "示例台账.xlsx", columns, {"new": 1, "review": 1},
        )  # fmt: skip
        assert kept.actor == editor
        assert imports.batches(reader, "other") == []
        assert [r.batch for r in revisions.history(reader, code)] == [batch]
        assert [i.batch for i in imports.open_reviews(reader, code=code)] == [batch]


def test_a_geocoders_answer_is_remembered_also_when_it_found_nothing(
    register: Register, editor: Actor
) -> None:
    found = Answer("amap", "上海市示例路1号", {"location": "121.4,31.2"}, "门牌号", "gcj02", date(2026, 9, 1))
    nothing = Answer("amap", "上海市示例路2号", None, "", "gcj02", date(2026, 9, 1))
    with register.write(editor) as writer:
        for answer in (found, nothing, nothing):
            geocodes.remember(writer, answer)
    with register.read() as reader:
        assert geocodes.recall(reader, "amap", "上海市示例路1号") == found
        assert geocodes.recall(reader, "amap", "上海市示例路2号") == nothing
        assert geocodes.recall(reader, "tencent", "上海市示例路1号") is None


def test_candidates_wait_in_their_order_until_others_take_their_place(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(), "新建")
        geocodes.set_candidates(
            writer, code, [({"latitude": 31.2}, "只到道路"), ({"latitude": 31.3}, "在别的区")]
        )
        assert [(c.candidate["latitude"], c.why) for c in geocodes.candidates(writer, code)] == [
            (31.2, "只到道路"),
            (31.3, "在别的区"),
        ]
        geocodes.set_candidates(writer, code, [({"latitude": 31.4}, "只到道路")])
        assert [c.candidate for c in geocodes.candidates(writer)] == [{"latitude": 31.4}]
        geocodes.set_candidates(writer, code, [])
        assert geocodes.candidates(writer) == []


def test_bureaus_are_kept_by_slug_and_enter_the_feed_only_when_they_change(
    register: Register, editor: Actor
) -> None:
    for _ in range(2):
        with register.write(editor) as writer:
            bureaus.put(writer, Bureau("shili", "示例邮政管理局"))
    with register.read() as reader:
        assert feed.latest(reader) == 1
        assert bureaus.named(reader, "示例邮政管理局") == bureaus.get(reader, "shili")
        assert bureaus.get(reader, "nosuch") is None
    with register.write(editor) as writer:
        bureaus.put(writer, Bureau("shili", "示例二局"))
    with pytest.raises(Conflict), register.write(editor) as writer:
        bureaus.put(writer, Bureau("another", "示例二局"))
    with register.read() as reader:
        assert bureaus.all_bureaus(reader) == [Bureau("shili", "示例二局")]
        assert feed.latest(reader) == 2


def test_days_that_a_person_set_replace_each_other(register: Register, editor: Actor) -> None:
    day = date(2027, 2, 7)
    with register.write(editor) as writer:
        calendar.put(writer, {day: (DayType.PUBLIC_HOLIDAY, "春节")})
        calendar.put(writer, {day: (DayType.MAKE_UP, "")})
        assert calendar.overrides(writer) == {day: (DayType.MAKE_UP, "")}
        calendar.remove(writer, {day: None})
        assert calendar.overrides(writer) == {}


def test_an_instance_is_set_up_once(register: Register, editor: Actor) -> None:
    with register.read() as reader, pytest.raises(InstanceError, match="servicepoints init"):
        instance.get(reader)
    with register.write(editor) as writer:
        instance.create(writer, "demo")
    with pytest.raises(Conflict), register.write(editor) as writer:
        instance.create(writer, "real")
    with register.read() as reader:
        assert instance.get(reader).kind == "demo"
