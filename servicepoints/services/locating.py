"""Locating: positions for the points that lack one, or have a coarse one.

Each point is asked about in turn: the pins that people confirmed, then the providers that have a key. What
is good enough is stored at once, a transaction a point, so a run that stops has lost nothing; the rest waits
with its candidates. A position that a person set is not among these points, and the register would refuse it.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from servicepoints.config import Settings
from servicepoints.domain.coordinates import Datum
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.house_numbers import stand_in
from servicepoints.domain.points import COARSE_M, Point, Position
from servicepoints.domain.wording import BASIS_WORDS
from servicepoints.errors import Conflict
from servicepoints.geocoding.base import EMBEDDED, Candidate, query_for
from servicepoints.geocoding.cache import Answer
from servicepoints.geocoding.chain import PROVIDERS, Chain, Tally, chain_from
from servicepoints.geocoding.embedded import Embedded
from servicepoints.register import geocodes, points
from servicepoints.register.engine import Register
from servicepoints.register.transaction import Actor

MACHINE = Actor("machine", "locate")
Progress = Callable[[int, int], None]
Waiting = list[tuple[dict[str, Any], str]]


@dataclass(frozen=True, slots=True)
class Located:
    """A point that got a position: how it is known, and within how many metres."""

    code: str
    name: str
    basis: str
    precision_m: float


@dataclass(slots=True)
class LocateReport:
    """What a run did. `accepted`: got a position; `waiting`: have candidates for a person to look at;
    `not_found`: nobody knows the address; `skipped`: a provider could not be asked, or the point was changed
    meanwhile; `left`: how many the limit left untouched. Points by their codes."""

    accepted: list[Located] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    not_found: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    left: int = 0
    providers: dict[str, Tally] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON values, with the codes of the points."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """The report in words, a line each."""
        for found in self.accepted:
            known_by = BASIS_WORDS.get(found.basis, found.basis)
            yield f"{found.code} {found.name}：{known_by}，误差 {found.precision_m:.0f} 米内"
        left = f"，还有 {self.left} 个没轮到" if self.left else ""
        yield (
            f"定位好 {len(self.accepted)} 个，待人工标 {len(self.waiting)} 个，"
            f"没找到 {len(self.not_found)} 个，没问成 {len(self.skipped)} 个{left}"
        )
        for name, tally in self.providers.items():
            yield f"{BASIS_WORDS.get(name, name)}：{_in_words(tally)}"
        if self.not_found and not self.providers:
            yield "没有设置地图服务的密钥，只对照了人工确认的点位；要设哪些见 servicepoints doctor --settings"


def chain_of(settings: Settings, gazetteer: Gazetteer) -> Chain:
    """The chain of the providers that the settings switch on."""
    values = {f.metadata["setting"].name: getattr(settings, f.name) for f in fields(settings)}
    keys = {row.setting: values[row.setting] for row in PROVIDERS}
    return chain_from(
        {name: "1" if value is True else value or "" for name, value in keys.items()}, gazetteer
    )


def locate(
    register: Register,
    chain: Chain,
    gazetteer: Gazetteer,
    today: date,
    limit: int | None = None,
    progress: Progress = lambda done, total: None,
) -> LocateReport:
    """Looks for positions of all points that need one.

    `limit` ends the run after that many points were asked about outside or got a position; what is known from
    earlier answers costs nothing and does not count. GeocoderKeyRefused if a key is refused, with everything
    up to there stored; RegisterAway.
    """
    with register.read() as reader:
        todo = points.unlocated(reader, today)
        embedded = Embedded(points.confirmed_pins(reader), gazetteer, today)
    run = _Run(register, chain, embedded, gazetteer, today)
    counted = 0
    for done, point in enumerate(todo):
        if limit is not None and counted >= limit:
            run.report.left = len(todo) - done
            break
        counted += run.one(point)
        progress(done + 1, len(todo))
    run.report.providers = chain.tallies
    return run.report


@dataclass(slots=True)
class _Run:
    register: Register
    chain: Chain
    embedded: Embedded
    gazetteer: Gazetteer
    today: date
    report: LocateReport = field(default_factory=LocateReport)

    def one(self, point: Point) -> bool:
        """One point; whether it counts against the limit."""
        if stand_in(point.address):
            self.report.not_found.append(point.code)
            return False
        query = query_for(point.address, point.district, point.sub_district, self.gazetteer)
        known = self.embedded.find(query)
        if known is not None and known.precision_m <= COARSE_M:
            return self._place(point, known, [])
        outcome = self.chain.find(query, _Answers(self.register), self.today)
        if outcome.accepted is not None:
            return self._place(point, outcome.accepted, []) or outcome.asked
        waiting: Waiting = [(candidate.as_json(), why) for candidate, why in outcome.waiting]
        if known is not None:
            waiting.append((known.as_json(), "按同一条路上的点位估的，不够准"))
        if known is not None and _better(known, point.position):
            return self._place(point, known, waiting) or outcome.asked
        self._let_wait(point, waiting)
        if waiting:
            self.report.waiting.append(point.code)
        elif outcome.unasked:
            self.report.skipped.append(point.code)
        else:
            self.report.not_found.append(point.code)
        return outcome.asked

    def _place(self, point: Point, candidate: Candidate, waiting: Waiting) -> bool:
        """Stores the position, its history and the candidates that still wait for a person, in one
        transaction. False if somebody changed the point meanwhile: nothing is stored then.
        """
        position = _position(candidate)
        why = f"自动定位：{_known_by(candidate)}，{candidate.formatted}".rstrip("，")
        try:
            with self.register.write(MACHINE) as writer:
                current = points.get_many(writer, [point.code])[point.code]
                points.update(
                    writer,
                    point.code,
                    replace(current, position=position),
                    why,
                    expected_revision=point.revision,
                )
                geocodes.set_candidates(writer, point.code, waiting)
        except Conflict:  # somebody was there first: a person, perhaps with a pin
            self.report.skipped.append(point.code)
            return False
        if waiting:
            self.report.waiting.append(point.code)
        else:
            self.report.accepted.append(Located(point.code, point.name, position.basis, position.precision_m))
        return True

    def _let_wait(self, point: Point, waiting: Waiting) -> None:
        with self.register.read() as reader:
            standing = [(dict(w.candidate), w.why) for w in geocodes.candidates(reader, point.code)]
        if standing != waiting:
            with self.register.write(MACHINE) as writer:
                geocodes.set_candidates(writer, point.code, waiting)


class _Answers:
    """The register's memory of answers, a transaction each: an answer that was paid for survives a crash."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def recall(self, provider: str, query: str) -> Answer | None:
        with self._register.read() as reader:
            kept = geocodes.recall(reader, provider, query)
        if kept is None:
            return None
        return Answer(provider, query, kept.answer or (), kept.level, Datum(kept.raw_datum), kept.answered_on)

    def remember(self, answer: Answer) -> None:
        with self._register.write(MACHINE) as writer:
            kept = geocodes.Answer(
                provider=answer.provider,
                query=answer.query,
                answer=[dict(place) for place in answer.places] or None,
                level=answer.level,
                raw_datum=answer.raw_datum.value,
                answered_on=answer.answered_on,
            )
            geocodes.remember(writer, kept)


def _position(candidate: Candidate) -> Position:
    return Position(
        latitude=round(candidate.latitude, 7),
        longitude=round(candidate.longitude, 7),
        precision_m=float(candidate.precision_m),
        basis=_known_by(candidate),
    )


def _known_by(candidate: Candidate) -> str:
    return candidate.level if candidate.provider == EMBEDDED else candidate.provider


def _better(candidate: Candidate, position: Position | None) -> bool:
    """Whether a coarse estimate says more than what the point has now; the same one again does not."""
    return position is None or candidate.precision_m < position.precision_m


def _in_words(tally: Tally) -> str:
    stopped = f"；中途停用：{tally.stopped}" if tally.stopped else ""
    return (
        f"问了 {tally.asked} 次，用旧答案 {tally.recalled} 次，采用 {tally.accepted} 个，"
        f"没结果 {tally.nothing} 次，没问成 {tally.failed} 次{stopped}"
    )
