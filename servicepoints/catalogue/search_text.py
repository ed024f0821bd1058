"""What of a point can be searched for, computed when the catalogue is built.

The catalogue's builder stores `search_text(point, vocabulary)` in the column `search_text` of `points`, gives
each row the number `row_order(point)` and indexes that column:

    CREATE VIRTUAL TABLE points_search USING fts5(
        search_text, content='points', content_rowid='row_order', tokenize='ascii', prefix='1 2',
        columnsize=0)

The `ascii` tokenizer splits at the spaces that are written here and at nothing else; `unicode61` would drop
characters that are younger than its tables. The prefix indexes serve queries of one or two
characters. `catalogue.search` asks for it as `points_search MATCH ? ORDER BY points_search.rowid`.

pypinyin costs a process some 60 MB and a third of a second: it is loaded when something is first read out, or
by `make_ready` when there is nothing better to do. It is for the build, never for a request.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from servicepoints.catalogue.prominence import prominence
from servicepoints.catalogue.search import fold, pieces
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import CODE_ALPHABET, Demonstration, Point
from servicepoints.domain.wording import DEMONSTRATION_WORDS, KIND_WORDS
from servicepoints.later import later

if TYPE_CHECKING:
    import pypinyin
else:
    pypinyin = later("pypinyin")

_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_RUNS = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")

LOCAL_READINGS = {
    "杨行": "yáng háng",
    "高行": "gāo háng",
    "闵行": "mǐn háng",
    "庙行": "miào háng",
    "徐行": "xú háng",
    "殷行": "yīn háng",
    "庄行": "zhuāng háng",
    "朱行": "zhū háng",
    "重固": "chóng gù",
    "长宁": "cháng níng",
    "朝阳": "cháo yáng",
}
"""Place names of Shanghai that the dictionary reads otherwise."""

LOCAL_CHARACTERS = {"长": "cháng,zhǎng"}
"""Characters whose first reading in place names (长风, 长桥, 长海) is not the dictionary's first."""


@lru_cache(maxsize=1)
def _teach_local_readings() -> None:
    pypinyin.load_phrases_dict({name: [[s] for s in said.split()] for name, said in LOCAL_READINGS.items()})
    pypinyin.load_single_dict({ord(character): said for character, said in LOCAL_CHARACTERS.items()})


def make_ready() -> None:
    """Loads what reads out, so that the first change need not wait for it."""
    _teach_local_readings()


def pinyin(text: str) -> str:
    """The text read out in full, folded: 镇宁路103号 is `zhenninglu103hao`; ü is written v."""
    return fold("".join(_syllables(text)))


def initials(text: str) -> str:
    """The first letters of the text read out, folded: 镇宁路103号 is `znl103h`."""
    parts = zip(_HAN_RUNS.findall(text), _readings(text), strict=True)
    return fold("".join("".join(s[0] for s in said) if _HAN.match(run) else run for run, said in parts))


def _syllables(text: str) -> list[str]:
    return [syllable for said in _readings(text) for syllable in said]


@lru_cache(maxsize=4096)
def _readings(text: str) -> tuple[tuple[str, ...], ...]:
    """The syllables of each run of Chinese characters; what is no Chinese stands for itself."""
    return tuple(_read_out(run) if _HAN.match(run) else (run,) for run in _HAN_RUNS.findall(text))


@lru_cache(maxsize=16_384)
def _read_out(run: str) -> tuple[str, ...]:
    """The syllables of a run of Chinese characters. Between the numbers of a listing stand the same few
    thousand runs: roads, districts, kinds of places."""
    _teach_local_readings()
    return tuple(pypinyin.lazy_pinyin(run, style=pypinyin.Style.NORMAL))


def search_fields(point: Point, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The folded texts in which a point is searched for; a query's word must lie within one of them."""
    written = [point.name, point.address, point.sub_district, point.district, point.link_group]
    labels = [a.label for a in vocabulary.values() if point.has(a.key)]
    marks = (
        [DEMONSTRATION_WORDS[point.demonstration]] if point.demonstration is Demonstration.DESIGNATED else []
    )
    shown = [*written, KIND_WORDS[point.kind], point.code, *marks, *(s.name for s in point.spaces), *labels]
    read_out = [pinyin(text) for text in written]
    # ü is typed as v or as u
    typed_u = [text.replace("v", "u") for text in read_out if "v" in text]
    fields = [*map(fold, shown), *read_out, *typed_u, *map(initials, written)]
    return tuple(dict.fromkeys(field for field in fields if field))


def indexed(field: str) -> str:
    """The tokens of one folded field. The last is one character: no phrase reaches into the next field."""
    return " ".join(pieces(field))


def search_text(point: Point, vocabulary: Vocabulary) -> str:
    """What the index stores for one point: the tokens of its fields, separated by spaces."""
    return " ".join(indexed(field) for field in search_fields(point, vocabulary))


def row_order(point: Point) -> int:
    """The row number of a published point: its prominence, then the 30 bits of its code.

    The same point gets the same row whether the catalogue was built at once or change by change.
    """
    number = 0
    for character in point.code:
        number = number * 32 + CODE_ALPHABET.index(character)
    return prominence(point) << 30 | number
