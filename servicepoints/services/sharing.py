"""Sharing: what of a published point leaves the house as a text or a picture."""

from datetime import date, datetime

from servicepoints.domain.hours_words import dated_words, space_words, usual_words
from servicepoints.domain.points import Point, ScheduleStatus
from servicepoints.services.booking.standing import BookingView
from servicepoints.services.finding import Finding
from servicepoints.sharing.calendar_entry import calendar_entry
from servicepoints.sharing.qr import qr_png
from servicepoints.sharing.text import Hours, opening_lines, point_text
from servicepoints.sharing.text import place_text as place_text
from servicepoints.sharing.text import session_text as session_text


def group_text(finding: Finding, point: Point, link: str, at: datetime) -> str:
    """The text of a point that goes into a group at a moment (in Shanghai), its hours as the evaluator sums
    them up; `link` ends it."""
    hours, seen = hours_of(finding, point, at.date()), finding.seen(point.code, at)
    return point_text(point, hours, link, finding.vocabulary, at.date(), seen)


def card_hours(finding: Finding, point: Point, today: date) -> tuple[list[str], str]:
    """When a point is open, as lines of a picture that lives for days; what else shuts it stands first. Then
    the hours of its spaces in one line, "" where there are none."""
    hours = hours_of(finding, point, today)
    usual, *closures = opening_lines(point, hours, today)
    over = point.valid_to is not None and point.valid_to < today
    return [*closures, usual], "" if over else "；".join(hours.spaces)


def hours_of(finding: Finding, point: Point, today: date) -> Hours:
    """The hours of the point and of its spaces; those of the spaces first where it has none of its own."""
    spaces = space_words(point, today, finding.calendar)
    if point.schedule.status is ScheduleStatus.NONE:
        return Hours(usual=spaces)
    usual = usual_words(point.schedule, today)
    return Hours(usual, dated_words(point.schedule, today, finding.calendar), spaces)


def session_entry(view: BookingView, place: str, host: str) -> bytes:
    """The session of a booking as an entry of a calendar; `host` makes its id the world's only one. The id
    follows from the booking's link alone, and stays when it is moved; neither the link nor the code to show
    at the door follows from it."""
    return calendar_entry(
        uid=f"{view.mark}@{host}",
        session=view.session,
        title=view.offering.title,
        place=place,
        note=f"签到码 {view.booking.door_code}",
        made_at=view.booking.made_at,
        changed_at=view.booking.news_at or view.booking.made_at,
        stands=view.booking.stands,
    )


def qr_code(link: str) -> bytes:
    """The QR code of an ASCII link as PNG bytes."""
    return qr_png(link)
