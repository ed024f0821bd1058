"""What a keeper does through a link: says that all is right, shuts for a while, changes hours and amenities.

That a door is shut or that all is right holds at once: nobody else can know it better, and a shut door ends
by itself. Hours and amenities follow the bureau's choice; words that cannot be read always go to the bureau.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.door_answers import DoorAnswer
from servicepoints.domain.doors import NOBODY_CAME, Door
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Listing, Point
from servicepoints.domain.records import record_of
from servicepoints.domain.sightings import Saw
from servicepoints.errors import Conflict, InvalidValue, TooOften
from servicepoints.register import (
    Actor,
    Register,
    Writer,
    bureaus,
    doors,
    keepers,
    points,
    reviews,
    revisions,
    sightings,
    throttling,
)
from servicepoints.register.reviews import ReviewItem
from servicepoints.register.revisions import difference
from servicepoints.register.sightings import Sighting
from servicepoints.services.accounts.signing import WINDOW
from servicepoints.services.importing.words import change_lines
from servicepoints.services.keeping.links import Signing, entered
from servicepoints.services.keeping.proposals import Change
from servicepoints.services.reporting.settling import KEEPERS, SAWS, Group, settle
from servicepoints.services.reporting.weighing import REMEMBERED

KEEPER = Actor("keeper", "驿站负责人")
REVIEW_KIND = "keeper"
LONGEST_SHUT = timedelta(days=60)
_LONGEST_REASON = 60
ANSWERED_BY_CHANGE = {"改开放时间": SAWS[Group.SHUT], "改设施": frozenset({Saw.LACKS})}
"""What of couriers' words a change of each sort answers."""
_FIX = "看过没问题就采用，有问题打电话问"
_FIX_UNCLEAR = "点开点位，把开放时间改写成看得懂的；改好了，这里点“不采用”"


MOST_VISITS = 120
"""Uses of one link within a quarter of an hour; a person at a door does not need as many."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it: `waits` if the bureau sees it first; False: couriers see it now."""

    waits: bool = False


@dataclass(frozen=True, slots=True)
class KeepersView:
    """What a keeper's page shows: the point, whether changes of hours and amenities wait, and what couriers
    said at the door that nobody has answered, what follows from it for others, and what else was said, which
    the bureau answers."""

    point: Point
    waits: bool
    said: tuple[Sighting, ...] = ()
    door: Door = NOBODY_CAME
    beyond: tuple[Sighting, ...] = ()


class Keeping:
    """One keeper's visit: a register and the token that opened the door."""

    def __init__(self, register: Register, token: str, signing: Signing, vocabulary: Vocabulary) -> None:
        self._register = register
        self._token = token
        self._signing = signing
        self._vocabulary = vocabulary

    def look(self) -> KeepersView:
        """The point as it stands; the visit is noted. NotFound if the link works no more."""
        with self._register.write(KEEPER) as writer:
            point = self._enter(writer, "打开")
            lately = sightings.unanswered(writer, point.code, writer.now - REMEMBERED)
            said = tuple(s for s in lately if s.voice.saw in KEEPERS)
            beyond = tuple(s for s in lately if s.voice.saw not in KEEPERS)
            door = doors.get(writer, point.code)
            return KeepersView(point, not _trusted(writer, point), said, door, beyond)

    def confirm(self) -> Done:
        """All is right as it stands: the point was checked today, and what couriers said at the door is
        answered by that."""
        with self._register.write(KEEPER) as writer:
            point = self._enter(writer, "确认都对")
            _must_stand(point)
            checked = replace(point, checked_on=_today(writer.now), checked_by=KEEPER.name)
            points.update(writer, point.code, checked, "驿站负责人说都对")
            settle(writer, point.code, SAWS[Group.SHUT], DoorAnswer.OPEN_ALL_ALONG)
            settle(writer, point.code, SAWS[Group.OTHER], DoorAnswer.NO_MATTER)
        return Done()

    def answer(self, answer: DoorAnswer) -> Done:
        """Answers what couriers said at the door, of a shut one and of what is missing. Whom the door lets
        in, and whether there is such a place at all, the bureau answers."""
        with self._register.write(KEEPER) as writer:
            point = self._enter(writer, "回小哥的反馈")
            sightings.lock(writer, point.code)
            settle(writer, point.code, KEEPERS, answer)
        return Done()

    def shut(self, until: datetime, reason: str) -> Done:
        """The point is shut until a moment (aware). InvalidValue for one that is past or far off."""
        reason = " ".join(reason.split())[:_LONGEST_REASON]
        with self._register.write(KEEPER) as writer:
            if not writer.now < until <= writer.now + LONGEST_SHUT:
                shown = f"{until.astimezone(TIMEZONE):%m月%d日%H:%M}"
                raise InvalidValue("关到几点", shown, "要在现在以后、两个月以内", "更久的请告诉局里")
            point = self._enter(writer, f"临时关门到{until.astimezone(TIMEZONE):%m月%d日%H:%M}")
            _must_be_open_to_couriers(point)
            _must_be_the_keepers(writer, point)
            shut = replace(point, listing=Listing.SUSPENDED, suspended_until=until, listing_reason=reason)
            points.update(writer, point.code, shut, f"驿站负责人临时关门：{reason}".rstrip("："))
            settle(writer, point.code, SAWS[Group.SHUT], DoorAnswer.CLOSED_UNTIL, until)
        return Done()

    def reopen(self) -> Done:
        """The point is open again as its schedule says. Conflict if it was not shut for a while."""
        with self._register.write(KEEPER) as writer:
            point = self._enter(writer, "恢复开门")
            if point.listing is not Listing.SUSPENDED:
                raise Conflict("现在没有临时关门，不用恢复")
            _must_be_the_keepers(writer, point)
            again = replace(point, listing=Listing.LISTED, suspended_until=None, listing_reason="")
            points.update(writer, point.code, again, "驿站负责人恢复开门")
        return Done()

    def change_hours(self, text: str) -> Done:
        """Other opening hours, in the keeper's words."""
        text = " ".join(text.split())
        if not text:
            raise InvalidValue("开放时间", text, "没写", "例如 周一至周五8:30-17:00，周末不开")
        return self._change("改开放时间", Change(hours=text))

    def change_amenities(self, said: Mapping[str, bool | None]) -> Done:
        """What the point has (True), lacks (False), and what nobody knows (None); others stay."""
        known = {key: has for key, has in said.items() if key in self._vocabulary}
        return self._change("改设施", Change(amenities=known))

    def _change(self, what: str, change: Change) -> Done:
        with self._register.write(KEEPER) as writer:
            point = self._enter(writer, what)
            _must_stand(point)
            change = change.news_to(point)
            if not change:
                return Done()
            if _trusted(writer, point) and change.is_clear:
                checked = replace(change.over(point), checked_on=_today(writer.now), checked_by=KEEPER.name)
                points.update(writer, point.code, checked, f"驿站负责人{what}")
                settle(writer, point.code, ANSWERED_BY_CHANGE[what], DoorAnswer.CHANGED)
                return Done()
            self._let_wait(writer, point, change)
        return Done(waits=True)

    def _let_wait(self, writer: Writer, point: Point, change: Change) -> None:
        """Puts the change before the bureau, in place of what the point's keepers said of the same before."""
        earlier = reviews.open_reviews(writer, kind=REVIEW_KIND, code=point.code)
        same = [item for item in earlier if Change.of_json(item.proposal).about is change.about]
        for item in same:
            change = change.after(Change.of_json(item.proposal))
        if same and change == Change.of_json(same[-1].proposal):
            return  # said twice, it waits already
        reviews.close_reviews(writer, [item.id or 0 for item in same], "dropped")
        what = difference(record_of(point), record_of(change.over(point)))
        labels = {key: amenity.label for key, amenity in self._vocabulary.items()}
        item = ReviewItem(
            kind=REVIEW_KIND,
            code=point.code,
            bureau=point.bureau,
            column=writer.now.isoformat(),  # the same words at another time are another matter
            value="；".join(change_lines(what, labels)),
            reason="驿站负责人改的，还没生效" if change.is_clear else "驿站负责人改的时间没读懂",
            fix=_FIX if change.is_clear else _FIX_UNCLEAR,
            proposal=change.as_json(point),
        )
        reviews.add_review(writer, item)

    def _enter(self, writer: Writer, what: str) -> Point:
        link, point = entered(writer, self._token, self._signing, writer.now)
        if throttling.count(writer, throttling.key_of("keeper", str(link.id)), WINDOW) > MOST_VISITS:
            raise TooOften("点得太快了，过一会儿再来", int(WINDOW.total_seconds()))
        keepers.used(writer, link.id, what)
        return point


def _must_be_the_keepers(writer: Writer, point: Point) -> None:
    """Conflict if somebody else than a keeper shut the point and it is not over: what the bureau closed only
    it opens."""
    until = point.suspended_until
    if point.listing is not Listing.SUSPENDED or (until is not None and until <= writer.now):
        return
    shut = [
        r for r in revisions.history(writer, point.code) if {"listing", "suspended_until"} & r.what.keys()
    ]
    if not shut or shut[-1].actor.kind != KEEPER.kind:
        raise Conflict("这次临时关门是局里定的，要改请找局里")


def _trusted(writer: Writer, point: Point) -> bool:
    bureau = bureaus.get(writer, point.bureau)
    return bureau is not None and bureau.trusts_keepers


def _must_stand(point: Point) -> None:
    if point.listing is Listing.WITHDRAWN:
        raise Conflict("这个点位已经撤了，要恢复请找局里")


def _must_be_open_to_couriers(point: Point) -> None:
    """Conflict for a point that is withdrawn, or held back: to shut that for a while would publish it."""
    _must_stand(point)
    if point.listing is Listing.HELD:
        raise Conflict("这个点位还没上线，小哥看不到，不用关；要上线请找局里")


def _today(now: datetime) -> date:
    return now.astimezone(TIMEZONE).date()
