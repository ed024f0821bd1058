"""Wrong usage: exit code 2, the value and the fix in Chinese, the verb's form; never click's English."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import environment

HERE = ("31.2242", "121.4294")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["atlantis"], "没有 atlantis 这个命令"),
        (["--atlantis"], "没有 --atlantis 这个选项"),
        (["serve", "--prot", "1"], "是不是 --port"),
        (["serve", "--port", "99999"], "--port “99999”不行：要写 1 到 65535 之间的整数"),
        (["near"], "还缺 LAT"),
        (["near", "31"], "还缺 LON"),
        (["near", "abc", "121"], "LAT “abc”不行：要写 -90 到 90 之间的度数"),
        (["near", "121.4", "31.2"], "写反了"),
        (["near", *HERE, "--at", "tomorrow"], "--at “tomorrow”不行：要写成 2026-09-14T21:30"),
        (["near", *HERE, "--at"], "--at 后面要写一个值"),
        (["near", *HERE, "--limit", "1.5"], "--limit “1.5”不行：要写 1 到 1000"),
        (["near", *HERE, "--need", "toilet,sauna"], "“sauna”不行：没有这样的设施"),
        (["near", *HERE, "--format", "xml"], "--format “xml”不行：只能写 text、json"),
        (["near", *HERE, "more"], "多写了“more”"),
        (["hours", "write"], "没有 write 这个命令"),
        (["import", "/no/such.xlsx"], "“/no/such.xlsx”找不到"),
        (["import", "/"], "“/”是个文件夹"),
        (["export", "/"], "“/”是个文件夹"),
    ],
)
def test_what_is_wrong_is_said_with_the_fix(run: Run, words: list[str], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert "写成：" in result.stderr or words[-1] == "--at"
    assert not any(word in result.stderr for word in ("Error", "Invalid", "Usage", "Try "))


def test_no_verb_at_all_shows_the_verbs(run: Run) -> None:
    result = run()
    assert result.exit_code == 2
    assert "import" in result.output


def test_an_interrupted_verb_says_so_and_refuses(
    run: Run, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("servicepoints.cli.publish.publish", interrupted)
    result = run("publish", home=demo_home)
    assert result.exit_code == 1
    assert "中断了" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_is_said_without_a_traceback(demo_home: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "servicepoints", "doctor", "--settings"],
            env=environment(demo_home, {}), stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_reads_only_the_first_line_hears_no_complaint(demo_home: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [sys.executable, "-m", "servicepoints", "doctor", "--settings"],
        env=environment(demo_home, {}), stdout=theirs, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(theirs)
    assert done.returncode == 1
    assert done.stderr == ""


def test_a_pipe_is_refused_and_not_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "roster.csv")
    result = run("import", str(tmp_path / "roster.csv"))
    assert result.exit_code == 2
    assert "是管道或设备，不是文件" in result.output
