"""Sharing: what of a published point leaves the house as a text or a picture."""

from datetime import date

from servicepoints.domain.hours_words import schedule_words
from servicepoints.domain.points import Point
from servicepoints.services.finding import Finding
from servicepoints.sharing.qr import qr_png
from servicepoints.sharing.text import point_text


def group_text(finding: Finding, point: Point, link: str, today: date) -> str:
    """The text of a point that goes into a group, its hours as the evaluator sums them up; `link` ends it."""
    hours = schedule_words(point.schedule, today, finding.calendar)
    return point_text(point, hours, link, finding.vocabulary, today)


def qr_code(link: str) -> bytes:
    """The QR code of an ASCII link as PNG bytes."""
    return qr_png(link)
