"""The group notice: two texts to copy, for a place or a few chosen points."""

from datetime import date, timedelta
from urllib.parse import urlencode

from flask import render_template, request

from servicepoints import reference
from servicepoints.services.noticing import Wanted, group_notice
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.numbers import day_of
from servicepoints.web.courier.blueprint import public_address
from servicepoints.web.state import state

_SEPARATOR = "/"


@blueprint.get("/notice")
def notice() -> str:
    """The texts; place, points and first day stand in the address, so that a page can be come back to."""
    asked = request.args
    district, _, sub_district = asked.get("place", "").partition(_SEPARATOR)
    wanted = Wanted(
        bureau=asked.get("bureau", ""),
        district=district,
        sub_district=sub_district,
        codes=tuple(asked.getlist("code")),
    )
    first = _first_day(asked.get("from", ""))
    made = group_notice(
        register(),
        account(),
        wanted,
        first,
        now=state().clock(),
        open_window=timedelta(hours=state().settings.booking_open_hours),
        site=public_address(""),
        host=state().settings.host_name,
        vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(),
    )
    places = [
        (_SEPARATOR.join(filter(None, place)), _words(place), count) for place, count in made.places.items()
    ]
    return render_template(
        "bureau/notice.html",
        notice=made,
        places=places,
        place=asked.get("place", ""),
        bureau=wanted.bureau,
        first=first.isoformat(),
        afresh=f"?{urlencode({k: v for k, v in asked.items() if k != 'code' and v})}",
    )


def _first_day(text: str) -> date:
    if not text:
        return state().clock().date()
    return day_of(text, "从哪天起")


def _words(place: tuple[str, str]) -> str:
    district, sub_district = place
    return f"　{sub_district}" if sub_district else district
