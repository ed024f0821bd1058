"""Chinese opening hours, third step: tokens → clauses (which days, which dates, which spans).

    text    = (clause | days as usual | note)*
    clause  = [dates] [days] (span+ | 24小时 | 闭馆)   days or dates may also follow, in brackets
    span    = [part] clock dash [次日] [part] clock   followed by 休息 it is a break

Each token is consumed by the rule of its kind, or named among the refusals as not understood.
"""

from collections.abc import Callable, Iterable

from servicepoints.domain.hours_text import date_rules, day_rules, span_rules
from servicepoints.domain.hours_text.cursor import SPAN_STARTS
from servicepoints.domain.hours_text.model import Reading
from servicepoints.domain.hours_text.state import State
from servicepoints.domain.hours_text.tokens import Kind, Token


def parse(text: str, tokens: Iterable[Token]) -> Reading:
    """Read all tokens of a normalised text, once."""
    state = State(list(tokens))
    while (token := state.peek()) is not None:
        if token.kind in (Kind.DAYS, Kind.NTH) or (
            token.kind is Kind.CLOSED_DAY and day_rules.means_weekend(state)
        ):
            day_rules.read_days(state)
        elif token.kind in SPAN_STARTS:
            span_rules.read_span(state)
        else:
            state.skip(1)
            _RULES[token.kind](state, token)
        state.previous = token.kind
    return state.finish(text)


def _ignore(state: State, token: Token) -> None:
    """Means nothing by itself."""


def _always(state: State, token: Token) -> None:
    """全年无休."""
    state.reading.always = True


def _bracket(state: State, token: Token) -> None:
    state.brackets = max(0, state.brackets + (1 if token.kind is Kind.OPEN else -1))


_RULES: dict[Kind, Callable[[State, Token], None]] = {
    Kind.NOTE: _ignore,
    Kind.LAST_ENTRY: span_rules.last_entry,
    Kind.ALWAYS: _always,
    Kind.NOON_OPEN: span_rules.noon_open,
    Kind.LUNCH: span_rules.read_break,
    Kind.ALL_DAY: span_rules.all_day,
    Kind.WHOLE_DAY: span_rules.whole_day,
    Kind.FROM_DATE: date_rules.from_date,
    Kind.DATES: date_rules.read_dates,
    Kind.LIKE_DATE: date_rules.like_date,
    Kind.OTHER_DATES: date_rules.rest_of_year,
    Kind.OTHER_TIME: day_rules.other_time,
    Kind.SEASON: date_rules.season,
    Kind.CLOSED_DAY: day_rules.closed_day,
    Kind.EXCLUDING: day_rules.excluding,
    Kind.INCLUDING: day_rules.including,
    Kind.SAME: day_rules.same,
    Kind.OFF: day_rules.closed,
    Kind.DECLINED: day_rules.declined,
    Kind.EXCEPT: State.leave,
    Kind.BESIDES: State.leave,
    Kind.NOTICE: State.leave,
    Kind.DASH: State.leave,
    Kind.UNREAD: State.leave,
    Kind.OPEN: _bracket,
    Kind.CLOSE: _bracket,
    Kind.LIST: _ignore,
    Kind.COMMA: _ignore,
    Kind.COLON: _ignore,
    Kind.STOP: _ignore,
}
