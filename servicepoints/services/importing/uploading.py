"""Sending a roster in: it is read and weighed at once, and waits, sealed, until its sender takes it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePosixPath

from servicepoints.domain.roles import Account, require_bureau
from servicepoints.register import Reader, Register, bureaus, uploads
from servicepoints.register.uploads import Upload
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.importing.decisions import Decisions, checked
from servicepoints.services.importing.owning import within_rights
from servicepoints.services.importing.preview import UNOWNED, Preview, preview_of
from servicepoints.services.importing.weighing import (
    Prepared,
    Source,
    Tables,
    Weighed,
    collector_paused,
    plain_name,
    prepare,
    weigh,
)
from servicepoints.sheets.guarding import MOST_BYTES, check_name

__all__ = ["KEPT", "MOST_BYTES", "read_again", "source_of", "upload_roster", "weigh_for"]

KEPT = timedelta(hours=24)
"""How long a roster waits to be taken."""
_LONGEST_NAME = 120


def upload_roster(
    register: Register, account: Account, bureau: str, filename: str, data: bytes, tables: Tables
) -> str:
    """Keeps a roster for that bureau (a slug, "" where its rows say) and returns the name it goes by.

    UnreadableSheet, in words for its sender, if the file is no roster; NotAllowed for another's bureau.
    Rosters that waited for a day are forgotten.
    """
    require_bureau(account, bureau)
    filename = plain_name(PurePosixPath(filename.replace("\\", "/")).name[-_LONGEST_NAME:]) or "台账"
    check_name(filename, data)
    with collector_paused():
        preview = _preview(register, account, Source(data, filename, bureau), tables)
    with register.write(actor_of(account)) as writer:
        uploads.forget(writer, writer.now - KEPT)
        mapping = Decisions(left=preview.places(UNOWNED)).kept()
        return uploads.put(writer, account.id, bureau, filename, data, preview.packed(), mapping)


def read_again(
    register: Register,
    account: Account,
    name: str,
    chosen: Mapping[tuple[str, str], str],
    tables: Tables,
) -> None:
    """Reads the roster anew with these columns, by (sheet, letter), taken for what the editor says; rows keep
    their ticks. NotFound, InvalidValue for a field that does not exist, UnreadableSheet if none is left."""
    with register.read() as reader:
        upload = uploads.get(reader, name, account.id)
        source = source_of(reader, upload)
    decisions = Decisions(checked(chosen, tables.vocabulary))
    with collector_paused():
        preview = _preview(register, account, replace(source, chosen=decisions.columns), tables)
    with register.write(actor_of(account)) as writer:
        upload = uploads.hold(writer, name, account.id)
        if upload.batch is None:
            before = Preview.unpacked(uploads.preview_of(writer, upload))
            left = preview.left_again(before, Decisions.of(upload.mapping).left)
            decisions = replace(decisions, left=left)
            uploads.set_preview(writer, upload, preview.packed(), decisions.kept())


def source_of(reader: Reader, upload: Upload) -> Source:
    """The file that waits, with what was decided of its columns."""
    data = uploads.file_of(reader, upload)
    return Source(data, upload.filename, upload.bureau, Decisions.of(upload.mapping).columns)


def weigh_for(reader: Reader, account: Account, prepared: Prepared) -> Weighed:
    """What would become of each row if that account took it."""
    weighed = weigh(reader, prepared)
    return replace(weighed, outcomes=within_rights(weighed.outcomes, account))


def _preview(register: Register, account: Account, source: Source, tables: Tables) -> Preview:
    prepared = prepare(register, source, tables)
    with register.read() as reader:
        weighed = weigh_for(reader, account, prepared)
        return preview_of(prepared, weighed, tables.vocabulary, bureaus.names(reader))
