"""The page of a session's roster: masked, or open for a while to the account that opened it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import render_template, session

from servicepoints.domain.booking_words import (
    ATTENDANCE_WORDS,
    booking_verb,
    news_words,
    state_words,
)
from servicepoints.domain.bookings import Attendance, BookingState, stands_open
from servicepoints.services.booking import Standing
from servicepoints.services.booking.roster import BY_DESK, Entry, Roster
from servicepoints.web.booking.blueprint import rules
from servicepoints.web.bureau.session_words import slot
from servicepoints.web.bureau.typed_form import Errors
from servicepoints.web.state import state

OPEN_S = 15 * 60
"""Seconds for which an opened roster stays open to the account, in the browser in which it opened it."""
_OPENED = "opened_roster"


@dataclass(frozen=True, slots=True)
class Row:
    """One booking on the page; `may_enter`: it waits, but at the door there is room for it."""

    id: int
    name: str
    phone: str
    places: int
    code: str
    state: BookingState
    words: str
    attendance: Attendance | None
    attendance_words: str
    news: str
    reason: str
    by_desk: bool
    may_enter: bool


@dataclass(frozen=True, slots=True)
class RosterPage:
    """The page; `typed` and `errors` are of the form that was refused, `at` the booking it was of (0: none).
    `at_the_door`: someone checks people in and types the next code."""

    roster: Roster
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    at: int = 0
    at_the_door: bool = False

    def render(self) -> str:
        """The page as HTML."""
        opened = self.roster
        standing = opened.standing
        rows = [_row(entry, standing) for entry in opened.entries]
        return render_template(
            "bureau/roster.html",
            one=opened,
            slot=_slot(standing),
            verb=booking_verb(standing.offering.kind),
            confirmed_words=state_words(BookingState.CONFIRMED, standing.offering.kind),
            confirmed=[row for row in rows if row.state is BookingState.CONFIRMED],
            waiting=[row for row in rows if row.state is BookingState.WAITING],
            gone=[row for row in rows if row.state is BookingState.CANCELLED],
            calls=[row for row in rows if row.news],
            came=sum(row.places for row in rows if row.attendance is Attendance.ATTENDED),
            others=[_slot(other) for other in opened.others],
            most=standing.session.most,
            minutes=OPEN_S // 60,
            typed=self.typed,
            errors=self.errors,
            at=self.at,
            at_the_door=self.at_the_door,
        )


def note_opened(code: str) -> None:
    """This browser shows the names of that session for a while."""
    session[_OPENED] = [code, int(state().clock().timestamp())]


def close() -> None:
    """No longer."""
    session.pop(_OPENED, None)


def is_opened(code: str) -> bool:
    """Whether that roster was opened here a moment ago; whoever signs in anew begins anew."""
    noted = session.get(_OPENED)
    if not isinstance(noted, list) or noted[0] != code:
        return False
    return 0 <= state().clock().timestamp() - int(noted[1]) < OPEN_S


def _slot(standing: Standing) -> object:
    return slot(standing, state().clock(), rules().open_window)


def _row(entry: Entry, standing: Standing) -> Row:
    one, person = entry.booking, entry.person
    return Row(
        id=one.id,
        name=person.name if person else "（到期已删除）",
        phone=person.phone if person else "",
        places=one.places,
        code=one.door_code,
        state=one.state,
        words=state_words(one.state, standing.offering.kind),
        attendance=one.attendance,
        attendance_words=ATTENDANCE_WORDS[one.attendance] if one.attendance else "",
        news=news_words(one.news, one.reason, going_on=standing.going_on) if one.news and one.untold else "",
        reason=one.reason,
        by_desk=one.made_by == BY_DESK,
        may_enter=one.state is BookingState.WAITING and one.places <= _open_to_all(standing),
    )


def _open_to_all(standing: Standing) -> int:
    """How many places are free that whoever comes may have."""
    now, taken = state().clock(), standing.taken
    open_now = stands_open(standing.session, now, rules().open_window) and now < standing.session.ends_at
    return taken.capacity - taken.taken if standing.going_on and open_now else 0
