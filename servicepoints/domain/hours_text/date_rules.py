"""The rules of the grammar that begin with dates: seasons, dates of one year, the day a schedule starts."""

from servicepoints.domain.hours_text import meanings
from servicepoints.domain.hours_text.model import Clause
from servicepoints.domain.hours_text.state import State
from servicepoints.domain.hours_text.tokens import Kind, Token
from servicepoints.domain.rules import DateRange

_SEASON_DAYS = 15
_BESIDE = (Kind.OPEN, Kind.COLON, Kind.CLOSE, Kind.LIST)


def read_dates(state: State, token: Token) -> None:
    """夏季（5月-9月）8:00-20:00; 2026年10月1日至7日闭馆. Single days need their year."""
    try:
        ranges = meanings.dates(token.text)
        while state.next_is(Kind.LIST) and (more := state.peek(1)) and more.kind is Kind.DATES:
            state.skip(2)
            ranges += meanings.dates(more.text)
    except ValueError:
        state.leave(token)
        return
    _weekday_beside(state, ranges)
    first = ranges[0].first
    is_off = state.next_is(Kind.OFF)
    if first.day and not first.year and (is_off or any(r.length <= _SEASON_DAYS for r in ranges)):
        state.reading.refuse(f"“{token.text}”没写年份")
    if is_off:
        state.skip(1)
        state.close_if_spans()
        state.reading.clauses.append(Clause(dates=ranges, off=True))
    elif state.clause.spans and not state.clause.dates and state.brackets and state.next_is(Kind.CLOSE):
        state.clause.dates = ranges  # 8:00-20:00（6月-9月）
        state.close()
        state.clause.dates = ()
    else:
        _enter(state, ranges, rest=False)


def rest_of_year(state: State, token: Token) -> None:
    """其他月份: the year outside the seasons said before."""
    _enter(state, (), rest=True)


def season(state: State, token: Token) -> None:
    """夏季 says nothing unless its dates stand beside it."""
    if not state.next_is(Kind.DATES, skip=_BESIDE) and state.before(_BESIDE) is not Kind.DATES:
        state.reading.refuse(f"“{token.text}”没写从几月几日到几月几日")


def from_date(state: State, token: Token) -> None:
    """3月29日起: what follows holds from then on; what came before it would be another schedule."""
    if state.clause.spans or state.reading.clauses:
        state.reading.refuse(f"“{token.text}”前后是两套时间")
    state.reading.notes.append(f"{token.text}执行")


def _enter(state: State, ranges: tuple[DateRange, ...], rest: bool) -> None:
    """From here on these dates; days said before the first of them hold for all: 周一至周日 夏季…冬季…."""
    if state.clause.spans:
        state.close()
    elif state.clause.days is not None:
        state.header = state.clause.days
    state.clause = Clause(days=state.header, dates=ranges, rest_of_year=rest)


def _weekday_beside(state: State, ranges: tuple[DateRange, ...]) -> None:
    """2026年10月10日（周六）: the weekday must be that date's, and says nothing new."""
    only = ranges[0]
    if len(ranges) > 1 or only.first != only.last or not (only.first.year and only.first.day):
        return
    weekday = state.peek(1)
    if (
        weekday
        and weekday.kind is Kind.DAYS
        and state.next_is(Kind.OPEN)
        and state.next_is(Kind.CLOSE, ahead=2)
    ):
        state.skip(3)
        if meanings.days(weekday.text).weekdays != {only.first.on_calendar().weekday()}:
            state.reading.refuse(f"“{weekday.text}”和日期对不上")
