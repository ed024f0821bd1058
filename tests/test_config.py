"""Settings: one table, read once, and a bad value stops start-up saying what to write."""

from pathlib import Path

import pytest

from servicepoints.config import KEYS_FILE, Settings, load, markdown_rows, table
from servicepoints.errors import SettingError


def test_the_defaults_need_nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # an instance of a demonstration may lie beside the checkout
    settings = load({})
    assert settings == Settings()
    assert settings.home.is_absolute()
    assert settings.register_address == f"sqlite:///{settings.home}/register.db"


def test_the_environment_wins_over_the_keys_of_the_instance(tmp_path: Path) -> None:
    (tmp_path / KEYS_FILE).write_text(
        "# keys\nSERVICEPOINTS_SECRET_KEY=file\nSERVICEPOINTS_DATA_KEY='kept'\n\n"
    )
    settings = load({"SERVICEPOINTS_HOME": str(tmp_path), "SERVICEPOINTS_SECRET_KEY": "environment"})
    assert (settings.secret_key, settings.data_key) == ("environment", "kept")


def test_only_keys_may_stand_in_the_keys_file(tmp_path: Path) -> None:
    (tmp_path / KEYS_FILE).write_text("SERVICEPOINTS_PORT=80\n")
    with pytest.raises(SettingError, match="第 1 行"):
        load({"SERVICEPOINTS_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SERVICEPOINTS_PORT", "http"),
        ("SERVICEPOINTS_PORT", "0"),
        ("SERVICEPOINTS_PORT", "８０"),
        ("SERVICEPOINTS_SPEED_KMH", "nan"),
        ("SERVICEPOINTS_SPEED_KMH", "0"),
        ("SERVICEPOINTS_BASEMAP", "google"),
        ("SERVICEPOINTS_PUBLIC_URL", "example.cn"),
        ("SERVICEPOINTS_PUBLIC_URL", "https://[::1"),
        ("SERVICEPOINTS_PUBLIC_URL", "https://example.cn/map"),
        ("SERVICEPOINTS_PUBLIC_URL", "https://example.cn?x=1"),
        ("SERVICEPOINTS_XYZ_URL", "https://tiles.example/{z}/{x}.png"),
        ("SERVICEPOINTS_XYZ_URL", "https://tiles.example; script-src * /{z}/{x}/{y}"),
        ("SERVICEPOINTS_SUMMER_MONTHS", "6-13"),
        ("SERVICEPOINTS_NOMINATIM", "perhaps"),
        ("SERVICEPOINTS_WECOM_HOSTS", "https://qyapi.example.gov.cn"),
        ("SERVICEPOINTS_WECOM_HOSTS", "a.example, b example"),
        ("SERVICEPOINTS_BACKUP_KEEP", "7,4"),
        ("SERVICEPOINTS_BACKUP_KEEP", "7,4,-6"),
        ("SERVICEPOINTS_XYZ_DATUM", "bd09"),
        ("SERVICEPOINTS_OPEN_LICENCE_URL", "creativecommons.org/licenses/by/4.0"),
        ("SERVICEPOINTS_EMBED_PARENTS", "example.gov.cn"),
        ("SERVICEPOINTS_EMBED_PARENTS", "https://example.gov.cn/page"),
        ("SERVICEPOINTS_EMBED_PARENTS", "https://example.gov.cn;script-src"),
        ("SERVICEPOINTS_EMBED_PARENTS", "https://*"),
        ("SERVICEPOINTS_EMBED_PARENTS", "'none'"),
        ("SERVICEPOINTS_WECHAT_APP_ID", "gh_0123456789ab"),
        ("SERVICEPOINTS_WECHAT_API", "https://api.weixin.qq.com/cgi-bin"),
        ("SERVICEPOINTS_WECHAT_SCRIPT", "https://res.wx.qq.com/x.js; script-src *"),
    ],
)
def test_a_bad_value_names_the_setting_the_value_and_the_fix(name: str, value: str) -> None:
    with pytest.raises(SettingError) as caught:
        load({name: value})
    assert name in str(caught.value)
    assert value in str(caught.value)
    assert "写" in str(caught.value)


def test_a_home_of_nobody_is_refused_with_the_fix() -> None:
    with pytest.raises(SettingError, match=r"SERVICEPOINTS_HOME.*~nobody-at-all/x.*完整的路径"):
        load({"SERVICEPOINTS_HOME": "~nobody-at-all/x"})


@pytest.mark.parametrize(
    ("basemap", "missing"),
    [("tianditu", "SERVICEPOINTS_TIANDITU_BROWSER_KEY"), ("xyz", "SERVICEPOINTS_XYZ_URL")],
)
def test_a_basemap_without_what_it_needs_stops_start_up(basemap: str, missing: str) -> None:
    with pytest.raises(SettingError, match=missing):
        load({"SERVICEPOINTS_BASEMAP": basemap})


@pytest.mark.parametrize("given", ["APP_ID", "APP_SECRET"])
def test_half_of_wechats_credentials_stops_start_up(given: str) -> None:
    other = {"APP_ID": "APP_SECRET", "APP_SECRET": "APP_ID"}[given]
    with pytest.raises(SettingError, match=f"现在缺 SERVICEPOINTS_WECHAT_{other}") as caught:
        load({f"SERVICEPOINTS_WECHAT_{given}": "wx0123456789abcdef"})
    assert "0123456789" not in str(caught.value)


def test_months_may_cross_the_new_year() -> None:
    settings = load({"SERVICEPOINTS_WINTER_MONTHS": "11-2", "SERVICEPOINTS_SUMMER_MONTHS": "7, 9"})
    assert settings.winter_months == {11, 12, 1, 2}
    assert settings.summer_months == {7, 9}


def test_no_key_is_ever_shown() -> None:
    both = {"SERVICEPOINTS_WECHAT_APP_ID": "wx0123456789abcdef"}
    settings = load({row.name: "geheim-0" for row in table() if row.secret} | both)
    assert "geheim" not in repr(settings)


def test_every_setting_has_a_row_of_its_own_with_help() -> None:
    rows = list(markdown_rows())
    assert len(rows) == len(table()) + 2
    assert len({row.name for row in table()}) == len(table())
    assert all(row.help for row in table())


def test_tiles_without_their_attribution_stop_start_up() -> None:
    tiles = "https://tiles.example/{z}/{x}/{y}.png"
    with pytest.raises(SettingError, match="SERVICEPOINTS_XYZ_ATTRIBUTION"):
        load({"SERVICEPOINTS_BASEMAP": "xyz", "SERVICEPOINTS_XYZ_URL": tiles})
