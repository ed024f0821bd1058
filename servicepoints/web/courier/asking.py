"""What every list view begins with: the published points, the moment, the filters of the address."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Response, current_app, request
from markupsafe import Markup

from servicepoints.catalogue.finder import Hit
from servicepoints.catalogue.masks import Filter, Openness
from servicepoints.domain.booking_words import coming_words
from servicepoints.domain.points import Point, clean_code
from servicepoints.domain.status_words import name_of_moment
from servicepoints.domain.wording import NO_SUCH_POINT
from servicepoints.errors import NotFound
from servicepoints.services.finding import Finding
from servicepoints.web.courier.blueprint import moved
from servicepoints.web.courier.cards import Cards, Drawn, View
from servicepoints.web.courier.chips import Around, seasonal_chips
from servicepoints.web.courier.filters import Filters, read_filters
from servicepoints.web.state import State, state

CARDS = "servicepoints.courier.cards"


@dataclass(frozen=True, slots=True)
class Asking:
    """One request for points: from one revision, at one moment (`at`, which one may choose; `now` is that of
    the reader), with its filters."""

    finding: Finding
    filters: Filters
    now: datetime
    at: datetime
    cards: Cards
    seasonal: tuple[tuple[str, str], ...]

    def wanted(self, openness: Openness, district: str = "", sub_district: str = "") -> Filter:
        """The finder's filter: the needs of the address in a place."""
        return Filter(self.needs, None, False, district, sub_district, openness)

    @property
    def needs(self) -> frozenset[str]:
        """The amenities that are needed."""
        return frozenset(self.filters.needs)

    @property
    def planned(self) -> bool:
        """Whether it is about another moment than now."""
        return self.at != self.now

    @property
    def moment(self) -> str:
        """What the moment is called: 现在, 今晚23:00."""
        return name_of_moment(self.at, self.now)

    def plan_line(self, path: str, words: str = "", **others: str) -> tuple[Markup, ...]:
        """The line above a page at that path that speaks of another moment: which one, and the way back to
        now; none for now. `words` follow the moment."""
        if not self.planned:
            return ()
        now = replace(self.filters, at="").address(path, **others)
        return (self.cards.fragments.plan(f"按{self.moment}{words}算，不是现在", now),)

    def counts(self) -> dict[tuple[str, str], int]:
        """How many points stand in each (district, sub-district), by name."""
        return self.finding.counts(self.at.date())

    def drawer_from_here(self, deviation_m: float = 0) -> Callable[[Iterable[Hit]], Drawn]:
        """Makes cards with distances from a place that is known to within so many metres (0: well enough)."""
        view = self.view._replace(deviation_m=deviation_m)
        return self.cards.from_here(self.finding.points, self.finding.finder.riding, view)

    def draw_in_place(self, hits: Iterable[Hit]) -> Drawn:
        """Cards with addresses."""
        return self.cards.in_place(hits, self.finding.points, self.view)

    @property
    def view(self) -> View:
        """How a list that knows no position is looked at."""
        coming = self.finding.coming(self.now)
        return View(
            self.at,
            self.now,
            self.filters.point_query,
            coming=lambda code: coming_words(coming[code], self.now) if code in coming else "",
            found=self.finding.found_at(self.at),
        )

    def draw_points(self, points: Iterable[Point]) -> Drawn:
        """Cards of points that were read already."""
        return self.cards.of_points(((p, self.finding.status(p, self.at)) for p in points), self.view)

    def more_of(self, path: str, **others: str) -> Callable[[str, int], str]:
        """The address of the list at that path with so many cards of one group."""

        def address(group: str, count: int) -> str:
            return self.filters.more_address(path, group, count, **others)

        return address

    def chip_row(self, path: str, toggle: str, **others: str) -> Markup:
        """The chips of a list at that path, as HTML."""
        around = Around(path, self.now, self.at, toggle, tuple(others.items()), self.seasonal)
        return self.cards.fragments.chips(self.filters, around)

    def first_chips(self, path: str, toggle: str) -> Markup:
        """Those that couriers look for first, above a list at that path that is still to come."""
        around = Around(path, self.now, self.at, toggle, seasonal=self.seasonal, brief=True)
        return self.cards.fragments.chips(self.filters, around)


def asking() -> Asking:
    """What this request asks."""
    return asking_of(request.args, state(), current_app.extensions[CARDS])


def asking_of(arguments: Mapping[str, str], here: State, cards: Cards) -> Asking:
    """The same, without a request."""
    # a minute is as fine as hours are: within one, the same page is the same bytes, and one ETag
    finding, now = here.finding, here.clock().replace(second=0, microsecond=0)
    filters = read_filters(arguments, finding.vocabulary)
    settings = here.settings
    return Asking(
        finding=finding,
        filters=filters,
        now=now,
        at=filters.moment(now),
        cards=cards,
        seasonal=tuple(seasonal_chips(now.month, settings.summer_months, settings.winter_months).items()),
    )


def asked_for(typed: str, path: str) -> tuple[Asking, Point | None, Response]:
    """The point with that code, or the redirect to the code that was meant. NotFound if nothing has it."""
    ask = asking()
    code = clean_code(typed)
    found: Point | None = ask.finding.point(code) if code else None
    if code is None or found is None:
        raise NotFound(NO_SUCH_POINT)
    if code != typed:
        return ask, None, moved(path.format(code))
    return ask, found, Response()
