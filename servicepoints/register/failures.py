"""What the driver throws, as ours."""

from sqlalchemy import exc

from servicepoints.errors import Conflict, InstanceError, RegisterAway, ServicePointsError

_TABLE: tuple[tuple[type[exc.SQLAlchemyError], type[ServicePointsError], str], ...] = (
    (exc.IntegrityError, Conflict, "与登记库里已有的内容冲突"),
    (exc.OperationalError, RegisterAway, "登记库连不上或没有回应"),
    (exc.InterfaceError, RegisterAway, "登记库连不上"),
    (exc.TimeoutError, RegisterAway, "登记库太忙，没有等到空闲的连接"),
)
_MAY_NOT = "请检查登记库文件和它所在文件夹的权限，并用运行服务的那个用户来运行"
_NO_ROOM = "磁盘满了，或者出了故障，没有写进去。请先清出空间"
_OF_THE_FILE: tuple[tuple[str, str], ...] = (
    ("readonly database", f"登记库不能写：{_MAY_NOT}"),
    ("unable to open database file", f"登记库打不开：{_MAY_NOT}"),
    ("database or disk is full", f"登记库：{_NO_ROOM}"),
    ("disk I/O error", f"登记库：{_NO_ROOM}"),
    ("database is locked", "登记库正忙，等了很久也没有轮到：请过一会儿再试"),
)
"""SQLite's words for what is no fault of the register's, and the fix."""
_NO_SUCH = ("no such table", "no such column")
_UNDEFINED = ("42P01", "42703")
"""PostgreSQL's codes for the same: its words may be in another language, and a database that is not there
has none of our tables either, but no migration makes it."""


class _Ours:
    """Keeps nothing, so one serves all; entered thousands of times a second, it is no generator."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, exc.SQLAlchemyError):
            raise translated(error) from error


_OURS = _Ours()


def ours() -> _Ours:
    """Inside it, a failure of the engine or the driver is raised as one of errors.py, from the original."""
    return _OURS


def translated(error: exc.SQLAlchemyError) -> Exception:
    """Ours for theirs; a mistake in our own SQL stays what it is, so that it is noticed."""
    cause = str(getattr(error, "orig", error))
    if isinstance(error, exc.DBAPIError) and _lacks_tables(error, cause):
        return InstanceError(f"登记库还没建好或版本不对：请先运行 servicepoints migrate（{cause}）")
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return RegisterAway(f"登记库的连接断了，没有写进去：{cause}")
    if type(error) is exc.DatabaseError:  # its subclasses are mistakes of ours
        return InstanceError(f"登记库的文件读不了，可能坏了或不是登记库：{cause}")
    for words, fix in _OF_THE_FILE:
        if isinstance(error, exc.OperationalError) and words in cause:
            return RegisterAway(f"{fix}（{cause}）")
    for theirs, mine, words in _TABLE:
        if isinstance(error, theirs):
            return mine(f"{words}：{cause}")
    return error


def _lacks_tables(error: exc.DBAPIError, cause: str) -> bool:
    """Whether the register answers, without the tables or columns that this code expects."""
    return getattr(error.orig, "sqlstate", None) in _UNDEFINED or any(words in cause for words in _NO_SUCH)
