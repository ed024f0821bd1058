"""On ordinary days our evaluator and npm's opening_hours, the reference, say the same of a schedule."""

import json
import os
import random
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours import TIMEZONE, OpeningHours
from servicepoints.domain.rules import DateRange, MonthDay, Rule, Span, merge
from servicepoints.domain.rules_text import write_rules
from servicepoints.domain.timeline import intervals
from tests.domain.hours_phrases import expected_schedules

ORACLE = Path(__file__).parent / "npm_opening_hours"
INSTALL = "npm install --prefix tests/domain/npm_opening_hours --no-package-lock"
CALENDAR = Calendar()
WEEKS = [date(2026, 11, 2), date(2026, 7, 6)]

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and (ORACLE / "node_modules" / "opening_hours").is_dir()),
    reason=f"needs Node.js and npm's opening_hours: {INSTALL}",
)


def ask(questions: list[dict[str, object]]) -> list[list[bool]]:
    done = subprocess.run(
        ["node", str(ORACLE / "evaluate.cjs")],
        input=json.dumps(questions),
        env=os.environ | {"TZ": "Asia/Shanghai"},
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[list[bool]] = json.loads(done.stdout)
    return answers


def some_spans(chance: random.Random) -> tuple[Span, ...]:
    edges = sorted(chance.sample(range(24, 92), 4))
    spans = [(edges[0] * 15, edges[1] * 15), (edges[2] * 15, edges[3] * 15)]
    if chance.random() < 0.3:
        spans[1] = (edges[2] * 15, 1440 + chance.randint(1, 20) * 15)
    return merge(spans[: chance.randint(1, 2)])


def some_rule(chance: random.Random, first: bool) -> Rule:
    days = frozenset(chance.sample(range(7), chance.randint(1, 7)))
    dates: tuple[DateRange, ...] = ()
    if chance.random() < 0.3:
        months = [chance.randint(1, 12), chance.randint(1, 12)]
        dates = (DateRange(MonthDay(0, months[0], 0), MonthDay(0, months[1], 0)),)
    elif chance.random() < 0.2:
        dates = (DateRange(MonthDay(0, 7, chance.randint(1, 28)), MonthDay(0, 11, chance.randint(1, 28))),)
    if chance.random() < 0.15:
        return Rule(some_spans(chance), nth=frozenset({(chance.randint(0, 6), chance.choice([1, 2, 3, -1]))}))
    return Rule(some_spans(chance), days, dates=dates, additional=not first and chance.random() < 0.4)


def some_schedule(chance: random.Random) -> str:
    rules = [some_rule(chance, first=i == 0) for i in range(chance.randint(1, 3))]
    nightly = [rule for rule in rules if any(end > 1440 for _, end in rule.spans)]
    if nightly:
        # a night shift beside overriding rules is where we differ on purpose: it belongs to the day it starts
        return write_rules((replace(nightly[0], additional=False),))
    if chance.random() < 0.3:
        rules.append(Rule((), frozenset({chance.randint(0, 6)})))
    return write_rules(tuple(rules))


def moments(monday: date) -> list[datetime]:
    start = datetime(monday.year, monday.month, monday.day, tzinfo=TIMEZONE)
    return [start + timedelta(minutes=15 * i) for i in range(7 * 96)]


def ours(hours: str, monday: date) -> list[bool]:
    timeline = intervals(OpeningHours.parse(hours), monday, 7, CALENDAR)
    return [any(a <= timeline.minute(m) < b for a, b in timeline.open) for m in moments(monday)]


def test_the_weeks_compared_are_ordinary() -> None:
    days = [CALENDAR.day(monday + timedelta(days=i)).type for monday in WEEKS for i in range(-1, 7)]
    assert set(days) == {DayType.WORKDAY, DayType.REST_DAY}


@pytest.mark.parametrize("kind", ["of the phrases", "drawn"])
def test_npm_agrees_every_quarter_of_an_hour(kind: str) -> None:
    chance = random.Random(20261124)
    schedules = (
        expected_schedules() if kind == "of the phrases" else [some_schedule(chance) for _ in range(150)]
    )
    asked = [(hours, monday) for hours in schedules for monday in WEEKS]
    answers = ask([{"hours": h, "moments": [m.isoformat() for m in moments(monday)]} for h, monday in asked])
    for (hours, monday), theirs in zip(asked, answers, strict=True):
        assert theirs == ours(hours, monday), hours
