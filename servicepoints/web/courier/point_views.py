"""One point: its page, its card to screenshot, its link group."""

from datetime import datetime

from flask import Response, render_template, request

from servicepoints.domain.hours_words import week
from servicepoints.domain.points import Listing, Point
from servicepoints.domain.status import Status
from servicepoints.domain.timeline import HORIZON_DAYS, point_timeline
from servicepoints.services.reporting.rules import Marks
from servicepoints.services.sharing import card_hours, group_text, place_text
from servicepoints.web.courier import link_groups, places
from servicepoints.web.courier.asking import Asking, asked_for
from servicepoints.web.courier.blueprint import blueprint, kept_shortly, moved, public_address
from servicepoints.web.courier.cards import Drawn
from servicepoints.web.courier.instead import Instead, instead_of, will_do
from servicepoints.web.courier.navigation import wechat_place
from servicepoints.web.courier.point_page import PointPage, point_page
from servicepoints.web.courier.sessions import offer_views
from servicepoints.web.courier.spaces import space_views
from servicepoints.web.courier.structured import structured_data
from servicepoints.web.state import state

GONE = 410


@blueprint.get("/p/<typed>")
def point(typed: str) -> Response:
    """All that is known of a point. What was typed from a poster leads to the code that was meant."""
    ask, found, elsewhere = asked_for(typed, "/p/{}")
    if found is None:
        return elsewhere
    status = ask.finding.status(found, ask.at, ask.needs)
    if found.listing is Listing.WITHDRAWN:
        return withdrawn(ask, found, status)
    link = public_address(f"/p/{found.code}")
    today = ask.now.date()
    offers = offer_views(state(), ask.finding.offers([found.code], ask.now).get(found.code, ()), ask.now)
    timeline = point_timeline(found, today, HORIZON_DAYS, ask.finding.calendar)
    return kept_shortly(
        render_template(
            "courier/point.html",
            p=_page(ask, found, status, ask.at),
            plan=ask.plan_line(f"/p/{found.code}"),
            moment=ask.moment if ask.planned else "",
            week=week(found.schedule, today, ask.finding.calendar, timeline.shut),
            spaces=space_views(found, ask.at, ask.now, ask.finding.calendar, ask.finding.vocabulary),
            text=found.schedule.text,
            instead=Instead() if will_do(found, status) else instead_of(ask, found),
            query=ask.filters.point_query,
            group=_companions(ask, found),
            door=Marks(state().settings.secret_key).form(found.code, ask.now.date()),
            arrived=request.args.get("at") == "door",
            share_text=group_text(ask.finding, found, link, ask.at),
            structured=structured_data(found, link, today, ask.finding.calendar, ask.finding.vocabulary),
            back=_back(ask, found),
            group_name=found.link_group,
            placed=found.position is not None,
            place=wechat_place(found),
            canonical=link,
            picture=found.kind,
            offers=offers,
        ),
        seconds=0,  # what the last courier said of its door shows at once, and to him first
    )


@blueprint.get("/p/<typed>/card")
def card(typed: str) -> Response:
    """One screen to screenshot: what matters, and a QR code."""
    ask, found, elsewhere = asked_for(typed, "/p/{}/card")
    if found is None:
        return elsewhere
    status = ask.finding.status(found, ask.now)
    if found.listing is Listing.WITHDRAWN:
        return withdrawn(ask, found, status)
    page = _page(ask, found, status, ask.now)
    hours, spaces = card_hours(ask.finding, found, ask.now.date())
    link = public_address(f"/p/{found.code}")
    return kept_shortly(
        render_template(
            "courier/card.html",
            p=page,
            hours=hours,
            spaces=spaces,
            link=link,
            canonical=link,  # the same point in another form
            picture=found.kind,
        )
    )


@blueprint.get("/p/<typed>/group")
def group(typed: str) -> Response:
    """The link group of a point: which of its points offers what."""
    ask, found, elsewhere = asked_for(typed, "/p/{}/group")
    if found is None:
        return elsewhere
    members = ask.finding.link_group(found.link_group) if found.link_group else []
    if not members:
        return moved(f"/p/{found.code}")
    # the same page under each of its points: one of them is the address that is kept
    first = min(member.code for member in members)
    return kept_shortly(
        render_template(
            "courier/group.html",
            name=found.link_group,
            count=len(members),
            points=ask.draw_points(members),
            rows=link_groups.rows(members, ask.finding.vocabulary),
            back=places.PlaceLink("返回", f"/p/{found.code}"),
            canonical=public_address(f"/p/{first}/group"),
            share_text=place_text(found.link_group, public_address(f"/p/{first}/group")),
        )
    )


def _page(ask: Asking, found: Point, status: Status, at: datetime) -> PointPage:
    """Its words, for a moment (aware)."""
    seen = ask.finding.seen(found.code, at)
    return point_page(found, status, at, ask.finding.vocabulary, ask.now, seen)


def withdrawn(ask: Asking, found: Point, status: Status) -> Response:
    """已撤点: gone for good, and where to go instead."""
    page = _page(ask, found, status, ask.at)
    return kept_shortly(
        render_template(
            "courier/withdrawn.html",
            p=page,
            instead=instead_of(ask, found).cards,
            districts=places.district_links(ask.finding.gazetteer),
        ),
        GONE,
    )


def _companions(ask: Asking, found: Point) -> Drawn:
    """The other points of its link group."""
    members = ask.finding.link_group(found.link_group) if found.link_group else []
    return ask.draw_points(p for p in members if p.code != found.code)


def _back(ask: Asking, found: Point) -> places.PlaceLink:
    """Where the page leads up to: the sub-district, the district, or home."""
    district = ask.finding.gazetteer.district(found.district) if found.district else None
    if district is None:
        return places.PlaceLink("首页", "/")
    sub = (
        ask.finding.gazetteer.sub_district(found.sub_district, district.name) if found.sub_district else None
    )
    if sub is None:
        return places.PlaceLink(district.name, places.district_href(district))
    return places.PlaceLink(sub.name, places.sub_district_href(district, sub))
