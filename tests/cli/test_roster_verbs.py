"""`demo`, `init`, `import`, `publish`, `export`: a roster in, an answer out, and nothing twice."""

import json
import shutil
from pathlib import Path

import pytest

from servicepoints.paths import DATA
from tests.cli.conftest import Run

ROSTER = DATA / "demo" / "roster.xlsx"


@pytest.fixture
def own(demo_home: Path, tmp_path: Path) -> Path:
    """A demonstration of one's own, to write in."""
    return Path(shutil.copytree(demo_home, tmp_path / "own"))


def test_the_same_roster_again_changes_nothing(run: Run, own: Path) -> None:
    result = run("import", str(ROSTER), "--bureau", "shili", "--format", "json", home=own)
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["columns"]
    assert (report["new"], report["changed"]) == ([], [])
    assert len(report["unchanged"]) > 50
    assert "改动 0 个点" in run("publish", home=own).output


def test_what_the_columns_were_taken_for_is_said_first(run: Run, own: Path) -> None:
    lines = run("import", str(ROSTER), "--bureau", "shili", "--dry-run", home=own).stdout.splitlines()
    assert "各列认作" in lines[0]
    assert "没有写入" in lines[-1]


def test_an_export_comes_back_unchanged(run: Run, own: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert "导出了" in run("export", str(out), home=own).output
    report = json.loads(run("import", str(out), "--dry-run", "--format", "json", home=own).stdout)
    assert (report["new"], report["changed"], report["refused"]) == ([], [], [])


@pytest.mark.parametrize("ending", ["xlsx", "geojson", "json", "db"])
def test_every_format_is_written_with_a_count(run: Run, own: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    result = run("export", str(out), home=own)
    assert result.exit_code == 0, result.output
    assert out.stat().st_size > 1000
    assert "个点" in result.output


def test_an_unknown_format_or_bureau_is_refused(run: Run, own: Path, tmp_path: Path) -> None:
    assert run("export", str(tmp_path / "out.pdf"), home=own).exit_code == 1
    assert run("export", str(tmp_path / "out.csv"), "--bureau", "atlantis", home=own).exit_code == 1
    assert run("import", str(ROSTER), "--bureau", "atlantis", home=own).exit_code == 1
    assert run("import", str(tmp_path / "missing.xlsx"), home=own).exit_code == 2


def test_a_file_that_is_no_roster_is_refused(run: Run, own: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.xlsx"
    odd.write_bytes(b"PK\x03\x04 not a workbook")
    result = run("import", str(odd), home=own)
    assert result.exit_code == 1
    assert "没有完成" in result.output


def test_a_file_whose_name_is_no_utf8_is_taken(run: Run, own: Path, tmp_path: Path) -> None:
    odd = tmp_path / "示例\udcd7\udcdc.csv"  # as a zip from Windows unpacks here
    odd.write_text("区,名称,地址\n长宁区,示例怪名驿站,示例怪名路1号\n", encoding="utf-8")
    result = run("import", str(odd), "--bureau", "shili", home=own)
    assert result.exit_code == 0, result.output
    assert "新增1个" in result.output


@pytest.mark.parametrize("name", ["示例\u202e", "示例\udcff"])
def test_a_persons_name_that_cannot_be_shown_makes_no_account(run: Run, own: Path, name: str) -> None:
    result = run("accounts", "add", "newcomer", "--name", name, "--city", home=own)
    assert result.exit_code == 1, result.output
    assert "要写1到40个字" in result.output


def test_a_demonstration_is_used_again_and_never_over_something_else(
    run: Run, own: Path, tmp_path: Path
) -> None:
    assert "接着用" in run("demo", "--no-serve", home=own).output
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("dear")
    result = run("demo", "--no-serve", home=tmp_path / "letters")
    assert result.exit_code == 1
    assert [p.name for p in (tmp_path / "letters").iterdir()] == ["letter.txt"]
    assert run("init", home=own).exit_code == 1


def test_init_makes_the_real_listing_and_keeps_its_key(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "real"
    result = run("init", home=home)
    assert result.exit_code == 0, result.output
    assert "SERVICEPOINTS_DATA_KEY" in (home / "keys.env").read_text()
    assert "示例" not in run("near", "31.2242", "121.4294", home=home).output
    assert run("demo", "--no-serve", home=home).exit_code == 1
    assert "SERVICEPOINTS_SECRET_KEY" in run("serve", home=home).output
