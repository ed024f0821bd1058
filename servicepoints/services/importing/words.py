"""Changes of a point in the words of a person: what each field is called, what each value means."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_grid import grid_of
from servicepoints.domain.hours_grid_words import grid_words
from servicepoints.domain.points import Access, Audience, Channel, Demonstration, Kind, Listing
from servicepoints.domain.records import TIME_FIELDS
from servicepoints.domain.rules_text import parse_rules
from servicepoints.domain.wording import (
    ACCESS_WORDS,
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    DEMONSTRATION_WORDS,
    KIND_WORDS,
    LISTING_WORDS,
)
from servicepoints.sheets.fields import BY_NAME
from servicepoints.sheets.readings import Column

_LABELS = {
    "name": "名称", "kind": "类型", "demonstration": "示范点", "bureau": "邮政管理局", "district": "区",
    "sub_district": "街道", "address": "地址", "latitude": "纬度", "longitude": "经度",
    "precision_m": "位置精度(米)",
    "position": "位置",
    "position_basis": "位置依据", "confirmed_by": "位置确认人", "confirmed_on": "位置确认日期",
    "audience": "谁能进",
    "free": "是否免费", "access": "怎么进", "access_note": "进门说明", "parking_note": "停车",
    "hours_text": "开放时间",
    "opening_hours": "读成的时间", "hours_status": "时间读没读懂", "hours_proposal": "拟用的读法",
    "hours_reasons": "没读懂的原因",
    "amenities": "设施", "spaces": "功能空间", "contacts": "电话和联系人", "booking_channel": "预约方式",
    "booking_phone": "预约电话", "booking_link": "预约链接", "booking_note": "预约说明",
    "booking_note_date": "预约说明日期",
    "link_group": "联动点位", "valid_from": "有效期起", "valid_to": "有效期止", "checked_on": "核实日期",
    "checked_by": "核实人",
    "listing": "状态", "suspended_until": "关到什么时候", "listing_reason": "理由",
    "source": "来源", "source_date": "来源日期", "note": "备注",
}  # fmt: skip
_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {kind.value: KIND_WORDS[kind] for kind in Kind},
    "demonstration": {d.value: DEMONSTRATION_WORDS[d] for d in Demonstration},
    "audience": {a.value: AUDIENCE_WORDS[a] for a in Audience},
    "access": {a.value: ACCESS_WORDS[a] for a in Access},
    "booking_channel": {c.value: CHANNEL_WORDS[c] for c in Channel},
    "listing": {listing.value: LISTING_WORDS[listing] for listing in Listing},
    "hours_status": {"none": "没写", "read": "读懂了", "review": "要人看"},
}
_READINGS = ("opening_hours", "hours_proposal")
_DERIVED = frozenset({"opening_hours", "hours_status", "hours_proposal", "hours_reasons"})
_POSITION = ("latitude", "longitude", "precision_m", "position_basis", "confirmed_by", "confirmed_on")
_DATUMS = {"_gcj02": "GCJ-02", "_bd09": "BD-09", "_unknown": "没写坐标系"}
_LONGEST = 60


def taken_for(column: Column, labels: Mapping[str, str]) -> str:
    """What a column was taken for, and why: `设施：热水（列名）`, or why it is not used."""
    if not column.field:
        return column.how or "不用"
    name, _, key = column.field.partition(":")
    if key:
        return f"设施：{labels.get(key, key)}（{column.how}）"
    for suffix, datum in _DATUMS.items():
        if name.endswith(suffix):
            return f"{BY_NAME[name.removesuffix(suffix)].label.partition('(')[0]}({datum})（{column.how}）"
    label = BY_NAME[name].label if name in BY_NAME else name
    return f"{label}（{column.how}）"


def label(name: str) -> str:
    """A field's name in Chinese."""
    return _LABELS.get(name) or (BY_NAME[name].label if name in BY_NAME else name)


def change_lines(
    changes: Mapping[str, tuple[Any, Any]], labels: Mapping[str, str], bureaus: Mapping[str, str] = {}
) -> Iterator[str]:
    """Changes as a person reads them, `开放时间：8:00-16:00 → 8:30-17:00`; bureaus by their names."""
    for name, (old, new) in changes.items():
        if name in _DERIVED and "hours_text" in changes and name != "opening_hours":
            continue
        if name in _POSITION and name != _shown_of_position(changes):
            continue
        if name in _POSITION:
            yield f"位置：{_position(changes, 0)} → {_position(changes, 1)}"
            continue
        if name == "amenities":
            old, new = (_amenities(side, other, labels) for side, other in ((old, new), (new, old)))
        if name == "spaces":
            old, new = (_spaces(side, labels) for side in (old, new))
        if name == "bureau":
            old, new = (bureaus.get(side, side) for side in (old, new))
        yield f"{_LABELS.get(name, name)}：{_said(name, old)} → {_said(name, new)}"


def _amenities(side: Mapping[str, bool], other: Mapping[str, bool], labels: Mapping[str, str]) -> str:
    """Those that the other side says differently or not at all."""
    return "、".join(
        f"{labels.get(key, key)}{'✓' if has else '✗'}"
        for key, has in side.items()
        if other.get(key) is not has
    )


def _shown_of_position(changes: Mapping[str, Any]) -> str:
    """The one field of a position under which the line stands: nobody reads six lines of degrees."""
    return next(name for name in changes if name in _POSITION)


def _position(changes: Mapping[str, tuple[Any, Any]], side: int) -> str:
    """One side of what changed of a position: 31.22420,121.42940（误差10米内，示例编辑确认）."""
    said = {name: changes[name][side] for name in _POSITION if name in changes}
    at = [f"{said[name]:.5f}" for name in ("latitude", "longitude") if said.get(name) is not None]
    metres, by = said.get("precision_m"), said.get("confirmed_by")
    more = [f"误差{metres:g}米内"] if metres is not None else []
    more += [f"{by}确认"] if by else []
    more += [f"依据：{said['position_basis']}"] if said.get("position_basis") and not by else []
    return ",".join(at) + (f"（{'，'.join(more)}）" if more else "") or "（空）"


def _spaces(spaces: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> str:
    """健身房（24小时；淋浴✓）、阅览室."""
    said = []
    for space in spaces:
        parts = [space.get("hours_text") or "", _amenities(space["amenities"], {}, labels)]
        more = "；".join(filter(None, parts))
        said.append(space["name"] + (f"（{more}）" if more else ""))
    return "、".join(said)


def _said(name: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "contacts":
        return "、".join(
            " ".join(filter(None, (c["name"], c["number"]))) + ("（公开）" if c["public"] else "")
            for c in value
        )
    if name in TIME_FIELDS:
        at = (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(TIMEZONE)
        return f"{at:%Y-%m-%d %H:%M}"
    if name in _READINGS:
        return reading_words(str(value))
    if isinstance(value, list):
        return "；".join(map(str, value))
    return shortened(_WORDS.get(name, {}).get(str(value), str(value)))


def reading_words(rules: str) -> str:
    """Hours as they were read, in words; as they are kept, where only words of our own would do."""
    grid = grid_of(parse_rules(rules))
    return grid_words(grid) if grid else rules


def shortened(text: str) -> str:
    """The text on one line, cut at sixty characters."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
