"""A point's timeline: who changed which fields, from what to what, when and why; and what changed lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from servicepoints.domain.points import Point
from servicepoints.domain.roles import Account
from servicepoints.register import Register, bureaus, imports, revisions
from servicepoints.register.changes import Change
from servicepoints.register.revisions import Revision
from servicepoints.register.transaction import Actor
from servicepoints.services.importing.words import change_lines, label
from servicepoints.services.owning import own_point

_MACHINES = {"locate": "程序找位置", "measure": "程序"}
_FIELDS_SHOWN = 3
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
        point = own_point(reader, account, code)
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


@dataclass(frozen=True, slots=True)
class Recent:
    """A change in words: who, what, of which points. `undoable`: whether it can be taken back here;
    `batch`: the import that it is, else None."""

    change: Change
    who: str
    what: str
    of: str
    undoable: bool


def recent(account: Account, change: Change) -> Recent:
    """A change as an account is shown it: its reason, else the fields that it changed."""
    fields = list(dict.fromkeys(label(name) for name in change.fields))
    what = "新建" if change.created == change.points else "、".join(fields[:_FIELDS_SHOWN])
    more = "等" if len(fields) > _FIELDS_SHOWN else ""
    of = change.name if change.points == 1 else f"{change.name}等{change.points}个点位"
    own = change.created < change.points if change.batch is None else account.owns(change.bureau)
    undoable = own and not change.undone
    return Recent(change, who_words(change.actor), change.why or f"{what}{more}", of, undoable)
