"""What stands in the description as an example: how each operation is asked, and what is answered to who
writes. Answers to reading are not here: they are fetched from this very site when the description is made.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

CODE = "{code}"
"""Stands for the code of a point that is there."""


class Asked(NamedTuple):
    """An example of an operation: its address below /api/v1, and what is sent with it."""

    path: str
    headers: Mapping[str, str] = {}
    body: Any = None
    answer: Any = None


_WRITTEN = {"code": "7K2M9Q", "revision": 13, "changed": ["hours"], "dry_run": False, "waiting": []}
_SESSION = {
    "code": "3ME85X", "revision": 1, "offering": 4, "point": "7K2M9Q",
    "starts_at": "2026-12-01T14:00:00+08:00", "ends_at": "2026-12-01T16:00:00+08:00",
    "capacity": 20, "most": 1, "queue": 5, "opens_at": None, "closes_at": None, "notice_minutes": 30,
    "state": "planned", "reason": "", "taken": 0, "waiting": 0,
}  # fmt: skip
_SEEN = {"If-Match": '"12"'}
_NEW_SESSION = {
    "starts_at": "2026-12-01T14:00", "ends_at": "2026-12-01T16:00", "capacity": 20, "queue": 5,
    "notice_minutes": 30,
}  # fmt: skip
_NEW_POINT = {
    "name": "示例街道驿站", "kind": "care_station", "district": "黄浦区", "address": "示例路1号",
    "hours": "每天8:30-17:00",
    "audience": "everyone", "free": True, "amenities": {"hot_water": True, "nap": False},
    "position": {"latitude": 31.2382, "longitude": 121.4913, "datum": "gcj02", "precision_m": 10},
}  # fmt: skip

ASKED: Mapping[tuple[str, str], Asked] = {
    ("get", "/near"): Asked("/near?lat=31.2304&lon=121.4737&open=any&need=hot_water&limit=1"),
    ("get", "/points"): Asked("/points?district=huangpu&limit=1"),
    ("get", "/points/{code}"): Asked(f"/points/{CODE}?datum=gcj02"),
    ("get", "/search"): Asked("/search?q=驿站&limit=1"),
    ("get", "/districts"): Asked("/districts"),
    ("get", "/sessions"): Asked("/sessions?limit=1"),
    ("get", "/changes"): Asked("/changes?limit=1"),
    ("post", "/points"): Asked(
        "/points", {"Idempotency-Key": "station-4711"}, _NEW_POINT,
        _WRITTEN | {"revision": 1, "changed": sorted(_NEW_POINT)},
    ),
    ("put", "/points/{code}"): Asked(
        "/points/7K2M9Q", _SEEN,
        {"hours": "每天8:30-20:00", "amenities": {"toilet": None}, "reason": "冬天延长了"},
        _WRITTEN | {"changed": ["hours", "amenities.toilet"]},
    ),
    ("post", "/points/{code}/checks"): Asked(
        "/points/7K2M9Q/checks", _SEEN, None, _WRITTEN | {"changed": ["trust"]}
    ),
    ("put", "/points/{code}/suspension"): Asked(
        "/points/7K2M9Q/suspension", {}, {"until": "2026-12-02T09:00", "reason": "停电检修"},
        _WRITTEN | {"changed": ["listing"]},
    ),
    ("delete", "/points/{code}/suspension"): Asked(
        "/points/7K2M9Q/suspension", {}, None, _WRITTEN | {"changed": ["listing"]}
    ),
    ("get", "/points/{code}/offerings"): Asked(
        "/points/7K2M9Q/offerings", {}, None,
        {"offerings": [
            {"id": 4, "title": "免费理发", "kind": "activity", "space": "", "channel": "here",
             "sessions": [_SESSION]},
        ]},
    ),
    ("post", "/offerings/{number}/sessions"): Asked(
        "/offerings/4/sessions", {}, _NEW_SESSION, _SESSION | {"to_tell": 0}
    ),
    ("put", "/sessions/{code}"): Asked(
        "/sessions/3ME85X", {"If-Match": '"1"'}, {"capacity": 30},
        _SESSION | {"revision": 2, "capacity": 30, "taken": 18, "to_tell": 0},
    ),
    ("post", "/sessions/{code}/cancellation"): Asked(
        "/sessions/3ME85X/cancellation", {"If-Match": "*"}, {"reason": "老师临时有事"},
        _SESSION | {"revision": 3, "state": "cancelled", "reason": "老师临时有事", "to_tell": 18},
    ),
}  # fmt: skip
