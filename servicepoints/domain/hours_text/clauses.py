"""Chinese opening hours, fourth step: tokens → clauses (which days, which dates, which spans), and what was odd.

    text    = (clause | closed days | same-as-usual days | note)*
    clause  = [dates] [days] (span+ | all day)        days may follow in brackets
    span    = [part] clock dash [次日] [part] clock
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from servicepoints.domain.hours_text import meanings
from servicepoints.domain.hours_text.meanings import EVERY_DAY, WEEKEND, Days
from servicepoints.domain.hours_text.spans import ClockTime, Implausible, span
from servicepoints.domain.hours_text.tokens import Kind, Token
from servicepoints.domain.rules import DateRange, Span
from servicepoints.domain.timeline import subtract

ALL_DAY: Span = (0, 1440)
_SPAN_STARTS = (Kind.CLOCK, Kind.NUMBER, Kind.PART, Kind.NEXT_DAY)
_SEASON_DAYS = 15


@dataclass(slots=True)
class Clause:
    """What is said of some days: `spans` (empty with `off`), on `dates` (() is the whole year).

    `rest_of_year`: 其他月份. `noon_open`: 中午不休息 was said of it.
    """

    days: Days | None = None
    dates: tuple[DateRange, ...] = ()
    rest_of_year: bool = False
    spans: list[Span] = field(default_factory=list)
    off: bool = False
    noon_open: bool = False


@dataclass(slots=True)
class Reading:
    """All clauses of a text in order. `same` are days said to be as usual, `always` is 全年无休.

    `refusals` leave nothing to propose; `doubts` leave a proposal for a person to accept; `notes` change nothing.
    """

    clauses: list[Clause] = field(default_factory=list)
    same: list[Days] = field(default_factory=list)
    always: bool = False
    refusals: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Parser:
    """One pass over the tokens: each is consumed by a rule, or ends up among the refusals as not understood."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._reading = Reading()
        self._clause = Clause()
        self._header: Days | None = None
        self._brackets = 0
        self._previous: Kind | None = None
        self._unread: list[str] = []

    def parse(self) -> Reading:
        """Read all tokens."""
        while (token := self._peek()) is not None:
            kind = token.kind
            if kind in (Kind.DAYS, Kind.NTH) or (kind is Kind.CLOSED_DAY and self._means_weekend()):
                self._days()
            elif kind in _SPAN_STARTS:
                self._span()
            else:
                self._at += 1
                _RULES[kind](self, token)
            # brackets are looked through: 12:00-13:00（午休）
            self._previous = self._previous if kind is Kind.OPEN else kind
        self._close()
        self._tidy()
        return self._reading

    # looking

    def _peek(self, ahead: int = 0, skip: tuple[Kind, ...] = ()) -> Token | None:
        at = self._at + ahead
        while at < len(self._tokens) and self._tokens[at].kind in skip:
            at += 1
        return self._tokens[at] if at < len(self._tokens) else None

    def _next_is(self, *kinds: Kind, skip: tuple[Kind, ...] = ()) -> bool:
        token = self._peek(skip=skip)
        return token is not None and token.kind in kinds

    def _take(self, *kinds: Kind) -> Token | None:
        token = self._peek()
        if token is None or token.kind not in kinds:
            return None
        self._at += 1
        return token

    # saying what is odd

    def _refuse(self, reason: str) -> None:
        if reason not in self._reading.refusals:
            self._reading.refusals.append(reason)

    def _leave(self, token: Token) -> None:
        """Not understood here."""
        self._unread.append(token.text)

    def _ignore(self, token: Token) -> None:
        """Means nothing by itself."""

    # days

    def _means_weekend(self) -> bool:
        """休息日 is a day to close on (休息日：周一) or the weekend (休息日9:00-12:00), as what follows shows."""
        token = self._peek()
        following = self._peek(1, skip=(Kind.COLON,))
        known = (*_SPAN_STARTS, Kind.OFF, Kind.SAME, Kind.EXCEPT, Kind.LIST)
        return token is not None and token.text == "休息日" and following is not None and following.kind in known

    def _day_list(self) -> Days | None:
        """周六、周日和节假日: days joined by list marks or nothing. None when one of them makes no sense."""
        found = Days()
        while token := self._take(Kind.DAYS, Kind.NTH, Kind.CLOSED_DAY):
            try:
                one = meanings.nth(token.text) if token.kind is Kind.NTH else _days_of(token)
            except ValueError:
                self._leave(token)
                return None
            if found.weekdays & one.weekdays and EVERY_DAY in (found.weekdays, one.weekdays) and found.weekdays != one.weekdays:
                self._refuse("同一句里写了两种日子，对不上")
            found |= one
            joint = self._peek()
            comma_joins = len(one.weekdays) + one.holidays == 1
            if joint and (joint.kind is Kind.LIST or (joint.kind is Kind.COMMA and comma_joins)):
                following = self._peek(1)
                if following and following.kind in (Kind.DAYS, Kind.NTH):
                    self._at += 1
        return found

    def _days(self) -> None:
        days = self._day_list()
        if days is None:
            return
        if self._next_is(Kind.WHOLE_DAY) and (after := self._peek(1)) and after.kind is Kind.OFF:
            self._at += 1
        if self._take(Kind.OFF):
            self._off(days)
        elif self._take(Kind.EXCEPT):
            if self._previous_statement_is_off():
                self._refuse("“除外”说的是休息日还是开放日，分不清")
            self._off(days)
        elif self._take(Kind.NOTICE):
            self._announced_later(days)
        elif self._next_is(Kind.SAME):
            self._at += 1
            if self._next_is(*_SPAN_STARTS, Kind.ALL_DAY, skip=(Kind.COLON,)):
                self._scope(days)
            else:
                self._reading.same.append(days)
        else:
            self._scope(days)

    def _scope(self, days: Days) -> None:
        """Days whose spans follow, or, in brackets, whose spans came before: 9:00-17:00（周一至周五）."""
        clause = self._clause
        if clause.spans and clause.days is None and self._brackets and self._next_is(Kind.CLOSE):
            clause.days = days
            self._close()
            return
        if clause.spans:
            self._close()
        said = self._clause.days
        if said is not None and said.weekdays & days.weekdays and said.weekdays != days.weekdays:
            self._refuse("同一句里写了两种日子，对不上")
        self._clause.days = days if said is None or said is self._header else said | days
        self._header = None

    def _off(self, days: Days) -> None:
        dates = self._clause.dates
        if self._clause.spans:
            self._close()
        self._reading.clauses.append(Clause(days=days, dates=dates, off=True))

    def _previous_statement_is_off(self) -> bool:
        clauses = self._reading.clauses
        return not self._clause.spans and self._clause.days is None and bool(clauses) and clauses[-1].off

    def _announced_later(self, days: Days) -> None:
        if days == Days(holidays=True) or days == Days(holidays=True, plain_holidays=True):
            self._reading.notes.append("节假日怎么开要等通知")
        else:
            self._refuse("有的日子写着另行通知")

    def _excluding(self, token: Token) -> None:
        """除周一外, 不含节假日."""
        days = self._day_list() if self._next_is(Kind.DAYS, Kind.NTH) else None
        if days is None or (token.text in ("除", "除去") and not self._take(Kind.BESIDES)):
            self._leave(token)
            return
        dates = self._clause.dates
        self._reading.clauses.append(Clause(days=days, dates=dates, off=True))

    def _including(self, token: Token) -> None:
        """含法定节假日, 包括双休日."""
        days = self._day_list() if self._next_is(Kind.DAYS) else None
        if days is None:
            self._leave(token)
            return
        self._reading.same.append(days)

    def _closed_day(self, token: Token) -> None:
        """闭馆日：周一; 休息时间：12:00-13:00."""
        self._take(Kind.COLON)
        if self._next_is(*_SPAN_STARTS):
            self._lunch(token)
            return
        days = self._day_list() if self._next_is(Kind.DAYS) else None
        if days is None or self._next_is(*_SPAN_STARTS, skip=(Kind.COLON,)):
            self._leave(token)
            return
        self._off(days)

    def _same(self, token: Token) -> None:
        """照常, 不打烊, of no named days: said of what stands there already."""
        if ALL_DAY not in self._clause.spans and not self._next_is(*_SPAN_STARTS, skip=(Kind.COLON,)):
            self._leave(token)

    def _is_always(self, token: Token) -> None:
        self._reading.always = True

    # dates

    def _dates(self, token: Token) -> None:
        try:
            ranges = meanings.dates(token.text)
            while self._next_is(Kind.LIST) and (more := self._peek(1)) and more.kind is Kind.DATES:
                self._at += 2
                ranges += meanings.dates(more.text)
        except ValueError:
            self._leave(token)
            return
        first = ranges[0].first
        self._weekday_beside(ranges)
        is_off = self._next_is(Kind.OFF)
        if first.day and not first.year and (is_off or any(r.length <= _SEASON_DAYS for r in ranges)):
            self._refuse(f"“{token.text}”没写年份")
        if is_off:
            self._at += 1
            self._close_if_spans()
            self._reading.clauses.append(Clause(dates=ranges, off=True))
            return
        clause = self._clause
        if clause.spans and not clause.dates and self._brackets and self._next_is(Kind.CLOSE):
            clause.dates = ranges
            self._close()
            self._clause.dates = ()
            return
        self._enter(ranges, rest=False)

    def _enter(self, ranges: tuple[DateRange, ...], rest: bool) -> None:
        """From here on these dates; days said before the first of them hold for all: 周一至周日 夏季…冬季…."""
        if self._clause.spans:
            self._close()
        elif self._clause.days is not None:
            self._header = self._clause.days
        self._clause = Clause(days=self._header, dates=ranges, rest_of_year=rest)

    def _close_if_spans(self) -> None:
        if self._clause.spans:
            self._close()

    def _weekday_beside(self, ranges: tuple[DateRange, ...]) -> None:
        """2026年10月10日（周六）: the weekday must be that date's, and says nothing new."""
        only = ranges[0]
        if len(ranges) > 1 or only.first != only.last or not only.first.year:
            return
        pieces = [self._peek(i) for i in range(3)]
        kinds = [p.kind if p else None for p in pieces]
        if kinds == [Kind.OPEN, Kind.DAYS, Kind.CLOSE] and pieces[1] is not None:
            self._at += 3
            weekday = only.first.date().weekday()
            if meanings.days(pieces[1].text).weekdays != {weekday}:
                self._refuse(f"“{pieces[1].text}”和日期对不上")

    def _rest_of_year(self, token: Token) -> None:
        self._enter((), rest=True)

    def _season(self, token: Token) -> None:
        """夏季 says nothing unless its dates stand beside it."""
        beside = (Kind.OPEN, Kind.COLON, Kind.CLOSE, Kind.LIST)
        before = next((t.kind for t in reversed(self._tokens[max(0, self._at - 4) : self._at - 1])
                       if t.kind not in beside), None)  # fmt: skip
        if not self._next_is(Kind.DATES, skip=beside) and before is not Kind.DATES:
            self._refuse(f"“{token.text}”没写从几月几日到几月几日")

    def _from_date(self, token: Token) -> None:
        if self._clause.spans or self._reading.clauses:
            self._refuse(f"“{token.text}”前后是两套时间")
        self._reading.notes.append(f"{token.text}开始执行")

    # spans

    def _span(self) -> None:
        made = self._one_span()
        if made is None:
            return
        clause = self._clause
        if any(max(made[0], a) < min(made[1], b) for a, b in clause.spans) and not self._is_break():
            self._refuse("同一天的时段有重叠")
        clause.spans.append(made)
        if self._is_break():
            while self._take(Kind.OPEN, Kind.LUNCH, Kind.OFF, Kind.EXCEPT, Kind.CLOSE):
                pass
            clause.spans.pop()
            self._cut(made)

    def _is_break(self) -> bool:
        """Whether the span just read is a time of rest: 12:00-13:00午休, 11:30-13:00（休息）."""
        i = 1 if self._next_is(Kind.OPEN) else 0
        token, after = self._peek(i), self._peek(i + 1)
        if token is None or token.kind not in (Kind.LUNCH, Kind.OFF, Kind.EXCEPT):
            return False
        # 9:00-17:00 闭馆：周一 names a day to close on; 8:30-17:00 午休12:00-13:00 a break yet to come
        return after is None or after.kind not in (Kind.COLON, Kind.DAYS, *_SPAN_STARTS)

    def _one_span(self) -> Span | None:
        start = self._time(None)
        if start is None:
            return None
        dash = self._take(Kind.DASH)
        opposite = self._next_is(Kind.PART) and start.part in ("早", "朝")
        end = self._time(start) if dash or opposite else None
        if end is None:
            self._refuse(f"“{start.part}{start.text}”只有一个钟点，没写到几点")
            return None
        try:
            return span(start, end)
        except Implausible as error:
            self._refuse(str(error))
            return None

    def _time(self, start: ClockTime | None) -> ClockTime | None:
        """One clock time with the words before it; am and pm may also follow. Refuses and gives None otherwise."""
        next_day = self._take(Kind.NEXT_DAY) is not None
        part = self._take(Kind.PART)
        if part is not None:
            while self._next_is(Kind.COLON, Kind.OPEN) and self._next_is(
                Kind.CLOCK, Kind.NUMBER, skip=(Kind.COLON, Kind.OPEN)
            ):
                self._brackets += self._next_is(Kind.OPEN)
                self._at += 1
        token = self._take(Kind.CLOCK, Kind.NUMBER)
        if token is None:
            if part or next_day:
                self._refuse(f"“{part.text if part else '次日'}”没写几点到几点")
            return None
        try:
            hour, minute = meanings.clock(token.text)
        except ValueError:
            self._refuse(f"“{token.text}”不是钟点")
            return None
        word = part.text if part else ""
        suffix = self._peek()
        follows = suffix is not None and suffix.text[0] in "AaPp" and suffix.kind is Kind.PART
        if suffix is not None and follows and not word and (start is None or start.suffixed):
            self._at += 1
            return ClockTime(hour, minute, suffix.text, next_day, token.text, suffixed=True)
        return ClockTime(hour, minute, word, next_day, token.text)

    def _all_day(self, token: Token) -> None:
        if self._clause.spans:
            self._refuse("又写24小时又写钟点，对不上")
        self._clause.spans.append(ALL_DAY)

    def _whole_day(self, token: Token) -> None:
        """全天 says no clock times; beside real ones it says nothing."""
        if self._next_is(*_SPAN_STARTS, Kind.ALL_DAY, skip=(Kind.COLON,)) or self._previous is Kind.ALL_DAY:
            return
        self._reading.doubts.append("“全天”没写几点到几点，按24小时给出建议")
        self._all_day(token)

    def _lunch(self, token: Token) -> None:
        """午休12:00-13:00: cut out of the spans."""
        self._take(Kind.COLON)
        made = self._one_span() if self._next_is(*_SPAN_STARTS) else None
        if made is None:
            self._refuse(f"“{token.text}”没写几点到几点")
            return
        if not self._brackets and any(not c.off for c in self._reading.clauses):
            self._refuse("午休说的是哪几天，分不清")
        self._cut(made)

    def _cut(self, made: Span) -> None:
        spans = self._clause.spans
        if any(a < made[0] and made[1] < b for a, b in spans):
            self._clause.spans = list(subtract(sorted(spans), [made]))
        elif not spans or any(max(made[0], a) < min(made[1], b) for a, b in spans):
            self._refuse("休息的钟点和开放时间对不上")

    def _noon_open(self, token: Token) -> None:
        self._clause.noon_open = True

    # closing

    def _off_alone(self, token: Token) -> None:
        """闭馆：周一."""
        if self._take(Kind.COLON) and self._next_is(Kind.DAYS):
            days = self._day_list()
            if days is not None and not self._next_is(*_SPAN_STARTS, skip=(Kind.COLON,)):
                self._off(days)
                return
        self._refuse(f"“{token.text}”没写是哪天")

    def _bracket(self, token: Token) -> None:
        self._brackets = max(0, self._brackets + (1 if token.kind is Kind.OPEN else -1))

    def _close(self) -> None:
        """End the clause; the next one keeps its season, not its dates of a single year."""
        clause = self._clause
        gaps = sorted(clause.spans)
        if clause.noon_open and any(a[1] < 13 * 60 and b[0] > 11 * 60 for a, b in zip(gaps, gaps[1:])):
            self._refuse("说中午不休息，时段却在中午断开")
        if clause.spans:
            self._reading.clauses.append(clause)
        elif clause.days is not None and clause.days is not self._header:
            self._trailing(clause.days)
        keeps = clause.dates and not clause.dates[0].first.year
        self._clause = Clause(dates=clause.dates if keeps else (), rest_of_year=clause.rest_of_year)

    def _trailing(self, days: Days) -> None:
        """Days without a time of their own: those of the only clause before them (9:00-17:00 周一至周五)."""
        opened = [c for c in self._reading.clauses if not c.off]
        if len(opened) == 1 and opened[0].days is None and self._peek() is None:
            opened[0].days = days
        else:
            self._refuse("有的日子没写几点到几点")

    def _tidy(self) -> None:
        if self._unread:
            shown = "".join(self._unread)
            self._refuse(f"没看懂“{shown if len(shown) <= 20 else shown[:20] + '…'}”")


def _days_of(token: Token) -> Days:
    return Days(WEEKEND) if token.kind is Kind.CLOSED_DAY else meanings.days(token.text)



_RULES = {
    Kind.NOTE: Parser._ignore,
    Kind.ALWAYS: Parser._is_always,
    Kind.NOON_OPEN: Parser._noon_open,
    Kind.LUNCH: Parser._lunch,
    Kind.ALL_DAY: Parser._all_day,
    Kind.WHOLE_DAY: Parser._whole_day,
    Kind.FROM_DATE: Parser._from_date,
    Kind.DATES: Parser._dates,
    Kind.OTHER_DATES: Parser._rest_of_year,
    Kind.SEASON: Parser._season,
    Kind.CLOSED_DAY: Parser._closed_day,
    Kind.EXCEPT: Parser._leave,
    Kind.EXCLUDING: Parser._excluding,
    Kind.BESIDES: Parser._leave,
    Kind.INCLUDING: Parser._including,
    Kind.SAME: Parser._same,
    Kind.OFF: Parser._off_alone,
    Kind.NOTICE: Parser._leave,
    Kind.DASH: Parser._leave,
    Kind.OPEN: Parser._bracket,
    Kind.CLOSE: Parser._bracket,
    Kind.LIST: Parser._ignore,
    Kind.COMMA: Parser._ignore,
    Kind.COLON: Parser._ignore,
    Kind.STOP: Parser._ignore,
    Kind.UNREAD: Parser._leave,
}
