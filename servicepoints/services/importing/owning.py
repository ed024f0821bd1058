"""Which rows of a roster an account may take: those that speak of its own points, and of new ones. Pure."""

from collections.abc import Iterable

from servicepoints.domain.roles import Account
from servicepoints.services.importing.planning import Doubt, Outcome


def within_rights(outcomes: Iterable[Outcome], account: Account) -> list[Outcome]:
    """The same outcomes, those refused whose point is not that account's to change."""
    return [_refused(o) if o.before and not account.owns(o.before.bureau) else o for o in outcomes]


def _refused(outcome: Outcome) -> Outcome:
    draft, point = outcome.draft, outcome.before
    assert point is not None
    whose = "归别的局管" if point.bureau else "还没划给哪个局"
    reason, fix = f"{point.code} {point.name}{whose}，没有改动", "请全市账号的同事划给你们局，再导入"
    doubt = Doubt("row", "name", *draft.column("name"), draft.name, reason, fix)
    return Outcome(draft, doubts=outcome.doubts, refusals=(doubt,))
