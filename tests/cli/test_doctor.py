"""`doctor`: what is missing or wrong, and the table of settings."""

import json
from pathlib import Path

from servicepoints.config import table
from tests.cli.conftest import Run


def test_the_demonstration_is_sound_but_not_fit_for_the_public(run: Run, demo_home: Path) -> None:
    result = run("doctor", "--format", "json", home=demo_home)
    assert result.exit_code == 0, result.output
    found = {check["subject"]: check for check in json.loads(result.output)["checks"]}
    assert found["登记库"]["level"] == "ok"
    assert found["目录"]["level"] == "ok"
    for missing in ("SERVICEPOINTS_HOST_NAME", "SERVICEPOINTS_ICP", "SERVICEPOINTS_POLICE", "底图"):
        assert found[missing]["level"] == "warn"


def test_a_footer_that_is_filled_in_is_not_complained_of(run: Run, demo_home: Path) -> None:
    filled = {
        "SERVICEPOINTS_HOST_NAME": "示例局",
        "SERVICEPOINTS_ICP": "示例1号",
        "SERVICEPOINTS_POLICE": "示例2号",
    }
    result = run("doctor", home=demo_home, SERVICEPOINTS_BASEMAP="none", **filled)
    assert "页脚" not in result.output
    assert "OpenStreetMap" not in result.output


def test_an_empty_folder_fails(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 1
    assert "servicepoints init" in result.output


def test_no_key_is_printed(run: Run, demo_home: Path) -> None:
    secret = (demo_home / "keys.env").read_text().split("=", 1)[1].split()[0]
    assert secret not in run("doctor", home=demo_home).output


def test_keys_that_others_can_read_are_noticed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "keys.env").write_text("SERVICEPOINTS_SECRET_KEY=" + "x" * 40 + "\n")
    (tmp_path / "keys.env").chmod(0o644)
    assert "chmod 600" in run("doctor").output


def test_the_table_of_settings_is_printed_whole(run: Run) -> None:
    output = run("doctor", "--settings").output
    assert all(f"| `{row.name}` |" in output for row in table())
