"""A backup file is what was written, whole, or it is refused."""

import io
import json
import os
import struct
import tracemalloc
from pathlib import Path

import pytest

from servicepoints.backups import container
from servicepoints.backups.container import MAGIC, PIECE, Header
from servicepoints.backups.sealing import keys_of
from servicepoints.errors import InstanceError, SettingError
from servicepoints.register.secrecy import new_key

KEY, OTHER = keys_of(f"{new_key()},{new_key()}")
HEADER = Header("2026-09-14T02:00:00+00:00", "a" * 32, "sqlite", "0011", "0.2.0", True)
_LENGTH = struct.Struct(">I")


@pytest.fixture(params=[True, False], ids=["encrypted", "plain"])
def encrypted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def written(tmp_path: Path, encrypted: bool) -> Path:
    """A backup of two parts, of several pieces."""
    (tmp_path / "one").write_bytes(os.urandom(PIECE * 2 + 5))
    (tmp_path / "two").write_bytes(b"")
    header = (
        HEADER
        if encrypted
        else Header(**{n: getattr(HEADER, n) for n in Header.__slots__[:-1]}, encrypted=False)
    )
    with (tmp_path / "file").open("wb") as file:
        parts = {"one": tmp_path / "one", "two": tmp_path / "two"}
        container.write(file, header, parts, {"counts": {"point": 3}}, KEY if encrypted else None)
    return tmp_path / "file"


def frames(raw: bytes) -> tuple[bytes, list[bytes]]:
    """What stands before the frames, and the frames with their lengths."""
    at = len(MAGIC) + 4 + _LENGTH.unpack_from(raw, len(MAGIC))[0]
    start, found = raw[:at], []
    while at < len(raw):
        size = 4 + (_LENGTH.unpack_from(raw, at)[0] & 0x7FFFFFFF)
        found.append(raw[at : at + size])
        at += size
    return start, found


def refused(path: Path, raw: bytes, keys: tuple[bytes, ...] = (KEY,)) -> str:
    path.write_bytes(raw)
    with pytest.raises(InstanceError) as caught:
        container.read(path, keys)
    return str(caught.value)


def test_what_was_written_is_read(written: Path) -> None:
    into: dict[str, io.BytesIO] = {}

    class Kept(io.BytesIO):
        def close(self) -> None: ...

    manifest = container.read(written, (OTHER, KEY), lambda name: into.setdefault(name, Kept()))
    assert manifest.more == {"counts": {"point": 3}}
    assert {n: b.getvalue() for n, b in into.items()} == {
        "one": (written.parent / "one").read_bytes(), "two": b"",
    }  # fmt: skip


def test_no_byte_of_it_can_be_another(written: Path) -> None:
    raw = written.read_bytes()
    start, found = frames(raw)
    places = [*range(0, len(start) + 40, 7), *(len(raw) - 1 - n for n in range(0, 90, 9))]
    places += [len(start) + sum(map(len, found[:n])) + 5 for n in range(len(found))]
    for place in places:
        changed = bytearray(raw)
        changed[place] ^= 1
        assert "backup" in refused(written, bytes(changed)) or "坏" in refused(written, bytes(changed))


def test_a_file_that_was_cut_off_anywhere_is_refused(written: Path) -> None:
    raw = written.read_bytes()
    start, found = frames(raw)
    ends = [len(start) + sum(map(len, found[:n])) for n in range(len(found))]
    for end in (*ends, *(end + 2 for end in ends), *(end + 30 for end in ends), len(raw) - 1):
        assert "不完整" in refused(written, raw[:end])
    assert refused(written, raw[:4])


def test_frames_out_of_order_doubled_missing_or_added_are_refused(written: Path) -> None:
    start, (manifest, one, two, *rest) = frames(written.read_bytes())
    for order in (
        [manifest, two, one, *rest], [manifest, one, one, *rest], [manifest, one, *rest],
        [manifest, one, two, *rest, rest[-1]], [one, manifest, two, *rest],
    ):  # fmt: skip
        refused(written, start + b"".join(order))
    last_early = bytearray(two)
    last_early[0] |= 0x80  # says that it is the last
    refused(written, start + manifest + one + bytes(last_early))


def test_frames_of_another_backup_do_not_fit(written: Path, tmp_path: Path) -> None:
    start, mine = frames(written.read_bytes())
    parts = {"one": tmp_path / "one", "two": tmp_path / "two"}
    header = container.read_header(written)
    with (tmp_path / "later").open("wb") as file:
        container.write(file, header, parts, {}, KEY if header.encrypted else None)
    _, others = frames((tmp_path / "later").read_bytes())
    refused(written, start + mine[0] + others[1] + b"".join(mine[2:]))


def test_a_frame_that_unpacks_to_more_than_was_ever_put_in_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").write_bytes(bytes(PIECE * 8))
    monkeypatch.setattr(container, "PIECE", PIECE * 8)
    with (tmp_path / "file").open("wb") as file:
        container.write(file, HEADER, {"one": tmp_path / "one"}, {}, KEY)
    monkeypatch.undo()
    with pytest.raises(InstanceError, match="坏了或被改过"):
        container.read(tmp_path / "file", (KEY,))


def test_a_wrong_key_no_key_and_what_is_no_backup_are_told_apart(written: Path, encrypted: bool) -> None:
    raw = written.read_bytes()
    if encrypted:
        assert "不是备份时的那一把" in refused(written, raw, (OTHER,))
        assert "是加密的：请设置 SERVICEPOINTS_BACKUP_KEY" in refused(written, raw, ())
    assert "不是 servicepoints backup 写的" in refused(written, b"SQLite format 3\0" + raw)
    assert "不是 servicepoints backup 写的" in refused(written, b"")
    start, _ = frames(raw)
    head = json.loads(start[len(MAGIC) + 4 :]) | {"format": 2}
    later = json.dumps(head).encode()
    assert "先升级程序" in refused(written, MAGIC + _LENGTH.pack(len(later)) + later)


def test_an_encrypted_backup_shows_nothing_of_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"SECRET" * 1000)
    with (tmp_path / "file").open("wb") as file:
        container.write(file, HEADER, {"one": tmp_path / "one"}, {"settings": {"A": "HIDDEN"}}, KEY)
    raw = (tmp_path / "file").read_bytes()
    assert b"SECRET" not in raw
    assert b"HIDDEN" not in raw
    assert KEY not in raw


def test_no_two_backups_are_encrypted_under_the_same_key(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"x" * 100)
    for name in ("a", "b"):
        with (tmp_path / name).open("wb") as file:
            container.write(file, HEADER, {"one": tmp_path / "one"}, {}, KEY)
    (_, a), (_, b) = (frames((tmp_path / name).read_bytes()) for name in ("a", "b"))
    assert a[1] != b[1]


def test_memory_stays_flat_however_large_it_is(tmp_path: Path) -> None:
    with (tmp_path / "one").open("wb") as file:
        file.truncate(64 * PIECE)
    tracemalloc.start()
    with (tmp_path / "file").open("wb") as file:
        container.write(file, HEADER, {"one": tmp_path / "one"}, {}, KEY)
    container.read(tmp_path / "file", (KEY,), lambda _name: (tmp_path / "out").open("wb"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "out").stat().st_size == 64 * PIECE
    assert peak < 12 * PIECE


@pytest.mark.parametrize("bad", ["short", "é" * 44, "A" * 43 + "!", "A" * 43 + "=,x"])
def test_a_key_that_is_none_is_refused_unseen(bad: str) -> None:
    with pytest.raises(SettingError, match="SERVICEPOINTS_BACKUP_KEY") as caught:
        keys_of(bad)
    assert bad not in str(caught.value)
