"""The rules of the grammar that begin with days or with a word about them: 闭馆, 除外, 照常, 另行通知."""

from servicepoints.domain.hours_text import meanings
from servicepoints.domain.hours_text.cursor import SPAN_STARTS
from servicepoints.domain.hours_text.meanings import EVERY_DAY, WEEKEND, Days
from servicepoints.domain.hours_text.model import ALL_DAY, Clause
from servicepoints.domain.hours_text.span_rules import read_break
from servicepoints.domain.hours_text.state import State
from servicepoints.domain.hours_text.tokens import Kind, Token

_SPANS_OR_ALL_DAY = (*SPAN_STARTS, Kind.ALL_DAY)


def means_weekend(state: State) -> bool:
    """休息日 is a day to close on (休息日：周一) or the weekend (休息日9:00-12:00), as what follows shows."""
    token = state.peek()
    if token is None or token.text != "休息日":
        return False
    known = (*SPAN_STARTS, Kind.OFF, Kind.SAME, Kind.EXCEPT, Kind.LIST)
    return state.next_is(*known, ahead=1, skip=(Kind.COLON,))


def read_days(state: State) -> None:
    """Days, and a word that says of them something else than hours: 节假日除外, 双休日照常开放."""
    found = _day_list(state)
    if found is None:
        return
    days, text = found
    if state.next_is(Kind.COLON, Kind.OPEN) and state.next_is(Kind.EXCEPT, Kind.SAME, Kind.NOTICE, ahead=1):
        state.brackets += state.take(Kind.OPEN) is not None
        state.take(Kind.COLON)
    if state.take(Kind.EXCEPT):
        _exclude(state, days, text)
    elif state.take(Kind.NOTICE):
        _announced_later(state, days)
    elif state.take(Kind.SAME) and not state.next_is(*_SPANS_OR_ALL_DAY, skip=(Kind.COLON,)):
        _as_usual(state, days)
    elif not _weekday_of_dates(state, days, text):
        state.say_days(days, text)


def excluding(state: State, token: Token) -> None:
    """除周一外, 除周一闭馆外, 不含节假日, （除周一）: 除 needs its 外, or a bracket that ends there."""
    found = _day_list(state) if state.next_is(Kind.DAYS, Kind.NTH) else None
    if state.next_is(Kind.OFF) and state.next_is(Kind.BESIDES, ahead=1):
        state.skip(1)
    complete = (
        token.text not in ("除", "除去")
        or state.take(Kind.BESIDES)
        or (state.brackets and state.next_is(Kind.CLOSE))
    )
    if found is None or not complete:
        state.leave(token)
    else:
        _exclude(state, *found)


def including(state: State, token: Token) -> None:
    """节假日（含双休日）9:00-16:00 names more days; 周一至周日9:00-17:00，含节假日 says: as usual."""
    found = _day_list(state) if state.next_is(Kind.DAYS) else None
    if found is None:
        state.leave(token)
        return
    days, _ = found
    said = None if state.clause.complete else state.clause.days
    days_off = said is not None and (said.weekdays == WEEKEND or (said.holidays and not said.weekdays))
    if said is not None and (days_off or not days.holidays):
        state.clause.days = said | days
    else:
        state.reading.same.append(days)


def closed(state: State, token: Token) -> None:
    """周一闭馆, 周一（闭馆）, 7-8月闭馆, 闭馆：周一. 其余时间不开放 says nothing new."""
    if state.take(Kind.COLON) and state.next_is(Kind.DAYS):
        closed_day(state, token)
    elif state.previous is not Kind.OTHER_TIME and not state.say_off():
        state.reading.miss(f"“{token.text}”没写是哪天")


def declined(state: State, token: Token) -> None:
    """周六不受理. 12:00-13:00停止接待 may leave the door open."""
    if not state.say_off():
        state.leave(token)


def closed_day(state: State, token: Token) -> None:
    """闭馆日：周一; 周一为闭馆日; 休息时间：12:00-13:00."""
    colon = state.take(Kind.COLON)
    if state.next_is(*SPAN_STARTS):
        read_break(state, token)
    elif not colon and state.previous in (Kind.DAYS, Kind.NTH) and state.say_off():
        return
    else:
        found = _day_list(state) if state.next_is(Kind.DAYS) else None
        if found is None or state.next_is(*SPAN_STARTS, skip=(Kind.COLON,)):
            state.leave(token)
            return
        if state.clause.complete or state.clause.days is not None:
            state.close()
        state.say_days(*found)
        state.say_off()


def same(state: State, token: Token) -> None:
    """照常, 不打烊, of no named days: said of what stands there already."""
    if ALL_DAY not in state.clause.spans and not state.next_is(*SPAN_STARTS, skip=(Kind.COLON,)):
        state.leave(token)


def other_time(state: State, token: Token) -> None:
    """周一闭馆，其余时间9:00-17:00: all days but the closed ones; 9:00-17:00，其他时间不开放."""
    if state.next_is(Kind.OFF):
        if any(c.dates or c.off for c in state.reading.clauses) or not state.clause.spans:
            state.leave(token)
        return
    clauses = state.reading.clauses
    if state.clause.complete or not clauses or any(not c.off or c.dates or not _plain(c) for c in clauses):
        state.leave(token)
    elif not state.next_is(Kind.DAYS):
        state.say_days(Days(EVERY_DAY), token.text)


def _plain(clause: Clause) -> bool:
    return clause.days is not None and not clause.days.nth


def _day_list(state: State) -> tuple[Days, str] | None:
    """周六、周日和节假日: days joined by list marks or nothing, and their words. None when one of them makes
    no sense.
    """
    found, words = Days(), []
    while token := state.take(Kind.DAYS, Kind.NTH) or (means_weekend(state) and state.take(Kind.CLOSED_DAY)):
        try:
            one = _days_of(token)
            words.append(token.text)
        except ValueError:
            state.leave(token)
            return None
        if found.nth and one.weekdays:
            state.reading.refuse("“第几个”管到哪几天，分不清")
        if not (found.weekdays and one.each):  # 周一至周五每天: each of these
            if found.weekdays & one.weekdays and EVERY_DAY in (found.weekdays, one.weekdays):
                state.reading.refuse("同一句里写了两种日子，对不上")
            found |= one
        # 周六，周日休息: a comma joins single days; after 周二至周日 it ends the list
        single = len(one.weekdays) + one.holidays == 1 and not state.times_first
        joints = (Kind.LIST, Kind.COMMA) if single else (Kind.LIST,)
        if state.next_is(*joints) and state.next_is(Kind.DAYS, Kind.NTH, ahead=1):
            if state.take(Kind.COMMA) and state.follows_hours_without_days():
                state.reading.refuse("日子说的是前面还是后面的时间，分不清")  # 9:00-17:00 周六，周日休息
            state.take(Kind.LIST)
    return found, "、".join(words)


def _days_of(token: Token) -> Days:
    if token.kind is Kind.CLOSED_DAY:
        return Days(WEEKEND)
    return meanings.nth(token.text) if token.kind is Kind.NTH else meanings.days(token.text)


def _weekday_of_dates(state: State, days: Days, text: str) -> bool:
    """2026年10月10日（周六）: the weekday must be that date's, and says nothing new."""
    clause = state.clause
    dates = clause.dates if clause.own_dates and clause.days is None and not clause.complete else ()
    if not dates or any(r.first != r.last or not (r.first.year and r.first.day) for r in dates):
        return False
    if days.weekdays != {r.first.on_calendar().weekday() for r in dates}:
        state.reading.refuse(f"“{text}”和日期对不上")
    return True


def _exclude(state: State, days: Days, text: str) -> None:
    """Days on which it is closed although others are named: the clause being read goes on."""
    clause = state.clause
    if (
        not clause.complete
        and clause.days is None
        and state.reading.clauses
        and state.reading.clauses[-1].off
    ):
        state.reading.refuse("“除外”说的是休息日还是开放日，分不清")
    within = clause.days is not None and not clause.complete
    if within and clause.days is not None and clause.days.holidays and days.weekdays:
        state.reading.refuse(f"“{text}”碰上节假日开不开，分不清")
    state.reading.clauses.append(
        Clause(days=days, dates=clause.dates, inherited=True, said=text, off=True, within=within)
    )


def _as_usual(state: State, days: Days) -> None:
    if state.clause.own_dates and not state.clause.complete:
        state.reading.refuse("“照常”说的是哪几天，分不清")
    state.reading.same.append(days)


def _announced_later(state: State, days: Days) -> None:
    if not days.holidays or days.weekdays:
        state.reading.refuse("有的日子写着另行通知")
    state.reading.later = True
    state.reading.note("节假日怎么开要等通知")
