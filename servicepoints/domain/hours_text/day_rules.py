"""The rules of the grammar that begin with days: whose spans follow, closed days, days as usual."""

from servicepoints.domain.hours_text import meanings
from servicepoints.domain.hours_text.meanings import EVERY_DAY, WEEKEND, Days
from servicepoints.domain.hours_text.model import ALL_DAY, Clause
from servicepoints.domain.hours_text.span_rules import read_break
from servicepoints.domain.hours_text.state import SPAN_STARTS, State
from servicepoints.domain.hours_text.tokens import Kind, Token

_VERBS = (Kind.WHOLE_DAY, Kind.OFF, Kind.EXCEPT, Kind.SAME, Kind.NOTICE)
_TWO_SORTS = "同一句里写了两种日子，对不上"


def means_weekend(state: State) -> bool:
    """休息日 is a day to close on (休息日：周一) or the weekend (休息日9:00-12:00), as what follows shows."""
    token = state.peek()
    if token is None or token.text != "休息日":
        return False
    known = (*SPAN_STARTS, Kind.OFF, Kind.SAME, Kind.EXCEPT, Kind.LIST)
    return state.next_is(*known, ahead=1, skip=(Kind.COLON,))


def read_days(state: State) -> None:
    """Days, and the word behind them: 周一闭馆, 节假日除外, 双休日照常开放, or spans to come."""
    days = _day_list(state)
    if days is None:
        return
    beside = (Kind.COLON, Kind.OPEN)
    if state.next_is(*beside) and state.next_is(*_VERBS, ahead=1):
        _look_into_bracket(state)
    if state.next_is(Kind.WHOLE_DAY) and state.next_is(Kind.OFF, ahead=1):
        state.skip(1)
    if state.take(Kind.OFF, Kind.CLOSED_DAY):
        _off(state, days)
    elif state.take(Kind.EXCEPT):
        if _after_closed_days(state):
            state.reading.refuse("“除外”说的是休息日还是开放日，分不清")
        _off(state, days)
    elif state.take(Kind.NOTICE):
        _announced_later(state, days)
    elif state.take(Kind.SAME) and not state.next_is(*SPAN_STARTS, Kind.ALL_DAY, skip=(Kind.COLON,)):
        state.reading.same.append(days)
    else:
        _scope(state, days)


def excluding(state: State, token: Token) -> None:
    """除周一外, 除周一闭馆外, 不含节假日, （除周一）: 除 needs its 外, or a bracket that ends there."""
    days = _day_list(state) if state.next_is(Kind.DAYS, Kind.NTH) else None
    if state.next_is(Kind.OFF) and state.next_is(Kind.BESIDES, ahead=1):
        state.skip(1)
    complete = (
        token.text not in ("除", "除去")
        or state.take(Kind.BESIDES)
        or (state.brackets and state.next_is(Kind.CLOSE))
    )
    if days is None or not complete:
        state.leave(token)
        return
    state.reading.clauses.append(Clause(days=days, dates=state.clause.dates, off=True))


def including(state: State, token: Token) -> None:
    """含法定节假日, 包括双休日."""
    days = _day_list(state) if state.next_is(Kind.DAYS) else None
    if days is None:
        state.leave(token)
    else:
        state.reading.same.append(days)


def closed_day(state: State, token: Token) -> None:
    """闭馆日：周一; 休息时间：12:00-13:00."""
    state.take(Kind.COLON)
    if state.next_is(*SPAN_STARTS):
        read_break(state, token)
        return
    days = _day_list(state) if state.next_is(Kind.DAYS) else None
    if days is None or state.next_is(*SPAN_STARTS, skip=(Kind.COLON,)):
        state.leave(token)
        return
    _off(state, days)


def closed(state: State, token: Token) -> None:
    """闭馆：周一. Without days beside it nobody knows what it closes."""
    if state.take(Kind.COLON) and state.next_is(Kind.DAYS):
        closed_day(state, token)
    else:
        state.reading.refuse(f"“{token.text}”没写是哪天")


def as_usual(state: State, token: Token) -> None:
    """照常, 不打烊, of no named days: said of what stands there already."""
    if ALL_DAY not in state.clause.spans and not state.next_is(*SPAN_STARTS, skip=(Kind.COLON,)):
        state.leave(token)


def _day_list(state: State) -> Days | None:
    """周六、周日和节假日: days joined by list marks or nothing. None when one of them makes no sense."""
    found = Days()
    while token := state.take(Kind.DAYS, Kind.NTH) or (means_weekend(state) and state.take(Kind.CLOSED_DAY)):
        try:
            one = _days_of(token)
        except ValueError:
            state.leave(token)
            return None
        if found.weekdays & one.weekdays and EVERY_DAY in (found.weekdays, one.weekdays):
            state.reading.refuse(_TWO_SORTS)
        found |= one
        # 周六，周日休息: a comma joins single days; after 周二至周日 it ends the list
        joints = (Kind.LIST, Kind.COMMA) if len(one.weekdays) + one.holidays == 1 else (Kind.LIST,)
        if state.next_is(*joints) and state.next_is(Kind.DAYS, Kind.NTH, ahead=1):
            state.skip(1)
    return found


def _look_into_bracket(state: State) -> None:
    """周一（闭馆）, 周日：休息: the mark between the days and their word says nothing."""
    state.brackets += state.take(Kind.OPEN) is not None
    state.take(Kind.COLON)


def _days_of(token: Token) -> Days:
    if token.kind is Kind.CLOSED_DAY:
        return Days(WEEKEND)
    return meanings.nth(token.text) if token.kind is Kind.NTH else meanings.days(token.text)


def _scope(state: State, days: Days) -> None:
    """Days whose spans follow, or, in brackets, whose spans came before: 9:00-17:00（周一至周五）."""
    clause = state.clause
    if days.nth and days.weekdays:
        state.reading.refuse("“第几个”管到哪几天，分不清")
    repeats = clause.days is None or clause.days.weekdays == days.weekdays
    if clause.spans and repeats and state.brackets and state.next_is(Kind.CLOSE):
        clause.days = days if clause.days is None else clause.days | days
        state.close()
        return
    state.close_if_spans()
    said = None if state.clause.days is state.header else state.clause.days
    if said is not None and said.weekdays & days.weekdays and said.weekdays != days.weekdays:
        state.reading.refuse(_TWO_SORTS)
    state.clause.days = days if said is None else said | days
    state.header = None


def _off(state: State, days: Days) -> None:
    dates = state.clause.dates
    state.close_if_spans()
    apart = state.previous is Kind.STOP
    state.reading.clauses.append(Clause(days=days, dates=dates, off=True, apart=apart))


def _after_closed_days(state: State) -> bool:
    clauses = state.reading.clauses
    return not state.clause.spans and state.clause.days is None and bool(clauses) and clauses[-1].off


def _announced_later(state: State, days: Days) -> None:
    if days.holidays and not days.weekdays:
        state.reading.notes.append("节假日怎么开要等通知")
    else:
        state.reading.refuse("有的日子写着另行通知")
