"""README says what is: every setting with its default and help, every verb; a border, who crosses it."""

import importlib
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

import servicepoints
from servicepoints.cli import VERBS, main
from servicepoints.config import markdown_rows

README = Path(__file__).parent.parent / "README.md"
PACKAGE = Path(servicepoints.__file__).parent


def test_the_table_of_settings_is_that_of_the_code() -> None:
    table = "\n".join(markdown_rows())
    assert f"\n\n{table}\n\n" in README.read_text(encoding="utf-8"), (
        "paste the output of `servicepoints doctor --settings` into README.md"
    )


def test_the_command_finds_what_it_runs_with_the_path_that_cron_gives() -> None:
    (script,) = re.findall(r"^```\n(#!/bin/sh\n.*?)^```", README.read_text(encoding="utf-8"), re.M | re.S)
    without = script.replace(". /etc/servicepoints.env", "").replace(
        "exec runuser", "command -v runuser; exit"
    )
    done = subprocess.run(
        ["/bin/sh"], input=without, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip().endswith("/runuser"), done.stderr


def test_every_room_stands_in_the_table_of_the_house() -> None:
    table = README.read_text(encoding="utf-8").partition("## 房子怎么布置")[2].partition("\n## ")[0]
    tree = {
        p.name + "/" * p.is_dir()
        for p in PACKAGE.iterdir()
        if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    named = {
        name
        for row in re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE)
        for name in re.findall("`(.+?)`", row)
    }
    assert named == tree - {"__init__.py"}


def test_every_picture_in_readme_is_there() -> None:
    pictures = re.findall(r'<img src="([^"]+)"', README.read_text(encoding="utf-8"))
    assert pictures
    assert [p for p in pictures if not (README.parent / p).is_file()] == []


def test_every_verb_that_readme_names_exists_and_has_help() -> None:
    text = README.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:bin/|`|^|\s)servicepoints ([a-z]+)", text, re.MULTILINE))
    assert named, "README names no verb at all"
    assert named <= set(VERBS)
    for verb in named:
        assert CliRunner().invoke(main, [verb, "--help"]).exit_code == 0


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_in_readme(verb: str) -> None:
    assert f"servicepoints {verb}" in README.read_text(encoding="utf-8")


BORDERS = (
    "app", "web", "web.bureau", "web.keeper", "web.api.writing", "web.embed", "sheets", "geocoding.adapter",
    "sharing.outgoing", "sharing.wecom", "sharing.wechat", "register.secrecy", "backups",
)  # fmt: skip
"""Where something comes in that others sent, or goes out to where others may come by it."""


@pytest.mark.parametrize("name", BORDERS)
def test_every_border_says_who_may_send_what(name: str) -> None:
    """Who may send what, what of it is believed, what is done about it: the threat model stands where it is
    kept."""
    said = " ".join((importlib.import_module(f"servicepoints.{name}").__doc__ or "").split())
    assert re.search(r"Border: .{40,}\. Believed: .{10,}\. So: .{40,}\.$", said)
