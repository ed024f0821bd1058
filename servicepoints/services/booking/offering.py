"""The bureau's offerings: made, changed, ended. An account touches those of the points it owns."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from servicepoints.domain.booking_words import booking_verb
from servicepoints.domain.offerings import Offering
from servicepoints.domain.phones import read_phones
from servicepoints.domain.points import Channel, Listing, Point
from servicepoints.domain.roles import Account
from servicepoints.errors import Conflict, InvalidValue
from servicepoints.register import Reader, Register, Writer, agenda, offerings, points
from servicepoints.register.calling_off import call_off
from servicepoints.register.offerings import Standing
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.owning import own_point

LONGEST_TITLE, LONGEST_TEXT = 40, 500


@dataclass(frozen=True, slots=True)
class Offered:
    """An offering with the point it belongs to, and its sessions that are not over, in order of time;
    `people` stand in them, and it is `ended`, as far as that was asked."""

    offering: Offering
    point: Point
    sessions: tuple[Standing, ...]
    people: int = 0
    ended: bool = False


def offered(register: Register, account: Account, codes: Collection[str], now: datetime) -> list[Offered]:
    """What these points offer, as far as they are the account's own, by point and age."""
    with register.read() as reader:
        own = {c: p for c, p in points.get_many(reader, codes).items() if account.owns(p.bureau)}
        by_point = offerings.offerings_of(reader, own)
        numbers = [one.id for every in by_point.values() for one in every]
        sessions = offerings.sessions_of(reader, numbers, now)
    return [
        Offered(one, own[code], tuple(sessions.get(one.id, ())))
        for code, every in by_point.items()
        for one in every
    ]


def at_point(register: Register, account: Account, code: str, now: datetime) -> tuple[Point, list[Offered]]:
    """The point with that code and what it offers. NotFound, NotAllowed."""
    with register.read() as reader:
        point = own_point(reader, account, code)
    return point, offered(register, account, [code], now)


def look(register: Register, account: Account, number: int, now: datetime) -> Offered:
    """The offering with that id, as it stands. NotFound, NotAllowed."""
    with register.read() as reader:
        found, point = owned(reader, account, number)
        sessions = offerings.sessions_of(reader, [number], now).get(number, [])
        people = agenda.people(reader, [one.session.code for one in sessions])
        ended = not _goes_on(reader, found)
    return Offered(found, point, tuple(sessions), sum(people.values()), ended)


def make(register: Register, account: Account, offering: Offering) -> int:
    """Stores a new offering and returns its id. InvalidValue, NotFound, NotAllowed, Conflict."""
    with register.write(actor_of(account)) as writer:
        point = own_point(writer, account, offering.point)
        if point.listing is Listing.WITHDRAWN:
            raise Conflict("这个点位已经撤了，不能再加活动")
        return offerings.add_offering(writer, checked(offering, point))


def change(register: Register, account: Account, offering: Offering) -> None:
    """Makes a stored offering (by id and revision) equal to this one. InvalidValue, NotFound, NotAllowed,
    Conflict if somebody changed it meanwhile, or it counts places that people hold."""
    with register.write(actor_of(account)) as writer:
        offerings.hold(writer, offering.id)  # before any session: nobody adds one, or waits the other way
        standing, point = owned(writer, account, offering.id)
        new = replace(offering, point=standing.point)
        offerings.change_offering(writer, checked(new, point))
        # looked for only now, when nobody can take a place any more until this is written
        if standing.has_places and not new.has_places and _held(writer, standing):
            raise Conflict(f"已经有人在这里{booking_verb(standing.kind)}了，不能改成别的方式。先取消那些场次")


def end(register: Register, account: Account, number: int, why: str) -> int:
    """Ends an offering: its coming sessions are cancelled for a reason; one that has begun goes on. How many
    people are to be told."""
    why = " ".join(why.split())[:LONGEST_TITLE]
    with register.write(actor_of(account)) as writer:
        offerings.hold(writer, number)
        offering, _ = owned(writer, account, number)
        found = offerings.sessions_of(writer, [number], writer.now).get(number, [])
        coming = [one.session.code for one in found if one.session.starts_at > writer.now]
        codes = sorted(coming)  # in the order of `roster.move`: neither waits long
        told = sum(call_off(writer, offerings.lock(writer, code), why) for code in codes)
        offerings.end_offering(writer, offering)
    return told


def owned(reader: Reader, account: Account, number: int) -> tuple[Offering, Point]:
    """The offering with that id and its point. NotFound; NotAllowed if it is another bureau's."""
    found = offerings.offering(reader, number)
    return found, own_point(reader, account, found.point)


def going_on(reader: Reader, account: Account, number: int) -> Offering:
    """The offering with that id, which takes more sessions. NotFound, NotAllowed; Conflict if it is
    ended or its point withdrawn."""
    found, point = owned(reader, account, number)
    if not _goes_on(reader, found):
        raise Conflict("这个活动已经停办了，不能再加场次")
    if point.listing is Listing.WITHDRAWN:
        raise Conflict("这个点位已经撤了，不能再加场次")
    return found


def checked(offering: Offering, point: Point) -> Offering:
    """The offering with its texts in order. InvalidValue that names the field."""
    title = " ".join(offering.title.split())
    if not title:
        raise InvalidValue("名称", "", "没写", "例如 免费理发")
    if len(title) > LONGEST_TITLE:
        raise InvalidValue("名称", title, f"超过{LONGEST_TITLE}个字", "短一点，细节写在说明里")
    for name, text in (("说明", offering.description), ("怎么约", offering.how)):
        if len(text) > LONGEST_TEXT:
            raise InvalidValue(name, text, f"超过{LONGEST_TEXT}个字", "短一点")
    if offering.space and offering.space not in {space.name for space in point.spaces}:
        raise InvalidValue("功能空间", offering.space, "这个点位没有这个空间", "在列表里选，或先给点位加上")
    for name, text in (("预约电话", offering.phone), ("预约链接", offering.link)):
        if len(text) > LONGEST_TEXT:
            raise InvalidValue(name, text, f"超过{LONGEST_TEXT}个字", "短一点")
    _check_channel(offering)
    return replace(offering, title=title, description=offering.description.strip(), how=offering.how.strip())


def _check_channel(offering: Offering) -> None:
    if offering.channel is Channel.PHONE and not offering.phone:
        raise InvalidValue("预约电话", "", "没写", "写上电话，或者改选别的预约方式")
    if offering.phone and not read_phones(offering.phone)[0]:
        raise InvalidValue("预约电话", offering.phone, "没看出电话号码", "例如 021-55500000")
    if offering.channel is Channel.LINK and not offering.link:
        raise InvalidValue("预约链接", "", "没写", "写上网址，或者改选别的预约方式")
    if offering.link:
        try:
            at = urlsplit(offering.link)
        except ValueError as error:
            raise InvalidValue("预约链接", offering.link, "不是网址", "以 https:// 开头") from error
        if at.scheme not in ("https", "http") or not at.hostname:
            raise InvalidValue("预约链接", offering.link, "不是网址", "以 https:// 开头")


def _goes_on(reader: Reader, offering: Offering) -> bool:
    offered = offerings.offerings_of(reader, [offering.point]).get(offering.point, [])
    return offering.id in {one.id for one in offered}


def _held(writer: Writer, offering: Offering) -> bool:
    """Whether someone holds or waits for places in a session of it that is not over."""
    coming = offerings.sessions_of(writer, [offering.id], writer.now).get(offering.id, [])
    return any(one.taken.taken or one.taken.waiting for one in coming)
