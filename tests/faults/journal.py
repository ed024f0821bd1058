"""What the client asked for and what it was told, one line of JSON each, in the order in which it happened.

A line is written before a request goes out and another once its answer is there. So whatever the server does
in between, it is known which writes were acknowledged, which were refused, and of which nobody knows.
"""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Entry = dict[str, Any]
READ, BOOK, CANCEL, EDIT, IMPORT = "read", "book", "cancel", "edit", "import"
ASKED, DONE, REFUSED, FAILED = "asked", "done", "refused", "failed"


class Journal:
    """The journal that the client writes; safe for its threads."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._writing = threading.Lock()

    def close(self) -> None:
        """Nothing more will be noted."""
        self._file.close()

    def note(self, what: str, became: str, **more: object) -> None:
        """One line, at once in the file: `t` is the monotonic clock, the same for all processes."""
        line = json.dumps({"t": time.monotonic(), "what": what, "became": became, **more}, ensure_ascii=False)
        with self._writing:
            self._file.write(f"{line}\n")
            self._file.flush()


class Notes:
    """The journal as others read it while it grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: list[Entry] = []
        self._at = 0

    def all(self) -> list[Entry]:
        """All that was noted so far."""
        with self.path.open("rb") as file:
            file.seek(self._at)
            whole, _, _ = file.read().rpartition(b"\n")
        if whole:
            self._at += len(whole) + 1
            self._read += [json.loads(line) for line in whole.split(b"\n")]
        return self._read


@dataclass
class Told:
    """What must be true because it was told. Bookings by the token of their link: `booked` and `cancelled`
    were acknowledged, `refused` must not stand, `doubtful` cancellations may have happened; `edits` and
    `imports` are (text, acknowledged?) in the order of asking."""

    asked: dict[str, str] = field(default_factory=dict)
    booked: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    edits: dict[str, list[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(list))
    revisions: list[tuple[str, int]] = field(default_factory=list)
    imports: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """How many writes were acknowledged."""
        edits = sum(done for texts in self.edits.values() for _, done in texts)
        return len(self.booked) + len(self.cancelled) + edits + sum(done for _, done in self.imports)


def told(noted: Iterable[Entry]) -> Told:
    """What follows from a journal."""
    all_told = Told()
    for entry in noted:
        _TAKE[entry["what"]](all_told, entry)
    return all_told


def _read(_: Told, __: Entry) -> None:
    """A page that was read promises nothing."""


def _book(known: Told, entry: Entry) -> None:
    token = entry["token"]
    if entry["became"] == ASKED:
        known.asked[token] = entry["session"]
        known.refused.discard(token)
    elif entry["became"] == DONE:
        known.booked.add(token)
    elif entry["became"] == FAILED and not entry["status"]:
        known.unanswered.add(token)  # it may still come to its turn
    elif entry["became"] == REFUSED and token not in known.unanswered:
        known.refused.add(token)


def _cancel(known: Told, entry: Entry) -> None:
    if entry["became"] == DONE:
        known.cancelled.add(entry["token"])
    known.doubtful.add(entry["token"])


def _edit(known: Told, entry: Entry) -> None:
    if entry["became"] == ASKED:
        known.edits[entry["code"]].append((entry["text"], False))
    elif entry["became"] == DONE:
        known.edits[entry["code"]][-1] = (entry["text"], True)
        known.revisions.append((entry["code"], entry["revision"]))


def _import(known: Told, entry: Entry) -> None:
    if entry["became"] == ASKED:
        known.imports.append((entry["text"], False))
    elif entry["became"] == DONE:
        known.imports[-1] = (entry["text"], True)


_TAKE = {READ: _read, BOOK: _book, CANCEL: _cancel, EDIT: _edit, IMPORT: _import}
