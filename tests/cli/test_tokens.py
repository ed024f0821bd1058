"""`accounts token`: made and shown once, listed without it, ended."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def own(demo_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_home, tmp_path / "instance"))


def test_a_token_is_made_listed_and_ended(run: Run, own: Path) -> None:
    made = run("accounts", "token", "add", "示例系统", "--bureau", "shili", "--scope", "checks", home=own)
    assert made.exit_code == 0, made.output
    token = made.output.splitlines()[-1]
    assert token.startswith("sp_")
    listed = run("accounts", "token", "list", "--format", "json", home=own)
    assert token not in listed.output
    (one,) = json.loads(listed.output)
    assert (one["name"], one["scopes"], one["used_on"], one["revoked"]) == (
        "示例系统",
        ["checks"],
        None,
        False,
    )
    ended = run("accounts", "token", "revoke", str(one["id"]), home=own)
    assert ended.exit_code == 0, ended.output
    assert "作废\n" in run("accounts", "token", "list", home=own).output
    assert run("accounts", "token", "revoke", str(one["id"]), home=own).exit_code == 1


@pytest.mark.parametrize(
    ("words", "exit_code", "says"),
    [
        (("add", "示例系统", "--bureau", "nobody", "--scope", "checks"), 1, "可以写：shili"),
        (("add", "示例系统", "--bureau", "shili"), 2, "--scope"),
        (("add", "示例系统", "--bureau", "shili", "--scope", "all"), 2, "all"),
        (("add", "示例系统", "--bureau", "shili", "--scope", "checks", "--days", "9999"), 1, "730"),
        (("revoke", "77"), 1, "77"),
    ],
)
def test_what_will_not_do_is_named_with_the_fix(
    run: Run, own: Path, words: tuple[str, ...], exit_code: int, says: str
) -> None:
    result = run("accounts", "token", *words, home=own)
    assert result.exit_code == exit_code
    assert says in result.output + result.stderr
