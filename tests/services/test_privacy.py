"""People in the texts of a roster: kept in the register, told to the bureau, never published."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from servicepoints import reference
from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.register import (
    Actor,
    Register,
    bureaus,
    imports,
    instance,
    open_register,
    points,
)
from servicepoints.register.bureaus import Bureau
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.services.exporting import export
from servicepoints.services.importing import ImportReport, import_roster
from servicepoints.services.publishing import publish
from tests.services.test_importing import roster

TODAY = date(2026, 11, 24)
HEADER = (
    "名称", "类型", "地址", "区", "开放时间", "联系人", "电话", "可公开", "预约电话", "预约说明", "备注",
    "进门说明", "停车说明", "功能空间",
)  # fmt: skip
PRIVATE = {
    "名称": "示例甲驿站（李四13900002222）", "类型": "爱心接力站",
    "地址": "示例路1号（联系人张三13800001111）",
    "区": "松江区", "开放时间": "每天9:00-17:00（请提前联系李四13900002222）", "联系人": "张三",
    "电话": "13800001111、021-57811111", "可公开": "否", "预约电话": "13500001111",
    "预约说明": "预约请找张三138 0000 1111", "备注": "张三 １３８００００１１１１，座机021-57811112",
    "进门说明": "锁门时打13800001111找张三", "停车说明": "停车找门卫王师傅：138-0000-1111",
    "功能空间": "阅览室（李四13900002222）：阅览室；周一至周五9:00-17:00，周末问李四13900002222",
}  # fmt: skip
SECRETS = ("13800001111", "13900002222", "13500001111", "张三", "李四", "王师傅", "zhangsan", "lisi")
Import = Callable[..., ImportReport]


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url, new_key())
    migrate(opened)
    with opened.write(Actor("setup", "示例")) as writer:
        instance.create(writer, "demo")
        bureaus.put(writer, Bureau("shili", "示例邮政管理局"))
    yield opened
    opened.close()


@pytest.fixture
def take(register: Register) -> Import:
    def run(*rows: dict[str, Any]) -> ImportReport:
        return import_roster(
            register, roster(*rows, header=HEADER), "台账.xlsx", "shili", dry_run=False,
            vocabulary=reference.vocabulary(), gazetteer=reference.gazetteer(), today=TODAY,
        )  # fmt: skip

    return run


def dumped(path: Path) -> str:
    """Every value of every table of a catalogue, index included, without what separates figures."""
    connection = sqlite3.connect(path)
    text = "\n".join(connection.iterdump())
    connection.close()
    return text + text.replace(" ", "").replace("-", "")


def assert_nobody(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text] == []


def test_no_private_number_and_no_name_beside_one_is_published(
    take: Import, register: Register, tmp_path: Path
) -> None:
    take(PRIVATE)
    catalogue = tmp_path / "catalogue.db"
    publish(register, catalogue)
    text = dumped(catalogue)
    assert_nobody(text)
    assert all(landline in text for landline in ("021-57811111", "021-57811112"))
    for ending in ("geojson", "json", "db"):
        copy = tmp_path / f"open.{ending}"
        export(register, copy, reference.vocabulary(), catalogue, TODAY)
        assert_nobody(dumped(copy) if ending == "db" else copy.read_text("utf-8"))


def test_the_register_keeps_the_words_and_the_bureau_is_told_of_each(
    take: Import, register: Register
) -> None:
    report = take(PRIVATE)
    told = {finding.column for finding in report.review if finding.fix and "手机号" in finding.reason}
    assert told >= {
        "名称",
        "地址",
        "开放时间",
        "预约电话",
        "预约说明",
        "备注",
        "进门说明",
        "停车说明",
        "功能空间",
    }
    with register.read() as reader:
        (point,) = points.all_points(reader)
        waiting = imports.open_reviews(reader)
    assert point.name == PRIVATE["名称"]
    assert point.access_note == PRIVATE["进门说明"]
    assert all(item.private for item in waiting if "手机号" in item.reason), "sealed at rest"
    assert take(PRIVATE).counts["unchanged"] == 1


def test_a_number_that_may_be_public_stays_in_the_texts(
    take: Import, register: Register, tmp_path: Path
) -> None:
    report = take(
        PRIVATE
        | {
            "名称": "示例驿站",
            "可公开": "是",
            "预约电话": "13800001111",
            "功能空间": "",
            "开放时间": "每天9:00-17:00",
        }
    )
    assert not [finding for finding in report.review if finding.column in ("地址", "预约电话")]
    assert ["人名" in f.reason for f in report.review if f.column == "进门说明"] == [True]
    publish(register, tmp_path / "catalogue.db")
    assert "锁门时打13800001111找***" in dumped(tmp_path / "catalogue.db")


def test_names_in_remarks_are_told_and_left_out_without_a_mobile_number(
    take: Import, register: Register, tmp_path: Path
) -> None:
    remarks = {
        "进门说明": "请联系李四书记", "停车说明": "021-57811112 李四", "预约说明": "联系人：李四",
        "备注": "李四（微信：lisi_1390）", "开放时间": "每天9:00-17:00，节假日找王师傅",
        "功能空间": "阅览室：阅览室；周一至周五9:00-17:00，周末问李四",
    }  # fmt: skip
    report = take({"名称": "示例甲驿站", "类型": "爱心接力站", "地址": "示例路1号", "区": "松江区"} | remarks)
    told = {finding.column for finding in report.review if "人名" in finding.reason}
    assert told == set(remarks)
    publish(register, tmp_path / "catalogue.db")
    text = dumped(tmp_path / "catalogue.db")
    assert "021-57811112" in text
    assert_nobody(text)


def test_a_mobile_to_book_by_is_shown_with_a_warning_unless_it_says_no(
    take: Import, register: Register
) -> None:
    plain = {
        "名称": "示例驿站",
        "类型": "爱心接力站",
        "地址": "示例路1号",
        "区": "松江区",
        "预约电话": "13500001111",
    }
    (warning,) = [f for f in take(plain).review if f.column == "预约电话"]
    assert "给大家看" in warning.reason
    take(plain | {"可公开": "否"})
    with register.read() as reader:
        (point,) = points.all_points(reader)
    assert point.booking.phone == ""
    assert [(c.number, c.public) for c in point.contacts] == [("13500001111", False)]


def test_the_api_and_the_pages_show_no_one(take: Import, register: Register, tmp_path: Path) -> None:
    take(PRIVATE)
    publish(register, tmp_path / "catalogue.db")
    with register.read() as reader:
        (point,) = points.all_points(reader)
    client = create_app(load({"SERVICEPOINTS_HOME": str(tmp_path)})).test_client()
    for address in ("/api/v1/points", f"/api/v1/points/{point.code}", f"/p/{point.code}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert_nobody(answer.get_data(as_text=True))
    for words, finds in (("李四", False), ("13900002222", False), ("示例甲", True)):
        answer = client.get("/api/v1/search", query_string={"q": words})
        assert (point.code in answer.get_data(as_text=True)) is finds
