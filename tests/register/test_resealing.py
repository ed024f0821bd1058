"""A change of data keys reaches all that is sealed, wherever it lies."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from servicepoints.domain.digests import Robot
from servicepoints.domain.points import Contact
from servicepoints.domain.roles import Role
from servicepoints.errors import Conflict, SettingError
from servicepoints.register import (
    Register,
    accounts,
    bookings,
    factors,
    open_register,
    points,
    reviews,
    revisions,
    robots,
    uploads,
)
from servicepoints.register.resealing import KINDS
from servicepoints.register.reviews import ReviewItem
from servicepoints.register.schema import metadata
from servicepoints.register.secrecy import new_key
from servicepoints.services.housekeeping import forget_lost, reseal
from tests.services.booking_city import SETUP, City, opened

OLD, NEW = new_key(), new_key()
PRIVATE = (Contact(name="示例王五", number="13911110000"), Contact(name="示例赵六", public=True))
ITEM = ReviewItem(kind="note", reason="示例", value="示例王五 13911110000", private=True, sheet="示例", row=3)
PHONE = "13922220000"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ROBOT, ADDRESS = Robot(bureau="shili", name="示例群"), "https://example.gov.cn/send?key=0001"


@pytest.fixture
def city(register_url: str) -> Iterator[City]:
    """A register with something sealed in every place that there is for it."""
    made = opened(register_url, OLD)
    session = made.session(5)
    for n in range(3):
        made.book(session, phone=PHONE if n == 0 else f"1393333000{n}")
    with made.register.write(SETUP) as writer:
        (point,) = points.all_points(writer)
        points.update(writer, point.code, replace(point, contacts=PRIVATE), "示例")
        reviews.add_reviews(writer, [ITEM, replace(ITEM, code=point.code), replace(ITEM, kind="row", row=4)])
        number = accounts.add(writer, "shili", "示例编辑", Role.EDITOR, "shili").id
        for n in range(2):
            uploads.put(writer, number, "shili", "示例.xlsx", b"13911110000", f"{n}".encode(), {})
        robots.add(writer, ROBOT, ADDRESS, "0001")
        factors.put(writer, number, KEY, 1, ["示例"])
    yield made
    made.register.close()


def tokens(register: Register) -> list[str]:
    """All sealed texts and files in all tables."""
    found: list[str] = []
    with register.read() as reader:
        for table in metadata.sorted_tables:
            for row in reader.connection.execute(select(table)):
                found += [token for value in row for token in _tokens(value)]
    return found


def _tokens(value: Any) -> list[str]:
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    if isinstance(value, dict | list):
        value = json.dumps(value)
    return [part for part in str(value).split('"') if part.startswith("gAAAA")]


def test_all_that_is_sealed_is_sealed_anew_and_found_by_the_new_key_alone(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servicepoints.register.resealing.KINDS", tuple((t, anew, 1) for t, anew, _ in KINDS))
    sealed = tokens(city.register)
    assert len(sealed) >= 3 + 2 + 1 + 3 + 4 + 1 + 1
    both = open_register(city.register.engine.url.render_as_string(False), f"{NEW},{OLD}", city.clock)
    with both.write(SETUP) as writer:  # what is known under the old key is not taken for new
        assert reviews.add_reviews(writer, [ITEM]) == 0
    assert reseal(both) == 3 + 2 + 3 + 1 + 2 + 1 + 1
    with both.write(SETUP) as writer:
        assert reviews.add_reviews(writer, [ITEM]) == 0
    again = tokens(both)
    assert len(again) == len(sealed)
    for token in again:
        Fernet(NEW).decrypt(token)
    both.close()
    new = open_register(city.register.engine.url.render_as_string(False), NEW, city.clock)
    with new.write(SETUP) as writer:
        assert reviews.add_reviews(writer, [ITEM, replace(ITEM, kind="row", row=4)]) == 0
        (point,) = points.all_points(writer)
        assert point.contacts == PRIVATE
        session = writer.connection.execute(select(metadata.tables["booking"].c.session)).scalars().first()
        assert bookings.by_phone(writer, str(session), PHONE) is not None
        (robot,) = robots.of_bureau(writer, "shili")
        assert robots.address(writer, robot.id) == ADDRESS
        with pytest.raises(Conflict):
            robots.add(writer, ROBOT, ADDRESS, "0001")
        factor = factors.get(writer, accounts.all_accounts(writer)[0].account.id)
        assert factor is not None
        assert factor.key == KEY
    new.close()


def test_what_was_sealed_under_a_lost_key_is_forgotten_and_the_rest_is_used_again(city: City) -> None:
    url = city.register.engine.url.render_as_string(False)
    lost = open_register(url, NEW, city.clock)
    with lost.write(SETUP) as writer:
        code = writer.connection.execute(select(metadata.tables["point"].c.code)).scalar_one()
        with pytest.raises(SettingError):
            points.get(writer, code)
    assert forget_lost(lost) == 3 + 2 + 3 + 1 + 2 + 1 + 1
    assert tokens(lost) == []
    with lost.write(SETUP) as writer:
        point = points.get(writer, code)
        assert point is not None
        points.update(writer, code, replace(point, contacts=PRIVATE), "示例")
        assert len(revisions.history(writer, code)) > 2
        assert robots.of_bureau(writer, "shili")[0].fault
    assert forget_lost(lost) == 0, "what is sealed under the new key stays"
    lost.close()


def test_no_table_with_something_sealed_is_forgotten() -> None:
    sealing = {table.name for table in metadata.sorted_tables if "sealed" in table.columns}
    assert sealing - {table.name for table, *_ in KINDS} == {"wechat_ticket"}, "it is fetched anew"
