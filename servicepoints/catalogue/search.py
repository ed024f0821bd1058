"""Search by text: any part of a name, an address, a sub-district, pinyin or initials, in any mix.

SQLite's own tokenizers cannot find two-character words in Chinese text, so the application cuts text into
overlapping pairs of characters itself (threes where Latin letters stand, since pairs of letters are too
common to look up) and stores them as a column (`catalogue.search_text`, at build time). A query word is the
same pieces in the same order: an FTS5 phrase. What is found equals `LIKE '%word%'` over the folded text, for
every word of the query. The order is that of the rows, which the build makes the order of prominence; nothing
is ranked at query time.
"""

import re
import sqlite3
import unicodedata

LONGEST_QUERY = 64
"""Characters of a query that are read; what follows is cut."""

MOST_WORDS = 8
"""Words of a query that are read."""

_BETWEEN_WORDS = re.compile(r"[\s，、,;；|+]+")
_LETTERS = re.compile(r"[a-z]+|[^a-z]+")
_TWO_LETTERS = re.compile(r"[a-z]{2}")
_HAN = re.compile(r"[\u3400-\u9fff]")

FIND = """
SELECT points.code FROM points_search JOIN points ON points.row_order = points_search.rowid
WHERE points_search MATCH ? ORDER BY points_search.rowid LIMIT ? OFFSET ?
"""


def fold(text: str) -> str:
    """The text as it is compared: one width and case, only letters and digits (`Ｔ2 楼` is `t2楼`)."""
    narrow = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in narrow if c.isalnum())


def pieces(folded: str) -> list[str]:
    """The overlapping pieces of a folded text, one a character, shorter at its end: what is indexed."""
    return [folded[i : i + _size(folded, i)] for i in range(len(folded))]


def words(query: str) -> tuple[str, ...]:
    """The folded words of a query, cut to what is read, none twice.

    A word that mixes Chinese with Latin letters (镇ning路) is taken apart at the letters, because a text and
    its pinyin are different fields; each part must then be found.
    """
    found: dict[str, None] = {}
    for word in _BETWEEN_WORDS.split(query[: LONGEST_QUERY * 4]):
        folded = fold(word)[:LONGEST_QUERY]
        parts = _LETTERS.findall(folded) if _HAN.search(folded) else [folded]
        found |= dict.fromkeys(part for part in parts if part)
    kept: list[str] = []
    for word in found:
        room = LONGEST_QUERY - sum(map(len, kept))
        if room <= 0 or len(kept) == MOST_WORDS:
            break
        kept.append(word[:room])
    return tuple(kept)


def match_expression(query: str) -> str | None:
    """The FTS5 expression for a query, or None if nothing in it can be searched for.

    Tokens are letters and digits in quotes, so nothing of FTS5's own syntax can be typed in.
    """
    phrases = [_phrase(word) for word in words(query)]
    return " AND ".join(phrases) if phrases else None


def _phrase(word: str) -> str:
    """The pieces of a word up to its end; a last piece that is cut short by the end is a prefix."""
    found: list[str] = []
    for i in range(len(word)):
        end = i + _size(word, i)
        found.append(word[i:end])
        if end >= len(word):
            break
    return f'"{" ".join(found)}"{" *" if end > len(word) else ""}'


def _size(folded: str, start: int) -> int:
    """How long the piece is that starts there, were the text not to end."""
    return 3 if _TWO_LETTERS.match(folded, start) else 2


def find_codes(connection: sqlite3.Connection, query: str, limit: int = 20, offset: int = 0) -> list[str]:
    """The codes of the points in which every word of the query is found, the most prominent first.

    `connection` is one to the catalogue's file. An empty query finds nothing.
    """
    expression = match_expression(query)
    if expression is None:
        return []
    return [code for (code,) in connection.execute(FIND, (expression, limit, offset))]
