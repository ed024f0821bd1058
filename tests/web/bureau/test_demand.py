"""Where rest is missing, at the desk: who sees which cells, what is too few, and what the file has."""

import re
from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from servicepoints.domain.cells import Cell, cell_of
from servicepoints.domain.demand import ANY, Count, Counts, Slot
from servicepoints.register import Actor, Register, demand
from servicepoints.services.demand.looking import AROUND_M, cells_around, enough
from tests.web.bureau.conftest import Clock, SignIn

NIGHT = 3 * 24 + 22
FAR = Cell(3444, 11590)
"""Near nobody's point."""


def slot(cell: Cell, hour: int = NIGHT, need: str = ANY, month: str = "2026-09") -> Slot:
    return Slot(cell, month, hour, need)


def write(register: Register, counts: Counts, name: str = "a") -> None:
    with register.write(Actor("machine", "demand")) as writer:
        assert demand.add(writer, name, counts)


@pytest.fixture
def here(register: Register) -> Cell:
    """The cell of a point of alice's bureau."""
    with register.read() as reader:
        place = next(p for p in demand.places_of(reader, "shili").values() if p)
    return cell_of(*place)


def shown(page: str) -> set[str]:
    return set(re.findall(r'data-cell="(\d+-\d+)"', page)) | set(re.findall(r"&#34;(\d{4}-\d{5})&#34;", page))


def test_before_anything_is_counted_the_page_says_so(alice: FlaskClient) -> None:
    page = alice.get("/bureau/demand")
    assert page.status_code == 200
    assert "2026年9月本局点位周围3公里内还没有够数的查找" in page.text
    assert "<script nonce" not in page.text


def test_it_says_where_when_and_for_what_nothing_was_found(
    alice: FlaskClient, register: Register, here: Cell
) -> None:
    write(register, {slot(here): Count(12, 2), slot(here, need="toilet"): Count(6, 0)})
    page = alice.get("/bureau/demand").text
    assert "小哥找了<strong>12</strong>次，1公里内骑到能歇的有16%，<strong>10</strong>次没找到" in page
    lines = re.findall(r"<tr data-cell.*?</tr>", page)
    assert len(lines) == 2
    assert all("夜里22–24点" in line and "附近" in line for line in lines)
    assert "<td><strong>10</strong></td><td>夜里22–24点</td><td>所有查找</td><td>12</td>" in lines[0]
    assert "<td><strong>6</strong></td><td>夜里22–24点</td><td>厕所</td><td>6</td>" in lines[1]
    assert shown(page) == {here.name}


def test_a_weekend_is_named_where_it_is_then(alice: FlaskClient, register: Register, here: Cell) -> None:
    write(register, {slot(here, 5 * 24 + 14): Count(6, 0), slot(here, 14): Count(2, 0)})
    assert "下午14–17点，周末居多" in alice.get("/bureau/demand").text


def test_too_few_are_shown_to_nobody(
    alice: FlaskClient, dora: FlaskClient, register: Register, here: Cell
) -> None:
    few, some = here, Cell(here.north + 1, here.east)
    write(register, {
        slot(few): Count(4, 0), slot(few, need="toilet"): Count(4, 0), slot(some): Count(3, 0),
        slot(some, NIGHT - 12): Count(3, 0),
    })  # fmt: skip
    for client in (alice, dora):
        page = client.get("/bureau/demand").text
        assert shown(page) == {some.name}, "it has six in the month"
        assert "data-cell" not in page, "and no line of five"
        table = client.get("/bureau/demand/export?format=csv").text
        assert few.name not in table
        assert some.name not in table


def test_five_in_two_months_are_not_five_in_one(dora: FlaskClient, register: Register, here: Cell) -> None:
    write(register, {slot(here): Count(4, 0), slot(here, month="2026-08"): Count(4, 0)})
    for month in ("2026-08", "2026-09"):
        assert shown(dora.get(f"/bureau/demand?month={month}").text) == set()


def test_a_bureau_sees_what_lies_round_its_own_points_and_the_city_sees_all(
    alice: FlaskClient, charlie: FlaskClient, dora: FlaskClient, register: Register, here: Cell
) -> None:
    write(register, {slot(here): Count(9, 0), slot(FAR): Count(9, 0)})
    assert shown(alice.get("/bureau/demand").text) == {here.name}
    assert shown(charlie.get("/bureau/demand").text) == set(), "no point of its own, nothing round it"
    assert shown(dora.get("/bureau/demand").text) == {here.name, FAR.name}
    assert shown(dora.get("/bureau/demand?bureau=shili").text) == {here.name}
    assert FAR.name not in alice.get("/bureau/demand/export?format=csv").text
    for path in ("/bureau/demand?bureau=shili", "/bureau/demand/export?bureau=shili"):
        assert charlie.get(path).status_code == 403


def test_around_means_three_kilometres_to_the_middle_of_the_cell() -> None:
    middle = (31.2255, 121.42725)
    found = cells_around([middle])
    assert Cell(3469 + 2, 11564) in found
    assert Cell(3469 + 4, 11564) not in found
    assert 25 <= len(found) <= 32, f"some {AROUND_M}² × π square kilometres"


def test_what_is_enough_is_told_from_all_searches_of_a_cell() -> None:
    one, two = Cell(1, 1), Cell(2, 2)
    counts = {
        one: [(NIGHT, ANY, 2, 1), (5, ANY, 3, 0)],
        two: [(NIGHT, ANY, 4, 0), (NIGHT, "toilet", 4, 0)],
    }
    kept, cells = enough(counts)
    assert cells == {one: Count(5, 1)}
    assert set(kept) == {one}


def test_changes_are_those_of_the_own_points_the_most_first(
    alice: FlaskClient, dora: FlaskClient, register: Register, here: Cell
) -> None:
    write(register, {slot(here, day * 24 + hour): Count(9, 0) for day in range(5) for hour in range(18, 23)})
    page = alice.get("/bureau/demand").text
    served = [int(n) for n in re.findall(r"<td>约(\d+)次</td>", page)]
    assert served
    assert served == sorted(served, reverse=True)
    with register.read() as reader:
        own = set(demand.places_of(reader, "shili"))
    codes = re.findall(r'<a href="/p/(\w{6})">[^<]+</a></th><td>约\d+次</td><td>开到23点', page)
    assert codes
    assert set(codes) <= own
    later = alice.get("/bureau/demand?until=24").text
    assert "24小时开" in later
    assert "新设一个点，最多能接住" in page
    assert "<td>225次</td>" in page
    assert dora.get("/bureau/demand?until=99").status_code == 200


def test_the_file_has_every_line_and_no_formula(
    alice: FlaskClient, register: Register, here: Cell, app: Flask
) -> None:
    cells = [Cell(here.north + n // 3 - 1, here.east + n % 3 - 1) for n in range(9)]
    counts = {slot(cell, hour): Count(7, 1) for cell in cells for hour in (2, 6, 9, 12, 15, 18, 20, 22)}
    write(register, counts)
    page = alice.get("/bureau/demand").text
    assert page.count("<tr data-cell") == 20
    assert "还有52行" in page
    answer = alice.get("/bureau/demand/export?format=xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2 + 72
    assert rows[1] == ["格子", "哪里", "什么时候", "找什么", "找了几次", "没找到几次"]
    assert rows[2][4:] == [7, 6]
    assert alice.get("/bureau/demand/export?format=csv").text.count("\r\n") == 73
    refused = alice.get("/bureau/demand/export?format=exe")
    assert refused.status_code == 422
    assert "只能导出 xlsx 或 csv" in refused.text


def test_a_name_that_would_be_a_formula_stays_a_text_in_the_file(
    alice: FlaskClient, register: Register, here: Cell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servicepoints.services.demand.gaps.Places._of", lambda *_: "=HYPERLINK(1)")
    write(register, {slot(here): Count(7, 1)})
    assert ",'=HYPERLINK(1)," in alice.get("/bureau/demand/export?format=csv").text


def test_a_month_without_counts_is_refused_in_words(alice: FlaskClient) -> None:
    answer = alice.get("/bureau/demand?month=1999-13")
    assert answer.status_code == 422
    assert "这个月没有计数" in answer.text


def test_nothing_of_the_map_comes_from_elsewhere_and_nobody_keeps_it(
    alice: FlaskClient, register: Register, here: Cell
) -> None:
    write(register, {slot(here): Count(7, 1)})
    answer = alice.get("/bureau/demand")
    assert answer.headers["Cache-Control"] == "no-store"
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    assert nonce
    assert f'<script nonce="{nonce[1]}">' in answer.text
    assert "//cdn" not in answer.text


def test_a_point_without_a_position_does_no_harm(alice: FlaskClient, register: Register) -> None:
    with register.read() as reader:
        assert None in demand.places_of(reader, "shili").values()
    assert alice.get("/bureau/demand").status_code == 200


def test_the_month_that_is_shown_first_begins_in_shanghai(sign_in: SignIn, clock: Clock) -> None:
    clock.now = datetime.fromisoformat("2026-10-31T16:00+00:00")
    assert "2026年11月" in sign_in("alice").get("/bureau/demand").text
