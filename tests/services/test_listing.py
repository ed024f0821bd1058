"""The listing picks, counts and marks what plain loops over the points find; editors see their bureau."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from servicepoints.domain.doors import Door
from servicepoints.domain.points import Kind, Listing
from servicepoints.domain.roles import Account, Role
from servicepoints.domain.sightings import Saw, Voice
from servicepoints.errors import NotAllowed
from servicepoints.register import (
    Actor,
    Register,
    Writer,
    bureaus,
    doors,
    geocodes,
    listing,
    open_register,
    points,
    sightings,
)
from servicepoints.register.bureaus import Bureau
from servicepoints.register.conditions import CONDITIONS
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.register.sightings import Sighting
from servicepoints.services.desk import desk
from servicepoints.services.listing import ANY, MATTERS, AsOf, Wanted, choose, list_points
from servicepoints.services.listing.pages import PAGE
from tests.services import desk_city as city

ALICE = Account(1, "alice", "示例爱丽丝", Role.EDITOR, "shili")
DORA = Account(3, "dora", "示例朵拉", Role.CITY)
AT = AsOf(city.NOW, city.STALE)
OLD, NEW = city.NOW - timedelta(days=200), city.NOW - timedelta(days=10)
EDITOR = Actor("editor", "示例编辑")
COURIER = Actor("courier", "")


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    times = iter((OLD, OLD, NEW, NEW, NEW, NEW))
    opened = open_register(register_url, new_key(), clock=lambda: next(times))
    migrate(opened)
    with opened.write(EDITOR) as writer:
        bureaus.put(writer, Bureau("shili", "示例邮政管理局"))
        bureaus.put(writer, Bureau("linju", "示例邻局"))
    with opened.write(EDITOR) as writer:
        ours = points.insert_many(writer, city.points("shili"), "新建")
    with opened.write(EDITOR) as writer:
        codes = points.insert_many(writer, city.points("linju"), "新建")
    with opened.write(EDITOR) as writer:
        geocodes.set_candidates(writer, codes[0], [({"latitude": 31.2}, "示例")])
    with opened.write(COURIER) as writer:
        for listed in (ours, codes):
            _found(writer, listed)
    yield opened
    opened.close()


def _found(writer: Writer, codes: Sequence[str]) -> None:
    """What couriers found: at one door of the bureau something to answer, at another it is answered; over one
    they disagree, over another they did."""
    for n, code in enumerate(codes[1:4]):
        voice = Voice(Saw.GONE, writer.now, writer.now.date())
        due_at = None if n == 2 else writer.now
        sightings.add(writer, Sighting(code=code, voice=voice, digest=f"digest of {code}", due_at=due_at))
    sightings.answer(writer, codes[2], [Saw.GONE], "no_matter")
    day = timedelta(days=1)
    doors.put(writer, codes[1], Door(doubted_at=city.NOW - day, doubted_until=city.NOW + day))
    doors.put(writer, codes[2], Door(doubted_at=city.NOW - day, doubted_until=city.NOW))
    doors.put(writer, codes[3], Door(shut_at=city.NOW, shut_until=city.NOW + day))


def told(register: Register, bureau: str | None = None) -> dict[str, set[str]]:
    """What is the matter with each point, by loops."""
    with register.read() as reader:
        waiting = {candidate.code for candidate in geocodes.candidates(reader)}
        standing = points.all_points(reader)
        found = {
            "disputed": {c for c, d in doors.every(reader).items() if d.seen(city.NOW).disputed},
            "reported": {s.code for s in sightings.waiting(reader, [p.code for p in standing])},
        }
    return {
        p.code: city.matters(p, (OLD if p.bureau == "shili" else NEW).date(), waiting)
        | {name for name, codes in found.items() if p.code in codes}
        for p in standing
        if bureau in (None, p.bureau)
    }


def chosen(register: Register, account: Account, wanted: Wanted) -> list[str]:
    with register.read() as reader:
        return list(choose(reader, account, wanted, AT).versions)


@pytest.mark.parametrize("matter", MATTERS)
def test_a_matter_picks_the_points_that_a_loop_finds(register: Register, matter: str) -> None:
    for account, bureau in ((ALICE, "shili"), (DORA, None)):
        expected = {code for code, found in told(register, bureau).items() if matter in found}
        theirs = account is DORA or matter != "unowned"  # what is nobody's, no editor sees
        assert bool(expected) is theirs, f"no point of the city shows {matter}"
        assert set(chosen(register, account, Wanted(matter=matter))) == expected


def test_the_marks_of_a_row_and_the_counts_of_the_desk_say_the_same_as_the_filter(
    register: Register,
) -> None:
    with register.read() as reader:
        marked = listing.matters(reader, [p.code for p in points.all_points(reader)], AT)
        counted = listing.tallies(reader, None, list(CONDITIONS), AT)
    for name in CONDITIONS:
        expected = {code for code, found in told(register).items() if name in found}
        assert {code for code, found in marked.items() if name in found} == expected, name
        assert counted[name].count == len(expected), name


def test_the_desk_counts_what_a_tap_on_its_line_lists(register: Register) -> None:
    for account in (ALICE, DORA):
        found = desk(register, account, None, AT)
        listed = [line for line in found.todo if "matter=" in line.path]
        assert len(listed) >= 4
        for line in listed:
            matter = line.path.partition("matter=")[2]
            assert len(chosen(register, account, Wanted(matter=matter))) == line.count, line.words


def test_the_desk_counts_each_sub_district_as_a_loop_does(register: Register) -> None:
    found = desk(register, ALICE, None, AT)
    with register.read() as reader:
        standing = [p for p in points.matching(reader, "shili") if p.listing is not Listing.WITHDRAWN]
    about = told(register, "shili")
    for place in found.places:
        here = [
            p
            for p in standing
            if (p.district, p.sub_district) == (place.now.district, place.now.sub_district)
        ]
        counts = [
            sum(name in about[p.code] for p in here) for name in ("recent", "hours", "amenities", "position")
        ]
        now = place.now
        assert [now.points, now.checked, now.hours_unknown, now.amenities_unknown, now.unlocated] == [
            len(here), *counts,
        ]  # fmt: skip
    assert found.whole.points == len(standing)


def test_the_oldest_of_each_matter_has_its_age(register: Register) -> None:
    with register.read() as reader:
        found = listing.tallies(reader, None, ["position", "stale", "overdue", "ending"], AT)
    assert found["position"].since == OLD
    assert found["stale"].since == datetime.combine(
        (city.NOW - timedelta(days=200)).date(), OLD.time(), OLD.tzinfo
    )
    assert found["overdue"].since == city.NOW - timedelta(days=1)
    assert found["ending"].since is not None
    assert found["ending"].since.date() == city.TODAY - timedelta(days=1)


def test_words_of_a_search_stand_in_name_address_or_code_and_nothing_is_a_wildcard(
    register: Register,
) -> None:
    everyone = chosen(register, ALICE, Wanted(listing=ANY))
    with register.read() as reader:
        standing = points.get_many(reader, everyone)
    code = everyone[3]
    assert chosen(register, ALICE, Wanted(text=code.lower(), listing=ANY)) == [code]
    found = chosen(register, ALICE, Wanted(text="示例1 路1"))
    assert {standing[c].name for c in found} == {f"示例1{n}号驿站" for n in ["", *range(10)]}
    with register.write(Actor("editor", "示例编辑")) as writer:
        wide = replace(standing[everyone[4]], name="示例Ａ座驿站", listing=Listing.LISTED)
        points.update(writer, everyone[4], wide, "修改")
    assert chosen(register, ALICE, Wanted(text="Ａ座")) == [everyone[4]]
    assert chosen(register, ALICE, Wanted(text="%")) == chosen(register, ALICE, Wanted(text="_")) == []


def test_filters_narrow_each_other(register: Register) -> None:
    nowhere = chosen(register, ALICE, Wanted(district=""))
    assert len(nowhere) == 1
    assert chosen(register, ALICE, Wanted(district="", matter="position")) == nowhere
    assert chosen(register, ALICE, Wanted(district="", matter="held")) == []
    assert chosen(register, ALICE, Wanted(kind=Kind.OUTLET.value)) == []
    assert len(chosen(register, ALICE, Wanted(listing=Listing.WITHDRAWN.value))) == 1


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("name", lambda p: (p.name, p.code)),
        ("place", lambda p: (p.district, p.sub_district, p.name, p.code)),
        ("checked", lambda p: (str(p.checked_on or ""), p.district, p.sub_district, p.name, p.code)),
        ("changed", lambda p: (-p.updated_at.timestamp(), p.code)),
    ],
)
def test_the_order_is_that_of_the_points(register: Register, sort: str, key: object) -> None:
    codes = chosen(register, DORA, Wanted(sort=sort, listing=ANY))
    with register.read() as reader:
        standing = points.get_many(reader, codes)
    assert codes == [p.code for p in sorted(standing.values(), key=key)]  # type: ignore[call-overload]


def test_pages_hold_each_point_once_and_a_page_beyond_the_end_is_the_last(register: Register) -> None:
    first = list_points(register, DORA, Wanted(listing=ANY), 1, AT)
    last = list_points(register, DORA, Wanted(listing=ANY), 99, AT)
    assert (first.pages, last.number, len(first.rows)) == (2, 2, PAGE)
    shown = [row.point.code for page in (first, last) for row in page.rows]
    assert sorted(shown) == sorted(first.chosen.versions)


def test_an_editor_sees_the_own_bureau_and_is_refused_anothers(register: Register) -> None:
    with register.read() as reader:
        own = {p.code for p in points.matching(reader, "shili")}
    assert set(chosen(register, ALICE, Wanted(listing=ANY))) == own
    for bureau in ("linju", ""):
        with pytest.raises(NotAllowed):
            chosen(register, ALICE, Wanted(bureau=bureau))
        with pytest.raises(NotAllowed):
            desk(register, ALICE, bureau, AT)


def test_what_was_chosen_has_another_digest_as_soon_as_a_point_of_it_changes(register: Register) -> None:
    with register.read() as reader:
        before = choose(reader, ALICE, Wanted(), AT)
        code, point = next(iter(points.get_many(reader, before.versions).items()))
    opened = open_register(register.url, "", clock=lambda: city.NOW)
    with opened.write(EDITOR) as writer:
        points.update(writer, code, replace(point, contacts=(), note="示例"), "示例")
    opened.close()
    with register.read() as reader:
        assert choose(reader, ALICE, Wanted(), AT).digest != before.digest
