"""`hours read`."""

import json
import os
import subprocess
import sys

from tests.cli.conftest import Run


def test_a_readable_text_is_read(run: Run) -> None:
    result = run("hours", "read", "周一至周五9:00-17:00", "--format", "json")
    assert result.exit_code == 0
    answer = json.loads(result.output)
    assert answer["status"] == "read"
    assert answer["opening_hours"] == "Mo-Fr 09:00-17:00"
    assert isinstance(answer["reasons"], list)


def test_what_cannot_be_read_says_why(run: Run) -> None:
    answer = json.loads(run("hours", "read", "下午11:30", "--format", "json").output)
    assert answer["opening_hours"] is None
    assert answer["status"] in {"review", "none"}
    assert answer["reasons"]


def test_bytes_that_are_no_text_come_back_as_json() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "servicepoints", "hours", "read", b"9:00-17:00 \xff\xfe", "--format", "json"],
        capture_output=True, check=False, timeout=60, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0
    json.loads(done.stdout.decode("utf-8"))


def test_for_people_it_is_said_in_words(run: Run) -> None:
    assert "读懂了：24/7" in run("hours", "read", "24小时").output


def test_a_missing_text_is_wrong_usage(run: Run) -> None:
    assert run("hours", "read").exit_code == 2


def test_a_light_verb_loads_no_heavy_library() -> None:
    program = (
        "import sys\n"
        "from servicepoints.cli import main\n"
        "main(['hours', 'read', '24小时'], standalone_mode=False)\n"
        "print(sorted({'numpy', 'flask', 'sqlalchemy', 'folium', 'pypinyin', 'rich'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"
