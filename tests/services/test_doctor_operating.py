"""What `doctor` finds of the machine and of settings that do not go together: each is seen, and nothing where
all is well."""

import os
import resource
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from servicepoints.config import Settings, load
from servicepoints.domain.points import Kind, Point
from servicepoints.domain.roles import Role
from servicepoints.register import Actor, accounts, factors, instance, open_register, points, sqlite_url
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.services.doctor import Diagnosis, Level, operating

GOOD = "Zk3mQx8aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789"


def subjects(found: object) -> list[str]:
    return [one.subject for one in found]  # type: ignore[attr-defined]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, workers=1)


def test_a_good_machine_is_not_complained_of(settings: Settings) -> None:
    (settings.home / "catalogue.db").touch()
    assert list(operating.machine(settings)) == []
    assert list(operating.following(settings)) == []
    assert list(operating.together(settings)) == []


def test_files_that_the_service_cannot_write(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = settings.home / "catalogue.db"
    path.touch()
    access = os.access
    monkeypatch.setattr(os, "access", lambda where, how: where != path and access(where, how))
    (one,) = operating.machine(settings)
    assert (one.level, one.subject) == (Level.FAIL, str(path))


def test_few_open_files_and_many_processes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 1024))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    found = operating.machine(replace(settings, workers=9))
    assert subjects(found) == ["打开文件数", "SERVICEPOINTS_WORKERS"]


@pytest.mark.parametrize(("ago", "told"), [(5, []), (600, ["服务"]), (-600, ["时钟"])])
def test_a_service_that_no_longer_follows(settings: Settings, ago: float, told: list[str]) -> None:
    settings.places_path.touch()
    os.utime(settings.places_path, (time.time() - ago,) * 2)
    assert subjects(operating.following(settings)) == told


@pytest.mark.parametrize(("ahead", "told"), [(0, ["账号"]), (90, ["时钟", "账号"])])
def test_a_clock_that_is_behind_the_registers_and_a_desk_without_accounts(
    settings: Settings, ahead: int, told: list[str]
) -> None:
    register = open_register(
        sqlite_url(settings.home / "register.db"), clock=lambda: datetime.now(UTC) + timedelta(minutes=ahead)
    )
    migrate(register)
    with register.write(Actor("setup", "示例")) as writer:
        instance.create(writer, "real")
        points.insert(writer, Point(name="示例站", kind=Kind.CARE_STATION), "新建")
    register.close()
    assert subjects(operating.desk(settings)) == told


@pytest.mark.parametrize(
    ("kind", "url", "told"),
    [
        ("real", "https://a.example.cn", ["两步验证"]), ("real", "", []), ("real", "http://192.168.1.5", []),
        ("demo", "https://a.example.cn", []),
    ],
)  # fmt: skip
def test_a_city_account_that_a_password_alone_opens(
    settings: Settings, kind: str, url: str, told: list[str]
) -> None:
    register = open_register(sqlite_url(settings.home / "register.db"), new_key())
    migrate(register)
    with register.write(Actor("setup", "示例")) as writer:
        instance.create(writer, kind)
        made = {n: accounts.add(writer, n, "示例", Role.CITY, "").id for n in ("bare", "unset", "off", "two")}
        made["editor"] = accounts.add(writer, "editor", "示例", Role.EDITOR, "shili").id
        for login in ("bare", "off", "two", "editor"):
            accounts.set_password(writer, made[login], "示例")
        accounts.disable(writer, made["off"])
        factors.put(writer, made["two"], "示例", 1, ["示例"])
    register.close()
    found = list(operating.desk(replace(settings, public_url=url)))
    assert subjects(found) == told
    assert all("全市账号 bare 没开" in one.words for one in found)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"SECRET_KEY": "a" * 40}, "SERVICEPOINTS_SECRET_KEY"),
        ({"PUBLIC_URL": "http://localhost:8000"}, "SERVICEPOINTS_PUBLIC_URL"),
        ({"PUBLIC_URL": "http://192.168.1.5"}, "SERVICEPOINTS_PUBLIC_URL"),
        ({"HOST": "0.0.0.0", "TRUSTED_PROXIES": "1"}, "SERVICEPOINTS_TRUSTED_PROXIES"),
        ({"METRICS_FROM": "0.0.0.0/0"}, "SERVICEPOINTS_METRICS_FROM"),
        ({"LOG_CLIENTS": "1"}, "SERVICEPOINTS_LOG_CLIENTS"),
        ({"LOG_LEVEL": "debug"}, "SERVICEPOINTS_LOG_LEVEL"),
        ({"TWO_FACTORS": "city"}, "SERVICEPOINTS_TWO_FACTORS"),
        (
            {"PUBLIC_URL": "https://a.example.cn", "EMBED_PARENTS": "http://b.example.cn"},
            "SERVICEPOINTS_EMBED_PARENTS",
        ),
    ],
)
def test_settings_that_are_unwise(tmp_path: Path, values: dict[str, str], told: str) -> None:
    named = {f"SERVICEPOINTS_{name}": value for name, value in values.items()}
    found: list[Diagnosis] = list(operating.together(load({"SERVICEPOINTS_HOME": str(tmp_path), **named})))
    assert subjects(found) == [told]
    assert all(one.fix for one in found)


def test_two_steps_that_can_be_set_up(tmp_path: Path) -> None:
    able = replace(Settings(home=tmp_path), data_key=GOOD, two_factors="everyone")
    assert subjects(operating.together(able)) == []


def test_one_key_for_two_uses(tmp_path: Path) -> None:
    same = replace(Settings(home=tmp_path), secret_key=GOOD, data_key=GOOD)
    assert subjects(operating.together(same)) == ["SERVICEPOINTS_SECRET_KEY"]
