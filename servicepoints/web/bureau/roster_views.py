"""A session's roster: opened, checked in by code, attended or absent; booked, moved, cancelled for people."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.bookings import Attendance, BookingState
from servicepoints.domain.points import clean_code
from servicepoints.errors import Conflict, InvalidValue, NotFound
from servicepoints.services.booking import roster as service
from servicepoints.services.booking.roster import Roster
from servicepoints.services.booking.roster_file import export_roster
from servicepoints.web.booking.blueprint import rules
from servicepoints.web.bureau.blueprint import account, attachment, blueprint, register
from servicepoints.web.bureau.roster_page import RosterPage, close, is_opened, note_opened
from servicepoints.web.bureau.typed_form import said

Answer = Response | tuple[str, int]
DOOR = "door"
_FIELDS = {"姓名": "name", "手机号": "phone", "几个人": "places", "原因": "why", "改到哪一场": "to",
           "签到码": "code"}  # fmt: skip
_ATTENDANCE = {"attended": Attendance.ATTENDED, "absent": Attendance.ABSENT, "": None}


@blueprint.get("/sessions/<code>")
def roster(code: str) -> str:
    """The roster: masked, unless it was opened here a moment ago."""
    return RosterPage(_roster(_code(code)), at_the_door=request.args.get("at") == DOOR).render()


@blueprint.post("/sessions/<code>/open")
def open_names(code: str) -> Response:
    """Shows names and numbers for a while, which is noted; or hides them again."""
    code = _code(code)
    if request.form.get("close"):
        close()
    else:
        service.open_roster(register(), account(), code)
        note_opened(code)
    return redirect(url_for("bureau.roster", code=code), 303)


@blueprint.post("/sessions/<code>/export")
def export_names(code: str) -> Response:
    """The roster as a file, with names and numbers, which is noted."""
    return attachment(export_roster(register(), account(), _code(code), request.form.get("format", "csv")))


@blueprint.post("/sessions/<code>/check-in")
def check_in(code: str) -> Answer:
    """Who shows that code came."""
    code, typed = _code(code), request.form.get("code", "")
    try:
        came = service.check_in(register(), account(), code, typed)
    except (InvalidValue, Conflict) as error:
        return _refused(code, error, at_the_door=True)
    name = f"{came.person.name} {came.person.phone}" if came.person else ""
    number = f"{came.booking.places}个人"
    if came.again:
        flash(f"这个码刚才签过了：{name}，{number}", "bad")
    else:
        flash(f"签到了：{name}，{number}", "good")
    return redirect(url_for("bureau.roster", code=code, at=DOOR), 303)


@blueprint.post("/sessions/<code>/bookings")
def book_for(code: str) -> Answer:
    """A booking for someone who phoned."""
    code, form = _code(code), request.form
    name, phone, n = form.get("name", ""), form.get("phone", ""), form.get("places", "")
    try:
        booked = service.book_by_phone(register(), account(), code, name, phone, n, rules())
    except (InvalidValue, Conflict) as error:
        return _refused(code, error)
    if booked.state is BookingState.CONFIRMED:
        flash(f"有名额，登记好了，签到码 {booked.door_code}：请告诉本人", "good")
    else:
        flash(f"满了，排上队了。有空位会列到要打电话的里。签到码 {booked.door_code}", "good")
    return _back(code, booked.id)


@blueprint.post("/sessions/<code>/bookings/<int(max=999999999):number>/attend")
def attend(code: str, number: int) -> Answer:
    """Whether who booked came."""
    code, said_of = _code(code), request.form.get("attendance", "")
    if said_of not in _ATTENDANCE:
        return _refused(code, InvalidValue("", said_of, "没认出要记什么", "再点一次"), number)
    attendance = _ATTENDANCE[said_of]
    return _do(code, number, lambda: service.attend(register(), account(), code, number, attendance))


@blueprint.post("/sessions/<code>/bookings/<int(max=999999999):number>/let-in")
def let_in(code: str, number: int) -> Answer:
    """Who waits and stands at the door gets a free place."""
    code = _code(code)

    def act() -> None:
        booked = service.let_in(register(), account(), code, number, rules())
        if booked.state is BookingState.CONFIRMED:
            flash(f"给了名额，签到码 {booked.door_code}", "good")

    return _do(code, number, act)


@blueprint.post("/sessions/<code>/bookings/<int(max=999999999):number>/move")
def move_booking(code: str, number: int) -> Answer:
    """To another session of the same offering."""
    code = _code(code)
    here, to = service.roster(register(), account(), code), request.form.get("to", "")
    if to not in {other.session.code for other in here.others}:
        return _refused(code, InvalidValue("改到哪一场", to, "没选", "在列表里选一场"), number)
    done = _do(code, number, lambda: service.move(register(), account(), code, number, to, rules()))
    if isinstance(done, Response):
        flash("改到那一场了，记得告诉本人：签到码换了", "good")
        return _back(to, number)
    return done


@blueprint.post("/sessions/<code>/bookings/<int(max=999999999):number>/cancel")
def cancel_booking(code: str, number: int) -> Answer:
    """Ends a booking, for a reason."""
    code, why = _code(code), request.form.get("why", "")
    return _do(code, number, lambda: service.cancel_for(register(), account(), code, number, why, rules()))


@blueprint.post("/sessions/<code>/told")
def told(code: str) -> Answer:
    """These people were phoned."""
    code = _code(code)
    numbers = [int(n) for n in request.form.getlist("told") if n.isascii() and n.isdigit() and len(n) < 10]
    n = service.told(register(), account(), code, numbers)
    flash(f"记下了，{n}个人打过电话了" if n else "没勾人，什么也没记", "good" if n else "bad")
    return redirect(f"{url_for('bureau.roster', code=code)}#calls", 303)


def _code(code: str) -> str:
    cleaned = clean_code(code)
    if cleaned is None:
        raise NotFound("没有这一场，链接可能抄漏了")
    return cleaned


def _roster(code: str) -> Roster:
    shown = service.reopened_roster if is_opened(code) else service.roster
    return shown(register(), account(), code)


def _do(code: str, number: int, act: Callable[[], None]) -> Answer:
    """Do it to that booking, and come back to its row."""
    try:
        act()
    except (InvalidValue, Conflict) as error:
        return _refused(code, error, number)
    return _back(code, number)


def _back(code: str, number: int) -> Response:
    return redirect(f"{url_for('bureau.roster', code=code)}#b{number}", 303)


def _refused(
    code: str, error: InvalidValue | Conflict, number: int = 0, *, at_the_door: bool = False
) -> Answer:
    """The page again, with what was typed, and what is wrong beside it."""
    if isinstance(error, InvalidValue):
        errors, status = {_FIELDS.get(error.field, ""): said(error)}, 422
    else:
        errors, status = {"": str(error)}, 409
    page = RosterPage(_roster(code), request.form, errors, number, at_the_door)
    return page.render(), status
