"""The bureau's sessions: one, or a weekly series; moved, made larger, cancelled."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.offerings import Offering, Session, SessionState
from servicepoints.domain.points import Point
from servicepoints.domain.roles import Account
from servicepoints.domain.session_series import Series, planned
from servicepoints.errors import Conflict, InvalidValue
from servicepoints.register import Reader, Register, Writer, agenda, offerings, places
from servicepoints.register.calling_off import Coming, call_off
from servicepoints.register.offerings import Standing
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.booking.offering import going_on
from servicepoints.services.booking.rules import Rules
from servicepoints.services.owning import own_point

LONGEST = timedelta(days=3)
FARTHEST = timedelta(days=400)
MOST_PLACES = 5000
LONGEST_REASON = 60
_MORE = "要多放名额，改那一场的名额"


@dataclass(frozen=True, slots=True)
class Terms:
    """What all sessions made at once have in common: as in `Session`. `opens_before`: booking opens so long
    before the start (None: at once)."""

    capacity: int | None
    most: int = 1
    queue: int = 0
    opens_before: timedelta | None = None
    notice: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Made:
    """The sessions made, by code, and the days left out with why."""

    codes: tuple[str, ...]
    left_out: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The sessions that a series would make, the days left out with why, and how many of its sessions stand
    already."""

    sessions: tuple[Session, ...]
    left_out: tuple[tuple[date, str], ...]
    there: int


@dataclass(frozen=True, slots=True)
class Looked:
    """A session as it stands, its point, and how many people stand in it."""

    standing: Standing
    point: Point
    people: int


def add_session(register: Register, account: Account, number: int, session: Session) -> Made:
    """One session of the offering with that id. InvalidValue, NotFound, NotAllowed; Conflict if it ended."""
    with register.write(actor_of(account)) as writer:
        offerings.hold(writer, number)
        offering = going_on(writer, account, number)
        if (session.starts_at, session.ends_at) in _standing_spans(writer, offering, writer.now):
            raise InvalidValue("日期", f"{session.starts_at:%m月%d日%H:%M}", "这个时间已经有一场了", _MORE)
        return Made(tuple(_add(writer, offering, [session])))


def add_series(
    register: Register, account: Account, number: int, series: Series, terms: Terms, calendar: Calendar
) -> Made:
    """A weekly series. Those of its sessions that have begun already are not made. InvalidValue, NotFound,
    NotAllowed; Conflict if the offering ended."""
    with register.write(actor_of(account)) as writer:
        offerings.hold(writer, number)
        offering = going_on(writer, account, number)
        plan = _plan(writer, offering, series, terms, calendar, writer.now)
        return Made(tuple(_add(writer, offering, plan.sessions)), plan.left_out)


def plan_series(
    register: Register, account: Account, number: int, series: Series, terms: Terms, calendar: Calendar
) -> Plan:
    """What `add_series` would make, before it is made. It raises the same."""
    with register.read() as reader:
        offering = going_on(reader, account, number)
        return _plan(reader, offering, series, terms, calendar, register.now())


def look(register: Register, account: Account, code: str) -> Looked:
    """A session as it stands. NotFound, NotAllowed."""
    with register.read() as reader:
        standing = offerings.standing(reader, code)
        point = own_point(reader, account, standing.offering.point)
        return Looked(standing, point, agenda.people(reader, [code]).get(code, 0))


def change(
    register: Register, account: Account, code: str, revision: int, session: Session, rules: Rules
) -> int:
    """Makes a session equal to this one: its places (freed ones go to the line) and its time.

    How many people are to be told that it moved. InvalidValue, NotFound, NotAllowed; Conflict if it is
    over, somebody changed it meanwhile, or more places are taken than it would have.
    """
    with register.write(actor_of(account)) as writer:
        standing = _not_over(writer, _own(writer, account, code))
        old = standing.session
        moved = (session.starts_at, session.ends_at) != (old.starts_at, old.ends_at)
        new = replace(
            session, code=code, revision=revision, offering=old.offering, series=old.series,
            moved_from=old.starts_at if moved else old.moved_from,
        )  # fmt: skip
        _check(standing.offering, new)
        if moved:
            _must_come(new, writer.now)
        offerings.change_session(writer, standing.offering, new)
        places.promote(writer, code, rules.open_window)
        return places.tell_moved(writer, code) if moved else 0


def cancel(register: Register, account: Account, code: str, why: str) -> int:
    """Cancels a session for a reason; how many people are to be told. InvalidValue, NotFound, NotAllowed,
    Conflict if it is over."""
    why = _reason(why)
    with register.write(actor_of(account)) as writer:
        return call_off(writer, _not_over(writer, _own(writer, account, code)), why)


def cancel_many(register: Register, account: Account, codes: Collection[str], why: str) -> Coming:
    """Cancels sessions for a reason, all or none; how many, and how many people are to be told. One that is
    cancelled or over already stays as it is. InvalidValue, NotFound, NotAllowed."""
    why = _reason(why)
    with register.write(actor_of(account)) as writer:
        standing = [_own(writer, account, code) for code in sorted(set(codes))]  # the order of all locks
        going = [one for one in standing if one.going_on and writer.now < one.session.ends_at]
        return Coming(len(going), sum(call_off(writer, one, why) for one in going))


def _reason(text: str) -> str:
    why = " ".join(text.split())[:LONGEST_REASON]
    if not why:
        raise InvalidValue("原因", "", "没写", "要来的人会看到，例如 老师临时有事")
    return why


def _plan(
    reader: Reader, offering: Offering, series: Series, terms: Terms, calendar: Calendar, now: datetime
) -> Plan:
    """Sent twice, a series is made once: what stands already is not made again."""
    plan, name = planned(series, calendar), secrets.token_hex(8)
    standing = _standing_spans(reader, offering, now)
    coming = [span for span in plan.spans if span[0] > now]
    fresh = [_session(*span, terms, name) for span in coming if span not in standing]
    said = f"{series.first}到{series.last}"
    if not coming:
        raise InvalidValue("日期", said, "这些场次都已经开始了", "往后选")
    if not fresh:
        raise InvalidValue("日期", said, "这些场次都已经有了", _MORE)
    for session in fresh:
        _check(offering, session)
        _must_come(session, now)
    return Plan(tuple(fresh), plan.left_out, len(coming) - len(fresh))


def _standing_spans(reader: Reader, offering: Offering, now: datetime) -> set[tuple[datetime, datetime]]:
    """When the coming sessions of an offering are."""
    coming = offerings.sessions_of(reader, [offering.id], now).get(offering.id, [])
    planned_ones = [one.session for one in coming if one.session.state is SessionState.PLANNED]
    return {(one.starts_at, one.ends_at) for one in planned_ones}


def _own(writer: Writer, account: Account, code: str) -> Standing:
    standing = offerings.lock(writer, code)
    own_point(writer, account, standing.offering.point)
    return standing


def _not_over(writer: Writer, standing: Standing) -> Standing:
    """The session, while there is something to change about it: of one that is over the counts stay."""
    if writer.now >= standing.session.ends_at and standing.going_on:
        raise Conflict("这一场已经结束了，不能再改时间、名额，也不能取消")
    return standing


def _add(writer: Writer, offering: Offering, sessions: Sequence[Session]) -> list[str]:
    for session in sessions:
        _check(offering, session)
        _must_come(session, writer.now)
    return offerings.add_sessions(writer, offering, sessions)


def _session(starts: datetime, ends: datetime, terms: Terms, series: str) -> Session:
    return Session(
        starts_at=starts,
        ends_at=ends,
        capacity=terms.capacity,
        most=terms.most,
        queue=terms.queue,
        opens_at=None if terms.opens_before is None else starts - terms.opens_before,
        notice=terms.notice,
        series=series,
    )


def _check(offering: Offering, session: Session) -> None:
    length = session.ends_at - session.starts_at
    if not timedelta(0) < length <= LONGEST:
        raise InvalidValue(
            "结束", f"{session.ends_at:%m月%d日%H:%M}", "要在开始以后、三天以内", "改结束的时间"
        )
    if not offering.has_places:
        if session.capacity is not None:
            raise InvalidValue("名额", str(session.capacity), "名额和名单不在这里的，名额我们不知道", "留空")
        return
    if session.capacity is None or not 1 <= session.capacity <= MOST_PLACES:
        raise InvalidValue("名额", str(session.capacity or ""), f"要写1到{MOST_PLACES}的数", "写能来几个人")
    if not 1 <= session.most <= session.capacity:
        raise InvalidValue("一次最多几个人", str(session.most), "要在1和名额之间", "一般写1")
    if not 0 <= session.queue <= MOST_PLACES:
        raise InvalidValue("排队最多几个", str(session.queue), f"要写0到{MOST_PLACES}的数", "0是不排队")
    if session.opens_at is not None and session.opens_at >= session.closing:
        raise InvalidValue(
            "开始报名或预约", f"{session.opens_at:%m月%d日%H:%M}", "在截止的时间之后", "提早开始，或晚点停"
        )


def _must_come(session: Session, now: datetime) -> None:
    if not now < session.starts_at <= now + FARTHEST:
        raise InvalidValue(
            "开始", f"{session.starts_at:%Y年%m月%d日%H:%M}", "要在现在以后、一年左右以内", "改开始的时间"
        )
