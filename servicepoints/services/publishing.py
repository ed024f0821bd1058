"""Publishing: the register's changes into the catalogue.

One function does the first build, the daily refresh, and the catch-up of a node that was away: it looks how
far the catalogue is, and brings it to where the register is, in one transaction, one process at a time.
"""

import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from servicepoints import reference
from servicepoints.catalogue import build
from servicepoints.catalogue.beside import Beside
from servicepoints.catalogue.lock import applying
from servicepoints.domain.points import Listing, Point
from servicepoints.errors import InstanceError
from servicepoints.register import bureaus, calendar, doors, feed, instance, offerings, points
from servicepoints.register.engine import Register
from servicepoints.register.transaction import REFERENCE, Actor, Reader
from servicepoints.services.quality import published_quality

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a publishing did. `changed`: points rewritten or removed; `total`: points in the catalogue now."""

    revision: int
    changed: int
    total: int
    rebuilt: bool


def publish(register: Register, path: Path, *, rebuild: bool = False) -> PublishReport:
    """Brings the catalogue at `path` up to the register, waiting while another process is at it.

    A missing, damaged or foreign catalogue is built anew, as is any with `rebuild`; readers see the old one
    until the new one is whole. RegisterAway if the register does not answer, InstanceError if the catalogue
    cannot be written; it stays as it was.
    """
    with applying(path, wait=True):
        sound = build.is_sound(path)
        if path.exists() and not (sound or rebuild):
            log.warning("the catalogue is damaged: building it anew")
        if rebuild or not sound:
            _part_ways(register, path)
            with register.read() as reader:
                return _build_anew(reader, path, _beside(reader))
        return _bring(register, path)


def publish_news(register: Register, path: Path) -> PublishReport | None:
    """The same when there is something new, for callers that ask every moment: a look at two numbers.

    None if the catalogue has everything, or if another process is applying right now. InstanceError if the
    catalogue is ahead of its own register: what was published is not undone unless a person says so.
    """
    with applying(path, wait=False) as ours:
        if not ours:
            return None
        with register.read() as reader:  # under the lock: else another may have published what is newer
            latest, this = feed.latest(reader), instance.get(reader).id
        standing = build.state(path)
        if standing is None or standing.revision < latest or standing.instance_id != this:
            return _bring(register, path)
        if standing.revision > latest:
            raise InstanceError(
                f"目录（改动到 {standing.revision}）比登记库（改动到 {latest}）还新，没有动目录："
                "登记库像是换成了旧的备份。确实要退回去，请运行 servicepoints publish --rebuild"
            )
        return None


def _bring(register: Register, path: Path) -> PublishReport:
    _part_ways(register, path)
    with register.read() as reader:
        beside = _beside(reader)
        standing, latest = build.state(path), feed.latest(reader)
        if standing is None or not standing.follows(beside, latest):
            return _build_anew(reader, path, beside)
        try:
            return _catch_up(reader, path, beside, standing.revision)
        except sqlite3.DatabaseError as error:
            log.warning("the catalogue is damaged (%s): building it anew", error)
            return _build_anew(reader, path, beside)


def _part_ways(register: Register, path: Path) -> None:
    """Gives a register that has another past than what was published (a backup was put in its place) another
    id: its numbers count other changes, and whoever keeps a copy by them, a catalogue or a machine, sees by
    the id that it must begin anew."""
    standing = build.state(path)
    if standing is None:
        return
    with register.read() as reader:
        this, latest = instance.get(reader).id, feed.latest(reader)
        known = standing.revision <= latest and feed.remembers(reader, standing.written_at)
    if known or standing.instance_id != this:
        return
    log.warning(
        "published up to change %d, which the register (at %d) does not know: a backup, it seems",
        standing.revision,
        latest,
    )
    with register.write(Actor("machine", "发布")) as writer:
        instance.renew(writer, this)


def _build_anew(reader: Reader, path: Path, beside: Beside) -> PublishReport:
    latest = feed.latest(reader)
    visible = [point for point in points.publishable(reader).values() if point is not None]
    now = datetime.now(UTC)
    seen = {point.code: point for point in visible}
    offers = _standing(offerings.publishable(reader, None, now), seen)
    found = _standing(doors.every(reader), seen)
    total = build.rebuild(path, visible, beside, latest, now, offers, found)
    log.info("catalogue built anew: %d points at change %d", total, latest)
    return PublishReport(latest, total, total, rebuilt=True)


def _catch_up(reader: Reader, path: Path, beside: Beside, since: int) -> PublishReport:
    up_to, changed = feed.changes_since(reader, since)
    if up_to == since:
        return PublishReport(since, 0, build.confirm(path, datetime.now(UTC)), rebuilt=False)
    codes = changed - {REFERENCE}
    now, visible = datetime.now(UTC), points.publishable(reader, codes)
    offers = _standing(offerings.publishable(reader, codes, now), visible)
    found = _standing(doors.among(reader, codes), visible)
    total = build.apply(path, visible, beside, up_to, now, offers, found)
    log.info("catalogue brought from change %d to %d: %d points", since, up_to, len(codes))
    return PublishReport(up_to, len(codes), total, rebuilt=False)


def _standing(of: Mapping[str, T], visible: Mapping[str, Point | None]) -> dict[str, T]:
    """What is known of points that couriers see and that stand, by code."""
    standing = {c for c, point in visible.items() if point and point.listing is not Listing.WITHDRAWN}
    return {code: known for code, known in of.items() if code in standing}


def _beside(reader: Reader) -> Beside:
    this = instance.get(reader)
    return Beside(
        vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(),
        bureaus={b.slug: b.name for b in bureaus.all_bureaus(reader)},
        calendar={day: (kind.value, name) for day, (kind, name) in calendar.overrides(reader).items()},
        instance_id=this.id,
        instance_kind=this.kind,
        written_at=feed.last_moment(reader),
        quality=published_quality(reader),
    )
