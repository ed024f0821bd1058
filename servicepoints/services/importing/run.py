"""Importing a roster (台账): everything is read and weighed first, then written in one transaction, or not
at all."""

from datetime import date

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.register import Actor, Register, instance
from servicepoints.services.importing.report import ImportReport
from servicepoints.services.importing.reporting import report_of
from servicepoints.services.importing.weighing import (
    Progress,
    Source,
    Tables,
    collector_paused,
    plain_name,
    prepare,
    weigh,
)
from servicepoints.services.importing.writing import carry_out, open_batch, says_something_new


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
    tables, filename = Tables(vocabulary, gazetteer, today), plain_name(filename)
    with collector_paused():
        prepared = prepare(register, Source(data, filename, bureau), tables, progress)
        roster = prepared.roster
        if dry_run:
            with register.read() as reader:
                outcomes = weigh(reader, prepared).outcomes
            return report_of(filename, roster, outcomes, vocabulary, dry_run=True)
        with register.write(actor or Actor("import", filename)) as writer:
            instance.hold(writer)  # two rosters at once would each bring what the other brings
            outcomes = weigh(writer, prepared).outcomes
            opened = says_something_new(outcomes)
            number = open_batch(writer, roster, prepared.batch) if opened else None
            outcomes = carry_out(writer, outcomes, roster, prepared.batch, number)
        return report_of(filename, roster, outcomes, vocabulary, dry_run=False)
