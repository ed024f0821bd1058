"""The group notice (群通知): two texts, one to the companies' managers, one that they pass on.

Both live in a group for days: dates, never 今天; the link stands alone on the last line, ASCII only. What is
said of hours is what the evaluator says; what nobody has read yet is 时间待核实.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.booking_words import WELCOME_WORDS, channel_words, places_words, session_words
from servicepoints.domain.bookings import Places, PlacesState
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_words import DayWords, date_words, schedule_words, stretch_words, week
from servicepoints.domain.offerings import Offering, Session, Welcome
from servicepoints.domain.points import Access, Audience, Channel, Listing, Point
from servicepoints.domain.status_words import clock
from servicepoints.domain.timeline import point_timeline
from servicepoints.domain.wording import access_words, audience_words, booking_words, labels

DAYS = 7
MOST_POINTS, MOST_ACTIVITIES = 5, 3
"""More than these stand behind the link: nobody reads a longer notice in a group."""

HOURS_WAITING = "时间待核实"
_MOST_LABELS = 4
_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Said:
    """What a notice says of one point: the lines of its entry, how it is booked, and what to mind in these
    days."""

    entry: tuple[str, ...]
    booking: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """What a notice says of one session: what and when, and how it is booked. `at` is its point's place among
    the points of the notice, from 0."""

    at: int
    what: str
    how: str


def managers_text(place: str, signed: str, *, activities: bool = False) -> str:
    """The line to the managers of the companies: what follows, and please pass it on."""
    by = f"——{signed}" if signed else ""
    what = "歇脚点和活动" if activities else "歇脚点的情况"
    return f"各企业：下面是{place}{what}，请转到各网点小哥群。有变动我们会在链接里更新。{by}"


def forward_text(
    place: str,
    first: date,
    said: Sequence[Said],
    more: int,
    link: str,
    activities: Sequence[Activity] = (),
) -> str:
    """The text to pass on, for the seven days from `first`; `more` points stand behind the link only."""
    what = "歇脚点和活动" if activities else "歇脚点"
    lines = [f"【{place}】{what} {stretch_words(first, first + timedelta(days=DAYS - 1))}", "", "▍歇脚"]
    for number, one in zip(numbers(len(said)), said, strict=True):
        lines += [number + one.entry[0], *one.entry[1:]]
    if more:
        lines.append(f"还有{more}个，点下面链接看")
    lines += _section("▍本周注意", [one.cautions for one in said])
    lines += _section("▍预约", [(one.booking,) if one.booking else () for one in said])
    marks = numbers(len(said))
    lines += ["", "▍活动"] if activities else []
    for activity in activities:
        lines += [activity.what, f"地点{marks[activity.at]}，{activity.how}"]
    wanted = "报名、路线、现在开没开" if activities else "路线、现在开没开"
    return "\n".join([*lines, "", f"{wanted}，点这里：", link])


def activity_of(
    at: int, offering: Offering, session: Session, places: Places, counted_at: datetime
) -> Activity:
    """What a notice says of a session, its places as they were counted at a moment."""
    what = f"{session_words(session)} {offering.title}"
    if places.state is PlacesState.LEFT:
        counted = counted_at.astimezone(TIMEZONE)
        how = f"{places_words(places, session, offering.kind)}名额（{counted.day}日{clock(counted)}）"
    elif offering.welcome is Welcome.INVITED:
        how = WELCOME_WORDS[Welcome.INVITED]
    else:
        how = places_words(places, session, offering.kind) or channel_words(offering)
    return Activity(at, what, how)


def numbers(count: int) -> list[str]:
    """①②③… and, beyond ⑳, 21. 22. …"""
    return [_NUMBERS[i] if i < len(_NUMBERS) else f"{i + 1}. " for i in range(count)]


def said_of(point: Point, first: date, calendar: Calendar, vocabulary: Vocabulary) -> Said:
    """What the notice of the seven days from `first` says of a published point."""
    hours = "，".join(schedule_words(point.schedule, first, calendar)) or HOURS_WAITING
    offers = "、".join(labels((k for k in vocabulary if point.has(k)), vocabulary)[:_MOST_LABELS])
    last = "｜".join(part for part in (offers, _entering(point)) if part)
    entry = (
        "｜".join(part for part in (point.name, point.address) if part),
        hours,
        *((last,) if last else ()),
    )
    return Said(entry, _booking(point), tuple(_cautions(point, first, calendar)))


def _section(title: str, of_points: Sequence[Sequence[str]]) -> list[str]:
    """The title and a line for each thing said, with the numbers of all points that it is true of."""
    true_of: dict[str, str] = {}
    for number, all_words in zip(numbers(len(of_points)), of_points, strict=True):
        for words in all_words:
            true_of[words] = true_of.get(words, "") + number
    return ["", title, *(points + words for words, points in true_of.items())] if true_of else []


def _entering(point: Point) -> str:
    who = "" if point.audience is Audience.UNKNOWN else audience_words(point.audience)
    how = "" if point.access is Access.UNKNOWN else access_words(point.access)
    return "，".join(part for part in (who, how) if part)


def _booking(point: Point) -> str:
    booking = point.booking
    if booking.channel in (Channel.UNKNOWN, Channel.WALK_IN):
        return ""
    dated = f"（{booking.note_date.month}月{booking.note_date.day}日的说明）" if booking.note_date else ""
    note = " ".join(booking.note.split())
    return booking_words(booking) + (f"，{note}{dated}" if note else "")


def _cautions(point: Point, first: date, calendar: Calendar) -> list[str]:
    """What differs in these days from the usual, with dates."""
    last = first + timedelta(days=DAYS - 1)
    said = []
    if point.listing is Listing.SUSPENDED:
        until = point.suspended_until
        said.append(f"临时关门，{date_words(until.date())}{clock(until)}再开" if until else "临时关门")
    if point.valid_from and point.valid_from > first:
        said.append(f"{date_words(point.valid_from)}起")
    if point.valid_to and point.valid_to <= last:
        said.append(f"只到{date_words(point.valid_to)}")
    return said + _holidays(point, first, calendar)


def _holidays(point: Point, first: date, calendar: Calendar) -> list[str]:
    """How it is open on the days of a holiday, or that nobody has said so yet."""
    shut = point_timeline(point, first, DAYS, calendar).shut
    days = [d for d in week(point.schedule, first, calendar, shut, DAYS) if d.holiday]
    return [_stretch(list(run)) for _, run in groupby(days, key=lambda d: (d.holiday, d.hours))]


def _stretch(run: Sequence[DayWords]) -> str:
    words = run[0].hours
    dates = stretch_words(run[0].date, run[-1].date)
    return f"{run[0].holiday}{dates}{words}" if run[0].certain else words
