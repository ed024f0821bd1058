"""Points that a machine adds and changes: what it says is cleaned and stored as what an editor types, and
what cannot be read waits at the desk as ever.

A change names the revision that it is of; of two machines, or a machine and an editor, the later is told.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Kind, Listing, Point, Position
from servicepoints.errors import ChangedMeanwhile, Conflict, Contradicted, NotFound
from servicepoints.register import Reader, Register, Writer, api_tokens, bureaus, imports, points
from servicepoints.register.api_tokens import Replay
from servicepoints.register.imports import ReviewItem
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.editing.adding import store, weighed
from servicepoints.services.editing.changing import Tables
from servicepoints.services.editing.cleaning import clean
from servicepoints.services.editing.settling import settle
from servicepoints.services.editing.typed import typed_of
from servicepoints.services.editing.units import changed
from servicepoints.services.machines.admitting import Machine
from servicepoints.services.machines.saying import field_of, named, over
from servicepoints.services.placing import pinned, placed

WHY_ADDED, WHY_CHANGED = "通过接口新加", "通过接口修改"
_SAME_DEGREES = 1e-6
REPLAYED_FOR = timedelta(days=2)
"""So long the same request under the same key is answered with what it made."""

Said = Mapping[str, Any]
"""What a machine says of a point: fields as the API describes them, those that are to change."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of it: the point's code ("" if it would be new) and revision, the fields that changed, and
    the hours that wait for a person. Nothing was stored if it was `dry`; `replayed`: it had been before."""

    code: str
    revision: int
    changed: tuple[str, ...]
    waiting: tuple[ReviewItem, ...] = ()
    dry: bool = False
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How it is to be done: `dry` only tries; `sure`: that it looks like another point, or lies far from its
    neighbours, is known; `tables` and `at` (aware) as for the desk."""

    tables: Tables
    at: datetime
    dry: bool = False
    sure: bool = False


def own_point(reader: Reader, machine: Machine, code: str) -> Point:
    """The machine's bureau's point with that code. NotFound, the same for one that is another bureau's."""
    point = points.get(reader, code)
    if point is None or not machine.account.owns(point.bureau):
        raise NotFound(f"你们局没有编号是“{code[:20]}”的点位")
    return point


def require_revision(wanted: int | None, stands: int) -> None:
    """ChangedMeanwhile unless it is that revision that was seen (None: whatever it is)."""
    if wanted is not None and wanted != stands:
        raise ChangedMeanwhile(f"你们看到的是第 {wanted} 版，现在是第 {stands} 版：重新取一次，看过再改")


def change(
    register: Register, machine: Machine, code: str, said: Said, revision: int | None, how: How
) -> Written:
    """Changes what is said of a point. The same said again changes nothing, whatever the revision.

    NotFound, ChangedMeanwhile, Contradicted; Conflict for a withdrawn one.
    """
    with register.write(actor_of(machine.account)) as writer:
        return _change(writer, machine, code, said, revision, how)


def _change(
    writer: Writer, machine: Machine, code: str, said: Said, revision: int | None, how: How
) -> Written:
    stands = own_point(writer, machine, code)
    if stands.listing is Listing.WITHDRAWN:
        raise Conflict("这个点位已经撤了，要恢复请在后台操作")
    mine, errors = clean(over(typed_of(stands), said), stands, how.tables.vocabulary, how.tables.gazetteer)
    if errors:
        raise Contradicted("有几项填得不对", named(errors))
    mine = _placed(writer, machine, mine, said, how)
    units = changed(stands, mine, how.tables.vocabulary)
    moved = mine.position != stands.position
    if not units and not moved:
        return Written(code, stands.revision, ())
    require_revision(revision, stands.revision)
    done = (*map(field_of, units), *(["position"] if moved else []))
    if how.dry:
        return Written(code, stands.revision, done, dry=True)
    try:
        points.update(
            writer, code, mine, said.get("reason") or WHY_CHANGED, expected_revision=stands.revision
        )
    except Conflict as error:
        raise ChangedMeanwhile(str(error)) from error
    settle(writer, mine, units, ())
    if moved:
        placed(writer, code)
    return Written(code, stands.revision + 1, done, _waiting(writer, code))


def add(register: Register, machine: Machine, said: Said, key: str, how: How) -> Written:
    """A new point of the machine's bureau. `key` is the machine's own for this request: the same again makes
    no second point.

    Contradicted, also where another point stands that looks the same; Conflict if the key was another
    request's.
    """
    digest, request = _digest(key), _digest(json.dumps(said, sort_keys=True, default=str))
    with register.write(actor_of(machine.account)) as writer:
        bureaus.hold(
            writer, machine.account.bureau
        )  # of two at once the second sees what the first has stored
        known = api_tokens.replay(writer, machine.token.id, digest)
        if known is not None:
            return _replayed(writer, known, request)
        point = _new(writer, machine, said, how)
        if how.dry:
            return Written("", 0, tuple(sorted(said)), dry=True)
        code = store(writer, point, how.tables, said.get("reason") or WHY_ADDED)
        api_tokens.remember(writer, machine.token.id, digest, Replay(request, code))
        return Written(code, 1, tuple(sorted(said)), _waiting(writer, code))


def _new(reader: Reader, machine: Machine, said: Said, how: How) -> Point:
    blank = Point(name="", kind=Kind(said["kind"]), bureau=machine.account.bureau)
    typed = over(typed_of(blank), said)
    new = weighed(reader, machine.account, machine.account.bureau, typed, how.tables, how.at)
    if new.errors:
        raise Contradicted("有几项填得不对", named(new.errors))
    if new.namesakes and not how.sure:
        like = "、".join(f"{p.code}（{p.name}）" for p in new.namesakes[:5])
        fix = f"像是已经有了：{like}。要改它就 PUT 到它的编号；确实是另一个，网址里加 sure=true"
        raise Contradicted(fix, {"name": fix})
    return _placed(reader, machine, new.point, said, how)


def _placed(reader: Reader, machine: Machine, point: Point, said: Said, how: How) -> Point:
    """The point with the pin that is said of it, unless it stands there already."""
    if "position" not in said:
        return point
    latitude, longitude, precision_m = said["position"]
    if _stands_at(point.position, latitude, longitude, precision_m):
        return point
    today = how.at.astimezone(TIMEZONE).date()
    at = (latitude, longitude)
    pin = pinned(reader, machine.account, point, at, precision_m, today, sure=how.sure)
    return replace(point, position=pin)


def _stands_at(position: Position | None, latitude: float, longitude: float, precision_m: float) -> bool:
    return (
        position is not None
        and (position.basis, position.precision_m) == ("pin", precision_m)
        and abs(position.latitude - latitude) < _SAME_DEGREES
        and abs(position.longitude - longitude) < _SAME_DEGREES
    )


def _waiting(reader: Reader, code: str) -> tuple[ReviewItem, ...]:
    return tuple(imports.open_reviews(reader, kind="hours", code=code))


def _replayed(reader: Reader, known: Replay, request: str) -> Written:
    if known.request != request:
        raise Conflict("这个 Idempotency-Key 用来加过别的点位：每个新点位用一个新的")
    point = points.get(reader, known.code)
    return Written(known.code, point.revision if point else 1, (), replayed=True)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
