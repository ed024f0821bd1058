"""What an import says of itself: what the columns were taken for, then every row, accounted for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from servicepoints.services.importing.words import change_lines, shortened, taken_for
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

    def column_lines(self) -> Iterator[str]:
        """What each column was taken for: printed before anything else."""
        sheet = None
        for column in self.columns:
            if column.sheet != sheet:
                sheet = column.sheet
                yield f"【{sheet}】各列认作："
            header = " ".join(column.header.split()) or "（没有列名）"
            yield f"  {column.letter} {header} → {taken_for(column, self.labels)}"

    def lines(self) -> Iterator[str]:
        """The report for a person, columns first."""
        yield from self.column_lines()
        for row in self.new:
            yield f"新增 {row.sheet}第{row.row}行 {row.code} {row.name}".replace("  ", " ")
        for row in self.changed:
            yield f"有改动 {row.sheet}第{row.row}行 {row.code} {row.name}"
            yield from (f"    {line}" for line in change_lines(row.changes, self.labels))
        yield from (f"没采用 {line}" for line in map(_finding_line, self.refused))
        yield from (f"要人看 {line}" for line in map(_finding_line, self.review))
        yield from (f"跳过 {s.sheet}第{s.row}行：{shortened(s.text)}（{s.reason}）" for s in self.skipped)
        n = self.counts
        tense = "试读（没有写入）" if self.dry_run else "导入完成"
        yield (
            f"{tense}：新增{n['new']}个，有改动{n['changed']}个，没变{n['unchanged']}个，"
            f"没采用{n['refused']}行，要人看{n['review']}处"
        )


def _finding_line(finding: Finding) -> str:
    where = f"{finding.sheet}第{finding.row}行" if finding.row else finding.sheet
    named = f"{where} {finding.name}".rstrip()
    column = f" {finding.letter}列“{finding.column}”" if finding.letter else ""
    value = f"：{shortened(finding.value)}" if finding.value else ""
    reading = f"（拟读成 {finding.proposal}）" if finding.proposal else ""
    fix = f"。{finding.fix}" if finding.fix else ""
    return f"{named}{column}{value} —— {finding.reason}{reading}{fix}"


def _row_json(row: RowReport) -> dict[str, Any]:
    changes = {name: [_plain(old), _plain(new)] for name, (old, new) in row.changes.items()}
    return {"sheet": row.sheet, "row": row.row, "code": row.code, "name": row.name, "changes": changes}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
