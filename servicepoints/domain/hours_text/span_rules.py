"""The rules of the grammar that begin with clock times: spans, breaks cut out of them, the whole day."""

from servicepoints.domain.hours_text import meanings
from servicepoints.domain.hours_text.model import ALL_DAY
from servicepoints.domain.hours_text.spans import ClockTime, ImplausibleError, span
from servicepoints.domain.hours_text.state import SPAN_STARTS, State
from servicepoints.domain.hours_text.tokens import Kind, Token
from servicepoints.domain.rules import Span
from servicepoints.domain.timeline import intersect, subtract


def read_span(state: State) -> None:
    """A span of the clause, or a break in it when a word of rest follows: 12:00-13:00午休."""
    made = _span(state)
    if made is None:
        return
    in_bracket = bool(state.brackets)
    if _is_break(state):
        while state.take(Kind.LUNCH, Kind.OFF, Kind.EXCEPT):
            pass
        _cut(state, made, in_bracket)
        return
    if intersect(sorted(state.clause.spans), [made]):
        state.reading.refuse("同一天的时段有重叠")
    state.clause.spans.append(made)


def read_break(state: State, token: Token) -> None:
    """午休12:00-13:00: cut out of the spans of its clause."""
    state.take(Kind.COLON)
    made = _span(state) if state.next_is(*SPAN_STARTS) else None
    if made is None:
        state.reading.refuse(f"“{token.text}”没写几点到几点")
        return
    _cut(state, made, bool(state.brackets))


def all_day(state: State, token: Token) -> None:
    """24小时."""
    if state.clause.spans:
        state.reading.refuse(f"又写“{token.text}”又写钟点，对不上")
    state.clause.spans.append(ALL_DAY)


def whole_day(state: State, token: Token) -> None:
    """全天 names no clock times; beside real ones it says nothing."""
    if state.next_is(*SPAN_STARTS, Kind.ALL_DAY, skip=(Kind.COLON,)) or state.previous is Kind.ALL_DAY:
        return
    state.reading.doubt("“全天”没写几点到几点，按24小时给出建议")
    all_day(state, token)


def noon_open(state: State, token: Token) -> None:
    """中午不休息: true of the clause it stands in."""
    state.clause.noon_open = True


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
    if not in_bracket and any(not c.off for c in state.reading.clauses):
        state.reading.refuse("午休说的是哪几天，分不清")
    spans = sorted(state.clause.spans)
    if any(a < made[0] and made[1] < b for a, b in spans):
        state.clause.spans = list(subtract(spans, [made]))
    elif not spans or not spans[0][0] < made[0] < made[1] < spans[-1][1] or intersect(spans, [made]):
        state.reading.refuse("休息的钟点和开放时间对不上")


def _span(state: State) -> Span | None:
    """Two clock times. Refuses and gives None if they make no span; consumes at least one token."""
    start = _time(state, None)
    if start is None:
        return None
    dash = state.take(Kind.DASH)
    opposite = state.next_is(Kind.PART) and start.part in ("早", "朝")  # 早8晚8
    end = _time(state, start) if dash or opposite else None
    if end is None:
        state.reading.refuse(f"“{start.part}{start.text}”只有一个钟点，没写到几点")
        return None
    try:
        return span(start, end)
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
            state.reading.refuse(f"“{part.text if part else '次日'}”没写几点到几点")
        return None
    try:
        hour, minute = meanings.clock(token.text)
    except ValueError:
        state.reading.refuse(f"“{token.text}”不是钟点")
        return None
    if part is None and (start is None or start.suffixed):
        suffix = state.peek()
        if suffix is not None and suffix.kind is Kind.PART and suffix.text[0] in "AaPp":
            state.skip(1)
            return ClockTime(hour, minute, _part(suffix), next_day, token.text, suffixed=True)
    return ClockTime(hour, minute, _part(part) if part else "", next_day, token.text)


def _part(token: Token) -> str:
    return token.text.lower().replace(".", "")
