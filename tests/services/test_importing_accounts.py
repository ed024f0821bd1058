"""Nothing is lost silently: every cell of a workbook is in a point, in the report, or in an unused column."""

import json
import random
import re
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints import reference
from servicepoints.domain.addresses import read_address
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.records import record_of
from servicepoints.services.importing.codes import with_own_codes
from servicepoints.services.importing.matching import Standing
from servicepoints.services.importing.planning import Planning
from servicepoints.services.importing.reading import Bureaus, Drafting
from servicepoints.services.importing.report import ImportReport
from servicepoints.services.importing.reporting import report_of
from servicepoints.sheets.fields import FIELDS
from servicepoints.sheets.roster import read_roster
from servicepoints.sheets.rows import read_row
from servicepoints.sheets.texts import folded, is_blank, text_of
from tests.sheets.workbooks import Rows, xlsx

TODAY = date(2026, 11, 24)
NAMES = st.integers(1, 4).map(lambda n: f"示例{n}号驿站")
TEXTS = st.sampled_from(
    [
        *(
            "示例路1号",
            "静安区示例路2号",
            "黄浦区",
            "外滩街道",
            "火星区",
            "周一至周五8:30-17:00",
            "8:30",
            "24小时",
        ),
        *(
            "随便写写",
            "021-55500001",
            "13800000000、55500002",
            "示例张三",
            "示例李四13900000000",
            "热水、按摩椅",
        ),
        *("√", "×", "○", "有", "坏了", "都能进", "免费", "7K2M9Q", "HP-001", "1", "无", "—", "名称", ""),
        *("https://example.org/a", "2026-05-01", "121.4294", "31.2242", "合计", "填表人：示例"),
        *("注：示例1号驿站节日不开。", "黄浦区（3个）"),
    ]
)
ODD_CELLS = st.one_of(TEXTS, st.sampled_from([True, False, 0.354, 8.5, 3.0, date(2026, 5, 1), ""]))
HEADERS = st.sampled_from(
    [
        *(word for field in FIELDS for word in (field.label, *field.synonyms[:3])),
        *("热水", "充电", "面积", "序号", "", "周末开门", "周末关门", "节假日是否开放", "供餐时间"),
        *("高德经度", "高德纬度"),
    ]
)
HOW = settings(max_examples=100, deadline=None)


@st.composite
def workbooks(draw: st.DrawFn) -> tuple[Rows, list[tuple[int, int, int, int]]]:
    """Rows under odd headers, with a title, stray rows and some merged cells."""
    headers = ["名称", "地址", *draw(st.lists(HEADERS, max_size=8))]
    order = random.Random(draw(st.integers(0, 9))).sample(range(len(headers)), len(headers))
    rows = [
        [draw(NAMES), "示例路1号", *(draw(ODD_CELLS) for _ in headers[2:])]
        for _ in range(draw(st.integers(1, 4)))
    ]
    stray = [[draw(TEXTS)] * draw(st.integers(0, 1)) for _ in range(draw(st.integers(0, 2)))]
    table = [[row[i] for i in order] for row in [headers, *rows]]
    merges = [(2, 0, 3, 0)] if draw(st.booleans()) and len(rows) > 1 else []
    return [["示例一览表"], *table, *stray, ["", "", *[""] * len(headers), draw(TEXTS)]], merges


def imported(data: bytes) -> tuple[ImportReport, str]:
    """(the report of an import into an empty register, all that it and the points say)."""
    vocabulary, gazetteer = reference.vocabulary(), reference.gazetteer()
    read = with_own_codes(read_roster(data, "示例.xlsx", vocabulary, gazetteer), lambda codes: ())
    drafting = Drafting(Bureaus({}), gazetteer, lambda text: read_address(text, gazetteer), TODAY)
    drafts = [drafting.draft(row, read_row(row, vocabulary, gazetteer)) for row in read.rows]
    outcomes = Planning(read_hours, TODAY).outcomes(drafts, Standing(()))
    report = report_of("示例.xlsx", read, outcomes, vocabulary, dry_run=True)
    standing = [record_of(outcome.after) for outcome in outcomes if outcome.after]
    labels = [label for key, label in report.labels.items() if any(key in r["amenities"] for r in standing)]
    said = (report.as_json(), standing, labels)
    return report, folded(json.dumps(said, ensure_ascii=False, default=str))


def lost(data: Rows, report: ImportReport, everywhere: str, merged: object) -> list[tuple[int, int, Any]]:
    """The cells of rows that are neither in a point nor in the report nor under an unused column."""
    unused = {column.letter for column in report.columns if not column.field}
    refused = {finding.row for finding in report.refused}
    refused |= {4} if 3 in refused and merged else set()  # a row under a merged name waits with the first
    kept = {column.letter: column.field for column in report.columns if column.field}
    missing = []
    for r, row in enumerate(data, start=1):
        for c, value in enumerate(row):
            text, field = (
                text_of(value)[0],
                kept.get(chr(65 + c), "").partition("_gcj")[0].partition("_unk")[0],
            )
            if is_blank(text) or not folded(text) or chr(65 + c) in unused or r in refused:
                continue  # a refused row waits whole in review
            if not _said(text, field, everywhere):
                missing.append((r, c, value))
    return missing


def _said(text: str, field: str, everywhere: str) -> bool:
    """Whether a cell's text, or what its column makes of it, is there."""
    if folded(text) in everywhere or field.startswith("amenity:"):
        return folded(text) in everywhere or folded(field.removeprefix("amenity:")) in everywhere
    pieces = [piece for piece in re.split(r"[、，：；/\s]|(?<=区)|(?<=\D)(?=1[39]\d{9})", text) if piece]
    return all(folded(piece) in everywhere or field in _TURNED_INTO_OURS for piece in pieces)


_TURNED_INTO_OURS = frozenset(
    {"kind", "demonstration", "audience", "free", "charged", "access", "booking_channel", "contact_public"}
    | {"datum", "status"}
    | {"opens", "closes", "hours", "latitude", "longitude", "coordinates", "precision_m", "position_basis"}
)
"""Columns of a closed vocabulary or of numbers: what they say stands in the point in our words."""


@HOW
@given(workbooks())
def test_every_cell_is_in_a_point_or_in_the_report_or_in_an_unused_column(
    made: tuple[Rows, list[tuple[int, int, int, int]]],
) -> None:
    rows, merges = made
    report, everywhere = imported(xlsx({"点位": rows}, merges))
    shown = [row if n != 3 or not merges else ["", *row[1:]] for n, row in enumerate(rows)]
    assert lost(shown, report, everywhere, merges) == []
