"""Importing a roster (台账): everything is read and weighed first, then written in one transaction, or not
at all."""

import gc
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache

from servicepoints.domain.addresses import Address, read_address
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.hours_text import read_hours
from servicepoints.errors import InvalidValue
from servicepoints.register import Actor, Reader, Register, bureaus, points
from servicepoints.services.importing.codes import Known, with_own_codes
from servicepoints.services.importing.matching import Standing
from servicepoints.services.importing.planning import Outcome, Planning
from servicepoints.services.importing.reading import Bureaus, Draft, Drafting
from servicepoints.services.importing.report import ImportReport
from servicepoints.services.importing.reporting import report_of
from servicepoints.services.importing.writing import Batch, carry_out
from servicepoints.sheets.readings import Roster
from servicepoints.sheets.roster import read_roster
from servicepoints.sheets.rows import read_row

Progress = Callable[[int, int], None]
"""Called with (rows read so far, rows in all)."""

_PROGRESS_EVERY = 100


def import_roster(
    register: Register,
    data: bytes,
    filename: str,
    bureau: str = "",
    *,
    dry_run: bool,
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
    today: date,
    progress: Progress | None = None,
    actor: Actor | None = None,
) -> ImportReport:
    """Reads a roster into the register and says what became of every row.

    `bureau` (slug or name) owns the rows that name none; "" leaves those nobody's. A `dry_run` writes
    nothing. The same file twice changes nothing: no revision, no entry in the feed, no further item in
    review. UnreadableSheet if the file is no roster, InvalidValue for an unknown bureau, SettingError if
    private contacts need a data key.
    """
    with _collector_paused():
        roster = with_own_codes(read_roster(data, filename, vocabulary, gazetteer), _codes_of(register))
        drafting = Drafting(_bureaus(register, bureau), gazetteer, _addresses(gazetteer), today)
        drafts = _drafts(roster, drafting, vocabulary, gazetteer, progress)
        planning = Planning(cache(read_hours), today)
        if dry_run:
            with register.read() as reader:
                outcomes = _weigh(reader, planning, drafts)
            return report_of(filename, roster, outcomes, vocabulary, dry_run=True)
        batch = Batch(filename, hashlib.sha256(data).hexdigest(), drafting.bureaus.importing)
        with register.write(actor or Actor("import", filename)) as writer:
            outcomes = carry_out(writer, _weigh(writer, planning, drafts), roster, batch)
        return report_of(filename, roster, outcomes, vocabulary, dry_run=False)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No garbage collection meanwhile: all that an import makes stays alive to its end, and looking through
    it again and again is an eighth of the work."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _bureaus(register: Register, importing: str) -> Bureaus:
    with register.read() as reader:
        known = Bureaus({bureau.slug: bureau.name for bureau in bureaus.all_bureaus(reader)})
    if not importing:
        return known
    slug = known.slug(importing)
    if slug is None:
        names = "、".join(f"{slug}（{name}）" for slug, name in known.names.items())
        raise InvalidValue("邮政管理局", importing, "登记库里没有", f"可以写：{names}" if names else "")
    return Bureaus(known.names, slug)


def _codes_of(register: Register) -> Known:
    def known(codes: Collection[str]) -> Collection[str]:
        with register.read() as reader:
            return points.known(reader, codes)

    return known


def _addresses(gazetteer: Gazetteer) -> Callable[[str], Address]:
    @cache
    def read(text: str) -> Address:
        return read_address(text, gazetteer)

    return read


def _drafts(
    roster: Roster,
    drafting: Drafting,
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
    progress: Progress | None,
) -> list[Draft]:
    drafts = []
    for n, row in enumerate(roster.rows, start=1):
        drafts.append(drafting.draft(row, read_row(row, vocabulary, gazetteer)))
        if progress and (n % _PROGRESS_EVERY == 0 or n == len(roster.rows)):
            progress(n, len(roster.rows))
    return drafts


def _weigh(reader: Reader, planning: Planning, drafts: Iterable[Draft]) -> list[Outcome]:
    """The plan, against the points that these rows may speak of."""
    drafts = list(drafts)
    owners = {draft.bureau for draft in drafts}
    if "" in owners:
        return planning.outcomes(drafts, Standing(points.all_points(reader)))
    standing = [point for bureau in sorted(owners | {""}) for point in points.matching(reader, bureau)]
    elsewhere = {draft.code for draft in drafts if draft.code} - {point.code for point in standing}
    return planning.outcomes(drafts, Standing([*standing, *points.get_many(reader, elsewhere).values()]))
