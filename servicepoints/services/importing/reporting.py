"""From the outcomes of an import to its report."""

from collections.abc import Iterable, Sequence

from servicepoints.domain.amenities import Vocabulary
from servicepoints.services.importing.notes import footnotes
from servicepoints.services.importing.planning import Doubt, Outcome
from servicepoints.services.importing.report import Finding, ImportReport, RowReport
from servicepoints.sheets.readings import Roster


def report_of(
    filename: str, roster: Roster, outcomes: Sequence[Outcome], vocabulary: Vocabulary, *, dry_run: bool
) -> ImportReport:
    """The report: every row under one verdict, every odd value with its place and its fix."""
    rows: dict[str, list[RowReport]] = {"new": [], "changed": [], "unchanged": []}
    for outcome in outcomes:
        if outcome.after is not None:
            rows[outcome.verdict].append(_row(outcome))
    return ImportReport(
        filename=filename,
        dry_run=dry_run,
        columns=roster.columns,
        new=rows["new"],
        changed=rows["changed"],
        unchanged=rows["unchanged"],
        refused=[_finding(o, doubt) for o in outcomes for doubt in o.refusals],
        review=[*(_finding(o, doubt) for o in outcomes for doubt in o.doubts), *_notes(roster, outcomes)],
        skipped=roster.skipped,
        labels={key: amenity.label for key, amenity in vocabulary.items()},
    )


def _row(outcome: Outcome) -> RowReport:
    draft, point = outcome.draft, outcome.after
    name = point.name if point else draft.name
    return RowReport(draft.sheet, draft.number, outcome.code, name, outcome.changes)


def _finding(outcome: Outcome, doubt: Doubt) -> Finding:
    draft = outcome.draft
    return Finding(
        kind=doubt.kind,
        sheet=draft.sheet,
        row=draft.number,
        column=doubt.column,
        letter=doubt.letter,
        name=draft.name or (outcome.after.name if outcome.after else ""),
        code=outcome.code,
        value=doubt.value,
        reason=doubt.reason,
        fix=doubt.fix,
        proposal=doubt.proposal,
    )


def _notes(roster: Roster, outcomes: Iterable[Outcome]) -> list[Finding]:
    return [
        Finding("note", note.sheet, note.row, "", "", "", "", note.text, note.reason, note.fix)
        for note in footnotes(roster.notes, outcomes)
    ]
