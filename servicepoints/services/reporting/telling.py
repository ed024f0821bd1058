"""Telling: a courier says what is at a door."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.coordinates import distance_m, in_shanghai
from servicepoints.domain.doors import expiry
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.pins import Pin, is_same_place
from servicepoints.domain.points import Listing, Point
from servicepoints.domain.remarks import without_anyone
from servicepoints.domain.sightings import AT_THE_DOOR_M, Near, Rider, Saw, Voice
from servicepoints.domain.status import State, point_status
from servicepoints.domain.status_words import status_words
from servicepoints.domain.timeline import HORIZON_DAYS, point_timeline
from servicepoints.domain.wording import NO_SUCH_POINT
from servicepoints.errors import Conflict, InvalidValue, NotFound, TooOften
from servicepoints.register import COURIER, Register, Writer, doors, points, sightings, throttling
from servicepoints.register.sightings import Sighting
from servicepoints.services.reporting.rules import Marks, Rules
from servicepoints.services.reporting.weighing import REMEMBERED, counted_as, is_burst, to_ask, weighed
from servicepoints.services.tokens import digest

SAME_WORD = timedelta(minutes=30)
"""What a phone says again within that time is one word."""
SHARES = 10
"""So many networks at least it takes to say all that a point hears in a day."""
LONGEST = 200
"""Characters of what is written."""
PIN = "位置"
"""The field of an error about a pin."""
_DAY = timedelta(days=1)
_LINKS = ("://", "www.", ".com", ".cn", ".net", ".top", "http")
_MANY = "今天报得太多了，明天再报。急事请打主办单位的电话"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A form as it came. `device` is the number that the phone's browser keeps, `address` the network address
    that it came from: of both only digests are kept, for a day. `lacks`: keys of amenities. `pin`: where the
    door really is (WGS-84 degrees), marked on a map; kept with POSITION alone."""

    code: str
    saw: Saw
    rider: Rider = Rider.UNSAID
    lacks: tuple[str, ...] = ()
    words: str = ""
    near: Near = Near.UNSAID
    pin: Pin | None = None
    device: str
    address: str


def near(point: Point, latitude: float, longitude: float, accuracy_m: float) -> Near:
    """Whether someone at a place (WGS-84 degrees), known to within so many metres, stands at the door. The
    place goes no further than this."""
    at = point.position
    if at is None or at.coarse:
        return Near.UNSAID
    away = distance_m(at.latitude, at.longitude, latitude, longitude)
    return Near.DOOR if away - accuracy_m <= AT_THE_DOOR_M else Near.FAR


def tell(register: Register, told: Told, rules: Rules, marks: Marks, calendar: Calendar) -> str:
    """Keeps what was said; the token of the page on which its answer will stand.

    InvalidValue for words or a pin that will not do, Conflict where the schedule says itself that it is shut
    now, NotFound, TooOften.
    """
    words = _clean(told)
    with register.write(COURIER) as writer:
        sightings.lock(writer, told.code)
        point = points.publishable(writer, [told.code])[told.code]
        if point is None:
            raise NotFound(NO_SUCH_POINT)
        pin = _pin(told, point)
        now = writer.now.astimezone(TIMEZONE)
        voice = _voice(point, told, now, rules, marks, calendar)
        today = sightings.said_on(writer, told.code, voice.day)
        mine = [s for s in today if s.voice.device == voice.device and s.voice.saw is told.saw]
        if mine and now - mine[-1].voice.at < SAME_WORD and _same(mine[-1], told, words, pin):
            return marks.token(told.device, told.code, told.saw, voice.day, len(mine) - 1)
        _limit(writer, voice, today, rules)
        token = marks.token(told.device, told.code, told.saw, voice.day, len(mine))
        said = Sighting(
            code=told.code,
            voice=voice,
            rider=told.rider,
            lacks=told.lacks,
            words=words,
            pin=pin,
            digest=digest(token),
            held=is_burst(today, voice),
        )
        _keep(writer, said, today, rules)
    return token


def _keep(writer: Writer, said: Sighting, today: list[Sighting], rules: Rules) -> None:
    new = sightings.add(writer, said)
    day = new.voice.day
    doors.count(writer, day, new.code, **{counted_as(new.voice.saw): 1})
    if not new.held:
        weighed(writer, new.code, today, new)
    lately = sightings.unanswered(writer, new.code, writer.now - REMEMBERED)
    asked = sightings.ask(writer, to_ask(lately, new), writer.now + rules.answer_within)
    if asked:
        doors.count(writer, day, new.code, asked=asked)


def _voice(point: Point, told: Told, now: datetime, rules: Rules, marks: Marks, calendar: Calendar) -> Voice:
    if point.listing is Listing.WITHDRAWN:
        raise Conflict("这个点已经撤了，不用再报")
    until = None
    if told.saw is Saw.SHUT:
        status = point_status(point, now, calendar)
        if status.state is State.CLOSED:
            raise Conflict(
                f"这里登记的就是现在不开（{status_words(status, now)}），不用报。"
                "登记的时间不对，请在“别的”里写一句"
            )
        until = expiry(now, rules.lasts, next_opening(point, now, calendar))
    day = now.date()
    device, network = marks.device(day, told.device), marks.network(day, told.address)
    return Voice(told.saw, now, day, device, network, until, told.near)


def next_opening(point: Point, now: datetime, calendar: Calendar) -> datetime | None:
    """When the point next opens after it has closed; None where nobody knows."""
    timeline = point_timeline(point, now.date(), HORIZON_DAYS, calendar)
    minute = timeline.minute(now)
    return next((timeline.moment(start) for start, _ in timeline.open if start > minute), None)


def _limit(writer: Writer, voice: Voice, today: list[Sighting], rules: Rules) -> None:
    """TooOften for a phone, a network or a point of which too much is said in a day; and for a network that
    would have a point's day to itself, so that nobody else could say anything there."""
    if len(today) >= rules.by_point:
        raise TooOften("今天说这里的人很多了，已经有人在看")
    if sum(s.voice.network == voice.network for s in today) >= max(1, rules.by_point // SHARES):
        raise TooOften(_MANY)
    for source, most in ((voice.device, rules.by_phone), (voice.network, rules.by_network)):
        if throttling.count(writer, throttling.key_of("door", source), _DAY) > most:
            raise TooOften(_MANY)


def _same(before: Sighting, told: Told, words: str, pin: Pin | None) -> bool:
    return (before.rider, before.lacks, before.words, before.pin) == (told.rider, told.lacks, words, pin)


def _pin(told: Told, point: Point) -> Pin | None:
    """The pin that is kept. InvalidValue for one that cannot be where the door is."""
    if told.pin is None or told.saw is not Saw.POSITION:
        return None
    latitude, longitude = told.pin
    shown = f"{latitude:.5f}, {longitude:.5f}"
    if not in_shanghai(latitude, longitude):
        raise InvalidValue(PIN, shown, f"标的位置（{shown}）不在上海", "回到地图上标在门那里，或者只写一句")
    if is_same_place(told.pin, point.position):
        raise InvalidValue(PIN, shown, "标的就是登记的位置", "把针挪到门那里再发，或者只写一句门在哪儿")
    return round(latitude, 6), round(longitude, 6)


def _clean(told: Told) -> str:
    """What was written, without numbers and names of people. InvalidValue for links, for too much, and for
    nothing where something is needed."""
    words = " ".join(told.words.split())
    if any(link in words.lower() for link in _LINKS):
        raise InvalidValue("写的内容", words, "不能有网址", "去掉网址再发")
    if len(words) > LONGEST:
        raise InvalidValue("写的内容", words, f"太长了，最多{LONGEST}个字", "短一点再发")
    if told.saw is Saw.OTHER and not words:
        raise InvalidValue("写的内容", "", "没写", "写一句是什么问题")
    if told.saw is Saw.POSITION and not words and told.pin is None:
        raise InvalidValue(
            "写的内容", "", "没写，也没标", "在地图上标一下，或者写一句门在哪儿，例如 在示例路12号里面"
        )
    if told.saw is Saw.LACKS and not told.lacks:
        raise InvalidValue("没有什么", "", "没选", "勾上这里其实没有的")
    return without_anyone(words)
