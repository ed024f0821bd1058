"""What changed since a change number, for machines that keep a copy: page by page, the earliest first."""

import hashlib
import sqlite3
from dataclasses import dataclass

from servicepoints.errors import StartOver

_SINCE = """
    SELECT code, max(n) AS n FROM changes WHERE n BETWEEN :since AND :revision GROUP BY code
    HAVING max(n) > :since OR (max(n) = :since AND :after != '' AND code > :after)
    ORDER BY max(n), code LIMIT :most + 1"""


@dataclass(frozen=True, slots=True)
class News:
    """The codes that changed, the earliest change first, each once.

    `revision`: up to there nothing is missing. The next page is what changed after `since` and, if `after` is
    not "", the codes behind it that changed in `since` itself: one change may be larger than a page.
    """

    codes: tuple[str, ...]
    revision: int
    since: int
    after: str
    more: bool


def news(connection: sqlite3.Connection, since: int, after: str, most: int) -> News:
    """At most so many codes. StartOver if the catalogue does not know what changed since then."""
    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    revision = int(meta["revision"])
    if not int(meta["changes_from"]) <= since <= revision:
        raise StartOver(f"从版本 {since} 起改了什么，这里不知道了")
    asked = {"since": since, "after": after, "revision": revision, "most": most}
    rows = [(code, n) for code, n in connection.execute(_SINCE, asked)]
    if len(rows) <= most:
        return News(tuple(code for code, _ in rows), revision, revision, "", more=False)
    cut = rows[most][1]
    whole = [(code, n) for code, n in rows if n < cut]
    if whole:
        last = whole[-1][1]
        return News(tuple(code for code, _ in whole), last, last, "", more=True)
    codes = tuple(code for code, _ in rows[:most])
    return News(codes, cut - 1, cut, codes[-1], more=True)


def identity(connection: sqlite3.Connection) -> str:
    """What tells this catalogue's numbers, and what its points look like, from another's: of another
    register, of one that a backup was put in place of, or made by another version of this program."""
    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    said = f"{meta['instance_id']}\0{meta['digest']}"
    return hashlib.sha256(said.encode()).hexdigest()[:12]
