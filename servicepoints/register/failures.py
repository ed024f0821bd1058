"""What the driver throws, as ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from servicepoints.errors import Conflict, InstanceError, RegisterAway, ServicePointsError

_TABLE: tuple[tuple[type[exc.SQLAlchemyError], type[ServicePointsError], str], ...] = (
    (exc.IntegrityError, Conflict, "与登记库里已有的内容冲突"),
    (exc.OperationalError, RegisterAway, "登记库连不上或没有回应"),
    (exc.InterfaceError, RegisterAway, "登记库连不上"),
    (exc.TimeoutError, RegisterAway, "登记库太忙，没有等到空闲的连接"),
)
_NOT_SET_UP = ("no such table", "does not exist", "no such column")


@contextmanager
def ours() -> Iterator[None]:
    """Inside it, a failure of the engine or the driver is raised as one of errors.py, from the original."""
    try:
        yield
    except exc.SQLAlchemyError as error:
        raise translated(error) from error


def translated(error: exc.SQLAlchemyError) -> Exception:
    """Ours for theirs; a mistake in our own SQL stays what it is, so that it is noticed."""
    cause = str(getattr(error, "orig", error))
    if isinstance(error, exc.DBAPIError) and any(words in cause for words in _NOT_SET_UP):
        return InstanceError(f"登记库还没建好或版本不对：请先运行 servicepoints migrate（{cause}）")
    if type(error) is exc.DatabaseError:  # its subclasses are mistakes of ours
        return InstanceError(f"登记库的文件读不了，可能坏了或不是登记库：{cause}")
    for theirs, mine, words in _TABLE:
        if isinstance(error, theirs):
            return mine(f"{words}：{cause}")
    return error
