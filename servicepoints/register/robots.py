"""The robots of groups. Of an address only the tail of its key is shown; all of it is sealed, and leaves only
to be called."""

from typing import Any

from sqlalchemy import Row, insert, select, update

from servicepoints.domain.digests import Form, Length, Robot, Weekly
from servicepoints.errors import Conflict, NotFound
from servicepoints.register import schema as s
from servicepoints.register.transaction import Reader, Writer

_R = s.robot.c
_STANDING = _R.removed_at.is_(None)
_TAKEN = "这个机器人已经登记过了，一个机器人只用登记一次"


def add(writer: Writer, robot: Robot, address: str, tail: str) -> int:
    """Stores a new one with its address; its id. Conflict if its address is known."""
    _refuse_known(writer, address)
    made = {"made_at": writer.now, "made_by": writer.actor.name, "since": writer.now, "fault": ""}
    sealed = _sealed(writer, address, tail)
    done = writer.connection.execute(
        insert(s.robot).values(bureau=robot.bureau, **_values(robot), **sealed, **made)
    )
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def change(writer: Writer, robot: Robot) -> None:
    """Makes what is stored equal to this, its address apart. Its week counts anew if its time changed."""
    standing = find(writer, robot.id)
    since = {} if standing.weekly == robot.weekly else {"since": writer.now}
    writer.connection.execute(update(s.robot).where(_R.id == robot.id).values(**_values(robot), **since))


def change_address(writer: Writer, number: int, address: str, tail: str) -> None:
    """Gives it another address, which ends what was wrong with it; what was missed meanwhile stays missed.
    Conflict if the address is another robot's."""
    _refuse_known(writer, address, number)
    values = {**_sealed(writer, address, tail), "fault": "", "since": writer.now}
    writer.connection.execute(update(s.robot).where(_R.id == number).values(**values))


def remove(writer: Writer, number: int) -> None:
    """Forgets its address; what it was sent remains to be seen."""
    values = {"removed_at": writer.now, "sealed": "", "fingerprint": None}
    writer.connection.execute(update(s.robot).where(_R.id == number).values(**values))


def blame(writer: Writer, number: int, words: str) -> None:
    """Says why nothing can be sent to it."""
    writer.connection.execute(update(s.robot).where(_R.id == number).values(fault=words))


def find(reader: Reader, number: int) -> Robot:
    """The robot with that id. NotFound, also for one that was removed."""
    row = reader.connection.execute(select(s.robot).where(_R.id == number, _STANDING)).one_or_none()
    if row is None:
        raise NotFound("没有这个群机器人，可能已经删掉了")
    return _robot(row)


def bureau_of(reader: Reader, number: int) -> str:
    """Whose a robot is or was. NotFound."""
    bureau = reader.connection.execute(select(_R.bureau).where(_R.id == number)).scalar_one_or_none()
    if bureau is None:
        raise NotFound("没有这个群机器人")
    return str(bureau)


def of_bureau(reader: Reader, bureau: str | None) -> list[Robot]:
    """Those of a bureau (None: all), in the order in which they came."""
    query = select(s.robot).where(_STANDING).order_by(_R.bureau, _R.id)
    picked = query if bureau is None else query.where(_R.bureau == bureau)
    return [_robot(row) for row in reader.connection.execute(picked)]


def scheduled(reader: Reader) -> list[Robot]:
    """Those that are sent a notice every week and can be."""
    query = select(s.robot).where(_STANDING, _R.weekday.is_not(None), _R.fault == "").order_by(_R.id)
    return [_robot(row) for row in reader.connection.execute(query)]


def address(reader: Reader, number: int) -> str:
    """Its address, to be called, never shown. NotFound once it is removed; SettingError without its key."""
    sealed = reader.connection.execute(select(_R.sealed).where(_R.id == number)).scalar_one_or_none()
    if not sealed:
        raise NotFound("这个群机器人已经删掉了")
    return str(reader.secrecy.open(sealed))


def _refuse_known(writer: Writer, address: str, number: int = 0) -> None:
    known = select(_R.id).where(_R.fingerprint.in_(_fingerprints(writer, address)), _R.id != number)
    if writer.connection.execute(known).first() is not None:
        raise Conflict(_TAKEN)


def _sealed(writer: Writer, address: str, tail: str) -> dict[str, str]:
    hashed = _fingerprints(writer, address)[0]
    return {"sealed": writer.secrecy.seal(address), "fingerprint": hashed, "tail": tail}


def _fingerprints(writer: Writer, address: str) -> tuple[str, ...]:
    return writer.secrecy.fingerprints(address)


def _values(robot: Robot) -> dict[str, Any]:
    weekly = robot.weekly
    return {
        "name": robot.name, "district": robot.district, "sub_district": robot.sub_district,
        "length": robot.length.value, "form": robot.form.value, "greets": robot.greets,
        "weekday": weekly and weekly.weekday, "minute": weekly and weekly.minute,
    }  # fmt: skip


def _robot(row: Row[Any]) -> Robot:
    return Robot(
        id=row.id, bureau=row.bureau, name=row.name, tail=row.tail, district=row.district,
        sub_district=row.sub_district, length=Length(row.length), form=Form(row.form), greets=row.greets,
        weekly=None if row.weekday is None else Weekly(row.weekday, row.minute),
        since=row.since, fault=row.fault,
    )  # fmt: skip
