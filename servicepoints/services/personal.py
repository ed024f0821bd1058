"""What is held of one mobile number, for whoever asks for it: looked up, written out, erased.

At the city's desk or at the command line; each look, writing out and erasing is recorded, without the number.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from servicepoints.domain.booking_words import moment_in_full
from servicepoints.domain.roles import Account, Role, require_city
from servicepoints.errors import Conflict
from servicepoints.register import Register, bookings, offerings, personal, places, points
from servicepoints.register.bookings import Booking
from servicepoints.register.personal import Request
from servicepoints.register.transaction import Reader, Writer
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.booking.persons import person_of
from servicepoints.services.booking.rules import Rules
from servicepoints.services.exporting.sheet_file import SheetFile

COMMAND_LINE = Account(0, "", "命令行", Role.CITY, "")
"""Who runs the command: whoever may read the register's file and its key."""
LOOK, EXPORT, ERASE = "look", "export", "erase"
_WHY = "本人要求删除个人信息"
_MOST = 50
_STATES = {"confirmed": "约好了", "waiting": "在排队", "cancelled": "取消了"}
WORDS = {
    "booking": "报名和预约", "point": "点位", "revision": "改动记录", "review_item": "待处理",
    "sighting": "到访反馈", "suggestion": "推荐的点", "offering": "活动", "offering_session": "场次",
    "outbox": "群通知",
    "digest_opening": "群通知的开头", "geocode_answer": "找位置的记录", "keeper_use": "负责人的记录",
    "position_candidate": "候选的位置",
}  # fmt: skip
"""What each table is called at the desk."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is held: of which sort (WORDS), and what, in full."""

    sort: str
    words: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """All of it. `coming`: how many bookings stand of sessions that have not ended; they would be
    cancelled."""

    phone: str
    lines: tuple[Line, ...]
    coming: int


def number_of(typed: str) -> str:
    """A mobile number as typed, as eleven figures. InvalidValue."""
    return person_of("示例", typed).phone


def look_up(register: Register, account: Account, phone: str) -> Holdings:
    """What is held of a number, recorded. NotAllowed, InvalidValue; SettingError without the data key."""
    with register.write(actor_of(account)) as writer:
        return _looked(writer, account, phone, LOOK)


def written_out(register: Register, account: Account, phone: str) -> SheetFile:
    """The same as a text to hand over, recorded."""
    with register.write(actor_of(account)) as writer:
        found = _looked(writer, account, phone, EXPORT)
        day = moment_in_full(writer.now)
    head = f"{found.phone} 在歇脚点登记库里的个人信息（{day}查）"
    body = [f"{line.sort}：{line.words}" for line in found.lines] or ["什么也没有。"]
    text = "\r\n".join([head, "", *body, ""])
    return SheetFile(
        f"个人信息-{masked(found.phone)}.txt", "text/plain; charset=utf-8", text.encode("utf-8-sig")
    )


def erase(register: Register, account: Account, phone: str, rules: Rules, *, ending: bool) -> dict[str, int]:
    """Erases a number everywhere, and records it; how many of each sort.

    Standing bookings are cancelled first, and their places given on, if `ending`; else Conflict while there
    are any. NotAllowed, InvalidValue.
    """
    require_city(account)
    phone = number_of(phone)
    with register.read() as reader:
        coming = _coming(reader, phone, register.now())
    if coming and not ending:
        raise Conflict(f"还有{len(coming)}个没结束的报名：勾上“先取消”再删")
    for booking in coming:  # one transaction changes one session
        with register.write(actor_of(account)) as writer:
            places.cancel(writer, booking, _WHY, rules.open_window)
    with register.write(actor_of(account)) as writer:
        if _coming(writer, phone, writer.now):
            raise Conflict("这个号码刚刚又报了名，没有删：再查一次")
        counts = {WORDS[name]: n for name, n in personal.erase(writer, phone, _WHY).items()}
        personal.note(writer, account.name, ERASE, masked(phone), counts)
    return counts


def recorded(register: Register, account: Account) -> list[Request]:
    """What was done for whom lately."""
    require_city(account)
    with register.read() as reader:
        return personal.requests(reader, _MOST)


def masked(phone: str) -> str:
    """139****0001."""
    return f"{phone[:3]}****{phone[-4:]}"


def _looked(writer: Writer, account: Account, phone: str, what: str) -> Holdings:
    require_city(account)
    found = _holdings(writer, number_of(phone), writer.now)
    counts = dict(Counter(line.sort for line in found.lines))
    personal.note(writer, account.name, what, masked(found.phone), counts)
    return found


def _coming(reader: Reader, phone: str, now: datetime) -> list[Booking]:
    found = [one for one in bookings.all_by_phone(reader, phone) if one.stands]
    return [one for one in found if offerings.standing(reader, one.session).session.ends_at > now]


def _holdings(reader: Reader, phone: str, now: datetime) -> Holdings:
    booked = [Line(WORDS["booking"], _booked(reader, one)) for one in bookings.all_by_phone(reader, phone)]
    held = personal.find(reader, phone)
    names = {
        code: point.name for code, point in points.get_many(reader, [h.at for h in held if h.at]).items()
    }
    lines = [
        Line(WORDS[one.table], "　".join(filter(None, (names.get(one.at, ""), *dict.fromkeys(one.texts)))))
        for one in held
    ]
    return Holdings(phone, (*booked, *lines), len(_coming(reader, phone, now)))


def _booked(reader: Reader, booking: Booking) -> str:
    who = bookings.person(reader.secrecy, booking)
    at = offerings.standing(reader, booking.session)
    when = moment_in_full(at.session.starts_at)
    name = who.name if who else ""
    made = moment_in_full(booking.made_at)
    state = _STATES[booking.state.value]
    return f"{name}　{at.offering.title} {when}　{booking.places}个人　{state}　{made}报的"
