"""The rules of the grammar that begin with clock times: spans, breaks cut out of them, the whole day."""

import re

from servicepoints.domain.hours_text import meanings
from servicepoints.domain.hours_text.cursor import SPAN_STARTS
from servicepoints.domain.hours_text.model import ALL_DAY
from servicepoints.domain.hours_text.spans import ClockTime, ImplausibleError, span
from servicepoints.domain.hours_text.state import State
from servicepoints.domain.hours_text.tokens import Kind, Token
from servicepoints.domain.hours_text.writings import CLOCK
from servicepoints.domain.rules import Span
from servicepoints.domain.timeline import intersect, subtract

_LAST_ENTRY_BEFORE = 120


def read_span(state: State) -> None:
    """A span of the clause, or a break in it when a word of rest follows: 12:00-13:00午休."""
    spoken = state.next_is(Kind.PART)
    made = [_span(state)]
    while state.brackets and state.next_is(Kind.LIST) and state.next_is(*SPAN_STARTS, ahead=1):
        state.skip(1)
        made.append(_span(state))
    in_bracket = bool(state.brackets)
    if _is_break(state):
        while state.take(Kind.LUNCH, Kind.OFF, Kind.EXCEPT):
            pass
        for one in made:
            if one:
                _cut(state, one, in_bracket)
        return
    for one in made:
        if one:
            _add(state, one, spoken)


def read_break(state: State, token: Token) -> None:
    """午休12:00-13:00: cut out of the spans of its clause."""
    state.take(Kind.COLON)
    if not state.next_is(*SPAN_STARTS):
        state.reading.refuse(f"“{token.text}”没写几点到几点")
    elif made := _span(state):
        _cut(state, made, bool(state.brackets))


def all_day(state: State, token: Token) -> None:
    """24小时."""
    if state.clause.spans:
        state.reading.refuse(f"又写“{token.text}”又写钟点，对不上")
    state.clause.spans.append(ALL_DAY)


def whole_day(state: State, token: Token) -> None:
    """全天 names no clock times; beside real ones it says nothing."""
    beside = (Kind.COLON, Kind.OPEN, Kind.CLOSE)
    said_elsewhere = state.next_is(*SPAN_STARTS, Kind.ALL_DAY, Kind.OFF, skip=beside)
    if not said_elsewhere and state.previous is not Kind.ALL_DAY:
        state.reading.doubt("“全天”没写几点到几点，按24小时给出建议")
        all_day(state, token)


def noon_open(state: State, token: Token) -> None:
    """中午不休息: true of the clause it stands in."""
    state.clause.noon_open = True


def last_entry(state: State, token: Token) -> None:
    """16:30停止入馆 changes nothing if it is shortly before the end; 12:00停止办理 would be an end itself."""
    clauses = state.reading.opened
    spans = state.clause.spans or (clauses[-1].spans if clauses else [])
    clock = re.search(CLOCK, token.text)
    try:
        hour, minute = meanings.clock(clock[0] if clock else "")
    except ValueError:
        state.leave(token)
        return
    before_end = {(end - at) % 720 for _, end in spans for at in [hour * 60 + minute]}
    if not any(left <= _LAST_ENTRY_BEFORE for left in before_end):
        state.reading.refuse(f"“{token.text}”和开放时间对不上")


def _add(state: State, made: Span, spoken: bool) -> None:
    clause = state.clause
    if intersect(sorted(clause.spans), [made]):
        state.reading.refuse("同一天的时段有重叠")
    elif clause.spans and not spoken and made[0] < clause.spans[-1][0]:
        state.reading.refuse("同一天的时段先后颠倒，分不清上午还是下午")
    clause.by_part = clause.by_part and spoken
    clause.spans.append(made)


def _is_break(state: State) -> bool:
    """Whether the span just read is a time of rest: 12:00-13:00午休, 11:30-13:00（休息）."""
    word = state.peek(skip=(Kind.OPEN,))
    if word is None or word.kind not in (Kind.LUNCH, Kind.OFF, Kind.EXCEPT):
        return False
    # 9:00-17:00 闭馆：周一 names a day to close on; 8:30-17:00 午休12:00-13:00 a break yet to come
    ahead = 2 if state.next_is(Kind.OPEN) else 1
    if state.next_is(Kind.COLON, Kind.DAYS, *SPAN_STARTS, ahead=ahead):
        return False
    state.brackets += state.take(Kind.OPEN) is not None
    return True


def _cut(state: State, made: Span, in_bracket: bool) -> None:
    """Take a break out of the clause. Only a bracket ties it to the last of several clauses."""
    if not state.clause.spans:
        state.reading.refuse("休息的钟点没写在开放时间后面")
        return
    if not in_bracket and state.reading.opened:
        state.reading.refuse("午休说的是哪几天，分不清")
    spans = sorted(state.clause.spans)
    if any(a < made[0] and made[1] < b for a, b in spans):
        state.clause.spans = list(subtract(spans, [made]))
    elif not spans[0][0] < made[0] < made[1] < spans[-1][1] or intersect(spans, [made]):
        state.reading.refuse("休息的钟点和开放时间对不上")


def _span(state: State) -> Span | None:
    """Two clock times. Refuses and gives None if they make no span; consumes at least one token."""
    made = _two_times(state)
    state.clause.broken = state.clause.broken or made is None
    return made


def _two_times(state: State) -> Span | None:
    start = _time(state, None)
    if start is None:
        return None
    dash = state.take(Kind.DASH)
    opposite = state.next_is(Kind.PART) and start.part in ("早", "朝")  # 早8晚8
    end = _time(state, start) if dash or opposite else None
    if end is None:
        state.reading.miss(f"“{start.part}{start.text}”只有一个钟点，没写到几点")
        return None
    try:
        return span(start, end, state.by_24_hours)
    except ImplausibleError as error:
        state.reading.refuse(str(error))
        return None


def _time(state: State, start: ClockTime | None) -> ClockTime | None:
    """One clock time with the words before it; am and pm may also follow. Else refuses and gives None."""
    next_day = state.take(Kind.NEXT_DAY) is not None
    part = state.take(Kind.PART)
    between = (Kind.COLON, Kind.OPEN)
    while part and state.next_is(*between) and state.next_is(Kind.CLOCK, Kind.NUMBER, skip=between):
        state.brackets += state.take(Kind.OPEN) is not None
        state.take(Kind.COLON)
    token = state.take(Kind.CLOCK, Kind.NUMBER)
    if token is None:
        if part or next_day:
            state.reading.miss(f"“{part.text if part else '次日'}”没写几点到几点")
        return None
    try:
        hour, minute = meanings.clock(token.text)
    except ValueError:
        state.reading.refuse(f"“{token.text}”不是钟点")
        return None
    said = _part(part) if part else ""
    suffix = state.peek()
    if not said and suffix is not None and suffix.kind is Kind.PART and suffix.text[0] in "AaPp":
        # 9:00AM-5:00PM, 9:00-5:00PM; but AM8:30-11:30 PM1:30-5:00
        before_next = state.next_is(Kind.CLOCK, Kind.NUMBER, ahead=1)
        if start is None or start.suffixed or not (start.part or before_next):
            state.skip(1)
            return ClockTime(hour, minute, _part(suffix), next_day, token.text, suffixed=True)
    return ClockTime(hour, minute, said, next_day, token.text)


def _part(token: Token) -> str:
    return token.text.lower().replace(".", "")
