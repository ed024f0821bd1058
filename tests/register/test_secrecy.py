"""Private names and numbers: sealed on the disk, readable only with the key."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from servicepoints.domain.points import Contact, Point
from servicepoints.errors import SettingError
from servicepoints.register import Actor, Register, imports, open_register, points, revisions
from servicepoints.register import schema as s
from servicepoints.register.points import insert, update
from servicepoints.register.secrecy import Secrecy, new_key

Make = Callable[..., Point]
NAME, NUMBER, LATER = "示例某某人", "13912345678", "13787654321"


def bytes_beside(path: Path) -> bytes:
    """All that lies on the disk of a database: the file, its WAL, its journal."""
    return b"".join(file.read_bytes() for file in path.parent.iterdir() if file.name.startswith(path.name))


@pytest.mark.sqlite
def test_a_private_contact_lies_nowhere_in_the_clear(
    register: Register, editor: Actor, station: Make, tmp_path: Path
) -> None:
    contacts = (Contact(name=NAME, number=NUMBER), Contact(name=NAME, number="021-55500000", public=True))
    held = imports.ReviewItem(kind="row", reason="放不进去", proposal={"联系人": NAME, "电话": NUMBER})
    said = imports.ReviewItem(kind="value", reason="位数不对", value=NUMBER, private=True)
    with register.write(editor) as writer:
        code = insert(writer, station(contacts=contacts), "导入")
        update(writer, code, station(contacts=(Contact(name=NAME, number=LATER),)), "换人")
        imports.add_reviews(writer, [held, said])
    on_disk = bytes_beside(tmp_path / "register.db")
    assert "示例驿站".encode() in on_disk
    for marker in (NAME, NUMBER, LATER):
        assert marker.encode() not in on_disk
        assert marker.encode("unicode_escape") not in on_disk
    with register.read() as reader:
        point = points.get(reader, code)
        assert point is not None
        assert point.contacts == (Contact(name=NAME, number=LATER),)
        assert revisions.history(reader, code)[1].what["contacts"][0][0]["number"] == NUMBER
        assert [item.proposal for item in imports.open_reviews(reader, kind="row")] == [held.proposal]
        assert [item.value for item in imports.open_reviews(reader, kind="value")] == [NUMBER]


def test_without_a_key_a_private_contact_is_refused_with_what_to_set(
    register: Register, editor: Actor, station: Make, register_url: str
) -> None:
    keyless = open_register(register_url)
    with pytest.raises(SettingError, match="SERVICEPOINTS_DATA_KEY"), keyless.write(editor) as writer:
        insert(writer, station(), "导入")
    with keyless.write(editor) as writer:
        code = insert(writer, station(contacts=(Contact(number="021-55500000", public=True),)), "导入")
    with keyless.read() as reader:
        assert points.count(reader) == 1
        assert points.get(reader, code) is not None
    with register.write(editor) as writer:
        update(writer, code, station(), "补联系人")
    with pytest.raises(SettingError, match="SERVICEPOINTS_DATA_KEY"), keyless.read() as reader:
        points.get(reader, code)
    with pytest.raises(SettingError), keyless.write(editor) as writer:
        update(writer, code, station(contacts=()), "清空")
    keyless.close()


def test_a_wrong_key_is_named_and_a_new_one_beside_the_old_opens_everything(
    register: Register, editor: Actor, station: Make, register_url: str, data_key: str
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(), "导入")
    other = open_register(register_url, new_key())
    with pytest.raises(SettingError, match="SERVICEPOINTS_DATA_KEY"), other.read() as reader:
        points.get(reader, code)
    other.close()
    both = open_register(register_url, f"{new_key()}, {data_key}")
    with both.read() as reader:
        point = points.get(reader, code)
        assert point is not None
        assert point.contacts == station().contacts
    both.close()


def test_the_hash_by_which_a_number_is_found_is_keyed_and_outlives_a_change_of_keys(
    register: Register, editor: Actor, station: Make, data_key: str
) -> None:
    rotated = Secrecy(f"{new_key()},{data_key}")
    with register.write(editor) as writer:
        insert(writer, station(), "导入")
        kept = writer.connection.execute(s.contact.select().where(s.contact.c.place == 0)).one()
        public = writer.connection.execute(s.contact.select().where(s.contact.c.place == 1)).one()
    assert kept.fingerprint in rotated.fingerprints("13800000000")
    assert kept.fingerprint != Secrecy(new_key()).fingerprint("13800000000")
    assert (kept.number, public.number, public.fingerprint) == ("", "021-55500000", "")


def test_a_key_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(SettingError, match="44"):
        open_register("sqlite://", "短")


def test_a_point_read_without_a_key_is_never_written_back_without_its_contacts(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(), "导入")
        keyless = replace(writer, secrecy=Secrecy(""))
        with pytest.raises(SettingError):
            update(keyless, code, station(contacts=()), "修改")
