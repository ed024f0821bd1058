"""A point's timeline: who changed which fields, from what to what, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from servicepoints.domain.points import Point
from servicepoints.domain.roles import Account, require_owner
from servicepoints.errors import NotFound
from servicepoints.register import Register, bureaus, imports, points, revisions
from servicepoints.register.revisions import Revision
from servicepoints.register.transaction import Actor
from servicepoints.services.importing.words import change_lines

_MACHINES = {"locate": "程序找位置", "measure": "程序"}
_KEEPER = "驿站负责人"
_KINDS = {
    "editor": "{name}",
    "courier": "小哥反馈",
    "import": "导入台账",
    "setup": "系统",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: `who` in words, `lines` of what it changed (none for the one that made the point, `made`),
    `filename` of the import that it belongs to."""

    revision: int
    at: datetime
    who: str
    why: str
    lines: tuple[str, ...]
    filename: str
    batch: int | None

    @property
    def made(self) -> bool:
        """Whether this is how the point came to be."""
        return self.revision == 1


@dataclass(frozen=True, slots=True)
class History:
    """A point with its changes, the latest first."""

    point: Point
    entries: tuple[Entry, ...]


def history_of(register: Register, account: Account, code: str, labels: Mapping[str, str]) -> History:
    """The timeline of a point of theirs. `labels`: amenities in words. NotFound, NotAllowed."""
    with register.read() as reader:
        point = points.get(reader, code)
        if point is None:
            raise NotFound(f"没有编号为 {code} 的点位")
        require_owner(account, point)
        found = revisions.history(reader, code)
        files = {batch.id: batch.filename for batch in imports.batches(reader)}
        names = bureaus.names(reader)
    return History(point, tuple(_entry(r, labels, names, files) for r in reversed(found)))


def who_words(actor: Actor) -> str:
    """An author as people know them: 示例爱丽丝, 驿站负责人 示例李四, 导入台账, 程序找位置."""
    if actor.is_machine:
        return _MACHINES.get(actor.name, "程序")
    if actor.kind == "keeper":
        return " ".join(dict.fromkeys((_KEEPER, actor.name)))  # who comes by a link has no other name
    return _KINDS.get(actor.kind, "{name}").format(name=actor.name).strip()


def _entry(
    revision: Revision, labels: Mapping[str, str], names: Mapping[str, str], files: Mapping[int, str]
) -> Entry:
    return Entry(
        revision=revision.revision,
        at=revision.at,
        who=who_words(revision.actor),
        why=revision.why,
        lines=tuple(change_lines(revision.what, labels, names)),
        filename=files.get(revision.batch, "") if revision.batch else "",
        batch=revision.batch,
    )
