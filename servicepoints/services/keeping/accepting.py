"""The bureau's word on what keepers changed: taken or dropped, many at a time."""

from collections.abc import Collection

from servicepoints.domain.records import point_of, record_of
from servicepoints.domain.roles import Account, require_owner
from servicepoints.errors import NotFound
from servicepoints.register import Register, points, reviews
from servicepoints.register.transaction import Reader
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.keeping.changing import KEEPER, REVIEW_KIND


def take_changes(register: Register, account: Account, numbers: Collection[int]) -> int:
    """Makes what keepers proposed true, in one transaction; how many were still waiting.

    A field that was changed meanwhile takes the keeper's value: the bureau sees both before it agrees.
    NotAllowed, NotFound.
    """
    with register.write(actor_of(account)) as writer:
        items = _own(writer, account, numbers)
        for item in items:
            point = points.get_many(writer, [item.code])[item.code]
            wanted = point_of(record_of(point) | item.proposal)
            points.update(writer, item.code, wanted, f"采用{KEEPER.name}的改动")
        reviews.close_reviews(writer, [item.id or 0 for item in items], "accepted")
    return len(items)


def drop_changes(register: Register, account: Account, numbers: Collection[int]) -> int:
    """Leaves the points as they are; how many were still waiting. NotAllowed, NotFound."""
    with register.write(actor_of(account)) as writer:
        items = _own(writer, account, numbers)
        reviews.close_reviews(writer, [item.id or 0 for item in items], "dropped")
    return len(items)


def _own(reader: Reader, account: Account, numbers: Collection[int]) -> list[reviews.ReviewItem]:
    """The waiting items with these numbers, all of them the account's own."""
    items = [item for item in reviews.with_ids(reader, numbers) if item.kind == REVIEW_KIND]
    standing = points.get_many(reader, {item.code for item in items})
    for item in items:
        if item.code not in standing:
            raise NotFound(f"没有编号为 {item.code} 的点位")
        require_owner(account, standing[item.code])
    return items
