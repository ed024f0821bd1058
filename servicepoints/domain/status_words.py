"""The words for a moment: open until when, opens when, what a courier finds who sets out now.

`at` is the moment that is asked about, `now` that of the reader, where it is another: someone who plans for
tomorrow morning reads 明天7:00关着, not 关着, and no day is named as it looks from there. Texts that live for
days use `date_words` of `hours_words` instead.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache

from servicepoints.domain.arrival import Arrival, ArrivalState
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.status import State, Status
from servicepoints.domain.trust import DISPUTED_WORDS, shut_words
from servicepoints.domain.wording import HOURS_UNKNOWN, POSITION_COARSE

WEEKDAYS = "一二三四五六日"

NOW = "现在"
NOT_TOLD = "怎么开还没通知"

_LONG_STAY = 180
_SMALL_HOURS, _FORENOON, _EVENING = 6, 10, 18


def clock(at: datetime) -> str:
    """The time of day as it is said: 8:30, 21:00."""
    return f"{at.hour}:{at.minute:02d}"


def status_words(status: Status, at: datetime, now: datetime | None = None) -> str:
    """The badge of a point: 开着 · 21:00关门, 午休 · 13:30开, 开门时间没核实, 国庆怎么开还没通知, 已撤点;
    of another moment than now: 23:00开着 · 凌晨2:00关门, 明天7:00关着 · 8:30开.

    Of a space it says which: 24小时驿站开着, 阅览室关着 · 明天9:00开, 关着 · 18:00 夜间驿站开."""
    at = at.astimezone(TIMEZONE)
    now = at if now is None else now.astimezone(TIMEZONE)
    if status.reason == "disputed":
        return DISPUTED_WORDS
    if status.reason == "door" and status.reported is not None:
        return shut_words(status.reported, now.date())
    if status.state is State.UNKNOWN:
        return status.space + unknown_words(status.reason, status.holiday)
    if status.state is State.OPEN:
        said = _open_words(status, at, now)
        # a corner that never closes mostly says so by its name
        return status.space + said.removeprefix("24小时") if status.space else said
    return _closed_words(status, at, now)


def headline_parts(
    status: Status, at: datetime, now: datetime | None = None
) -> tuple[tuple[Status, str], ...]:
    """What the page of a point says first, one or two statuses with their words: what the point is by its own
    hours, and what a space of it is where that differs (关着 · 8:30开；24小时驿站开着)."""
    shut = State.CLOSED
    if status.own is None or (status.state is shut and status.own.state is shut):
        return ((status, status_words(status, at, now)),)
    return ((status.own, status_words(status.own, at, now)), (status, status_words(status, at, now)))


def name_of_moment(at: datetime, now: datetime) -> str:
    """What a moment is called in a sentence: 现在; of another one 今晚23:00, 明早7:00, 周六凌晨2:00."""
    at, now = at.astimezone(TIMEZONE), now.astimezone(TIMEZONE)
    if at == now:
        return NOW
    days = (at.date() - now.date()).days
    if days == 0 and at.hour >= _EVENING:
        return f"今晚{clock(at)}"
    if days in (0, 1) and _SMALL_HOURS <= at.hour < _FORENOON:
        return f"{'明' if days else '今'}早{clock(at)}"
    small = "凌晨" if at.hour < _SMALL_HOURS else ""
    return f"{day_words(at.date(), now.date()) or '今天'}{small}{clock(at)}"


def _that_moment(at: datetime, now: datetime) -> str:
    """What stands before 开着 or 关着, "" for now."""
    return "" if at == now else moment_words(at, now)


def _later(when: datetime, at: datetime, now: datetime) -> str:
    """A moment after the one that is asked about: its day is left out where it is the same day."""
    when = when.astimezone(TIMEZONE)
    return clock(when) if when.date() == at.date() else moment_words(when, now)


def unknown_words(reason: str, holiday: str) -> str:
    """Why nobody knows whether it is open."""
    match reason:
        case "holiday" | "unannounced":
            return f"{holiday or '节假日'}{NOT_TOLD}"
        case "make_up":
            return f"调休上班日{NOT_TOLD}"
        case _:
            return HOURS_UNKNOWN


def _open_words(status: Status, at: datetime, now: datetime) -> str:
    if status.until is None:
        return "24小时开着"
    opened = f"{_that_moment(at, now)}开着"
    if status.reason:  # open until then for certain, and nobody knows what follows
        return f"{opened} · {unknown_words(status.reason, status.holiday)}"
    return f"{opened} · {_closing_words(status.until, at, now)}关门"


def _closing_words(until: datetime, at: datetime, now: datetime) -> str:
    until = until.astimezone(TIMEZONE)
    tomorrow = at.date() + timedelta(days=1)
    if until.date() == tomorrow and until.hour == until.minute == 0:
        return "24:00"
    if until.date() == tomorrow and until.hour < _SMALL_HOURS:
        return f"凌晨{clock(until)}"
    return _later(until, at, now)


def _closed_words(status: Status, at: datetime, now: datetime) -> str:
    """Where the point itself is closed too, a space is named with the hour at which it opens."""
    alone = bool(status.space) and status.own is not None and status.own.state is not State.CLOSED
    who, opener = (status.space, "") if alone else ("", f" {status.space}" if status.space else "")
    said = _that_moment(at, now)
    opens = "" if status.opens_at is None else f"{_later(status.opens_at, at, now)}{opener}开"
    match status.reason:
        case "withdrawn":
            return "已撤点"
        case "ended":
            return "已结束"
        case "suspended":
            return f"{said}临时关门，{opens}" if opens else f"{said}临时关门"
        case "not_yet":
            begins = status.opens_at.astimezone(TIMEZONE) if status.opens_at else None
            if begins and begins.hour == begins.minute == 0:  # at midnight nobody waits at the door
                opens = f"{begins.month}月{begins.day}日开始"
            return f"还没开始 · {opens}" if opens else "还没开始"
        case "break":
            return f"{who}{said}{'午休' if _at_noon(status, at) else '中间休息'} · {opens}"
        case "":
            return f"{who}{said}关着 · {opens}" if opens else f"{who}{said}关着"
        case _:  # an uncertain stretch comes first
            return f"{who}{said}关着 · {unknown_words(status.reason, status.holiday)}"


def _at_noon(status: Status, at: datetime) -> bool:
    """Whether a break between two spans of a day is the one over noon."""
    return 10 <= at.hour < 15 and (status.opens_at is None or status.opens_at.astimezone(TIMEZONE).hour < 16)


def moment_words(when: datetime, at: datetime) -> str:
    """A coming moment as seen from `at`: 13:30, 明天8:30, 周一8:30, 下周三8:30, 10月8日8:30."""
    when, at = when.astimezone(TIMEZONE), at.astimezone(TIMEZONE)
    return day_words(when.date(), at.date()) + clock(when)


def day_words(day: date, today: date) -> str:
    """A coming day as seen from today, put before a time: "" for today, 明天, 周一, 下周三, 10月8日."""
    match (day - today).days:
        case 0:
            return ""
        case 1:
            return "明天"
        case ahead if 1 < ahead < 7:
            # on Thursday, Monday is 下周一; at the weekend everybody says 周一
            next_week = day.weekday() < today.weekday() < 5
            return f"{'下周' if next_week else '周'}{WEEKDAYS[day.weekday()]}"
        case 7:
            return f"下周{WEEKDAYS[day.weekday()]}"
        case _:
            return f"{day.month}月{day.day}日"


def arrival_words(arrival: Arrival | None, named: str = "", setting_out: str = NOW) -> str:
    """What a courier finds who sets out now: 骑到能歇40分钟; 现在关着，骑到正好开（13:30）;
    骑到24小时驿站还开着.

    `named` is the space that was just named: it is not named again. `setting_out` is the name of the moment
    (`name_of_moment`). None stands for a position too coarse to ride to.
    """
    if arrival is None:
        return POSITION_COARSE
    there = f"骑到{'' if arrival.space == named else arrival.space}"
    match arrival.state:
        case ArrivalState.USABLE:
            return stay_words(arrival.usable_minutes, there)
        case ArrivalState.OPENS_BY_ARRIVAL:
            opens = "" if arrival.opens_at is None else f"（{clock(arrival.opens_at.astimezone(TIMEZONE))}）"
            return f"{setting_out}关着，{there}正好开{opens}"
        case ArrivalState.TOO_SHORT:
            return "骑到就快关了" if arrival.usable_minutes else "骑到就关了"
        case ArrivalState.CLOSED:
            return "骑到还没开" if arrival.opens_at is not None else "骑到时关着"
        case _:
            return "骑到开没开说不准"


def stay_words(usable_minutes: int | None, on_arrival: str) -> str:
    """How long one can stay, never more than is certain: 骑到能歇40分钟, 骑到能歇1个多小时, 骑到还开着.

    `on_arrival` begins the sentence (骑到; on a point's page 到了). None is no end in sight.
    """
    if usable_minutes is None or usable_minutes >= _LONG_STAY:
        return f"{on_arrival}还开着"
    if usable_minutes < 60:
        return f"{on_arrival}能歇{usable_minutes}分钟"
    hours, rest = divmod(usable_minutes, 60)
    return f"{on_arrival}能歇{hours}{'个多' if rest else ''}小时"


def distance_words(metres: float | None) -> str:
    """A straight-line distance: 450米, 1.2公里, 12公里; 位置没核实 where it is not known."""
    if metres is None:
        return POSITION_COARSE
    if metres < 995:
        return f"{max(10, round(metres / 10) * 10)}米"
    return f"{metres / 1000:.1f}公里" if metres < 9950 else f"{metres / 1000:.0f}公里"


def rough_way_words(distance_m: float | None, ride_minutes: int | None, deviation_m: float) -> str:
    """The way from a place that is known only to within so many metres: 约1.2公里·骑约7分; nearer than that
    there is no telling but 1.1公里以内."""
    if distance_m is None:
        return POSITION_COARSE
    if distance_m <= deviation_m:
        return f"{distance_words(distance_m + deviation_m)}以内"
    ride = ride_words(ride_minutes).replace("骑", "骑约", 1)
    return "·".join(part for part in (f"约{distance_words(distance_m)}", ride) if part)


@lru_cache(maxsize=128)
def ride_words(minutes: int | None) -> str:
    """Riding time: 骑3分, 骑1小时5分; "" where it is not known."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    if hours == 0:
        return f"骑{rest}分"
    return f"骑{hours}小时{f'{rest}分' if rest else ''}"


def way_words(distance_m: float | None, ride_minutes: int | None) -> str:
    """Distance and riding time as on a card: 450米·骑3分; 位置没核实 where the position is coarse."""
    distance, ride = distance_words(distance_m), ride_words(ride_minutes)
    return f"{distance}·{ride}" if ride else distance
