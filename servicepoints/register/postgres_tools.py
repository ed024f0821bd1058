"""PostgreSQL's own programs, found on PATH. The password goes to them by the environment, which only the same
user can read: never on a command line, which everybody can, nor into what is said when they fail.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import Connection, Engine

from servicepoints.errors import InstanceError

_INSTALL = "apt-get install postgresql-client，版本不低于服务器的"
_LAST_LINES = 3


def pg_dump(connection: Connection, engine: Engine, snapshot: str, tables: list[str], path: Path) -> None:
    """The tables in one snapshot, in pg_dump's custom format. InstanceError."""
    program = _program("pg_dump", connection)
    # PostgreSQL quotes names itself: ours are plain words
    of = [f"--table={name}" for name in tables]
    how = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}")
    _run([program, *how, *of], connection, engine)


def pg_restore(connection: Connection, engine: Engine, path: Path) -> None:
    """All of a dump in one transaction. InstanceError, and then nothing was changed."""
    program = _program("pg_restore", connection)
    how = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(path))
    _run([program, *how], connection, engine)


def _program(name: str, connection: Connection) -> str:
    """Where it is; InstanceError if it is not there or older than the server."""
    found = shutil.which(name)
    if found is None:
        raise InstanceError(f"找不到 {name}：请安装（{_INSTALL}），让它在 PATH 里")
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"\d+", told)
    server = int(connection.connection.driver_connection.info.server_version) // 10000  # type: ignore[union-attr]
    if version is None or int(version[0]) < server:
        has = version[0] if version else "不明"
        raise InstanceError(f"{name} 的版本是 {has}，比服务器的 {server} 旧，抄不了：请安装 {_INSTALL}")
    return found


def _run(command: list[str], connection: Connection, engine: Engine) -> None:
    """InstanceError with what the program said last."""
    _, options = engine.dialect.create_connect_args(engine.url)
    secret = {"PGPASSWORD": str(options["password"])} if options.get("password") else {}
    open_ = {k: v for k, v in options.items() if k != "password" and isinstance(v, str | int)}
    address = " ".join(f"{name}={_quoted(value)}" for name, value in open_.items())
    done = subprocess.run(
        [*command, "--no-password", f"--dbname={address}"],
        env=os.environ | secret | {"LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        said = "；".join(done.stderr.strip().splitlines()[-_LAST_LINES:])
        hidden = said.replace(str(options.get("password") or "\0"), "***")
        raise InstanceError(f"{Path(command[0]).name} 没有做成：{hidden or done.returncode}")


def _quoted(value: object) -> str:
    """A value in an address of libpq's."""
    escaped = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
