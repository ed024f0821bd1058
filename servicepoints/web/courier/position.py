"""A courier's position as it comes in the body of a POST: read, checked, put in words, and forgotten."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from servicepoints.domain.coordinates import in_shanghai
from servicepoints.domain.status_words import distance_words
from servicepoints.errors import InvalidValue

SURE_M = 100
"""Metres of accuracy up to which nothing needs saying but the number."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
"""As phones write one; Python would also read 1_0 and full-width digits."""

FAR_AWAY = "这个位置不在上海，这里只收录上海的歇脚点"


@dataclass(frozen=True, slots=True)
class Position:
    """WGS-84 degrees and the accuracy in metres as the phone states it (None if it does not)."""

    latitude: float
    longitude: float
    accuracy_m: float | None

    @property
    def words(self) -> str:
        """How sure the position is: 偏差60米; where it matters, 定位偏差约800米."""
        if self.accuracy_m is None:
            return ""
        return f"{'定位偏差约' if self.coarse else '偏差'}{distance_words(self.accuracy_m)}"

    @property
    def coarse(self) -> bool:
        """Whether distances are off by more than one would notice."""
        return self.accuracy_m is not None and self.accuracy_m > SURE_M

    @property
    def deviation_m(self) -> float:
        """Metres by which distances may be off, 0 where that need not be said."""
        return self.accuracy_m if self.accuracy_m is not None and self.coarse else 0

    @property
    def in_shanghai(self) -> bool:
        """Whether there is anything to find round it."""
        return in_shanghai(self.latitude, self.longitude)


def read_position(form: Mapping[str, str]) -> Position:
    """The fields lat, lon (WGS-84 degrees) and accuracy (metres, optional). InvalidValue names the wrong
    one."""
    accuracy = form.get("accuracy", "").strip()
    return Position(
        latitude=_number(form, "lat", "纬度", 90),
        longitude=_number(form, "lon", "经度", 180),
        accuracy_m=abs(_number(form, "accuracy", "定位偏差", 20_000_000)) if accuracy else None,
    )


def _number(form: Mapping[str, str], field: str, word: str, most: float) -> float:
    given = form.get(field, "").strip()
    number = float(given) if _NUMBER.fullmatch(given) else float("nan")
    if not abs(number) <= most:
        reason = f"{word}要是 -{most:g} 到 {most:g} 之间的数字" if given else f"缺少{word}"
        raise InvalidValue(field, given, reason, "请重新定位，或者按区找")
    return number
