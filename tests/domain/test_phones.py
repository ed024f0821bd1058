"""Phones are read from cells as rosters have them; nothing is invented and nothing is dropped."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoints.domain.phones import read_phones

LANDLINE = "021-55500606"


def numbers(text: str) -> tuple[str, ...]:
    return tuple(phone.number for phone in read_phones(text)[0])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("(021)55500606\n55500607", (LANDLINE, "021-55500607")),
        ("021-55500177", ("021-55500177",)),
        ("55500102", ("021-55500102",)),
        ("55500130*6111", ("021-55500130-6111",)),
        ("55500134-202", ("021-55500134-202",)),
        ("55500138.0", ("021-55500138",)),
        ("2155500606.0", (LANDLINE,)),
        ("（０２１）５５５００６０６", (LANDLINE,)),
        ("021－55500606", (LANDLINE,)),
        ("021—5550 0606", (LANDLINE,)),
        ("021 5550-0606", (LANDLINE,)),
        ("02155500606", (LANDLINE,)),
        ("+86 21 55500606", (LANDLINE,)),
        ("+86-(0)21-55500606", (LANDLINE,)),
        ("86-021-55500606", (LANDLINE,)),
        ("55500606转8001", ("021-55500606-8001",)),
        ("55500606转分机8001", ("021-55500606-8001",)),
        ("总机：55500606（分机 8001）", ("021-55500606-8001",)),
        ("55500606 ext. 12", ("021-55500606-12",)),
        ("021-55500130-6111/6112", ("021-55500130-6111", "021-55500130-6112")),
        ("55500606、55500607", (LANDLINE, "021-55500607")),
        ("55500606/55500607", (LANDLINE, "021-55500607")),
        ("55500606；55500607", (LANDLINE, "021-55500607")),
        ("55500606 55500607", (LANDLINE, "021-55500607")),
        ("55500606-55500607", (LANDLINE, "021-55500607")),
        ("55500606-021-55500607", (LANDLINE, "021-55500607")),
        ("13800000000", ("13800000000",)),
        ("138 0000 0000", ("13800000000",)),
        ("138-0000-0000", ("13800000000",)),
        ("1380000 0000", ("13800000000",)),
        ("13800000000.0", ("13800000000",)),
        ("+8613800000000", ("13800000000",)),
        ("+86 138 0000 0000", ("13800000000",)),
        ("13800000000-1234", ("13800000000-1234",)),
        ("13800000000 13900000000", ("13800000000", "13900000000")),
        ("13800000000/021-55500606", ("13800000000", LANDLINE)),
        ("400-820-0000", ("400-820-0000",)),
        ("4008200000", ("400-820-0000",)),
        ("400 8200 000转1", ("400-820-0000-1",)),
        ("12345", ("12345",)),
        ("021-12345", ("12345",)),
        ("热线12345、95543", ("12345", "95543")),
        ("962121", ("962121",)),
        ("11185", ("11185",)),
        ("0571-55500606", ("0571-55500606",)),
        ("021)55500606", (LANDLINE,)),
        ("021:55500606", (LANDLINE,)),
        ("55500606；ext 22", ("021-55500606-22",)),
        ("(0512)5550060", ("0512-5550060",)),
        ("010-55500606", ("010-55500606",)),
        ("联系电话：55500606，手机：13800000000", (LANDLINE, "13800000000")),
        ("55500606\n55500606", (LANDLINE,)),
    ],
)
def test_a_cell_is_read(cell: str, expected: tuple[str, ...]) -> None:
    assert numbers(cell) == expected
    assert read_phones(cell)[1] == ()


@pytest.mark.parametrize(
    ("cell", "expected", "leftovers"),
    [
        ("13x-xxxx-xxxx", (), ("13x-xxxx-xxxx",)),
        ("138****0000", (), ("138****0000",)),
        ("5550xxxx", (), ("5550xxxx",)),
        ("5550****", (), ("5550****",)),
        ("0215550060", (), ("0215550060",)),
        ("555006061", (), ("555006061",)),
        ("310101199001010000", (), ("310101199001010000",)),
        ("见门口", (), ("见门口",)),
        ("示例王 13800000000", ("13800000000",), ("示例王",)),
        ("55500606（8:30-17:00）", (LANDLINE,), ("8:30-17:00",)),
        ("55500606/07", (LANDLINE,), ("07",)),
        ("55500606，13x-xxxx-xxxx", (LANDLINE,), ("13x-xxxx-xxxx",)),
        ("无", (), ()),
        ("/", (), ()),
        ("—", (), ()),
        ("", (), ()),
    ],
)
def test_what_is_no_phone_is_handed_back(
    cell: str, expected: tuple[str, ...], leftovers: tuple[str, ...]
) -> None:
    assert numbers(cell) == expected
    assert read_phones(cell)[1] == leftovers


def test_only_mobiles_are_mobile() -> None:
    phones, _ = read_phones("+86 138-0000-0000；021-55500606；400-820-0000；12345")
    assert [phone.mobile for phone in phones] == [True, False, False, False]


@given(st.text(alphabet="0123456789 -()+*转、/\n.x电话（）", max_size=60))
def test_every_digit_is_either_in_a_phone_or_handed_back(text: str) -> None:
    phones, leftovers = read_phones(text)
    for phone in phones:
        assert phone.number.replace("-", "").isdigit()
    assert phones or leftovers or sum(c.isdigit() for c in text) == 0


@given(st.lists(st.integers(20_000_000, 89_999_999), min_size=1, max_size=6, unique=True))
def test_reading_what_was_written_changes_nothing(locals_: list[int]) -> None:
    first = numbers("、".join(map(str, locals_)))
    assert len(first) == len(locals_)
    assert numbers("\n".join(first)) == first


@pytest.mark.parametrize(
    "junk", ["1", "021-", "5550", "55500606 ", "(", "转", " ", "13x-", "138 ", "55500606-1,"]
)
def test_a_hostile_cell_is_read_in_linear_time(junk: str) -> None:
    started = time.process_time()
    read_phones(junk * (100_000 // len(junk)))
    assert time.process_time() - started < 2
