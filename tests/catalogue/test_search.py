"""Search by text: what is found equals LIKE over the same folded text, in row order, whatever is typed."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoints.catalogue.search import LONGEST_QUERY, MOST_WORDS, find_codes, fold, words
from servicepoints.catalogue.search_text import (
    initials,
    pinyin,
    row_order,
    search_fields,
    search_text,
)
from servicepoints.domain.points import Demonstration, Kind, Listing, Point, Space
from servicepoints.reference import gazetteer, vocabulary

CENTRE = Point(
    code="000001",
    name="示例镇宁路党群服务中心",
    kind=Kind.PARTY_MASS_CENTRE,
    district="长宁区",
    sub_district="江苏路街道",
    address="镇宁路 103 号（示例Ｔ2 楼）",
    amenities={"hot_water": True, "shower": False},
    spaces=(Space(name="阅览室", amenities={"wifi": True}),),
)
HOME = Point(
    code="000002",
    name="示例公寓",
    kind=Kind.BUILDERS_HOME,
    district="黄浦区",
    sub_district="外滩街道",
    address="示例路11号",
    link_group="示例联动",
    amenities={"hot_water": True},
)
STATION = Point(
    code="00000A",
    name="示例绿地MAX骑手驿站",
    kind=Kind.CARE_STATION,
    district="宝山区",
    sub_district="杨行镇",
)
POINTS = (CENTRE, HOME, STATION)


def catalogue_of(points: tuple[Point, ...]) -> sqlite3.Connection:
    """The two tables that search needs, as the builder's docstring has them."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute("CREATE TABLE points (row_order INTEGER PRIMARY KEY, code TEXT, search_text TEXT)")
    connection.execute(
        "CREATE VIRTUAL TABLE points_search USING fts5(search_text, content='points',"
        " content_rowid='row_order', tokenize='ascii', prefix='1 2', columnsize=0)"
    )
    for point in points:
        row = (row_order(point), point.code, search_text(point, vocabulary()))
        connection.execute("INSERT INTO points VALUES (?, ?, ?)", row)
    connection.execute("INSERT INTO points_search (points_search) VALUES ('rebuild')")
    return connection


@pytest.fixture(scope="module")
def catalogue() -> Iterator[sqlite3.Connection]:
    connection = catalogue_of(POINTS)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("镇宁", [CENTRE]),
        ("ZhenNing Lu", [CENTRE]),
        ("zhenninglu", [CENTRE]),
        ("znl", [CENTRE]),
        ("znl103", [CENTRE]),
        ("镇宁 znl", [CENTRE]),
        ("镇ning", [CENTRE]),
        ("镇宁路１０３号", [CENTRE]),
        ("103号", [CENTRE]),
        ("t2楼", [CENTRE]),
        ("changning", [CENTRE]),
        ("长", [CENTRE]),
        ("阅览室", [CENTRE]),
        ("热水", [CENTRE, HOME]),
        ("黄浦 热水", [HOME]),
        ("黄浦，热水", [HOME]),
        ("淋浴", []),
        ("外滩", [HOME]),
        ("wtjd", [HOME]),
        ("租住", [HOME]),
        ("联动", [HOME]),
        ("000002", [HOME]),
        ("max", [STATION]),
        ("ma", [STATION]),
        ("2lou", [CENTRE]),
        ("03h", [CENTRE]),
        ("l1", [CENTRE, HOME]),
        ("ＭＡＸ骑手", [STATION]),
        ("yanghang", [STATION]),
        ("lvdi", [STATION]),
        ("ludi", [STATION]),
        ("心中", []),  # the end of one field and the beginning of another
        ("没有这个", []),
        ("", []),
        (" ，!", []),
    ],
)
def test_any_part_of_what_is_known_finds_the_point(
    catalogue: sqlite3.Connection, query: str, found: list[Point]
) -> None:
    assert sorted(find_codes(catalogue, query)) == sorted(point.code for point in found)


def like(points: tuple[Point, ...], query: str) -> list[str]:
    """The oracle: every word within one of the folded fields, fields kept apart by a bar."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE texts (code TEXT, text TEXT, row INTEGER)")
    for point in points:
        text = "|" + "|".join(search_fields(point, vocabulary())) + "|"
        connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (point.code, text, row_order(point)))
    wanted = [f"%{word}%" for word in words(query)]
    where = " AND ".join("text LIKE ?" for _ in wanted) or "0"
    rows = connection.execute(f"SELECT code FROM texts WHERE {where} ORDER BY row", wanted).fetchall()
    connection.close()
    return [code for (code,) in rows]


_texts = st.text(alphabet="镇宁路中心区街道znlh103 Ｔ2（·é、", max_size=12)


@given(
    names=st.lists(st.tuples(_texts, _texts), min_size=1, max_size=8),
    query=st.one_of(_texts, st.text(max_size=6)),
    cut=st.tuples(st.integers(0, 7), st.integers(0, 20), st.integers(1, 6)),
)
def test_the_same_points_are_found_as_by_like_in_the_same_order(
    names: list[tuple[str, str]], query: str, cut: tuple[int, int, int]
) -> None:
    points = tuple(
        Point(code=f"00000{i}", name=name, kind=Kind.OUTLET, address=address)
        for i, (name, address) in enumerate(names)
    )
    connection = catalogue_of(points)
    fields = search_fields(points[cut[0] % len(points)], vocabulary())
    field = fields[cut[1] % len(fields)]
    start = cut[1] % len(field)
    for asked in (query, field[start : start + cut[2]]):
        assert find_codes(connection, asked, limit=100) == like(points, asked)
    connection.close()


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "a AND",
        "NEAR(a b)",
        "search_text:a",
        "*",
        "^a",
        "-a",
        "(",
        "\x00",
        "\ud800",
        "%",
        "_",
        "a" * 100_000,
    ],
)
def test_nothing_that_is_typed_raises(catalogue: sqlite3.Connection, query: str) -> None:
    find_codes(catalogue, query)


def test_a_hostile_query_is_cut() -> None:
    kept = words(" ".join(f"镇宁{i}" for i in range(20_000)))
    assert len(kept) <= MOST_WORDS
    assert sum(map(len, kept)) <= LONGEST_QUERY
    assert sum(map(len, words("宁" * 100_000))) <= LONGEST_QUERY


def test_the_more_prominent_point_comes_first() -> None:
    plain = Point(code="000001", name="示例一", kind=Kind.PARTY_MASS_CENTRE)
    richer = Point(code="000002", name="示例二", kind=Kind.PARTY_MASS_CENTRE, amenities={"hot_water": True})
    badge = Point(
        code="000003", name="示例三", kind=Kind.PARTY_MASS_CENTRE, demonstration=Demonstration.DESIGNATED
    )
    gone = Point(code="000000", name="示例四", kind=Kind.PARTY_MASS_CENTRE, listing=Listing.WITHDRAWN)
    connection = catalogue_of((gone, plain, richer, badge))
    assert find_codes(connection, "示例") == ["000003", "000002", "000001", "000000"]
    assert find_codes(connection, "示例", limit=1, offset=1) == ["000002"]
    connection.close()


def test_row_numbers_fit_sqlite_and_differ_for_every_code() -> None:
    first = Point(code="000000", name="示例", kind=Kind.OUTLET)
    last = Point(code="ZZZZZZ", name="示例", kind=Kind.OUTLET, listing=Listing.WITHDRAWN)
    assert 0 <= row_order(first) < row_order(last) < 2**63


def test_every_sub_district_is_read_as_its_slug_says() -> None:
    wrong = []
    for s in gazetteer().sub_districts:
        spoken = {pinyin(s.name.removesuffix(tail)).replace("v", "u") for tail in ("", "街道", "镇", "乡")}
        if s.slug not in spoken:
            wrong.append((s.name, s.slug, spoken))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "full", "first"),
    [
        ("镇宁路103号", "zhenninglu103hao", "znl103h"),
        ("长宁区", "changningqu", "cnq"),
        ("重固镇", "chongguzhen", "cgz"),
        ("杨行镇", "yanghangzhen", "yhz"),
        ("高行镇", "gaohangzhen", "ghz"),
        ("闵行区", "minhangqu", "mhq"),
        ("长乐路", "changlelu", "cll"),
        ("行知路", "xingzhilu", "xzl"),
    ],
)
def test_local_readings(text: str, full: str, first: str) -> None:
    assert (pinyin(text), initials(text)) == (full, first)


def test_folding_forgives_width_case_and_spaces() -> None:
    assert fold("Ｔ2 办公楼（Ａ座）") == "t2办公楼a座"
