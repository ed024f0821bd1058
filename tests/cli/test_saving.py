"""`backup` and `restore` as they are typed."""

import json
import shutil
from pathlib import Path

import pytest

from servicepoints.register.secrecy import new_key
from tests.cli.conftest import Run


@pytest.fixture
def own(demo_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_home, tmp_path / "own"))


@pytest.mark.sqlite
def test_a_backup_says_what_is_not_in_it_and_comes_back(run: Run, own: Path, tmp_path: Path) -> None:
    made = run("backup", str(tmp_path / "shelf"), home=own)
    assert made.exit_code == 0, made.output
    assert "备份好了，核对过" in made.output
    for warning in ("数据密钥不在备份里", f"把 {own / 'keys.env'}", "没有加密", "同一个磁盘"):
        assert warning in made.stderr
    (backup,) = (tmp_path / "shelf").glob("*.backup")
    fresh = tmp_path / "fresh"
    refused = run("restore", str(backup), home=fresh)
    assert refused.exit_code == 1
    assert "SERVICEPOINTS_DATA_KEY 没有设置" in refused.output
    shutil.copy(own / "keys.env", fresh)
    done = run("restore", str(backup), home=fresh)
    assert done.exit_code == 0, done.output
    assert "66 个点" in done.output
    assert "账号都要重新登录" in done.output
    assert run("near", "31.23", "121.47", home=fresh).exit_code == 0
    again = run("restore", str(backup), home=fresh)
    assert again.exit_code == 1
    assert "已经在那里，没有动它" in again.output


def test_programs_read_of_it_too_and_a_key_is_never_shown(run: Run, own: Path, tmp_path: Path) -> None:
    key = new_key()
    made = run("backup", str(tmp_path / "s"), "--format", "json", home=own, SERVICEPOINTS_BACKUP_KEY=key)
    told = json.loads(made.stdout)
    assert (told["encrypted"], told["points"], told["removed"]) == (True, 66, 0)
    assert Path(told["path"]).stat().st_size == told["size"]
    assert key not in made.output
    bad = run("backup", str(tmp_path / "s"), home=own, SERVICEPOINTS_BACKUP_KEY="geheim")
    assert bad.exit_code == 1
    assert "SERVICEPOINTS_BACKUP_KEY" in bad.output
    assert "geheim" not in bad.output


def test_without_an_instance_there_is_nothing_to_back_up(run: Run, tmp_path: Path) -> None:
    done = run("backup", str(tmp_path / "shelf"), home=tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "servicepoints init" in done.output
    assert not (tmp_path / "shelf").exists()
