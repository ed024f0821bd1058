"""Taking changes back, as new changes: one revision of a point, or all that was written together with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servicepoints.domain.points import Point
from servicepoints.domain.reverting import TakenBack, take_back
from servicepoints.domain.roles import Account
from servicepoints.errors import Conflict, NotAllowed, NotFound
from servicepoints.register import Register, changes, points, revisions
from servicepoints.register.changes import Change
from servicepoints.register.revisions import Revision
from servicepoints.register.transaction import Reader
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.booking.aftermath import NONE, Aftermath, aftermath
from servicepoints.services.listing.choosing import scope
from servicepoints.services.owning import own_point
from servicepoints.services.reviewing import ask_again

_CREATED = "这是新建，不能撤回：不要这个点位了，请撤点"


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a revision back would do to a point as it stands."""

    point: Point
    revision: Revision
    outcome: TakenBack


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of a change that was to be taken back: `changed` points are as before, `left` needed
    nothing; `contested` were changed again since, in those fields. While any are, and nobody chose to spare
    them, nothing is written. `code` and `revision` lead to the new change, `aftermath` is what it comes to
    for the sessions there."""

    change: Change
    changed: int
    left: int
    contested: Mapping[str, tuple[Point, tuple[str, ...]]]
    code: str = ""
    revision: int = 0
    aftermath: Aftermath = NONE


def preview(register: Register, account: Account, code: str, revision: int) -> Preview:
    """What taking it back would do. NotFound, NotAllowed, Conflict for the revision that made the point."""
    with register.read() as reader:
        point = own_point(reader, account, code)
        return _preview(point, revisions.history(reader, code), revision)


def revert(
    register: Register, account: Account, code: str, revision: int, *, seen: int, spare: bool = False
) -> tuple[TakenBack, Aftermath]:
    """Takes one revision of a point back; with `spare`, all of it but what was changed again since. What was
    taken back, and what that comes to for the sessions there.

    `seen` is the revision at which the point stood when it was looked at: Conflict if it has changed in
    between, or for the revision that made the point. NotFound, NotAllowed.
    """
    with register.write(actor_of(account)) as writer:
        point = own_point(writer, account, code)
        found = _preview(point, revisions.history(writer, code), revision, spare=spare)
        _require_kept(account, point, found.outcome.point)
        comes_to = aftermath(writer, {code: point}, {code: found.outcome.point}, writer.now)
        points.update(writer, code, found.outcome.point, f"撤回第{revision}版的改动", expected_revision=seen)
        ask_again(writer, {code: found.outcome.point})
        return found.outcome, comes_to


def undo(register: Register, account: Account, code: str, revision: int, *, spare: bool = False) -> Undone:
    """Takes back all that was written together with that revision, among the points that are theirs.

    Points that it made stay. If some were changed again since in the same fields, nothing is written and they
    are named, unless `spare` leaves those fields as they stand. NotFound, NotAllowed, Conflict if one of them
    is changed meanwhile: all is read before the transaction begins, which shuts other writers out.
    """
    with register.read() as reader:
        own_point(reader, account, code)
        change, parts = changes.together(reader, scope(account, None), code, revision)
        if change.created == change.points:
            raise Conflict(_CREATED)
        changed = [code for code, number in parts.items() if number > 1]
        standing = points.get_many(reader, changed)
        outcomes = _outcomes(reader, standing, parts, spare=spare)
    contested = {c: (o.point, o.changed_since) for c, o in outcomes.items() if o.changed_since}
    if contested and not spare:
        return Undone(change, 0, 0, contested)
    became = {c: outcome.point for c, outcome in outcomes.items() if outcome.what}
    for c, point in became.items():
        _require_kept(account, standing[c], point)
    with register.write(actor_of(account)) as writer:
        why = f"撤回：{change.why}" if change.why else "撤回"
        comes_to = aftermath(writer, standing, became, writer.now)
        points.update_many(writer, became, why, standing=standing)
        ask_again(writer, became)
    first = next(iter(became), "")
    number = became[first].revision + 1 if first else 0
    return Undone(change, len(became), len(parts) - len(became), contested, first, number, comes_to)


def _preview(point: Point, history: Sequence[Revision], revision: int, *, spare: bool = False) -> Preview:
    wanted = next((r for r in history if r.revision == revision), None)
    if wanted is None:
        raise NotFound(f"{point.code} 没有第{revision}版")
    if wanted.revision == 1:
        raise Conflict(_CREATED)
    later = [r.what for r in history if r.revision > revision]
    return Preview(point, wanted, take_back(point, wanted.what, later, spare=spare))


def _outcomes(
    reader: Reader, standing: Mapping[str, Point], parts: Mapping[str, int], *, spare: bool
) -> dict[str, TakenBack]:
    histories = revisions.histories(reader, standing)
    return {
        code: _preview(point, histories[code], parts[code], spare=spare).outcome
        for code, point in standing.items()
    }


def _require_kept(account: Account, before: Point, after: Point) -> None:
    """NotAllowed if a point would go to another owner and they are not the city, which alone hands points
    over."""
    if before.bureau != after.bureau and not account.is_city:
        raise NotAllowed(f"{before.code} {before.name} 归哪个局管，只有全市的账号能改回去")
