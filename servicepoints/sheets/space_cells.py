"""Spaces (功能空间) in one cell: 阅览室：阅览室、Wi-Fi；周一至周五9:00-17:00｜24小时驿站：热水、充电；24小时.

Spaces stand apart by ｜ (or on lines of their own); each is a name, a colon, amenities, and after a ； its hours.
"""

import re
from collections.abc import Iterable

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Space
from servicepoints.sheets.amenity_words import AmenityWords
from servicepoints.sheets.readings import SpaceReading

_BETWEEN = re.compile(r"[|｜\n]+")
_HOURS = re.compile(r"\d\s*[:：点时]|小时|全天|周[一二三四五六日天末]|星期|工作日|每天|每日")


def read_spaces(text: str, words: AmenityWords) -> tuple[tuple[SpaceReading, ...], tuple[str, ...]]:
    """(spaces, words of amenities that were not understood) of a cell."""
    spaces: list[SpaceReading] = []
    unknown: list[str] = []
    for part in (part.strip() for part in _BETWEEN.split(text)):
        if not part:
            continue
        name, amenities, hours = _cut(part)
        services = words.read(amenities)
        unknown += services.unknown
        said = services.amenities or words.read(name).amenities
        spaces.append(SpaceReading(name, said, hours))
    return tuple(spaces), tuple(unknown)


def _cut(part: str) -> tuple[str, str, str]:
    """(name, amenities, hours) as text."""
    name, colon, rest = _parted(part, "：:")
    if not colon or (_HOURS.search(name + "：") and not re.search("驿站|室|角|区|厅|房|吧|屋", name)):
        name, _, hours = _parted(part, "；;")
        return name.strip(), "", hours.strip()
    amenities, cut, hours = _parted(rest, "；;")
    if not cut and _HOURS.search(rest):
        return name.strip(), "", rest.strip()
    return name.strip(), amenities.strip(), hours.strip()


def _parted(text: str, marks: str) -> tuple[str, str, str]:
    found = re.search(f"[{marks}]", text)
    return (text, "", "") if found is None else (text[: found.start()], found[0], text[found.end() :])


def write_spaces(spaces: Iterable[Space], vocabulary: Vocabulary) -> str:
    """The cell that `read_spaces` reads back to these spaces."""
    parts = []
    for space in spaces:
        labels = [("" if there else "无") + vocabulary[key].label for key, there in space.amenities.items()]
        hours = space.schedule.text if space.schedule else ""
        parts.append(f"{space.name}：{'、'.join(labels)}" + (f"；{hours}" if hours else ""))
    return "｜".join(parts)
