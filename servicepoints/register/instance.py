"""What this register is: a demonstration or a real one, and since when."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from servicepoints.errors import Conflict, InstanceError
from servicepoints.register import schema as s
from servicepoints.register.transaction import REFERENCE, Reader, Writer

KINDS = ("demo", "real")


@dataclass(frozen=True, slots=True)
class Instance:
    """`id` tells copies of one register from another's, and what it was before a backup was put in its place;
    `kind` is `demo` or `real`."""

    id: str
    kind: str
    created_at: datetime


def found(reader: Reader) -> Instance | None:
    """What it was set up as, or None while it is empty."""
    row = reader.connection.execute(select(s.instance)).one_or_none()
    return None if row is None else Instance(row.id, row.kind, row.created_at)


def get(reader: Reader) -> Instance:
    """What it was set up as; InstanceError if nobody has."""
    instance = found(reader)
    if instance is None:
        raise InstanceError("这个登记库还是空的：请先运行 servicepoints init（或 servicepoints demo 试用）")
    return instance


def hold(writer: Writer) -> None:
    """Whoever asks for this next waits until this transaction ends, and sees what it wrote."""
    writer.connection.execute(select(s.instance.c.id).with_for_update())


def create(writer: Writer, kind: str) -> Instance:
    """Sets an empty register up as `demo` or `real`. Conflict if it was set up before."""
    if kind not in KINDS:
        raise ValueError(kind)
    if found(writer) is not None:
        raise Conflict("这个登记库已经建好了，不能再建一次")
    instance = Instance(secrets.token_hex(16), kind, writer.now)
    writer.connection.execute(insert(s.instance).values(id=instance.id, kind=kind, created_at=writer.now))
    writer.changed([REFERENCE])
    return instance


def renew(writer: Writer, old: str) -> None:
    """Takes another id in place of that one; nothing if somebody else has done so already."""
    fresh = update(s.instance).where(s.instance.c.id == old).values(id=secrets.token_hex(16))
    writer.connection.execute(fresh)
