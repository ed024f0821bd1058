"""The rules of bandit (ruff's S) are on, and each exemption stands with its reason."""

import tomllib
from pathlib import Path

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
