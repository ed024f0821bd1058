"""A roster read and drafted, once and outside any transaction; then weighed against what stands, as often as
needed."""

import gc
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from servicepoints.domain.addresses import Address, read_address
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import Point
from servicepoints.errors import InvalidValue
from servicepoints.register import Reader, Register, bureaus, points
from servicepoints.services.importing.codes import Known, with_own_codes
from servicepoints.services.importing.echoes import Echoes
from servicepoints.services.importing.matching import Standing
from servicepoints.services.importing.planning import Outcome, Planning
from servicepoints.services.importing.reading import Bureaus, Draft, Drafting
from servicepoints.services.importing.writing import Batch
from servicepoints.sheets.readings import Roster
from servicepoints.sheets.roster import read_roster
from servicepoints.sheets.rows import read_row

Progress = Callable[[int, int], None]
"""Called with (rows read so far, rows in all)."""

_PROGRESS_EVERY = 100


def plain_name(filename: str) -> str:
    """A file's name as it can be kept and shown: bytes that were no UTF-8 (out of a zip from Windows), and
    characters that show as nothing or turn the line about, become question marks."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "?" for c in filename)


@dataclass(frozen=True, slots=True)
class Source:
    """A roster as it came: `bureau` (slug or name) owns the rows that name none; `chosen` is what a person
    took columns for, by (sheet, letter)."""

    data: bytes
    filename: str
    bureau: str = ""
    chosen: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tables:
    """What rosters are read by: the words, the places, the day."""

    vocabulary: Vocabulary
    gazetteer: Gazetteer
    today: date


@dataclass(frozen=True, slots=True)
class Prepared:
    """A roster with its rows drafted; `batch` is the file as the register will know it."""

    roster: Roster
    drafts: Sequence[Draft]
    planning: Planning
    batch: Batch


@dataclass(frozen=True, slots=True)
class Weighed:
    """What becomes of each row, and the points that the rows could speak of."""

    outcomes: list[Outcome]
    standing: Mapping[str, Point]


@contextmanager
def collector_paused() -> Iterator[None]:
    """No garbage collection meanwhile: all that an import makes stays alive to its end, and looking through
    it again and again is an eighth of the work."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def prepare(register: Register, source: Source, tables: Tables, progress: Progress | None = None) -> Prepared:
    """The roster, read. UnreadableSheet if the file is none, InvalidValue for an unknown bureau."""
    vocabulary, gazetteer = tables.vocabulary, tables.gazetteer
    read = read_roster(source.data, source.filename, vocabulary, gazetteer, source.chosen)
    roster = with_own_codes(read, _codes_of(register))
    known = _bureaus(register, source.bureau)
    drafting = Drafting(known, gazetteer, _addresses(gazetteer), tables.today)
    drafts = []
    for n, row in enumerate(roster.rows, start=1):
        drafts.append(drafting.draft(row, read_row(row, vocabulary, gazetteer)))
        if progress and (n % _PROGRESS_EVERY == 0 or n == len(roster.rows)):
            progress(n, len(roster.rows))
    batch = Batch(source.filename, hashlib.sha256(source.data).hexdigest(), known.importing)
    planning = Planning(cache(read_hours), tables.today, Echoes(drafting, vocabulary))
    return Prepared(roster, drafts, planning, batch)


def weigh(reader: Reader, prepared: Prepared) -> Weighed:
    """The plan, against the points that these rows may speak of."""
    drafts = prepared.drafts
    owners = {draft.bureau for draft in drafts}
    if "" in owners:
        standing = points.all_points(reader)
    else:
        standing = [point for bureau in sorted(owners | {""}) for point in points.matching(reader, bureau)]
        elsewhere = {draft.code for draft in drafts if draft.code} - {point.code for point in standing}
        standing += points.get_many(reader, elsewhere).values()
    index = Standing(standing)
    return Weighed(prepared.planning.outcomes(drafts, index), index.by_code)


def _bureaus(register: Register, importing: str) -> Bureaus:
    with register.read() as reader:
        known = Bureaus({bureau.slug: bureau.name for bureau in bureaus.all_bureaus(reader)})
    if not importing:
        return known
    slug = known.slug(importing)
    if slug is None:
        names = "、".join(f"{slug}（{name}）" for slug, name in known.names.items())
        raise InvalidValue("邮政管理局", importing, "登记库里没有", f"可以写：{names}" if names else "")
    return Bureaus(known.names, slug)


def _codes_of(register: Register) -> Known:
    def known(codes: Collection[str]) -> Collection[str]:
        with register.read() as reader:
            return points.known(reader, codes)

    return known


def _addresses(gazetteer: Gazetteer) -> Callable[[str], Address]:
    @cache
    def read(text: str) -> Address:
        return read_address(text, gazetteer)

    return read
