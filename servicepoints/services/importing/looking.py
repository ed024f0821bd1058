"""Looking at imports: those that wait, those that were, and what one of them would do or did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servicepoints.domain.roles import Account
from servicepoints.register import Reader, Register, bureaus, imports, uploads
from servicepoints.register.imports import ImportBatch
from servicepoints.register.reviews import waiting_of
from servicepoints.register.uploads import Upload
from servicepoints.services.importing.decisions import Decisions
from servicepoints.services.importing.preview import ABSENT, TAKEABLE, Preview

EARLIER = 50
"""Earlier imports that are listed."""


@dataclass(frozen=True, slots=True)
class Overview:
    """`waiting` are one's own, `batches` the bureau's (all, for the city); `bureaus` are names by slug."""

    waiting: Sequence[Upload]
    batches: Sequence[ImportBatch]
    bureaus: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """A roster of one's own: while it waits, its preview and what was decided of it; then its import, with
    what of it waits for a person, by kind."""

    upload: Upload
    decisions: Decisions
    preview: Preview | None
    batch: ImportBatch | None
    review: Mapping[str, int]

    @property
    def absent(self) -> int:
        """How many points of the bureau the file does not name."""
        if self.preview is None:
            return len(self.upload.mapping.get(ABSENT, ()))
        return len(self.preview.absent)

    @property
    def taking(self) -> int:
        """How many points are ticked."""
        if self.preview is None:
            return 0
        return sum(len(self.preview.places(part) - self.decisions.left) for part in TAKEABLE)


@dataclass(frozen=True, slots=True)
class Absent:
    """The codes of the points that a file does not name."""

    filename: str
    codes: frozenset[str]


def overview(register: Register, account: Account) -> Overview:
    """What waits and what was."""
    with register.read() as reader:
        names = bureaus.names(reader)
        waiting = uploads.waiting(reader, account.id)
        return Overview(waiting, imports.batches(reader, account.bureau, EARLIER), names)


def absent_from(reader: Reader, account: Account, name: str) -> Absent:
    """The points that one roster of one's own does not name, also after it was taken. NotFound."""
    upload = uploads.get(reader, name, account.id)
    if upload.batch is not None:
        return Absent(upload.filename, frozenset(upload.mapping.get(ABSENT, ())))
    preview = Preview.unpacked(uploads.preview_of(reader, upload))
    return Absent(upload.filename, frozenset(preview.absent))


def look(register: Register, account: Account, name: str) -> Look:
    """One roster. NotFound, also if it is another's."""
    with register.read() as reader:
        upload = uploads.get(reader, name, account.id)
        decisions = Decisions.of(upload.mapping)
        if upload.batch is not None:
            batch = imports.get(reader, upload.batch)
            return Look(upload, decisions, None, batch, waiting_of(reader, batch.id))
        preview = Preview.unpacked(uploads.preview_of(reader, upload))
        return Look(upload, decisions, preview, None, {})
