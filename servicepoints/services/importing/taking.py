"""Taking a roster that waits: what was ticked, in one transaction, once."""

from collections.abc import Sequence
from dataclasses import replace

from servicepoints.domain.roles import Account, require_bureau
from servicepoints.errors import Conflict
from servicepoints.register import Register, bureaus, instance, uploads
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.importing.decisions import Decisions
from servicepoints.services.importing.planning import Outcome
from servicepoints.services.importing.preview import ABSENT, TAKEABLE, UNOWNED, Preview, digest_of, preview_of
from servicepoints.services.importing.uploading import source_of, weigh_for
from servicepoints.services.importing.weighing import Tables, collector_paused, prepare
from servicepoints.services.importing.writing import carry_out, open_batch


def take(register: Register, account: Account, name: str, tables: Tables) -> int | None:
    """The number of the import that it became, also if it was taken before.

    None if the register has changed so that something else would come of it than was shown: nothing is
    written but the new preview. NotFound; Conflict if nothing is ticked.
    """
    with register.read() as reader:
        upload = uploads.get(reader, name, account.id)
        if upload.batch is not None:
            return upload.batch
        require_bureau(account, upload.bureau)
        source = source_of(reader, upload)
    with collector_paused():
        prepared = prepare(register, source, tables)
        with register.write(actor_of(account)) as writer:
            upload = uploads.hold(writer, name, account.id)
            if upload.batch is not None:
                return upload.batch
            decisions = Decisions.of(upload.mapping)
            if decisions.columns != source.chosen:
                return None
            instance.hold(writer)  # two rosters at once would each bring what the other brings
            weighed = weigh_for(writer, account, prepared)
            shown = Preview.unpacked(uploads.preview_of(writer, upload))
            if digest_of(weighed.outcomes) != shown.digest:
                moved = preview_of(prepared, weighed, tables.vocabulary, bureaus.names(writer))
                left = decisions.left | (moved.places(UNOWNED) - shown.places(UNOWNED))
                uploads.set_preview(writer, upload, moved.packed(), replace(decisions, left=left).kept())
                return None
            chosen = _chosen(weighed.outcomes, decisions)
            number = open_batch(writer, prepared.roster, prepared.batch)
            carry_out(writer, chosen, prepared.roster, prepared.batch, number)
            uploads.taken(writer, upload, number, decisions.kept() | {ABSENT: shown.absent})
            return number


def _chosen(outcomes: Sequence[Outcome], decisions: Decisions) -> list[Outcome]:
    """The rows that are written: what is refused waits for a person, what is not ticked is as never sent."""
    chosen = [o for n, o in enumerate(outcomes) if o.verdict not in TAKEABLE or n not in decisions.left]
    if all(o.verdict == "unchanged" and not o.doubts for o in chosen):
        raise Conflict("没有要导入的：一个点位都没勾上，或者和现在的一样")
    return chosen
