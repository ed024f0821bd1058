"""Spaces (功能空间) in one cell: 阅览室：阅览室、Wi-Fi；周一至周五9:00-17:00｜24小时驿站：热水、充电；24小时.

Spaces stand apart by ｜ (or on lines of their own); each is a name, a colon, amenities, and after a ；
its hours. A space that is only a name has what the name says (健身房).
"""

import re
from collections.abc import Iterable

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Space
from servicepoints.sheets.amenity_words import AmenityWords
from servicepoints.sheets.readings import SpaceReading

_BETWEEN = re.compile(r"[|｜\n]+")
_COLON = re.compile(r"[：:](?!\d)|(?<!\d)[：:]")
_END = re.compile("[；;]")
_HOURS = re.compile(r"\d\s*[:：点时]|小时|全天|周[一二三四五六日天末]|星期|工作日|每天|每日")


def read_spaces(text: str, words: AmenityWords) -> tuple[tuple[SpaceReading, ...], tuple[str, ...]]:
    """(spaces, words of amenities that were not understood) of a cell."""
    spaces: list[SpaceReading] = []
    unknown: list[str] = []
    for part in (part.strip() for part in _BETWEEN.split(text)):
        if not part:
            continue
        name, amenities, hours = _cut(part)
        services = words.read(name if amenities is None else amenities)
        unknown += (*services.unknown, *services.unticked) if amenities is not None else ()
        spaces.append(SpaceReading(name, services.amenities, hours))
    return tuple(spaces), tuple(unknown)


def _cut(part: str) -> tuple[str, str | None, str]:
    """(name, amenities or None for no list of them, hours) as text."""
    colon, end = _COLON.search(part), _END.search(part)
    if colon is None or (end and end.start() < colon.start()):
        name, hours = _parted(part, end)
        return name, None, hours
    name, rest = _parted(part, colon)
    end = _END.search(rest)
    if end is None and _HOURS.search(rest):
        return name, "", rest
    amenities, hours = _parted(rest, end)
    return name, amenities, hours


def _parted(text: str, mark: re.Match[str] | None) -> tuple[str, str]:
    return (text, "") if mark is None else (text[: mark.start()].strip(), text[mark.end() :].strip())


def write_spaces(spaces: Iterable[Space], vocabulary: Vocabulary) -> str:
    """The cell that `read_spaces` reads back to these spaces."""
    parts = []
    for space in spaces:
        labels = [("" if there else "无") + vocabulary.label(key) for key, there in space.amenities.items()]
        hours = space.schedule.text if space.schedule else ""
        parts.append(f"{space.name}：{'、'.join(labels)}" + (f"；{hours}" if hours else ""))
    return "｜".join(parts)
