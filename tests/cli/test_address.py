"""`address read`."""

import json

from tests.cli.conftest import Run


def test_an_address_is_taken_apart(run: Run) -> None:
    result = run("address", "read", "长宁区镇宁路200号欣安大厦", "--format", "json")
    assert result.exit_code == 0
    assert list(json.loads(result.output)) == ["district", "sub_district", "road", "number", "rest"]
    assert json.loads(result.output)["road"] == "镇宁路"


def test_a_district_that_is_not_said_stays_empty(run: Run) -> None:
    assert json.loads(run("address", "read", "镇宁路200号", "--format", "json").output)["district"] == ""
    assert "区：—" in run("address", "read", "镇宁路200号").output
