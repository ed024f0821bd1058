"""The group notice: texts to copy, for a place or a few chosen points, of a day or a week."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from flask import render_template, request

from servicepoints.domain.digests import DAYS_WORDS, LENGTH_WORDS, WEEK, Length
from servicepoints.services.noticing.gathering import Wanted, asked_notice, frame_of
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.numbers import day_of, whole
from servicepoints.web.courier.blueprint import public_address
from servicepoints.web.state import state

SEPARATOR = "/"
"""Between a district and a sub-district, as a form names a place."""


@blueprint.get("/notice")
def notice() -> str:
    """The texts; place, points and days stand in the address, so that a page can be come back to."""
    wanted = _wanted()
    made = asked_notice(
        register(), account(), wanted, frame_of(state().settings, public_address("")), state().clock()
    )
    return render_template(
        "bureau/notice.html",
        notice=made,
        wanted=wanted,
        places=place_choices(made.places),
        place=request.args.get("place", ""),
        days_words=DAYS_WORDS,
        length_words=LENGTH_WORDS,
        afresh=f"?{urlencode({k: v for k, v in request.args.items() if k not in _OF_POINTS and v})}",
    )


def place_choices(places: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    """The places that have any points, as a list offers them: (value, words)."""
    return [
        (SEPARATOR.join(filter(None, place)), f"{_words(place)} {count}") for place, count in places.items()
    ]


def place_of(text: str) -> tuple[str, str]:
    """District and sub-district, as a form names a place."""
    district, _, sub_district = text.partition(SEPARATOR)
    return district, sub_district


_OF_POINTS = ("code", "up", "down")


def _wanted() -> Wanted:
    asked = request.args
    district, sub_district = place_of(asked.get("place", ""))
    days = whole(asked.get("days", ""), WEEK)
    length = asked.get("length", "")
    return Wanted(
        first=_first_day(asked.get("from", "")),
        days=days if days in DAYS_WORDS else WEEK,
        length=Length(length) if length in LENGTH_WORDS else Length.SHORT,
        bureau=asked.get("bureau", ""),
        district=district,
        sub_district=sub_district,
        codes=_moved(asked.getlist("code"), asked.get("up", ""), asked.get("down", "")),
    )


def _moved(codes: Sequence[str], up: str, down: str) -> tuple[str, ...]:
    """The chosen points with one of them a place further up or down."""
    order = list(dict.fromkeys(codes))
    for code, by in ((up, -1), (down, 1)):
        if code in order:
            at = order.index(code)
            order.insert(max(0, at + by), order.pop(at))
    return tuple(order)


def _first_day(text: str) -> date:
    if not text:
        return state().clock().date()
    return day_of(text, "从哪天起")


def _words(place: tuple[str, str]) -> str:
    district, sub_district = place
    return f"　{sub_district}" if sub_district else district
