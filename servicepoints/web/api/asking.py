"""From a question to the finder's words: one revision, one moment, one filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from flask import current_app

from servicepoints import reference
from servicepoints.catalogue.finder import Hit, Query
from servicepoints.catalogue.masks import Openness
from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.points import Audience
from servicepoints.services.answers import Answers, When, document
from servicepoints.services.demand.counting import Counting
from servicepoints.services.demand.outcome import served
from servicepoints.services.finding import Finding
from servicepoints.web.state import State, state

ANSWERS = "servicepoints.api.answers"


@dataclass(frozen=True, slots=True)
class Asking:
    """One question: the points of one revision, the moment it is about, that of the asker, the datum to speak
    in, and where searches are counted."""

    finding: Finding
    at: datetime
    now: datetime
    datum: Datum
    answers: Answers
    demand: Counting

    def drawn(self, hits: Sequence[Hit]) -> list[orjson.Fragment]:
        """The points that were found, in their order."""
        found = self.finding.found_at(self.at)
        return self.answers.hits(hits, self.finding.points, found, self.when, self.datum)

    @property
    def when(self) -> When:
        """Both moments, for the words."""
        return When(self.at, self.now)


def asking(question: Mapping[str, Any]) -> Asking:
    """What this question asks; `at` is now unless it says otherwise."""
    return asking_of(question, state(), current_app.extensions[ANSWERS])


def asking_of(question: Mapping[str, Any], here: State, answers: Answers) -> Asking:
    """The same, without a request."""
    # a minute is as fine as hours are: within one, the same question has the same answer, and one ETag
    now = here.clock().replace(second=0, microsecond=0)
    return Asking(
        finding=here.finding,
        at=question.get("at") or now,
        now=now,
        datum=Datum(question["datum"]),
        answers=answers,
        demand=here.demand,
    )


def near_answer(question: Mapping[str, Any], asked: Asking, agent: str, address: str) -> bytes:
    """What is near the place of a question that `agent` asks, from a network address."""
    wanted = query(question, asked)
    hits = asked.finding.finder.near(wanted)
    if not question.get("at"):
        _count(wanted, hits, asked, (agent, address))
    return document(asked.drawn(hits), asked.at, asked.finding.revision)


def _count(wanted: Query, hits: Sequence[Hit], asked: Asking, who: tuple[str, str]) -> None:
    """Counts a question that asks what a courier asks: with a district, an audience or a price an answer of
    nothing means something else, and so it does of what is open now but not on arrival."""
    if wanted.open is Openness.NOW or wanted.district or wanted.audience or wanted.free:
        return
    found = served(hits, wanted.limit, only_usable=wanted.open is Openness.ARRIVAL)
    here = (wanted.latitude, wanted.longitude)
    asked.demand.note(*here, wanted.needs, asked.at, asked.at, *who, found=found)


def query(question: Mapping[str, Any], asked: Asking) -> Query:
    """The finder's query for a question, round its place if it names one."""
    district = reference.gazetteer().district(question["district"]) if question["district"] else None
    place = question.get("lat", 0.0), question.get("lon", 0.0)
    latitude, longitude = convert(*place, asked.datum, Datum.WGS84)
    return Query(
        latitude=latitude,
        longitude=longitude,
        at=asked.at,
        needs=frozenset(filter(None, question["need"])),
        open=Openness(question["open"]),
        district=district.name if district else "",
        audience=frozenset(map(Audience, filter(None, question["audience"]))) or None,
        free=question["free"],
        limit=question["limit"],
    )
