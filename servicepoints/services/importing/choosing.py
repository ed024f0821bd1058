"""Ticking what to take of a roster that waits, page by page."""

from collections.abc import Collection
from dataclasses import replace

from servicepoints.domain.roles import Account
from servicepoints.register import Register, uploads
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.importing.decisions import Decisions
from servicepoints.services.importing.preview import TAKEABLE, Preview


def tick(
    register: Register, account: Account, name: str, shown: Collection[int], ticked: Collection[int]
) -> None:
    """Notes that of the rows that were `shown` (their places) those that are `ticked` are taken. NotFound."""
    with register.write(actor_of(account)) as writer:
        upload = uploads.hold(writer, name, account.id)
        decisions = Decisions.of(upload.mapping)
        left = (decisions.left - set(shown)) | (set(shown) - set(ticked))
        if left != decisions.left:
            uploads.set_mapping(writer, upload, replace(decisions, left=left).kept())


def tick_all(register: Register, account: Account, name: str, part: str, *, take: bool) -> None:
    """Notes that all rows of a list (`new` or `changed`), on whatever page, are taken or left. NotFound."""
    if part not in TAKEABLE:
        return
    with register.write(actor_of(account)) as writer:
        upload = uploads.hold(writer, name, account.id)
        places = Preview.unpacked(uploads.preview_of(writer, upload)).places(part)
        decisions = Decisions.of(upload.mapping)
        left = decisions.left - places if take else decisions.left | places
        uploads.set_mapping(writer, upload, replace(decisions, left=left).kept())
