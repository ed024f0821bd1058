"""What holds for every verb: help, an instance that is missing, a setting that is wrong."""

from pathlib import Path

import pytest

from servicepoints.cli import VERBS
from tests.cli.conftest import Run

NEEDS_AN_INSTANCE = ["migrate", "publish", "locate", "serve", "near 31.2 121.4", "export out.csv"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(run: Run, verb: str) -> None:
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert f"Usage: main {verb}" in result.output
    assert len(result.output.splitlines()) > 5


def test_the_overview_names_every_verb_with_a_line(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for verb in VERBS:
        assert any(
            line.split()[:1] == [verb] and len(line.split()) > 1 for line in result.output.splitlines()
        )


@pytest.mark.parametrize("words", NEEDS_AN_INSTANCE)
def test_without_an_instance_a_verb_refuses_and_says_what_to_run(run: Run, words: str) -> None:
    keys = {"SERVICEPOINTS_SECRET_KEY": "x" * 40, "SERVICEPOINTS_DATA_KEY": "A" * 43 + "="}
    result = run(*words.split(), **keys)
    assert result.exit_code == 1, result.output
    assert "servicepoints init" in result.output or "servicepoints publish" in result.output


def test_a_wrong_setting_stops_a_verb_naming_it(run: Run) -> None:
    result = run("publish", SERVICEPOINTS_PORT="many")
    assert result.exit_code == 1
    assert "SERVICEPOINTS_PORT" in result.output


def test_an_unknown_verb_is_wrong_usage(run: Run) -> None:
    assert run("dance").exit_code == 2


def test_an_instance_lies_in_its_folder_whatever_the_folder_is_called(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "示例 a?b#c%20&d=e"
    assert run("init", home=home).exit_code == 0
    assert (home / "register.db").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [home.name]
    assert run("doctor", home=home).output.count(str(home)) >= 1
