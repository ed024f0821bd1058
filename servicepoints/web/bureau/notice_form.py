"""What a group notice is asked for, in an address or in a form: where, from when, how long, which points."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from werkzeug.datastructures import MultiDict

from servicepoints.domain.digests import DAYS_WORDS, LENGTH_WORDS, WEEK, Length
from servicepoints.domain.hours import TIMEZONE
from servicepoints.services.noticing.gathering import Wanted
from servicepoints.web.bureau.numbers import day_of, whole

SEPARATOR = "/"
"""Between a district and a sub-district, as a form names a place."""

ASKED = ("bureau", "place", "from", "days", "length")
"""The fields that say what a notice is of, its points apart."""


def wanted_of(asked: MultiDict[str, str], today: date, bureau: str) -> Wanted:
    """What is asked for; `bureau` where none is named. InvalidValue for a day that is none."""
    district, sub_district = place_of(asked.get("place", ""))
    days = whole(asked.get("days", ""), WEEK)
    length = asked.get("length", "")
    first = asked.get("from", "")
    return Wanted(
        first=day_of(first, "从哪天起") if first else today,
        days=days if days in DAYS_WORDS else WEEK,
        length=Length(length) if length in LENGTH_WORDS else Length.SHORT,
        bureau=asked.get("bureau", "") or bureau,
        district=district,
        sub_district=sub_district,
        codes=moved(asked.getlist("code"), asked.get("up", ""), asked.get("down", "")),
    )


def moved(codes: Sequence[str], up: str, down: str) -> tuple[str, ...]:
    """The chosen points with one of them a place further up or down."""
    order = list(dict.fromkeys(codes))
    for code, by in ((up, -1), (down, 1)):
        if code in order:
            at = order.index(code)
            order.insert(max(0, at + by), order.pop(at))
    return tuple(order)


def place_of(text: str) -> tuple[str, str]:
    """District and sub-district, as a form names a place."""
    district, _, sub_district = text.partition(SEPARATOR)
    return district, sub_district


def place_choices(places: dict[tuple[str, str], int]) -> dict[str, str]:
    """The places that have any points, as a list offers them: value → words."""
    return {
        SEPARATOR.join(filter(None, place)): f"{_words(place)} {count}" for place, count in places.items()
    }


def ends_at(wanted: Wanted) -> datetime:
    """When a notice is over."""
    return datetime.combine(wanted.first + timedelta(days=wanted.days), time(), TIMEZONE)


def _words(place: tuple[str, str]) -> str:
    district, sub_district = place
    return f"　{sub_district}" if sub_district else district
