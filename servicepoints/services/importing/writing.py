"""Carrying out the plan of an import, in the one transaction that it was weighed in."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from servicepoints.domain.people import mobiles
from servicepoints.domain.points import Kind, ScheduleStatus
from servicepoints.register import Writer, imports, points
from servicepoints.register.imports import ReviewItem
from servicepoints.register.reviews import RENEWED
from servicepoints.services.importing.matching import address_key, name_key
from servicepoints.services.importing.notes import footnotes
from servicepoints.services.importing.planning import NO_KIND, Doubt, Outcome
from servicepoints.services.importing.reading import Draft
from servicepoints.sheets.readings import Roster

_PRIVATE_FIELDS = frozenset({"phone", "contact", "contact_public", "contacts"})
_AT_ONCE = 1000
_POSITION_FIELDS = frozenset({"latitude", "longitude", "position", "precision_m", "position_basis"})


@dataclass(frozen=True, slots=True)
class Batch:
    """The file that is read: `bureau` is the slug it is imported for, or ""."""

    filename: str
    sha256: str
    bureau: str


def says_something_new(outcomes: Iterable[Outcome]) -> bool:
    """Whether a point would be new or changed."""
    return any(outcome.verdict in ("new", "changed") for outcome in outcomes)


def open_batch(writer: Writer, roster: Roster, batch: Batch) -> int:
    """Enters the file as an import; its number."""
    columns = [
        {"sheet": c.sheet, "letter": c.letter, "header": c.header, "field": c.field} for c in roster.columns
    ]
    return imports.start(writer, batch.filename, batch.sha256, batch.bureau, columns)


def carry_out(
    writer: Writer, outcomes: Sequence[Outcome], roster: Roster, batch: Batch, number: int | None
) -> list[Outcome]:
    """Writes new points, changes and review items under that import (None for none that is worth an entry);
    returns the outcomes with the codes of the new points."""
    why = f"导入台账 {batch.filename}"
    outcomes = _with_codes(writer, outcomes, why, number)
    _change(writer, outcomes, why, number)
    items = list(_review_items(outcomes, roster, batch))
    _close_settled(writer, outcomes, [item for item in items if item.kind == "row"])
    added = imports.add_reviews(writer, items, number)
    if number is not None:
        imports.finish(writer, number, _counts(outcomes, added))
    return outcomes


def _change(writer: Writer, outcomes: Iterable[Outcome], why: str, batch: int | None) -> None:
    """Writes the changed points, some at a time (each time they are loaded once more) and in the order of
    codes, in which every writer locks them."""
    changed = {o.before.code: o.after for o in outcomes if o.before and o.after and o.changes}
    codes = sorted(changed)
    for start in range(0, len(codes), _AT_ONCE):
        some = {code: changed[code] for code in codes[start : start + _AT_ONCE]}
        points.update_many(writer, some, why, batch=batch)


def _with_codes(writer: Writer, outcomes: Sequence[Outcome], why: str, batch: int | None) -> list[Outcome]:
    fresh = [outcome.after for outcome in outcomes if outcome.before is None and outcome.after is not None]
    codes = iter(points.insert_many(writer, fresh, why, batch))
    return [replace(o, code=next(codes)) if o.verdict == "new" else o for o in outcomes]


def _close_settled(writer: Writer, outcomes: Sequence[Outcome], held: Iterable[ReviewItem]) -> None:
    """Ends what this roster settles: hours given in other words, kinds now given, and rows held earlier that
    it now brings whole."""
    renewed = {
        o.before.code
        for o in outcomes
        if o.before
        and o.after
        and o.before.schedule.status is ScheduleStatus.REVIEW
        and o.before.schedule.text != o.after.schedule.text
    }
    settled = (
        [item.id for item in imports.open_reviews(writer, kind="hours") if item.code in renewed]
        if renewed
        else []
    )
    sorted_out = {
        o.before.code
        for o in outcomes
        if o.before and o.after and o.before.kind is Kind.UNKNOWN and o.after.kind is not Kind.UNKNOWN
    }
    if sorted_out:
        asked = imports.open_reviews(writer, kind="value")
        settled += [item.id for item in asked if item.code in sorted_out and item.reason == NO_KIND]
    waiting = imports.open_reviews(writer, kind="row")
    taken = {_called(o.draft) for o in outcomes if o.after} if waiting else set()
    again = {(item.sheet, item.row, item.value) for item in held}
    for item in waiting:
        called = (item.bureau, name_key(item.proposal["name"]), address_key(item.proposal["address"]))
        if called in taken and (item.sheet, item.row, item.value) not in again:
            settled.append(item.id)
    imports.close_reviews(writer, [number for number in settled if number is not None], RENEWED)


def _called(draft: Draft) -> tuple[str, str, str]:
    return draft.bureau, name_key(draft.name), address_key(draft.fields.get("address", ""))


def _review_items(outcomes: Sequence[Outcome], roster: Roster, batch: Batch) -> Iterator[ReviewItem]:
    for outcome in outcomes:
        if outcome.after is None:
            yield _held_row(outcome)
        else:
            yield from (_doubt_item(outcome, outcome.code, doubt) for doubt in outcome.doubts)
    for note in footnotes(roster.notes, outcomes):
        yield ReviewItem(
            kind="note", bureau=batch.bureau, sheet=note.sheet, row=note.row, value=note.text,
            reason=note.reason, fix=note.fix,
            proposal=[{"name": mention.name, "fits": list(mention.fits)} for mention in note.mentions],
            private=bool(mobiles(note.text)),
        )  # fmt: skip


def _held_row(outcome: Outcome) -> ReviewItem:
    """A row that is not taken, kept whole (and sealed: it may hold names and mobile numbers)."""
    draft = outcome.draft
    return ReviewItem(
        kind="row",
        bureau=draft.bureau,
        sheet=draft.sheet,
        row=draft.number,
        reason="；".join(doubt.reason for doubt in outcome.refusals),
        fix="；".join(doubt.fix for doubt in outcome.refusals),
        value=json.dumps(draft.raw(), ensure_ascii=False),
        proposal={
            "name": draft.name,
            "address": draft.fields.get("address", ""),
        },
    )


def _doubt_item(outcome: Outcome, code: str, doubt: Doubt) -> ReviewItem:
    draft = outcome.draft
    return ReviewItem(
        kind="position" if doubt.field in _POSITION_FIELDS else doubt.kind,
        code=code,
        bureau=draft.bureau,
        sheet=draft.sheet,
        row=draft.number,
        column=doubt.column,
        value=doubt.value,
        reason=doubt.reason,
        fix=doubt.fix,
        proposal=doubt.proposal,
        private=doubt.field in _PRIVATE_FIELDS or bool(mobiles(doubt.value)),
    )


def _counts(outcomes: Iterable[Outcome], review: int) -> dict[str, int]:
    counts = {"new": 0, "changed": 0, "unchanged": 0, "refused": 0, "review": review}
    for outcome in outcomes:
        counts[outcome.verdict] += 1
    return counts
