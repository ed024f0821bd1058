"""All of the suite on PostgreSQL: where a test would keep a register in a file, a database takes its place.

The file is there too, and holds the database's address and its own path: so an instance that is copied gets a
copy of the database, and settings of a folder with such a file get its address as REGISTER_URL.
"""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from sqlalchemy import URL

from servicepoints.config import Settings
from servicepoints.register import engine
from tests.postgresql import PostgreSQL

_FILE = "register.db"
_MAKING = ("demo", "init")  # the verbs that make an instance where there is none


class Everywhere:
    """The databases of a run, by the file that each stands for."""

    def __init__(self, server: PostgreSQL) -> None:
        self._server = server
        self._made: dict[Path, str] = {}
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> Self:
        address, init = engine._address, Settings.__init__

        def redirected(url: str) -> URL:
            path = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
            return address(self._database(path) if path and _free(path) else url)

        def settled(settings: Settings, **known: Any) -> None:
            init(settings, **known)
            if not settings.register_url and _names(settings.home / _FILE):
                object.__setattr__(settings, "register_url", self._database(settings.home / _FILE))

        self._patch.setattr(engine, "_address", redirected)
        self._patch.setattr(Settings, "__init__", settled)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._patch.undo()

    def standing(self, home: Path) -> dict[str, str]:
        """The settings of a process over a folder: the database's address, if there is one."""
        path = home.absolute() / _FILE
        made = path.parent.is_dir() and path in self._made and not path.exists()
        return {"REGISTER_URL": self._database(path)} if made or _names(path) else {}

    def making(self, home: Path, words: tuple[str, ...]) -> dict[str, str]:
        """The same for a verb that may make the instance of that folder."""
        verb = next((word for word in words if not word.startswith("-")), "")
        return {"REGISTER_URL": self._database(home / _FILE)} if verb in _MAKING else {}

    def sweep(self, folder: Path | None) -> None:
        """Gives back the databases of a folder that nobody needs any more, and of those that are gone."""
        over = [p for p in self._made if (folder and p.is_relative_to(folder)) or not p.parent.is_dir()]
        for path in over:
            self._server.drop(self._made.pop(path))

    def _database(self, path: Path) -> str:
        path = path.absolute()
        url, owner = _names(path) or (self._made.get(path, ""), str(path))
        if not url or owner != str(path):
            url = self._server.database(like=url)
        self._made[path] = url
        if path.parent.is_dir():
            path.write_text(f"{url}\n{path}\n", encoding="utf-8")
        return url


def _names(path: Path) -> tuple[str, str] | None:
    """The database and the path that a file of ours holds; None for any other file, or none."""
    held = path.read_bytes() if path.is_file() else b""
    if not held.startswith(b"postgresql"):
        return None
    url, owner = held.decode().splitlines()
    return url, owner


def _free(path: Path) -> bool:
    """Whether a database can stand for this file: not for one that holds anything, nor without a folder."""
    held = path.read_bytes() if path.is_file() else b""
    return path.parent.is_dir() and not path.is_dir() and (not held or _names(path) is not None)
