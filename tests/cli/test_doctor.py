"""`doctor`: what is missing or wrong, and the table of settings."""

import json
import shutil
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from servicepoints.catalogue.suspicion import suspect
from servicepoints.config import load, table
from servicepoints.domain.china import OFFICIAL_THROUGH
from servicepoints.domain.hours import TIMEZONE
from servicepoints.register import Actor, wechat
from servicepoints.register import schema as s
from servicepoints.register.secrecy import new_key
from servicepoints.services.doctor.stores import holidays
from servicepoints.services.opening import open_instance
from tests.cli.conftest import Run

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_demonstration_is_sound_but_not_fit_for_the_public(run: Run, demo_home: Path) -> None:
    result = run("doctor", "--format", "json", home=demo_home)
    assert result.exit_code == 0, result.output
    found = {check["subject"]: check for check in json.loads(result.output)["checks"]}
    assert found["登记库"]["level"] == "ok"
    assert found["目录"]["level"] == "ok"
    for missing in ("SERVICEPOINTS_HOST_NAME", "SERVICEPOINTS_OPEN_LICENCE", "SERVICEPOINTS_ICP", "底图"):
        assert found[missing]["level"] == "warn"


def test_a_footer_that_is_filled_in_is_not_complained_of(run: Run, demo_home: Path) -> None:
    filled = {
        "SERVICEPOINTS_HOST_NAME": "示例局",
        "SERVICEPOINTS_ICP": "示例1号",
        "SERVICEPOINTS_OPEN_LICENCE": "CC BY 4.0",
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


@pytest.fixture
def own(demo_home: Path, tmp_path: Path) -> Path:
    """A demonstration of one's own, to spoil."""
    return Path(shutil.copytree(demo_home, tmp_path / "own"))


@pytest.mark.sqlite
def test_a_damaged_catalogue_and_a_register_that_was_replaced_are_told_of(run: Run, own: Path) -> None:
    sound = run("doctor", home=own).output
    assert "坏的一块" not in sound
    assert "被换掉过" not in sound
    suspect(own / "catalogue.db")
    kept = own / "register.db.replaced-20260914T020000000000Z"
    kept.with_name(kept.name + "-wal").touch()
    result = run("doctor", home=own)
    assert result.exit_code == 1
    assert "有人读到了坏的一块" in result.output
    assert result.output.count(f"{kept}：登记库的文件在运行中被换掉过") == 1


def test_a_key_that_does_not_open_the_register_fails(run: Run, own: Path) -> None:
    result = run("doctor", home=own, SERVICEPOINTS_DATA_KEY=new_key())
    assert result.exit_code == 1
    assert "打不开登记库里已加密的信息" in result.output
    assert "环境变量里的和" in result.output


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SERVICEPOINTS_DETUOR": "2"}, "是不是 SERVICEPOINTS_DETOUR"),
        ({"SERVICEPOINTS_PUBLIC_URL": "https://example.gov.cn"}, "SERVICEPOINTS_TRUSTED_PROXIES"),
        ({"SERVICEPOINTS_PUBLIC_URL": "https://example.gov.cn"}, "里面却是演示数据"),
        ({"SERVICEPOINTS_PUBLIC_URL": "http://example.gov.cn"}, "手机拿不到定位"),
        ({"SERVICEPOINTS_HOST": "0.0.0.0"}, "没有 TLS"),
        ({"SERVICEPOINTS_SECRET_KEY": "short"}, "至少要 32 个字符"),
        ({"REGISTER_URL": "sqlite:////nonexistent/register.db"}, "连不上"),
        ({"SERVICEPOINTS_DATA_KEY": "short"}, "不是有效的密钥"),
        (
            {
                "SERVICEPOINTS_PUBLIC_URL": "https://example.gov.cn",
                "SERVICEPOINTS_BASEMAP": "xyz",
                "SERVICEPOINTS_XYZ_URL": "http://tiles.example.cn/{z}/{x}/{y}.png",
                "SERVICEPOINTS_XYZ_ATTRIBUTION": "示例",
            },
            "浏览器不会显示",
        ),
    ],
)
def test_a_setting_that_does_not_fit_is_named(
    run: Run, demo_home: Path, settings: dict[str, str], said: str
) -> None:
    assert said not in run("doctor", home=demo_home).output
    assert said in run("doctor", home=demo_home, **settings).output


def test_a_catalogue_that_is_behind_or_of_another_register_is_noticed(run: Run, own: Path) -> None:
    with sqlite3.connect(own / "catalogue.db") as catalogue:
        catalogue.execute("UPDATE meta SET value = '1' WHERE key = 'revision'")
    assert "目录只到 1" in run("doctor", home=own).output
    with sqlite3.connect(own / "catalogue.db") as catalogue:
        catalogue.execute("UPDATE meta SET value = 'another' WHERE key = 'instance_id'")
    result = run("doctor", home=own)
    assert result.exit_code == 1
    assert "另一个登记库" in result.output


def test_a_folder_that_is_not_there_fails(run: Run, tmp_path: Path) -> None:
    assert "✗ 实例：没有文件夹" in run("doctor", home=tmp_path / "nowhere").output


def test_a_file_in_place_of_the_folder_is_said_to_be_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for verb in (["doctor"], ["init"], ["near", "31", "121"]):
        result = run(*verb, home=tmp_path / "file")
        assert result.exit_code == 1
        assert "那是个文件，要写一个文件夹" in result.output


def test_next_years_holidays_are_missed_from_december_on() -> None:
    assert list(holidays(date(OFFICIAL_THROUGH, 11, 30))) == []
    assert [d.subject for d in holidays(date(OFFICIAL_THROUGH, 12, 1))] == ["放假安排"]
    assert [d.subject for d in holidays(date(OFFICIAL_THROUGH + 1, 1, 1))] == ["放假安排"]


def test_what_an_official_account_needs_is_told(run: Run, demo_home: Path) -> None:
    assert "没有设置公众号" in run("doctor", home=demo_home).output
    both = {
        "SERVICEPOINTS_WECHAT_APP_ID": "wx0123456789abcdef",
        "SERVICEPOINTS_WECHAT_APP_SECRET": "geheim" * 5,
    }
    nameless = run("doctor", home=demo_home, **both).output
    assert "一个签名也不给" in nameless
    named = run("doctor", home=demo_home, SERVICEPOINTS_PUBLIC_URL="https://example.gov.cn", **both).output
    assert "“JS接口安全域名”里要有 example.gov.cn" in named
    assert "geheim" not in nameless + named


def test_a_backup_that_is_missing_or_old_is_missed(run: Run, own: Path, tmp_path: Path) -> None:
    register = open_instance(load({"SERVICEPOINTS_HOME": str(own)}))
    with register.begin() as connection:
        connection.execute(s.instance.update().values(kind="real"))
    assert "还没有备份过" in run("doctor", home=own).output
    assert run("backup", str(tmp_path / "shelf"), home=own).exit_code == 0
    assert "✓ 备份：上次是" in run("doctor", home=own).output
    with register.begin() as connection:
        connection.execute(s.pulse.update().where(s.pulse.c.name == "backup").values(at=NEW_YEAR))
    register.close()
    assert "上次是 2026-01-01 08:00，过了 2 天" in run("doctor", home=own).output
    assert "备份" not in run("doctor", home=own, SERVICEPOINTS_BACKUP_DAYS="0").output


def test_why_wechat_gave_no_ticket_is_told(run: Run, demo_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(demo_home, tmp_path / "instance"))
    at = datetime(2026, 9, 14, 10, 0, tzinfo=TIMEZONE)
    register = open_instance(load({"SERVICEPOINTS_HOME": str(home)}), lambda: at)
    with register.write(Actor("machine", "示例节点")) as writer:
        wechat.claim(writer, "wx0123456789abcdef", at, None)
        wechat.fail(writer, "wx0123456789abcdef", "IP 不在白名单里（40164）", at)
    register.close()
    both = {"SERVICEPOINTS_WECHAT_APP_ID": "wx0123456789abcdef", "SERVICEPOINTS_WECHAT_APP_SECRET": "x"}
    output = run("doctor", home=home, **both).output
    assert "2026-09-14 10:00 没拿到签名用的票据：IP 不在白名单里（40164）" in output
