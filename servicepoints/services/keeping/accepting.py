"""The bureau's word on what keepers changed: taken or dropped, many at a time."""

from collections.abc import Collection

from servicepoints.domain.points import Listing
from servicepoints.domain.roles import Account
from servicepoints.register import Register, points, reviews
from servicepoints.register.transaction import Reader
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.keeping.changing import KEEPER, REVIEW_KIND
from servicepoints.services.keeping.proposals import Change, still_stands
from servicepoints.services.owning import own_points
from servicepoints.services.reviewing import Settled


def take_changes(register: Register, account: Account, numbers: Collection[int]) -> Settled:
    """Makes what keepers said true, in one transaction: of each point only what the keeper spoke of.

    What somebody changed since the keeper said it is left alone and goes on waiting, and so are words of
    hours that are not understood and points that were withdrawn; all are counted. NotAllowed, NotFound.
    """
    taken: list[int] = []
    with register.write(actor_of(account)) as writer:
        items = _own(writer, account, numbers)
        for item in items:
            point = points.get_many(writer, [item.code])[item.code]
            change = Change.of_json(item.proposal)
            fits = change.is_clear and still_stands(point, item.proposal)
            if not fits or point.listing is Listing.WITHDRAWN:
                continue
            points.update(writer, item.code, change.over(point), f"采用{KEEPER.name}的改动")
            taken.append(item.id or 0)
        reviews.close_reviews(writer, taken, "accepted")
    return Settled(len(taken), len(items) - len(taken))


def _own(reader: Reader, account: Account, numbers: Collection[int]) -> list[reviews.ReviewItem]:
    """The waiting items with these numbers, all of them the account's own."""
    items = [item for item in reviews.with_ids(reader, numbers) if item.kind == REVIEW_KIND]
    own_points(reader, account, {item.code for item in items})
    return items
