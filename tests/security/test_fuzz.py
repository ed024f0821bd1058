"""Whatever comes in, no failure but our own, and no hang: sheets, hours, addresses, rules.

`SERVICEPOINTS_FUZZ=5000 pytest tests/security/test_fuzz.py` tries so many examples of each, not the few of
the usual run.
"""

import os
from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from servicepoints import reference
from servicepoints.domain.addresses import read_address
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.people import without_people
from servicepoints.domain.phones import read_phones
from servicepoints.domain.rules_text import parse_rules
from servicepoints.errors import ServicePointsError
from servicepoints.sheets.reading import read_workbook
from tests.sheets.test_bounds import changed
from tests.sheets.workbooks import xlsx

EXAMPLES = int(os.environ.get("SERVICEPOINTS_FUZZ", "40"))
fuzz = settings(
    max_examples=EXAMPLES, derandomize=EXAMPLES <= 40, deadline=timedelta(seconds=60),
    suppress_health_check=[HealthCheck.too_slow], database=None,
)  # fmt: skip
WORDS = (
    "周一二五六日至到-~—:：.，,；;、()（）0123456789点时半上下午早晚每天节假日休息开放"
    "小时次月第路弄号区街道X无\n\t\u200b\ud83d"
)
near_chinese = st.text(st.sampled_from(WORDS), max_size=80) | st.text(max_size=80)
RULES = "MoTuWeThFrSaSuPH,;:- 0123456789offJanFeb[]\n"
PLAIN = xlsx({"点位": [["名称", "地址"], ["示例驿站", "示例路1号"]]})


@fuzz
@given(near_chinese)
def test_hours_addresses_people_and_phones_take_any_text(text: str) -> None:
    read_hours(text)
    read_address(text, reference.gazetteer())
    without_people(text + "13900000000" + text)
    read_phones(text)


@fuzz
@given(st.text(st.sampled_from(RULES), max_size=60) | st.text(max_size=40))
@example("Mo-Fr 99:99-00:00")
@example("2026 Feb 30 off")
def test_opening_hours_are_read_or_refused(text: str) -> None:
    with suppress(ServicePointsError):
        parse_rules(text)


@fuzz
@given(
    st.binary(max_size=400), st.sampled_from([b"", PLAIN[:64], b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1"])
)
def test_any_bytes_are_a_table_or_none(data: bytes, before: bytes) -> None:
    with suppress(ServicePointsError):
        read_workbook(before + data, "示例.xlsx")


@fuzz
@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=4), max_size=6))
def test_any_cells_are_a_table_or_none(rows: list[list[str]]) -> None:
    text = "名称,地址\n" + "\n".join(",".join(row) for row in rows)
    with suppress(ServicePointsError):
        read_workbook(text.encode("utf-8", "replace"), "示例.csv")


@fuzz
@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(at: int, junk: bytes) -> None:
    with suppress(ServicePointsError):
        read_workbook(PLAIN[:at] + junk + PLAIN[at + len(junk) :], "示例.xlsx")


def test_a_workbook_that_names_a_file_of_ours_reads_nothing_of_it() -> None:
    sheet = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet xmlns='
        '"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" '
        't="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'
    )
    read = ""
    with suppress(ServicePointsError):
        read = repr(read_workbook(changed(PLAIN, {"xl/worksheets/sheet1.xml": sheet}), "示例.xlsx"))
    assert "root:" not in read
