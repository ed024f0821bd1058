"""A group notice laid out: the line to the companies' managers, and the text that they pass on.

A short notice is one text in sections. What is too long for one message is cut between points: each part
names what it is of, says all of its points and ends with the link, alone on its line, ASCII only.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from servicepoints.domain.digests import MOST_BYTES, Form, Length, last_day
from servicepoints.domain.hours_words import stretch_words
from servicepoints.sharing.notice import Activity, Said
from servicepoints.sharing.text import clipped

MOST_POINTS, MOST_ACTIVITIES = 5, 3
"""Of a short notice; more than these stand behind the link: nobody reads a longer one in a group."""

_PLACE, _OPENING = 90, 300
_AT_POINT = 6
"""Sessions told at one point of a long notice."""
_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_REST = "……其余点链接看"
_LEAST = 12
_TITLES = ("【", "▍")
_MARKS = str.maketrans("*_`[]<>#~|\\", "＊＿｀［］＜＞＃～｜＼")
_LINK = re.compile(r"https?://[!-~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All that a notice says: of which place, of how many days from `first` on, of which points and sessions;
    `notes` are of points that are shut, `more` points stand behind the link only. `opening` is the editor's
    own line, or ""."""

    place: str
    first: date
    days: int
    said: tuple[Said, ...]
    link: str
    notes: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()
    more: int = 0
    opening: str = ""


def managers_text(place: str, signed: str, *, activities: bool = False) -> str:
    """The line to the managers of the companies: what follows, and please pass it on."""
    by = f"——{signed}" if signed else ""
    what = "歇脚点和活动" if activities else "歇脚点的情况"
    return f"各企业：下面是{place}{what}，请转到各网点小哥群。有变动我们会在链接里更新。{by}"


def digest_texts(digest: Digest, length: Length, form: Form = Form.TEXT) -> list[str]:
    """The text to pass on: one, or the numbered parts of what is longer than a message of that form may be.

    No part is longer, and no point is cut but one that is longer than a whole message by itself.
    """
    whole = "\n".join(_lines(_sections(digest), form))
    if length is Length.SHORT and size(whole, form) <= MOST_BYTES[form]:
        return [whole]
    return _parts(digest, form)


def rendered(text: str, form: Form) -> str:
    """A text as it is sent: in Markdown its titles are bold, and what would be a mark is a sign like it."""
    if form is Form.TEXT:
        return text
    lines = _lines(text.split("\n"), form)
    return "\n".join(f"**{line}**" if line.startswith(_TITLES) else line for line in lines)


def size(text: str, form: Form) -> int:
    """UTF-8 bytes of a text as it is sent."""
    return len(rendered(text, form).encode())


def numbers(count: int) -> list[str]:
    """①②③… and, beyond ⑳, 21. 22. …"""
    return [_NUMBERS[i] if i < len(_NUMBERS) else f"{i + 1}. " for i in range(count)]


def _lines(lines: Iterable[str], form: Form) -> list[str]:
    """Lines that are the same when they are rendered, but for the bold of titles; addresses stay whole."""
    if form is Form.TEXT:
        return list(lines)
    return [line if _LINK.fullmatch(line) else line.translate(_MARKS) for line in lines]


def _head(digest: Digest, number: str = "") -> str:
    what = "歇脚点和活动" if digest.activities else "歇脚点"
    dates = stretch_words(digest.first, last_day(digest.first, digest.days))
    return f"【{clipped(digest.place, _PLACE)}】{what} {dates}{number}"


def _opening(digest: Digest) -> list[str]:
    return [clipped(digest.opening, _OPENING)] if digest.opening else []


def _foot(digest: Digest) -> list[str]:
    wanted = "报名、路线、现在开没开" if digest.activities else "路线、现在开没开"
    return ["", f"{wanted}，点这里：", digest.link]


def _more(digest: Digest) -> list[str]:
    return [f"还有{digest.more}个，点下面链接看"] if digest.more else []


def _sections(digest: Digest) -> list[str]:
    """Points, then what to mind, how to book and what takes place, with the numbers of the points."""
    marks = numbers(len(digest.said))
    lines = [_head(digest), *_opening(digest), "", "▍歇脚"]
    for mark, one in zip(marks, digest.said, strict=True):
        lines += [mark + one.entry[0], *one.entry[1:]]
    lines += _more(digest)
    cautions = _true_of([one.cautions for one in digest.said])
    lines += _section(f"▍{'本周' if digest.days > 1 else '当天'}注意", [*cautions, *digest.notes])
    lines += _section("▍预约", _true_of([(one.booking,) if one.booking else () for one in digest.said]))
    told = [(activity.what, f"地点{marks[activity.at]}，{activity.how}") for activity in digest.activities]
    return [*lines, *_section("▍活动", [line for lines in told for line in lines]), *_foot(digest)]


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", title, *lines] if lines else []


def _true_of(of_points: Sequence[Sequence[str]]) -> list[str]:
    """A line for each thing said, with the numbers of all points that it is true of."""
    true_of: dict[str, str] = {}
    for number, all_words in zip(numbers(len(of_points)), of_points, strict=True):
        for words in all_words:
            true_of[words] = true_of.get(words, "") + number
    return [points + words for words, points in true_of.items()]


def _parts(digest: Digest, form: Form) -> list[str]:
    """Points one below the other, each with all that is said of it, as many in a part as find room."""
    frame = ["", *_opening(digest), *_more(digest), *_foot(digest)]
    room = MOST_BYTES[form] - _taken([_head(digest, "（999/999）"), *frame], form) - 1
    blocks = [_shortened(block, room, form) for block in _blocks(digest, form)]
    parts: list[list[str]] = [[]]
    for block in blocks:
        if parts[-1] and _taken([*parts[-1], *block], form) > room:
            parts.append([])
        parts[-1] += block
    return [_part(digest, block, n, len(parts), form) for n, block in enumerate(parts, 1)]


def _part(digest: Digest, points: list[str], number: int, of: int, form: Form) -> str:
    head = [_head(digest, f"（{number}/{of}）" if of > 1 else "")]
    head += _opening(digest) if number == 1 else []
    more = _more(digest) if number == of else []
    return "\n".join(_lines([*head, "", *points, *more, *_foot(digest)], form))


def _blocks(digest: Digest, form: Form) -> list[list[str]]:
    marks = numbers(len(digest.said))
    blocks = [
        [mark + one.entry[0], *one.entry[1:], *one.cautions, *filter(None, [one.booking])]
        for mark, one in zip(marks, digest.said, strict=True)
    ]
    for at, block in enumerate(blocks):
        here = [activity for activity in digest.activities if activity.at == at]
        block += [f"{activity.what}，{activity.how}" for activity in here[:_AT_POINT]]
        block += [f"还有{len(here) - _AT_POINT}场，点链接看"] if len(here) > _AT_POINT else []
    return [_lines(block, form) for block in (*blocks, *([note] for note in digest.notes))]


def _shortened(block: list[str], room: int, form: Form) -> list[str]:
    """A point that is longer than a whole message by itself, cut at its end."""
    if _taken(block, form) <= room:
        return block
    kept: list[str] = []
    left = room - _taken([_REST], form) - 1
    for line in block:
        cut = clipped(line, left - 4)  # a title's bold
        kept.append(cut)
        left -= _taken([cut], form) + 1
        if left < _LEAST + 4:
            break
    return [*kept, _REST]


def _taken(lines: Sequence[str], form: Form) -> int:
    return size("\n".join(lines), form)
