"""The forms of sessions: one, changed or new, and a weekly series, as typed and back."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from werkzeug.datastructures import MultiDict

from servicepoints.domain.calendar import DayType
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import Session
from servicepoints.domain.session_series import Series
from servicepoints.services.booking.scheduling import Terms
from servicepoints.web.bureau.numbers import day_of
from servicepoints.web.bureau.typed_form import (
    Reading,
    clock_time,
    minutes,
    moment_or_none,
    number,
    number_or_none,
    number_or_zero,
)

FIELDS: Mapping[str, str] = {
    "日期": "date", "开始": "date", "结束": "ends", "名额": "capacity", "一次最多几个人": "most",
    "排队最多几个": "queue", "开始报名或预约": "opens", "星期": "weekdays", "到哪天": "last",
    "每场多少分钟": "slot", "原因": "why",
}  # fmt: skip
"""The fields that services name, by the names that they have in these forms."""

SKIPS: Mapping[DayType, str] = {
    DayType.PUBLIC_HOLIDAY: "法定节假日",
    DayType.MAKE_UP: "调休上班的周末",
    DayType.UNANNOUNCED: "可能放假、还没公布的日子",
}
"""The types of days that a series may leave out."""

BLANK: Mapping[str, str] = {"most": "1", "queue": "0", "notice": "0"}
_DAY = timedelta(days=1)
_NO_DAY, _NO_TIME = date(2000, 1, 1), time(0)


def session_of(reading: Reading, has_places: bool) -> Session:
    """The session that was typed; only without errors may it be used."""
    day = reading.take("date", lambda text: day_of(text, "日期"), _NO_DAY)
    begins = reading.take("begins", clock_time, _NO_TIME)
    ends = reading.take("ends", clock_time, _NO_TIME)
    starts_at = datetime.combine(day, begins, TIMEZONE)
    return Session(
        starts_at=starts_at,
        ends_at=datetime.combine(day if ends > begins else day + _DAY, ends, TIMEZONE),
        capacity=reading.take("capacity", number, 0) if has_places else None,
        most=reading.take("most", number, 1) if has_places else 1,
        queue=reading.take("queue", number_or_zero, 0) if has_places else 0,
        opens_at=reading.take("opens", moment_or_none, None) if has_places else None,
        closes_at=reading.take("closes", moment_or_none, None) if has_places else None,
        notice=reading.take("notice", minutes, timedelta(0)) if has_places else timedelta(0),
    )


def typed_session(session: Session) -> dict[str, str]:
    """The fields of a session, as its form shows them."""
    starts, ends = session.starts_at.astimezone(TIMEZONE), session.ends_at.astimezone(TIMEZONE)
    return {
        "date": f"{starts:%Y-%m-%d}",
        "begins": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "capacity": str(session.capacity or ""),
        "most": str(session.most),
        "queue": str(session.queue),
        "opens": _moment(session.opens_at),
        "closes": _moment(session.closes_at),
        "notice": str(int(session.notice.total_seconds() // 60)),
        "revision": str(session.revision),
    }


def series_of(reading: Reading, form: "MultiDict[str, str]") -> Series:
    """The series that was typed; only without errors may it be used."""
    first = reading.take("date", lambda text: day_of(text, "从哪天"), _NO_DAY)
    slot = reading.take("slot", number_or_none, None)
    return Series(
        weekdays=frozenset(int(day) for day in form.getlist("weekdays") if day in set("0123456")),
        first=first,
        last=reading.take("last", lambda text: day_of(text, "到哪天"), first),
        begins=reading.take("begins", clock_time, _NO_TIME),
        ends=reading.take("ends", clock_time, _NO_TIME),
        slot=timedelta(minutes=slot) if slot else None,
        skipped=frozenset(kind for kind in SKIPS if kind.value in form.getlist("skip")),
    )


def terms_of(reading: Reading, has_places: bool) -> Terms:
    """What the sessions of a series have in common."""
    if not has_places:
        return Terms(None)
    days = reading.take("opens_days", number_or_none, None)
    return Terms(
        capacity=reading.take("capacity", number, 0),
        most=reading.take("most", number, 1),
        queue=reading.take("queue", number_or_zero, 0),
        opens_before=None if days is None else timedelta(days=days),
        notice=reading.take("notice", minutes, timedelta(0)),
    )


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(TIMEZONE):%Y-%m-%dT%H:%M}" if at else ""
