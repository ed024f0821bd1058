"""What an import says of itself: what the columns were taken for, then every row, accounted for."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from servicepoints.sheets.readings import Column, Skipped


@dataclass(frozen=True, slots=True)
class RowReport:
    """A row that was taken: `code` is "" while the point is not stored; `changes` is {field: (old, new)}."""

    sheet: str
    row: int
    code: str
    name: str
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A value that was refused, or that waits for a person; `column` is its header as written."""

    kind: str
    sheet: str
    row: int
    column: str
    letter: str
    name: str
    code: str
    value: str
    reason: str
    fix: str
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a roster. `refused` rows were not taken (unless it is a dry run they
    wait in review); `labels` are the words of the amenities."""

    filename: str
    dry_run: bool
    columns: Sequence[Column]
    new: Sequence[RowReport]
    changed: Sequence[RowReport]
    unchanged: Sequence[RowReport]
    refused: Sequence[Finding]
    review: Sequence[Finding]
    skipped: Sequence[Skipped]
    labels: Mapping[str, str]

    @property
    def counts(self) -> dict[str, int]:
        """Rows new, changed, unchanged and refused; things to review."""
        refused = len({(finding.sheet, finding.row) for finding in self.refused})
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "refused": refused,
            "review": len(self.review),
        }

    def as_json(self) -> dict[str, Any]:
        """The report as `import --format json` prints it."""
        return {
            "filename": self.filename,
            "dry_run": self.dry_run,
            "columns": [asdict(column) for column in self.columns],
            "new": [_row_json(row) for row in self.new],
            "changed": [_row_json(row) for row in self.changed],
            "unchanged": [_row_json(row) for row in self.unchanged],
            "refused": [asdict(finding) for finding in self.refused],
            "review": [asdict(finding) for finding in self.review],
            "skipped": [asdict(skipped) for skipped in self.skipped],
            "counts": self.counts,
        }


def _row_json(row: RowReport) -> dict[str, Any]:
    changes = {name: [_plain(old), _plain(new)] for name, (old, new) in row.changes.items()}
    return {"sheet": row.sheet, "row": row.row, "code": row.code, "name": row.name, "changes": changes}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
