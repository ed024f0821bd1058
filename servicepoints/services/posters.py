"""Posters and door stickers of published points: one for whoever asks, a pile for who keeps the listing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from servicepoints.domain.hours_words import date_words
from servicepoints.domain.points import Listing, Point
from servicepoints.domain.publication import published
from servicepoints.domain.roles import Account
from servicepoints.errors import Conflict, InvalidValue
from servicepoints.register import Register
from servicepoints.register.conditions import AsOf
from servicepoints.register.listing import Wanted
from servicepoints.services.exporting.chosen import chosen_points
from servicepoints.services.finding import Finding
from servicepoints.sharing.poster import Form as Form
from servicepoints.sharing.poster import Frame as Frame
from servicepoints.sharing.poster import document, poster_of
from servicepoints.sharing.poster import policy as policy

MOST_PAGES = 100
"""Of one pile; a browser prepares them all before the first is printed."""

Address = Callable[[str], str]
"""A path → its address as others reach it."""


def print_point(finding: Finding, point: Point, form: Form, address: Address, frame: Frame) -> str:
    """The document with the page of one published point. Conflict if there is nothing to invite to."""
    if over := _over(point, frame.printed):
        raise Conflict(f"{point.name}{over}，不用再印了")
    return _document(finding, [point], form, address, frame)


def print_chosen(
    register: Register,
    account: Account,
    chosen: Wanted | Sequence[str],
    at: AsOf,
    finding: Finding,
    form: Form,
    address: Address,
    frame: Frame,
) -> str:
    """The document with a page for each point that a filter picks, or with these codes, as couriers may see
    it. What couriers no longer see is left out and counted on it.

    InvalidValue if there are none or too many; NotAllowed if one is not theirs; NotFound.
    """
    with register.read() as reader:
        found = chosen_points(reader, account, chosen, at)
    shown = [point for point in map(published, found) if point is not None and not _over(point, at.today)]
    if not shown:
        raise InvalidValue("点位", f"{len(found)}个", "选的里面没有小哥看得到的，没有可印的")
    if len(shown) > MOST_PAGES:
        raise InvalidValue(
            "点位", f"{len(shown)}个", f"一次最多印{MOST_PAGES}个", "分几次选，例如一个街道一次"
        )
    left = len(found) - len(shown)
    note = f"{left}个没上线、已撤点或已结束，没有印。" if left else ""
    return _document(finding, shown, form, address, replace(frame, note=note))


def _document(finding: Finding, points: Sequence[Point], form: Form, address: Address, frame: Frame) -> str:
    door = "?at=door" if form is Form.STICKER else ""
    pages = [
        poster_of(
            point,
            address(f"/p/{point.code}{door}"),
            finding.vocabulary,
            frame.printed,
            [p.name for p in finding.link_group(point.link_group) if p.code != point.code]
            if point.link_group
            else (),
        )
        for point in points
    ]
    return document(pages, form, replace(frame, demo=finding.demo))


def _over(point: Point, today: date) -> str:
    """Why nobody needs to be invited to a point any more, or ""."""
    if point.listing is Listing.WITHDRAWN:
        return "已撤点"
    if point.valid_to is not None and point.valid_to < today:
        return f"已结束（到{point.valid_to.year}年{date_words(point.valid_to)}为止）"
    return ""
