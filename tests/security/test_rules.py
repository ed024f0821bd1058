"""The rules of bandit (ruff's S) are on, and each exemption stands with its reason."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.security.sources import nodes

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_the_rules_of_bandit_are_on() -> None:
    lint = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert "S" not in [
        rule for file, rules in lint["per-file-ignores"].items() if "tests" not in file for rule in rules
    ]
    assert {rule for rule in lint["ignore"] if rule[0] == "S"} == {"S101", "S603", "S608"}


def test_each_exemption_has_its_reason_beside_it() -> None:
    for line in PROJECT.read_text(encoding="utf-8").splitlines():
        if '"S' in line and "select" not in line and "S/" not in line:
            assert "  # " in line, line


def calls() -> Iterator[tuple[str, ast.Call]]:
    """(file, call) of all calls of methods and functions that there are."""
    yield from ((file, node) for file, node in nodes() if isinstance(node, ast.Call))


def named(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_two_modules_alone_start_programs() -> None:
    """PostgreSQL's own with names of ours, and Python itself: never a shell, never a line of text."""
    starts = ("Popen", "run", "call", "check_call", "check_output", "system", "popen", "execv", "spawnv")
    found: dict[str, list[ast.Call]] = {}
    for file, call in calls():
        of = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if named(call) in starts and of in ("subprocess", "os"):
            found.setdefault(file, []).append(call)
    assert set(found) == {"register/postgres_tools.py", "sheets/apart.py"}
    for started in (call for calls_ in found.values() for call in calls_):
        assert not isinstance(started.args[0], ast.Constant | ast.JoinedStr)
        assert "shell" not in [keyword.arg for keyword in started.keywords]


def test_no_template_is_made_of_text() -> None:
    assert [file for file, call in calls() if named(call) in ("render_template_string", "from_string")] == []


def test_no_format_is_made_of_text() -> None:
    """A format that somebody types could ask for anything: each is a text of ours, or of a table of ours."""
    found = {
        f"{file}: {ast.unparse(call.func.value)}" for file, call in calls()
        if named(call) in ("format", "format_map") and isinstance(call.func, ast.Attribute)
        and not isinstance(call.func.value, ast.Constant)
    }  # fmt: skip
    named_in_capitals = {one for one in found if one.rpartition(": ")[2].strip("_").isupper()}
    assert found - named_in_capitals == FORMATS


FORMATS = {
    "services/desk.py: task.words", "services/doctor/durability.py: words",
    "services/listing/names.py: MATTERS[name]",
    "services/history.py: _KINDS.get(actor.kind, '{name}')", "web/bureau/aftermath.py: Markup('{}{}')",
    "web/bureau/aftermath.py: Markup(' <a href=\"{}\">{} ›</a>')", "web/courier/asking.py: path",
    "web/bureau/blueprint.py: Markup('<input type=\"hidden\" name=\"csrf_token\" value=\"{}\">')",
}  # fmt: skip
"""Of tables of ours, and of what stands there (`path` is that of a route)."""


def test_every_value_of_a_statement_is_a_parameter() -> None:
    """What is put together to a statement is names of ours and marks for parameters: never a value, which
    ruff's S608 would not tell from them."""
    asks = ("execute", "executemany", "executescript", "text", "exec_driver_sql", "query")
    found: dict[str, set[str]] = {}
    for file, call in calls():
        for said in call.args[:1] if named(call) in asks else ():
            if isinstance(said, ast.JoinedStr):
                parts = {ast.unparse(v.value) for v in said.values if isinstance(v, ast.FormattedValue)}
                found.setdefault(file, set()).update(parts)
    assert found == STATEMENTS


STATEMENTS = {
    "catalogue/build.py": {"marks", "table"},
    "catalogue/doors.py": {"marks"},
    "catalogue/offers.py": {"marks", "_JOINED", "query"},
    "catalogue/tables.py": {"SCHEMA"},
    "register/doors.py": {
        "', '.join(_FACTS)", "', '.join((f':{f}' for f in _FACTS))",
        "', '.join((f'{f} = excluded.{f}' for f in _FACTS))",
    },
    "register/dumping.py": {"name", "n"},
    "register/engine.py": {"pragma"},
    "register/moving.py": {"names"},
    "register/server.py": {"name", "limit"},
}  # fmt: skip
"""`marks` are question marks, `query` one of two texts; `name`, `names` and `table` tables of ours."""
