"""One point: its page, its card to screenshot, its QR code, its link group."""

from flask import Response, make_response, render_template, request

from servicepoints.catalogue.finder import Hit, Query
from servicepoints.catalogue.masks import Openness
from servicepoints.domain.points import Listing, Point, clean_code
from servicepoints.domain.status import State, Status, point_status
from servicepoints.domain.status_words import stay_words, way_words
from servicepoints.errors import InvalidValue, NotFound
from servicepoints.sharing.qr import qr_png
from servicepoints.sharing.text import point_text
from servicepoints.web.courier import link_groups, places
from servicepoints.web.courier.asking import Asking, asking
from servicepoints.web.courier.blueprint import blueprint, kept_shortly, moved, never_kept, public_address
from servicepoints.web.courier.cards import Card
from servicepoints.web.courier.point_page import point_page
from servicepoints.web.courier.position import read_position
from servicepoints.web.courier.structured import structured_data
from servicepoints.web.courier.week import hours_lines, space_views, week_view

INSTEAD = 3
GONE = 410
QR_AGE_S = 86_400


@blueprint.get("/p/<typed>")
def point(typed: str) -> Response:
    """All that is known of a point. What was typed from a poster leads to the code that was meant."""
    ask, found, elsewhere = _asked_for(typed, "/p/{}")
    if found is None:
        return elsewhere
    status = point_status(found, ask.at, ask.finding.calendar)
    if found.listing is Listing.WITHDRAWN:
        return _withdrawn(ask, found, status)
    link = public_address(f"/p/{found.code}")
    today = ask.at.date()
    hours = hours_lines(found)
    return kept_shortly(
        render_template(
            "courier/point.html",
            p=point_page(found, status, ask.at, ask.finding.vocabulary),
            week=week_view(found.schedule, today, ask.finding.calendar),
            spaces=space_views(found, ask.at, ask.finding.calendar, ask.finding.vocabulary),
            text=found.schedule.text,
            instead=() if status.state is State.OPEN else _instead(ask, found),
            group=_companions(ask, found),
            share=point_text(found, hours, link, ask.finding.vocabulary),
            structured=structured_data(found, link, today, ask.finding.calendar, ask.finding.vocabulary),
            back=_back(ask, found),
            group_name=found.link_group,
            canonical=link,
        )
    )


@blueprint.get("/p/<typed>/card")
def card(typed: str) -> Response:
    """One screen to screenshot: what matters, and a QR code."""
    ask, found, elsewhere = _asked_for(typed, "/p/{}/card")
    if found is None:
        return elsewhere
    status = point_status(found, ask.at, ask.finding.calendar)
    if found.listing is Listing.WITHDRAWN:
        return _withdrawn(ask, found, status)
    page = point_page(found, status, ask.at, ask.finding.vocabulary)
    hours = hours_lines(found)
    return kept_shortly(
        render_template("courier/card.html", p=page, hours=hours, link=public_address(f"/p/{found.code}"))
    )


@blueprint.get("/p/<typed>/qr.png")
def qr(typed: str) -> Response:
    """The QR code of a point's address, as a picture that a long press reads."""
    _, found, elsewhere = _asked_for(typed, "/p/{}/qr.png")
    if found is None:
        return elsewhere
    response = make_response(qr_png(public_address(f"/p/{found.code}")))
    response.mimetype = "image/png"
    response.headers["Cache-Control"] = f"public, max-age={QR_AGE_S}"
    response.add_etag()
    return response


@blueprint.get("/p/<typed>/group")
def group(typed: str) -> Response:
    """The link group of a point: which of its points offers what."""
    ask, found, elsewhere = _asked_for(typed, "/p/{}/group")
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
            cards=_cards(ask, members),
            rows=link_groups.rows(members, ask.finding.vocabulary),
            back=places.PlaceLink("返回", f"/p/{found.code}"),
            canonical=public_address(f"/p/{first}/group"),
        )
    )


@blueprint.post("/p/<typed>/ride")
def ride(typed: str) -> Response:
    """How far it is from the position in the body, and how long one can stay: one line of the page."""
    ask, found, elsewhere = _asked_for(typed, "/p/{}/ride")
    if found is None:
        return elsewhere
    try:
        position = read_position(request.form)
    except InvalidValue as error:
        return never_kept(render_template("courier/_problem.html", words=str(error)), 422)
    hit = ask.finding.from_position(found.code, position.latitude, position.longitude, ask.at)
    if hit is None or hit.arrival is None:
        return never_kept("")
    way = way_words(hit.distance_m, hit.ride_minutes)
    stay = stay_words(hit.arrival.usable_minutes, "到了") if hit.arrival.rides_to_open else ""
    return never_kept(render_template("courier/_ride.html", way=way, stay=stay, fix=position))


def _asked_for(typed: str, path: str) -> tuple[Asking, Point | None, Response]:
    """The point with that code, or the redirect to the code that was meant. NotFound if nothing has it."""
    ask = asking()
    code = clean_code(typed)
    found: Point | None = ask.finding.point(code) if code else None
    if code is None or found is None:
        raise NotFound("没有这个编号的歇脚点，看看是不是抄错了")
    if code != typed:
        return ask, None, moved(path.format(code))
    return ask, found, Response()


def _withdrawn(ask: Asking, found: Point, status: Status) -> Response:
    """已撤点: gone for good, and where to go instead."""
    page = point_page(found, status, ask.at, ask.finding.vocabulary)
    return kept_shortly(
        render_template(
            "courier/withdrawn.html",
            p=page,
            instead=_instead(ask, found),
            districts=places.district_links(ask.finding.gazetteer),
        ),
        GONE,
    )


def _instead(ask: Asking, found: Point) -> tuple[Card, ...]:
    """The nearest that will be open when one rides there from the door of this one; where its own
    position is vague, what is open in its sub-district."""
    if found.position is not None and not found.position.coarse:
        query = Query(
            latitude=found.position.latitude,
            longitude=found.position.longitude,
            at=ask.at,
            limit=INSTEAD + 1,
        )
        near: list[Hit] = [h for h in ask.finding.finder.near(query) if h.code != found.code]
        return ask.draw_from_here(near[:INSTEAD])
    if not found.district:
        return ()
    wanted = ask.wanted(Openness.NOW, district=found.district, sub_district=found.sub_district)
    here: list[Hit] = [h for h in ask.finding.finder.in_district(wanted, ask.at) if h.code != found.code]
    return ask.draw_in_place([h for h in here if h.admits][:INSTEAD])


def _companions(ask: Asking, found: Point) -> tuple[Card, ...]:
    """The other points of its link group."""
    members = ask.finding.link_group(found.link_group) if found.link_group else []
    return _cards(ask, [p for p in members if p.code != found.code])


def _cards(ask: Asking, points: list[Point]) -> tuple[Card, ...]:
    return tuple(ask.cards.in_place(p, point_status(p, ask.at, ask.finding.calendar), ask.at) for p in points)


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
