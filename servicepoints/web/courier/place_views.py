"""The lists that know no position: a search, a district, a sub-district, and what is new in a street."""

from urllib.parse import quote

from flask import Response, render_template, request

from servicepoints.catalogue.finder import Hit
from servicepoints.catalogue.masks import Openness
from servicepoints.domain.arrival import is_late
from servicepoints.domain.gazetteer import District, SubDistrict
from servicepoints.domain.points import Listing
from servicepoints.errors import NotFound
from servicepoints.services.sharing import place_text
from servicepoints.web.courier import lists, places
from servicepoints.web.courier.asking import Asking, asking
from servicepoints.web.courier.blueprint import SHORT_S, blueprint, kept_shortly, moved, public_address
from servicepoints.web.courier.cards import booking_line, is_booked
from servicepoints.web.courier.filters import MOST_DRAWN
from servicepoints.web.courier.sessions import lines_of_place
from servicepoints.web.state import state

MOST_SEARCHED = 20
MOST_NEWS = 3
HOME = places.PlaceLink("首页", "/")


@blueprint.get("/search")
def search() -> Response:
    """What a name, a road, a sub-district, pinyin or initials find."""
    ask = asking()
    words = request.args.get("q", "").strip()[:60]
    most = max(MOST_SEARCHED, ask.filters.more.cards)
    found = ask.finding.search(words, ask.wanted(Openness.ANY), ask.at, most + 1) if words else []
    hits, farther = found[:most], most < min(len(found), MOST_DRAWN)
    more = ask.more_of("/search", q=words)(lists.IN_A_ROW, most + lists.MORE_CARDS) if farther else ""
    heading = f"找到 {most}+" if farther else f"找到 {len(hits)}"
    nothing = ("没找到。少打几个字试试，或者按区找。",) if words and not hits else ()
    lines = (*(ask.plan_line("/search", q=words) if hits else ()), *nothing)
    return kept_shortly(
        render_template(
            "courier/place.html",
            title=f"“{words}”" if words else "搜歇脚点",
            description="按路名、街道、名字、拼音找歇脚点。",
            words=words,
            page=lists.ListPage(lines, heading if hits else "", cards=ask.draw_in_place(hits), more=more),
            places=places.named_places(words, ask.finding.gazetteer),
            row=ask.chip_row("/search", "", q=words),
            parameters=ask.filters.parameters(),
            back=HOME,
            districts=() if hits else places.district_links(ask.finding.gazetteer, ask.counts()),
            canonical=public_address("/search" + (f"?q={quote(words)}" if words else "")),
        )
    )


@blueprint.get("/d/<name>")
def district(name: str) -> Response:
    """The points of a district."""
    ask = asking()
    if name == places.NO_DISTRICT:
        hits = ask.finding.without_district(ask.wanted(Openness.ANY), ask.at)
        return _list(ask, hits, places.NO_DISTRICT_WORDS, f"/d/{name}", HOME)
    found = found_district(ask, name)
    if found.slug != name:
        return moved(ask.filters.address(places.district_href(found)))
    below = places.sub_district_links(ask.finding.gazetteer, found, ask.counts(), ask.filters.address)
    return _place(ask, found, None, below)


@blueprint.get("/d/<name>/<sub_name>")
def sub_district(name: str, sub_name: str) -> Response:
    """The points of a sub-district."""
    ask = asking()
    found, sub = found_sub_district(ask, name, sub_name)
    if (found.slug, sub.slug) != (name, sub_name):
        return moved(ask.filters.address(places.sub_district_href(found, sub)))
    return _place(ask, found, sub, ())


@blueprint.get("/d/<name>/<sub_name>/news")
def sub_district_news(name: str, sub_name: str) -> Response:
    """What changed in someone's own street, as a part of the home page: what is shut for now, and what
    can be booked how."""
    ask = asking()
    found, sub = found_sub_district(ask, name, sub_name)
    hits = ask.finding.finder.in_district(
        ask.wanted(Openness.ANY, district=found.name, sub_district=sub.name), ask.at
    )
    points = ask.finding.points([hit.code for hit in hits])
    shut = [hit for hit in hits if points[hit.code].listing is Listing.SUSPENDED]
    others = [points[hit.code] for hit in hits if hit.admits and hit not in shut]
    bookable = [point for point in others if is_booked(point)]
    sessions = lines_of_place(state(), ask.finding, ask.now, found.name, sub.name)[:MOST_NEWS]
    return kept_shortly(
        render_template(
            "courier/_news.html",
            shut=ask.draw_in_place(shut),
            bookable=[(p.name, f"/p/{p.code}", booking_line(p)) for p in bookable[:3]],
            total=len(hits),
            sessions=sessions,
        ),
        seconds=0 if sessions else SHORT_S,
    )


def _place(
    ask: Asking, found: District, sub: SubDistrict | None, below: tuple[places.PlaceLink, ...]
) -> Response:
    path = places.sub_district_href(found, sub) if sub else places.district_href(found)
    hits = ask.finding.finder.in_district(
        ask.wanted(Openness.ANY, district=found.name, sub_district=sub.name if sub else ""), ask.at
    )
    if sub is None:
        return _list(ask, hits, found.name, path, HOME, below, where=(found.name,))
    back = places.PlaceLink(found.name, ask.filters.address(places.district_href(found)))
    return _list(ask, hits, sub.name, path, back, street=sub.name, where=(found.name, sub.name))


def _list(
    ask: Asking,
    hits: list[Hit],
    title: str,
    path: str,
    back: places.PlaceLink,
    below: tuple[places.PlaceLink, ...] = (),
    street: str = "",
    where: tuple[str, ...] = (),
) -> Response:
    drawing = lists.Drawing(
        draw=ask.draw_in_place,
        said=lists.titles_then("这里", ask.moment) if ask.planned else lists.HERE,
        nothing=lists.nothing_here(ask.filters.needs, lists.NOTHING),
        wanted=ask.filters.more,
        address=ask.more_of(path),
        late=is_late(ask.at),
    )
    if ask.filters.every:
        page = lists.in_a_row(hits, drawing)
    else:
        page = lists.grouped(lists.by_group(hits, lists.group_in_place), drawing)
    page = lists.with_lines(page, ask.plan_line(path))
    booking = lines_of_place(state(), ask.finding, ask.now, *where) if where else ()
    return kept_shortly(
        render_template(
            "courier/place.html",
            title=title,
            description=f"{title}的歇脚点：现在开没开，怎么进，有没有热水、充电、厕所。",
            words=None,
            page=page,
            places=(),
            below=below,
            street=street,
            row=ask.chip_row(path, drawing.said.first),
            parameters=ask.filters.parameters(),
            back=back,
            districts=() if hits else places.district_links(ask.finding.gazetteer, ask.counts()),
            canonical=public_address(path),
            share_text=place_text(title, public_address(path)) if where else "",
            booking=booking,
            calendar=path.removeprefix("/d/") if booking and not street else "",
        ),
        seconds=0 if booking else SHORT_S,
    )


def found_district(ask: Asking, name: str) -> District:
    """The district with that slug or name. NotFound."""
    found: District | None = ask.finding.gazetteer.district(name)
    if found is None:
        raise NotFound(f"没有叫“{name[:20]}”的区")
    return found


def found_sub_district(ask: Asking, name: str, sub_name: str) -> tuple[District, SubDistrict]:
    """The sub-district with those slugs or names, and its district. NotFound."""
    found = found_district(ask, name)
    known = ask.finding.gazetteer
    sub: SubDistrict | None = known.by_slug(found.slug, sub_name) or known.sub_district(sub_name, found.name)
    if sub is None:
        raise NotFound(f"{found.name}没有叫“{sub_name[:20]}”的街道或镇")
    return found, sub
