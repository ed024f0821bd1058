"""Which rows of a roster an account may take: those that speak of its own points, of new ones, and of points
that are nobody's yet, which it takes over. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from servicepoints.domain.roles import Account
from servicepoints.services.importing.planning import Doubt, Outcome


def within_rights(outcomes: Iterable[Outcome], account: Account) -> list[Outcome]:
    """The same outcomes: refused where the point is not that account's to change, marked where it is nobody's
    and would become theirs."""
    return [_within(outcome, account) for outcome in outcomes]


def _within(outcome: Outcome, account: Account) -> Outcome:
    before, after = outcome.before, outcome.after
    if before is None or account.owns(before.bureau):
        return outcome
    if not before.bureau and after is not None and account.owns(after.bureau):
        return replace(outcome, claims=True)
    return _refused(outcome)


def _refused(outcome: Outcome) -> Outcome:
    draft, point = outcome.draft, outcome.before
    assert point is not None
    whose = "归别的局管" if point.bureau else "还没划给哪个局"
    reason, fix = f"{point.code} {point.name}{whose}，没有改动", "请全市账号的同事划给你们局，再导入"
    doubt = Doubt("row", "name", *draft.column("name"), draft.name, reason, fix)
    return Outcome(draft, doubts=outcome.doubts, refusals=(doubt,))
