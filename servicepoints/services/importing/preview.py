"""What an import would do, as it is shown in pages: worked out once, then kept whole, compressed."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import orjson

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Listing, Point
from servicepoints.domain.wording import KIND_WORDS, labels
from servicepoints.services.importing.matching import name_key
from servicepoints.services.importing.planning import Outcome
from servicepoints.services.importing.report import Finding
from servicepoints.services.importing.reporting import report_of
from servicepoints.services.importing.weighing import Prepared, Weighed
from servicepoints.services.importing.words import change_lines, shortened, taken_for
from servicepoints.sheets.readings import Roster

PAGE = 50
UNOWNED = "unowned"
"""The list of points that are nobody's: none is taken over unless somebody ticks it."""
ABSENT = "absent"
"""The list of points that the file does not name."""
PARTS: Mapping[str, str] = {
    "new": "新增", "changed": "有改动", UNOWNED: "还不归哪个局", "refused": "没采用", "review": "要人看",
    ABSENT: "文件里没有", "skipped": "跳过",
}  # fmt: skip
"""The lists of a preview, with their names; rows without a change are only counted."""

TAKEABLE = ("new", "changed", UNOWNED)
"""The lists whose rows can be ticked."""
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """`digest` stands for the whole plan: another plan has another. `columns` and the entries of `parts` are
    plain mappings, as kept; `rows` of the file, `unchanged` of them."""

    digest: str
    columns: Sequence[Entry]
    parts: Mapping[str, Sequence[Entry]]
    unchanged: int
    rows: int

    @property
    def counts(self) -> dict[str, int]:
        """How many are in each list; of refused ones, rows."""
        counts = {name: len(entries) for name, entries in self.parts.items()}
        return counts | {"refused": len({(e["sheet"], e["row"]) for e in self.parts["refused"]})}

    def pages(self, part: str) -> int:
        """How many pages a list has, at least one."""
        return max(1, -(-len(self.parts[part]) // PAGE))

    def page(self, part: str, number: int) -> Sequence[Entry]:
        """Page `number` (from 1) of a list."""
        return self.parts[part][(number - 1) * PAGE : number * PAGE]

    def places(self, part: str) -> frozenset[int]:
        """The places of all rows of a list, as `Decisions.left` names them."""
        return frozenset(entry["n"] for entry in self.parts[part])

    def left_again(self, before: "Preview", left: frozenset[int]) -> frozenset[int]:
        """The places to leave where those were left of an earlier preview of the same rows; what has come to
        be nobody's is left until somebody ticks it."""

        def rows(preview: "Preview") -> Iterable[tuple[tuple[str, int, bool], int]]:
            for part in TAKEABLE:
                for entry in preview.parts[part]:
                    yield (entry["sheet"], entry["row"], part == UNOWNED), entry["n"]

        was = {row: n in left for row, n in rows(before)}
        return frozenset(n for row, n in rows(self) if was.get(row, row[2]))

    @property
    def absent(self) -> list[str]:
        """The codes of the points that the file does not name."""
        return [entry["code"] for entry in self.parts[ABSENT]]

    def packed(self) -> bytes:
        """All of it in few bytes."""
        return zlib.compress(orjson.dumps(self), 1)

    @classmethod
    def unpacked(cls, data: bytes) -> "Preview":
        """As `packed` wrote it."""
        kept = orjson.loads(zlib.decompress(data))
        return cls(**kept | {"parts": dict.fromkeys(PARTS, ()) | kept["parts"]})


def preview_of(
    prepared: Prepared, weighed: Weighed, vocabulary: Vocabulary, names: Mapping[str, str]
) -> Preview:
    """What would come of each row, and which points the file does not name; `names` of bureaus by slug."""
    outcomes, words = weighed.outcomes, {key: amenity.label for key, amenity in vocabulary.items()}
    report = report_of(prepared.batch.filename, prepared.roster, outcomes, vocabulary, dry_run=True)
    changed = [(o.claims, _changed(n, o, words, names)) for n, o in enumerate(outcomes) if o.changes]
    parts: dict[str, list[Entry]] = {
        "new": [_new(n, o, vocabulary) for n, o in enumerate(outcomes) if o.verdict == "new"],
        "changed": [entry for claims, entry in changed if not claims],
        UNOWNED: [entry for claims, entry in changed if claims],
        "refused": [_finding(finding) for finding in report.refused],
        "review": [_finding(finding) for finding in report.review],
        ABSENT: [{"code": p.code, "name": p.name, "address": p.address} for p in _absent(prepared, weighed)],
        "skipped": [asdict(skipped) | {"text": shortened(skipped.text)} for skipped in report.skipped],
    }
    columns = list(_columns(prepared.roster, words))
    return Preview(digest_of(outcomes), columns, parts, len(report.unchanged), len(outcomes))


def digest_of(outcomes: Iterable[Outcome]) -> str:
    """What stands for a plan: the same only if the same would come of every row."""
    digest = sha256()
    for o in outcomes:
        reasons = [doubt.reason for doubt in (*o.refusals, *o.doubts)]
        digest.update(orjson.dumps([o.verdict, o.claims, o.code, o.changes, reasons]))
    return digest.hexdigest()


def _new(n: int, outcome: Outcome, vocabulary: Vocabulary) -> Entry:
    point = outcome.after
    assert point is not None
    has = labels((key for key, there in point.amenities.items() if there), vocabulary)
    where = f"{point.district}{point.sub_district} {point.address}".strip()
    lines = (KIND_WORDS[point.kind], where, shortened(point.schedule.text), "、".join(has))
    return _row(n, outcome) | {"lines": [line for line in lines if line]}


def _changed(n: int, outcome: Outcome, words: Mapping[str, str], names: Mapping[str, str]) -> Entry:
    return _row(n, outcome) | {"lines": list(change_lines(outcome.changes, words, names))}


def _row(n: int, outcome: Outcome) -> dict[str, Any]:
    draft, name = outcome.draft, outcome.after.name if outcome.after else ""
    return {"n": n, "sheet": draft.sheet, "row": draft.number, "code": outcome.code, "name": name}


def _finding(finding: Finding) -> Entry:
    return asdict(finding) | {"value": shortened(finding.value)}


def _absent(prepared: Prepared, weighed: Weighed) -> list[Point]:
    """The points of these bureaus that no row speaks of; a row that was refused may speak of a namesake."""
    owners = {prepared.batch.bureau} if prepared.batch.bureau else {d.bureau for d in prepared.drafts} - {""}
    codes = {outcome.before.code for outcome in weighed.outcomes if outcome.before}
    names = {name_key(outcome.draft.name) for outcome in weighed.outcomes if outcome.after is None}
    return [
        point
        for point in weighed.standing.values()
        if point.bureau in owners
        and point.listing is not Listing.WITHDRAWN
        and point.code not in codes
        and name_key(point.name) not in names
    ]


def _columns(roster: Roster, words: Mapping[str, str]) -> Iterable[Entry]:
    examples: dict[tuple[str, str], str] = {}
    for row in roster.rows:
        for cells in (*row.values.values(), *row.ticks.values()):
            for cell in cells:
                examples.setdefault((row.sheet, cell.column), shortened(cell.text))
    for c in roster.columns:
        example = examples.get((c.sheet, c.letter), "")
        yield asdict(c) | {"words": taken_for(c, words), "example": example}
