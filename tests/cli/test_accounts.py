"""`accounts`: the second factor of who lost the phone."""

import json
import shutil
from pathlib import Path

from servicepoints.config import load
from servicepoints.register import Actor, accounts, factors
from servicepoints.services.machines.issuing import Wanted, issue_for
from servicepoints.services.opening import open_instance
from tests.cli.conftest import Run


def test_a_second_factor_is_listed_and_taken_away(run: Run, demo_home: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(demo_home, tmp_path / "instance"))
    assert run("accounts", "add", "lisi", "--name", "示例李四", "--city", home=own).exit_code == 0
    register = open_instance(load({"SERVICEPOINTS_HOME": str(own)}))
    with register.write(Actor("setup", "示例")) as writer:
        standing = accounts.named(writer, "lisi")
        assert standing is not None
        factors.put(writer, standing.account.id, "示例", 1, ["示例"])
    register.close()
    (one,) = json.loads(run("accounts", "list", "--format", "json", home=own).output)
    assert one["two_factors"]
    assert "两步验证" in run("accounts", "list", home=own).output
    dropped = run("accounts", "drop-factor", " LISI ", home=own)
    assert (dropped.exit_code, dropped.output) == (0, "取消了账号 lisi（示例李四）的两步验证。\n")
    (one,) = json.loads(run("accounts", "list", "--format", "json", home=own).output)
    assert not one["two_factors"]
    again = run("accounts", "drop-factor", "lisi", home=own)
    assert again.exit_code == 1
    assert "没有开两步验证" in again.stderr
    assert "没有账号" in run("accounts", "drop-factor", "nobody", home=own).stderr


def test_who_is_disabled_leaves_tokens_behind_that_are_named(
    run: Run, demo_home: Path, tmp_path: Path
) -> None:
    own = Path(shutil.copytree(demo_home, tmp_path / "instance"))
    for login in ("lisi", "wangwu"):
        assert run("accounts", "add", login, "--name", f"示例{login}", "--city", home=own).exit_code == 0
    register = open_instance(load({"SERVICEPOINTS_HOME": str(own)}))
    wanted = Wanted(name="示例考勤大屏", bureau="shili", scopes=["points"])
    issue_for(register, wanted, Actor("editor", "示例lisi"))
    register.close()
    disabled = run("accounts", "disable", "lisi", home=own)
    assert disabled.exit_code == 0
    assert "还能用：示例考勤大屏" in disabled.stderr
