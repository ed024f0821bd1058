"""A session's roster as a file: for a door without a network, or for the bureau's own records."""

from collections.abc import Mapping
from datetime import datetime

from servicepoints.domain.booking_words import ATTENDANCE_WORDS, session_words, state_words
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import OfferingKind
from servicepoints.domain.roles import Account
from servicepoints.register import Register
from servicepoints.services.booking.roster import BY_DESK, Entry, Roster, open_roster
from servicepoints.services.exporting.sheet_file import SheetFile, sheet_format
from servicepoints.sheets.writing import Table

_FORGOTTEN = "（到期已删除）"
_BY: Mapping[str, str] = {BY_DESK: "局里代办"}


def export_roster(register: Register, account: Account, session: str, ending: str) -> SheetFile:
    """The roster with names and numbers, in the format of that ending (xlsx, csv); that the account took
    them is noted. NotFound, NotAllowed, InvalidValue."""
    form = sheet_format(ending)
    opened = open_roster(register, account, session, "导出名单")
    starts = opened.standing.session.starts_at.astimezone(TIMEZONE)
    return form.file(f"名单{starts:%Y%m%d-%H%M}-{session}", _table(opened))


def _table(opened: Roster) -> Table:
    offering, session = opened.standing.offering, opened.standing.session
    return Table(
        title="名单",
        notes=f"{opened.point.name} {offering.title} {session_words(session)}",
        headers=("姓名", "手机号", "人数", "签到码", "状态", "来没来", "登记时间", "谁登记的", "备注"),
        rows=[_row(entry, offering.kind) for entry in opened.entries],
    )


def _row(entry: Entry, kind: OfferingKind) -> tuple[str | float, ...]:
    one, person = entry.booking, entry.person
    return (
        person.name if person else _FORGOTTEN,
        person.phone if person else "",
        one.places,
        one.door_code,
        state_words(one.state, kind),
        ATTENDANCE_WORDS[one.attendance] if one.attendance else "",
        _moment(one.made_at),
        _BY.get(one.made_by, "本人"),
        one.reason,
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(TIMEZONE):%Y-%m-%d %H:%M}"
