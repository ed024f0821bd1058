"""The newest changes as entries of a feed: what happened to which point, never who did it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.news import NEWS_KIND_WORDS, News, NewsKind, news_of
from servicepoints.domain.points import Point
from servicepoints.domain.publication import published
from servicepoints.domain.wording import SITE_NAME
from servicepoints.register.newest import Step, newest_steps
from servicepoints.register.transaction import Reader
from servicepoints.services.open_data.terms import Terms
from servicepoints.sharing.atom import Entry, Feed, atom_feed

LOOKED_AT = 2000
"""Changes, at most."""
MOST_ENTRIES = 200
APART = 20
"""As many points of one kind of news and one moment are told one by one; more are one entry, so that an
import does not drive out all else."""
_NAMED = 10
_OURS = UUID("0d8f8d3e-5f1c-5b7a-8a36-0d0d4b7c2c11")


@dataclass(frozen=True, slots=True)
class _Told:
    step: Step
    point: Point
    news: News


def news_feed(reader: Reader, calendar: Calendar, terms: Terms, instance_id: str) -> tuple[bytes, int]:
    """The feed of changes, and how many entries it has."""
    entries = list(_entries(newest_steps(reader, LOOKED_AT), calendar, terms, instance_id))[:MOST_ENTRIES]
    feed = Feed(
        id=_id(instance_id, "feed"),
        title=f"{SITE_NAME}：最近的变化",
        author=terms.publisher,
        rights=terms.licence_words,
        address=terms.link("/open-data/changes.atom"),
        site=terms.link("/open-data/"),
        updated=entries[0].at if entries else terms.as_of,
    )
    return atom_feed(feed, entries), len(entries)


def _entries(steps: Iterable[Step], calendar: Calendar, terms: Terms, instance_id: str) -> Iterator[Entry]:
    groups: dict[tuple[datetime, NewsKind], list[_Told]] = defaultdict(list)
    for told in _told(steps, calendar):
        groups[told.step.at, told.news.kind].append(told)
    for (at, kind), together in groups.items():
        if len(together) > APART:
            yield _of_many(at, kind, together, terms, instance_id)
        else:
            yield from (_of_one(told, terms, instance_id) for told in together)


def _told(steps: Iterable[Step], calendar: Calendar) -> Iterator[_Told]:
    for step in steps:
        before = published(step.before) if step.before else None
        after = published(step.after)
        news = news_of(before, after, step.at.astimezone(TIMEZONE).date(), calendar)
        point = after or before
        if news is not None and point is not None:
            yield _Told(step, point, news)


def _of_one(told: _Told, terms: Terms, instance_id: str) -> Entry:
    point, news = told.point, told.news
    gone = news.kind is NewsKind.HIDDEN  # nothing is at its address
    return Entry(
        id=_id(instance_id, point.code, str(told.step.after.revision)),
        at=told.step.at.astimezone(TIMEZONE),
        title=f"{point.name}：{news.words}",
        content="\n".join((f"{point.name}：{news.words}", *news.lines)),
        link="" if gone else terms.link(f"/p/{point.code}"),
        term=news.kind.value,
        label=NEWS_KIND_WORDS[news.kind],
    )


def _of_many(at: datetime, kind: NewsKind, together: list[_Told], terms: Terms, instance_id: str) -> Entry:
    words = NEWS_KIND_WORDS[kind]
    count = f"{len(together)}{'多' if len(together) == LOOKED_AT else ''}个点"
    named = "、".join(told.point.name for told in together[:_NAMED])
    return Entry(
        id=_id(instance_id, at.isoformat(), kind.value),
        at=at.astimezone(TIMEZONE),
        title=f"{count}：{words}",
        content=f"{words}：{named}等{count}",
        link=terms.link("/"),
        term=kind.value,
        label=words,
    )


def _id(instance_id: str, *parts: str) -> str:
    """An id that is the same in every feed of this register, whatever its address."""
    return uuid5(_OURS, "/".join((instance_id, *parts))).urn
