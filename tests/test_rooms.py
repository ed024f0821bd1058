"""The rooms of the house and which may know which: arrows point inward only."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import servicepoints

PACKAGE = Path(servicepoints.__file__).parent

STANDARD = sys.stdlib_module_names

ROOMS: dict[str, frozenset[str]] = {
    "errors": frozenset(),
    "later": frozenset(),
    "paths": frozenset(),
    "setting_values": frozenset(),
    "settings": frozenset({"setting_values"}),
    "config": frozenset({"errors", "setting_values", "settings"}),
    "domain": frozenset({"errors", "opening_hours", "holidays"}),
    "reference": frozenset({"domain", "paths"}),
    "sheets": frozenset({"domain", "errors", "later", "python_calamine", "xlsxwriter"}),
    "geocoding": frozenset({"domain", "errors", "geopy"}),
    "register": frozenset({"domain", "errors", "later", "sqlalchemy", "alembic", "cryptography"}),
    "catalogue": frozenset(
        {"domain", "errors", "later", "sqlite_utils", "numpy", "pykdtree", "orjson", "pypinyin"}
    ),
    "backups": frozenset({"errors", "cryptography"}),
    "sharing": frozenset(
        {"domain", "errors", "later", "paths", "segno", "icalendar", "jinja2", "markupsafe"}
    ),
    "services": frozenset(
        {
            "register", "backups", "catalogue", "sheets", "geocoding", "sharing", "domain", "reference",
            "config", "paths", "errors", "orjson", "argon2", "pyotp", "itsdangerous", "brotli",
        }
    ),
    "maps": frozenset({"domain", "folium", "errors", "later"}),
    "counts": frozenset(),
    "logs": frozenset({"counts", "flask"}),
    "web": frozenset(
        {
            "services", "catalogue", "maps", "domain", "reference", "config", "counts", "logs", "errors",
            "flask", "flask_smorest", "flask_wtf", "wtforms", "marshmallow", "webargs", "werkzeug", "jinja2",
            "markupsafe", "orjson", "xstatic", "brotli",
        }
    ),
    "app": frozenset({"web", "config", "logs", "paths", "errors", "flask", "werkzeug"}),
    "companions": frozenset(),
    "worker": frozenset({"app", "web", "config", "counts", "logs", "companions", "flask"}),
    "publisher": frozenset({"services", "catalogue", "config", "logs", "companions"}),
    "archivist": frozenset({"services", "catalogue", "domain", "config", "logs", "companions", "errors"}),
    "serving": frozenset(
        {
            "publisher", "archivist", "companions", "services", "catalogue", "config", "logs", "errors",
            "granian",
        }
    ),
    "cli": frozenset(
        {"services", "domain", "reference", "config", "counts", "errors", "serving", "click", "rich"}
    ),
    "__main__": frozenset({"cli"}),
}  # fmt: skip
"""What each room may import besides the standard library and itself; DESIGN's table, made to run."""


def imports(path: Path) -> Iterator[tuple[str, ast.AST, bool]]:
    """(what is imported: a room of ours or a foreign package, the statement, whether inside a function)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {
        id(n)
        for f in ast.walk(tree)
        if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef)
        for n in ast.walk(f)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            first, _, rest = name.partition(".")
            yield (rest.partition(".")[0] if first == "servicepoints" else first), node, id(node) in inner


def files() -> list[Path]:
    """Every file of ours, templates' and data's copies in a wheel excepted."""
    return [p for p in sorted(PACKAGE.rglob("*.py")) if p.name != "__init__.py" or p.parent != PACKAGE]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_what_lies_further_in(path: Path) -> None:
    room = room_of(path)
    assert room in ROOMS, f"{room} is no room of the house: give it a row in the table"
    foreign = {name for name, _, _ in imports(path)} - STANDARD - {room, "__version__"}
    assert foreign <= ROOMS[room], f"{room} must not import {sorted(foreign - ROOMS[room])}"


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    hidden = [getattr(node, "lineno", 0) for _, node, inside in imports(path) if inside]
    assert not hidden, f"imports hidden in functions, lines {hidden}"


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_stays_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    functions = [
        n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [f.name for f in functions if f.end_lineno and f.end_lineno - f.lineno >= 60]
    assert not long, f"functions that do not fit a screen: {long}"


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*/__init__.py")), ids=lambda p: p.parent.name)
def test_a_room_states_its_law_in_its_first_lines(path: Path) -> None:
    law = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert re.search("[Ii]mport", law), "say what the room does, and what it may and must never import"


def test_no_room_is_listed_that_does_not_exist() -> None:
    assert set(ROOMS) <= {room_of(path) for path in files()}


def test_the_arrows_make_no_circle() -> None:
    done: set[str] = set()
    left = {room: allowed & ROOMS.keys() - {room} for room, allowed in ROOMS.items()}
    while left:
        free = {room for room, needs in left.items() if needs <= done}
        assert free, f"these rooms know each other in a circle: {sorted(left)}"
        done |= free
        left = {room: needs for room, needs in left.items() if room not in free}
