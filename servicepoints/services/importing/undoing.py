"""Undoing a whole import: what was new is withdrawn, what was changed goes back, what it asked is closed; or
nothing at all, if something newer stands against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from servicepoints.domain.roles import Account, require_bureau, require_owner
from servicepoints.errors import Conflict
from servicepoints.register import Reader, Register, imports, points, reviews
from servicepoints.register.imports import ImportBatch
from servicepoints.register.revisions import since_batch
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.booking.aftermath import NONE, Aftermath, aftermath
from servicepoints.services.importing.reversal import Against, Reversal, reversal


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What undoing an import would do, or what stands `against` it; points that are as before are in
    neither. `aftermath`: what it comes to for the sessions there."""

    batch: ImportBatch
    reversals: Sequence[Reversal]
    against: Sequence[Against]
    aftermath: Aftermath = NONE

    @property
    def withdrawn(self) -> Sequence[Reversal]:
        """The new points that go."""
        return [r for r in self.reversals if r.withdraws]

    @property
    def restored(self) -> Sequence[Reversal]:
        """The changed points that go back."""
        return [r for r in self.reversals if not r.withdraws]


def undo_plan(register: Register, account: Account, number: int) -> UndoPlan:
    """What undoing that import would do now. NotFound; NotAllowed unless all of it is the account's."""
    with register.read() as reader:
        batch = imports.get(reader, number)
        require_bureau(account, batch.bureau)
        return _plan(reader, account, batch, register.now())


def undo(register: Register, account: Account, number: int) -> UndoPlan:
    """Undoes that import and returns what was done. Conflict if it was undone before or something newer
    stands against it: then nothing is written. NotFound, NotAllowed."""
    with register.write(actor_of(account)) as writer:
        batch = imports.hold(writer, number)
        require_bureau(account, batch.bureau)
        if batch.undone_at is not None:
            raise Conflict(f"{batch.undone_by}已经撤回过这次导入了")
        plan = _plan(writer, account, batch, writer.now)
        if plan.against:
            raise Conflict("导入以后有人又改过，不能整个撤回")
        after = {r.before.code: r.after for r in plan.reversals}
        points.update_many(writer, after, f"撤回导入 {batch.filename}")
        reviews.end_with(writer, number)
        reviews.reopen(writer, batch.at, batch.actor.name)
        imports.undone(writer, number)
        return plan


def _plan(reader: Reader, account: Account, batch: ImportBatch, now: datetime) -> UndoPlan:
    done = since_batch(reader, batch.id)
    standing = points.get_many(reader, done)
    for point in standing.values():
        require_owner(account, point)
    found = [reversal(standing[code], revisions) for code, revisions in done.items()]
    back = [r for r in found if isinstance(r, Reversal) and r.changes]
    after = {r.before.code: r.after for r in back}
    comes_to = aftermath(reader, standing, after, now)
    return UndoPlan(batch, back, [a for a in found if isinstance(a, Against)], comes_to)
