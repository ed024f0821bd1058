"""Rosters that were sent in and not yet taken: the file and what an import of it would do, both sealed."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update

from servicepoints.errors import NotFound
from servicepoints.register import schema as s
from servicepoints.register.transaction import Reader, Writer

_KNOWN = tuple(
    s.upload.c[name] for name in ("id", "account", "bureau", "filename", "mapping", "at", "batch")
)  # without the two blobs: most questions need neither


@dataclass(frozen=True, slots=True)
class Upload:
    """A roster of one account. `bureau` is the slug it is imported for ("": its rows say); `mapping` is what
    the editor decided of it; `batch` is the import it became, None while it waits."""

    id: str
    account: int
    bureau: str
    filename: str
    mapping: Mapping[str, Any]
    at: datetime
    batch: int | None


def put(
    writer: Writer,
    account: int,
    bureau: str,
    filename: str,
    data: bytes,
    preview: bytes,
    mapping: Mapping[str, Any],
) -> str:
    """Keeps a file with its preview and returns the name it goes by. SettingError without a data key."""
    name = secrets.token_hex(16)
    row = {
        "id": name, "account": account, "bureau": bureau, "filename": filename,
        "mapping": dict(mapping),
        "sealed": writer.secrecy.seal_bytes(data), "preview": writer.secrecy.seal_bytes(preview),
        "at": writer.now,
    }  # fmt: skip
    writer.connection.execute(insert(s.upload).values(row))
    return name


def get(reader: Reader, name: str, account: int) -> Upload:
    """The upload of that account; NotFound, also if it is another's."""
    return _only(reader, _of(name, account))


def hold(writer: Writer, name: str, account: int) -> Upload:
    """The same, and nobody else works on it until this transaction ends."""
    return _only(writer, _of(name, account).with_for_update())


def waiting(reader: Reader, account: int) -> list[Upload]:
    """What that account sent in and has not taken, latest first."""
    query = select(*_KNOWN).where(s.upload.c.account == account, s.upload.c.batch.is_(None))
    return [_upload(row) for row in reader.connection.execute(query.order_by(s.upload.c.at.desc()))]


def file_of(reader: Reader, upload: Upload) -> bytes:
    """The file as it came."""
    return _blob(reader, upload, "sealed")


def preview_of(reader: Reader, upload: Upload) -> bytes:
    """What an import of it would do, as it was put."""
    return _blob(reader, upload, "preview")


def set_mapping(writer: Writer, upload: Upload, mapping: Mapping[str, Any]) -> None:
    """Notes what the editor decided."""
    _change(writer, upload, {"mapping": dict(mapping)})


def set_preview(writer: Writer, upload: Upload, preview: bytes, mapping: Mapping[str, Any]) -> None:
    """Notes what an import of it would do now, and what is decided of that."""
    values = {"preview": writer.secrecy.seal_bytes(preview), "mapping": dict(mapping)}
    _change(writer, upload, values)


def taken(writer: Writer, upload: Upload, batch: int, mapping: Mapping[str, Any]) -> None:
    """Notes which import it became, and what is kept of it; the file and its preview are not."""
    _change(writer, upload, {"batch": batch, "mapping": dict(mapping), "sealed": b"", "preview": None})


def forget(writer: Writer, before: datetime) -> int:
    """Forgets all that was sent in before that moment; how many."""
    return writer.connection.execute(delete(s.upload).where(s.upload.c.at < before)).rowcount


def _of(name: str, account: int) -> Select[Any]:
    return select(*_KNOWN).where(s.upload.c.id == name, s.upload.c.account == account)


def _only(reader: Reader, query: Select[Any]) -> Upload:
    row = reader.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这份台账，或者已经过了一天：请重新上传")
    return _upload(row)


def _upload(row: Row[Any]) -> Upload:
    return Upload(row.id, row.account, row.bureau, row.filename, row.mapping, row.at, row.batch)


def _blob(reader: Reader, upload: Upload, column: str) -> bytes:
    query = select(s.upload.c[column]).where(s.upload.c.id == upload.id, s.upload.c.account == upload.account)
    sealed = reader.connection.execute(query).scalar_one_or_none()
    if not sealed:
        raise NotFound("这份台账已经导入了，或者过了一天：请重新上传")
    return reader.secrecy.open_bytes(sealed)


def _change(writer: Writer, upload: Upload, values: dict[str, Any]) -> None:
    writer.connection.execute(update(s.upload).where(s.upload.c.id == upload.id).values(values))
