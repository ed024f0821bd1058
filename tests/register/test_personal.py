"""All that is held of a number is found and erased, wherever the register may hold it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import JSON, LargeBinary, String, select, update

from servicepoints.domain.points import BookingInfo, Channel, Contact
from servicepoints.domain.roles import Account, Role
from servicepoints.errors import Conflict, InvalidValue, NotAllowed
from servicepoints.register import personal, points, reviews
from servicepoints.register import schema as s
from servicepoints.register.reviews import ReviewItem
from servicepoints.register.schema import metadata
from servicepoints.register.secrecy import new_key
from servicepoints.services import personal as service
from tests.register.test_resealing import tokens
from tests.services.booking_city import RULES, SETUP, City, opened

PHONE, OTHER = "13900000001", "13800001111"
CITY = Account(9, "dora", "示例朵拉", Role.CITY, "")
EDITOR = Account(1, "alice", "示例爱丽丝", Role.EDITOR, "shili")
SAID = f"停车找张三139 0000 0001，或李四{OTHER}"


@pytest.fixture
def city(register_url: str) -> Iterator[City]:
    """A register in which the number stands in every place that there is for it."""
    made = opened(register_url, new_key())
    session = made.session(2)
    made.book(session, phone=PHONE)
    with made.register.write(SETUP) as writer:
        (point,) = points.all_points(writer)
        contacts = (Contact(name="张三", number=PHONE), Contact(name="李四", number=OTHER))
        full = replace(
            point, contacts=contacts, note=SAID, booking=BookingInfo(channel=Channel.PHONE, phone=PHONE)
        )
        points.update(writer, point.code, full, SAID)
        row = {"名称": "示例驿站", "联系人": "张三", "电话": PHONE}
        for kind in ("row", "note"):
            item = ReviewItem(kind=kind, reason=SAID, value=SAID, proposal=row, private=True)
            reviews.add_reviews(writer, [replace(item, code=point.code)])
    fill(made)
    yield made
    made.register.close()


def fill(city: City) -> None:
    """The number in every other column that is said to hold one."""
    given = {
        s.offering: {"description": SAID, "phone": PHONE}, s.offering_session: {"reason": SAID},
    }  # fmt: skip
    now = city.register.now()
    with city.register.write(SETUP) as writer:
        for table, values in given.items():
            writer.connection.execute(update(table).values(**values))
        run = writer.connection.execute
        run(s.sighting.insert().values(
            code=city.point, saw="fine", rider="", lacks="", words=SAID, near="", at=now, day=now.date(),
            device="", network="", digest="d", answered_by="", answer="",
        ))  # fmt: skip
        run(s.suggestion.insert().values(
            digest="d", bureau="shili", name="示例", note=SAID, amenities=[], who="", source="",
            created_at=now, outcome="",
        ))  # fmt: skip
        run(s.digest_opening.insert().values(bureau="shili", line=SAID, at=now, by="示例"))
        run(s.geocode_answer.insert().values(
            provider="x", query=SAID, answer={}, level="", raw_datum="wgs84", answered_on=now.date(),
        ))  # fmt: skip
        run(s.position_candidate.insert().values(
            code=city.point, place=0, candidate={"query": SAID}, why="", found_at=now,
        ))  # fmt: skip
        run(s.keeper_link.insert().values(id="k", code=city.point, made_at=now, expires_at=now))
        run(s.keeper_use.insert().values(link="k", at=now, what=SAID))
        run(s.robot.insert().values(
            bureau="shili", name="示例群", tail="1", length="short", form="text", greets=False, since=now,
            made_at=now,
        ))  # fmt: skip
        run(s.outbox.insert().values(
            robot=1, batch="b", part=1, text=SAID, form="text", state="sent", attempts=1, due_at=now,
            queued_at=now, ends_at=now, made_at=now,
        ))  # fmt: skip


def everything(city: City) -> str:
    """All that all tables say, opened."""
    with city.register.read() as reader:
        plain = [
            repr(tuple(row))
            for table in metadata.sorted_tables
            for row in reader.connection.execute(select(table))
        ]
        return "\n".join([*plain, *(repr(reader.secrecy.open(token)) for token in tokens(city.register))])


def digits(text: str) -> str:
    return text.replace(" ", "")


def test_what_a_stranger_wrote_to_look_sealed_stands_in_nobodys_way(city: City) -> None:
    with city.register.write(SETUP) as writer:
        writer.connection.execute(update(s.suggestion).values(name="gAAAAABxxx", note="gAAAAA" + SAID))
        writer.connection.execute(update(s.sighting).values(words="gAAAAA"))
    found = service.look_up(city.register, CITY, PHONE)
    assert service.WORDS["suggestion"] in {line.sort for line in found.lines}
    assert service.erase(city.register, CITY, PHONE, RULES, ending=True)


def test_it_is_found_in_every_place_and_then_in_none(city: City) -> None:
    assert digits(everything(city)).count(PHONE) > 15
    found = service.look_up(city.register, CITY, " 139-0000-0001 ")
    sorts = {line.sort for line in found.lines}
    assert sorts == set(service.WORDS.values())
    assert found.coming == 1
    counts = service.erase(city.register, CITY, PHONE, RULES, ending=True)
    assert set(counts) == set(service.WORDS.values())
    left = everything(city)
    assert PHONE not in digits(left)
    assert "张三" not in left.replace("示例张三", "")
    assert OTHER in left, "what is another's stays"
    assert "李四" in left
    assert service.look_up(city.register, CITY, PHONE).lines == ()


def test_counts_stay_and_a_place_that_was_taken_goes_to_the_next(city: City) -> None:
    with city.register.read() as reader:
        (session,) = reader.connection.execute(select(s.offering_session.c.code)).scalars()
    city.book(session, phone="13911110000")
    waits = city.book(session, phone="13922220000")
    assert city.booking(waits.token).state.value == "waiting"
    service.erase(city.register, CITY, PHONE, RULES, ending=True)
    assert city.booking(waits.token).state.value == "confirmed"
    with city.register.read() as reader:
        assert len(list(reader.connection.execute(select(s.booking.c.id)))) == 3


def test_standing_bookings_are_not_erased_unless_they_may_be_cancelled(city: City) -> None:
    before = everything(city)
    with pytest.raises(Conflict, match="还有1个没结束的报名"):
        service.erase(city.register, CITY, PHONE, RULES, ending=False)
    assert everything(city) == before


def test_only_the_city_may_and_it_is_recorded_without_the_number(city: City) -> None:
    for act in (
        lambda: service.look_up(city.register, EDITOR, PHONE),
        lambda: service.written_out(city.register, EDITOR, PHONE),
        lambda: service.erase(city.register, EDITOR, PHONE, RULES, ending=True),
        lambda: service.recorded(city.register, EDITOR),
    ):
        with pytest.raises(NotAllowed):
            act()
    service.look_up(city.register, CITY, PHONE)
    made = service.written_out(city.register, CITY, PHONE)
    assert "示例张三" in made.content.decode("utf-8-sig")
    assert PHONE not in made.name
    service.erase(city.register, CITY, PHONE, RULES, ending=True)
    erased, exported, looked = done = service.recorded(city.register, CITY)
    assert [one.what for one in done] == ["erase", "export", "look"]
    assert {one.number for one in done} == {"139****0001"}
    assert {one.account for one in done} == {"示例朵拉"}
    assert exported.counts == looked.counts
    assert erased.counts["报名和预约"] == 1


@pytest.mark.parametrize("bad", ["", "1390000000", "021-55500000", "%", "139000000011"])
def test_what_is_no_mobile_number_is_refused(city: City, bad: str) -> None:
    with pytest.raises(InvalidValue):
        service.look_up(city.register, CITY, bad)


def test_every_column_that_may_hold_a_person_is_named() -> None:
    """Whoever adds a column of text says whether a person's number may stand there."""
    unnamed = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | JSON | LargeBinary) and not column.foreign_keys
        if column.name not in personal.ACTORS
        and column.name not in personal.HELD.get(table.name, ())
        and column.name not in personal.NOBODYS.get(table.name, ())
    ]
    assert unnamed == []
    named = {(t, c) for names in (personal.HELD, personal.NOBODYS) for t, cs in names.items() for c in cs}
    assert all(c in metadata.tables[t].columns for t, c in named)
    assert set(service.WORDS) | {"contact", "space"} == set(personal.HELD)
