"""`personal`: what is held of a number, shown and erased at the command line, recorded as at the desk."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from servicepoints.config import load
from servicepoints.domain.points import Contact
from servicepoints.domain.roles import Account, Role
from servicepoints.register import Actor, Register, points
from servicepoints.services import personal
from servicepoints.services.opening import open_instance
from tests.conftest import environment

PHONE = "13900008888"
CITY = Account(9, "dora", "示例朵拉", Role.CITY, "")


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_home, tmp_path / "own"))


@pytest.fixture
def register(home: Path) -> Iterator[Register]:
    """In which a contact of a point has the number."""
    opened = open_instance(load({"SERVICEPOINTS_HOME": str(home)}))
    with opened.write(Actor("setup", "示例")) as writer:
        point = points.all_points(writer)[0]
        changed = replace(point, contacts=(Contact(name="示例周某某", number=PHONE),))
        points.update(writer, point.code, changed, "")
    yield opened
    opened.close()


def asked(home: Path, typed: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """The command with that on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "servicepoints", "personal", *words],
        env=environment(home, {}), input=typed, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_it_is_handed_out_and_erased_and_both_are_recorded(home: Path, register: Register) -> None:
    told = asked(home, "139 0000 8888\n")
    assert told.returncode == 0, told.stderr
    assert f"{PHONE} 在歇脚点登记库里的个人信息" in told.stdout
    assert "示例周某某" in told.stdout
    kept = asked(home, f"{PHONE}\nn\n", "--erase")
    assert kept.stdout.endswith("没有删。\n")
    assert "找不回来" in kept.stderr
    done = asked(home, f"{PHONE}\ny\n", "--erase")
    assert done.returncode == 0, done.stderr
    assert "删掉了：点位1条、改动记录" in done.stdout
    assert asked(home, f"{PHONE}\n", "--erase").stdout == "登记库里没有这个号码。\n"
    recorded = [(one.account, one.what, one.number) for one in personal.recorded(register, CITY)]
    who = ("命令行", "139****8888")
    wanted = [personal.LOOK, personal.ERASE, personal.LOOK, personal.LOOK, personal.EXPORT]
    assert recorded == [(who[0], what, who[1]) for what in wanted]


def test_what_is_no_number_is_refused_and_nothing_is_erased_without_an_answer(
    home: Path, register: Register
) -> None:
    wrong = asked(home, "12345\n")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "不是11位手机号" in wrong.stderr
    cut = asked(home, f"{PHONE}\n", "--erase")
    assert cut.returncode == 1
    assert "没有完成：中断了" in cut.stderr
    assert "删掉了" not in cut.stdout
    assert personal.look_up(register, CITY, PHONE).lines
