"""Settings, read once from the environment into a frozen object; `settings` is their table.

Keys may also stand in `keys.env` in the instance's folder; the environment wins. A value that cannot be used
stops start-up with a SettingError that names the setting, the value and the fix. Imports `errors`; knows
no Flask.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from servicepoints import setting_values as values
from servicepoints.errors import SettingError
from servicepoints.settings import KEYS_FILE, SHORTEST_SECRET, SettingRow, Settings

__all__ = ["KEYS_FILE", "SHORTEST_SECRET", "Settings", "load", "markdown_rows", "read_keys", "table"]


def table() -> tuple[SettingRow, ...]:
    """Every setting as documented, in order."""
    return tuple(f.metadata["setting"] for f in fields(Settings))


def markdown_rows() -> Iterator[str]:
    """The settings table of the README, line by line."""
    yield "| 设置 | 默认 | 说明 |"
    yield "|---|---|---|"
    for row in table():
        yield f"| `{row.name}` | {f'`{row.default}`' if row.default else '（空）'} | {row.help} |"


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this environment and of its instance's keys.env. Raises SettingError."""
    read = {f.name: (f.metadata["setting"], f.metadata["read"]) for f in fields(Settings)}
    home: Path = _value(*read["home"], environment)
    if home.exists() and not home.is_dir():
        raise SettingError(f"设置 SERVICEPOINTS_HOME 的值“{home}”不能用：那是个文件，要写一个文件夹")
    keys = read_keys(home / KEYS_FILE)
    chosen = {
        name: _value(row, reader, {**keys, **environment} if row.secret else environment)
        for name, (row, reader) in read.items()
    }
    settings = Settings(**chosen)
    _check_basemap(settings)
    _check_wechat(settings)
    return settings


def read_keys(path: Path) -> dict[str, str]:
    """NAME=VALUE lines of a keys.env (comments with #); empty when there is none. Raises SettingError."""
    try:
        return values.named_lines(path, {row.name for row in table() if row.secret})
    except ValueError as error:
        raise SettingError(str(error)) from error


def _value(row: SettingRow, read: Callable[[str], Any], environment: Mapping[str, str]) -> Any:
    given = environment.get(row.name) or row.default
    try:
        return read(given)
    except ValueError as error:
        shown = "（不显示）" if row.secret else f"“{given}”"
        raise SettingError(f"设置 {row.name} 的值{shown}不能用：{error}") from error


def _check_basemap(settings: Settings) -> None:
    """A basemap that lacks what it needs would show an empty ground: say so at the start."""
    if settings.basemap == "tianditu" and not settings.tianditu_browser_key:
        raise SettingError(
            "设置 SERVICEPOINTS_BASEMAP=tianditu 还要 SERVICEPOINTS_TIANDITU_BROWSER_KEY（浏览器端密钥）"
        )
    if settings.basemap == "xyz" and not (settings.xyz_url and settings.xyz_attribution):
        raise SettingError(
            "设置 SERVICEPOINTS_BASEMAP=xyz 还要写 SERVICEPOINTS_XYZ_URL（瓦片网址，里面有 {z} {x} {y}）"
            "和 SERVICEPOINTS_XYZ_ATTRIBUTION（来源说明，地图上要显示）"
        )


def _check_wechat(settings: Settings) -> None:
    """Half of an account's credentials signs nothing, and nobody would see why."""
    if bool(settings.wechat_app_id) != bool(settings.wechat_app_secret):
        both = ("SERVICEPOINTS_WECHAT_APP_ID", "SERVICEPOINTS_WECHAT_APP_SECRET")
        missing = both[bool(settings.wechat_app_id)]
        raise SettingError(f"设置 {both[0]} 和 {both[1]} 要一起写，现在缺 {missing}")
