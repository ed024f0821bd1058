"""What the parser knows: the clause being read, and what was read so far.

Every word for days or dates goes into a clause, and a clause that ends without hours or 闭馆 is named: so
nothing that was read is lost.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from servicepoints.domain.hours_text.cursor import SPAN_STARTS, Cursor
from servicepoints.domain.hours_text.meanings import Days
from servicepoints.domain.hours_text.model import Clause, Dates, Reading
from servicepoints.domain.hours_text.tokens import Kind, Token
from servicepoints.domain.rules import MonthDay

_NOON = (11 * 60, 13 * 60)
_SHORT_DAYS = 15


class State(Cursor):
    """One pass over the tokens. `header` are days said before the first season, which hold for each of them.

    `times_first`: the text writes 9:00-17:00 周一至周五; `by_24_hours`: it has a 13:00 or later. `previous`
    is the kind with which the last rule began.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        super().__init__(tokens)
        self.reading = Reading()
        self.clause = Clause()
        self.header: Days | None = None
        self.times_first = False
        self.brackets = 0
        self.previous: Kind | None = None
        self.last_date: MonthDay | None = None
        self.unread: list[Token] = []
        hours = [re.match(r"\d+", token.text) for token in tokens if token.kind is Kind.CLOCK]
        self.by_24_hours = any(hour and int(hour[0]) > 12 for hour in hours)

    def leave(self, token: Token) -> None:
        """Not understood here: the text will not be read."""
        self.unread.append(token)

    def say_days(self, days: Days, text: str) -> None:
        """Days of the clause being read, or, once it has its hours, of the next one."""
        clause = self.clause
        if clause.complete:
            if self._belong_to_hours_before(days):
                clause.days = days if clause.days is None else clause.days | days
                self.times_first = True
                self.close()
                return
            self.close()
        elif clause.days is not None and self.previous is Kind.STOP:
            self.close()
        clause = self.clause
        clause.say(text)
        self._check_joint(clause.own_dates and clause.days is None)
        if clause.days is None:
            clause.days, clause.apart = days, self.previous is Kind.STOP
        elif (
            self.brackets and clause.days.weekdays == days.weekdays and clause.days.holidays == days.holidays
        ):
            clause.days |= days  # 工作日（周一至周五）
        elif self.brackets or clause.days.weekdays & days.weekdays:
            self.reading.refuse(f"“{clause.said}”写了两种日子，对不上")
        else:
            clause.loose = True
            clause.days |= days
        self.header = None

    def say_dates(self, dates: Dates, text: str, rest_of_year: bool = False) -> None:
        """Dates of the clause being read, one more of their list, or those of the next clause. Days said
        before the first of them hold for all that follow: 周一至周日 夏季…冬季….
        """
        clause = self.clause
        if clause.spans and not clause.own_dates and self.brackets and self.next_is(Kind.CLOSE):
            clause.dates, clause.inherited, clause.season = dates, False, ""  # 8:00-20:00（6月-9月）
            self.times_first = True
            self.close()
            self.clause = Clause()
            return
        if clause.complete:
            self.close()
        clause = self.clause
        self._check_joint(clause.days is not None and not clause.own_dates)
        if clause.own_dates and (self.previous is Kind.STOP or clause.days is not None):
            self.close()
            clause = self.clause
        if clause.days is not None:
            self.header, clause.days = clause.days, None
        clause.dates = (*clause.dates, *dates) if clause.own_dates else dates
        clause.rest_of_year, clause.inherited, clause.season = rest_of_year, False, ""
        clause.say(text)

    def say_season(self, text: str) -> None:
        """夏季, whose dates must still be said."""
        clause = self.clause
        if self.brackets and clause.spans and self.next_is(Kind.DATES) and self.next_is(Kind.CLOSE, ahead=1):
            return  # 8:00-20:00（夏季5-9月）
        if clause.complete or clause.season:
            self.close()
        elif clause.days is not None and not clause.own_dates:
            self.header, clause.days = clause.days, None
        self.clause.season = text

    def say_off(self) -> bool:
        """闭馆: whether there are days or dates that it can be said of."""
        clause = self.clause
        if clause.complete or not (clause.days or clause.own_dates):
            return False
        if clause.loose:
            self.reading.refuse(f"“{clause.said}”哪些天不开，分不清")
        clause.off = True
        self.close()
        return True

    def follows_hours_without_days(self) -> bool:
        """Whether the token just read stands right behind hours of which no days were said."""
        return bool(self.clause.spans) and self.clause.days is None and self.previous in SPAN_STARTS

    def close(self) -> None:
        """End the clause; the next one keeps its season, but not the dates of a single year."""
        clause = self.clause
        if clause.season:
            self.reading.refuse(f"“{clause.season}”没写从几月几日到几月几日")
        if clause.complete:
            if clause.days is None and clause.own_dates:
                clause.days = self.header
            self._check(clause)
            self.reading.clauses.append(clause)
        elif clause.days or clause.own_dates:
            self.reading.miss(f"“{clause.said}”没写几点开到几点")
        keeps = not clause.of_one_year
        self.clause = Clause(
            dates=clause.dates if keeps else (),
            rest_of_year=clause.rest_of_year and keeps,
            inherited=keeps and bool(clause.dates or clause.rest_of_year),
        )

    def finish(self, text: str) -> Reading:
        """End the last clause and name what was not understood, runs of it as they stand in the text."""
        self.close()
        runs: list[list[Token]] = []
        for token in self.unread:
            if runs and not text[runs[-1][-1].at + len(runs[-1][-1].text) : token.at].strip():
                runs[-1].append(token)
            else:
                runs.append([token])
        shown = [text[run[0].at : run[-1].at + len(run[-1].text)] for run in runs]
        unread = [f"没看懂“{one if len(one) <= 20 else one[:20] + '…'}”" for one in dict.fromkeys(shown)]
        self.reading.refusals = unread + self.reading.refusals
        return self.reading

    def _belong_to_hours_before(self, days: Days) -> bool:
        """9:00-17:00（周一至周五）, 9:00-17:00 周一至周五，…: the days of hours that had none."""
        clause = self.clause
        if not clause.spans:
            return False
        if self.brackets and self.next_is(Kind.CLOSE):
            return clause.days is None or clause.days.weekdays == days.weekdays
        if clause.days is not None:
            return False
        apart = not self.follows_hours_without_days()
        if self.ends_here() and self.previous is not Kind.STOP:
            if apart and self.next_is(Kind.COMMA) and self.next_is(*SPAN_STARTS, ahead=1):
                self.reading.refuse("日子说的是前面还是后面的时间，分不清")
            return True
        if not apart and self.next_is(*SPAN_STARTS):
            self.reading.refuse("日子说的是前面还是后面的时间，分不清")
        return False

    def _check_joint(self, other_sort_before: bool) -> None:
        if self.previous is Kind.LIST and other_sort_before:
            self.reading.refuse("日期和星期写在一起，对不上")

    def _check(self, clause: Clause) -> None:
        """What a clause can contradict or lack by itself."""
        if self.times_first and clause.days is None and not clause.own_dates:
            self.reading.refuse("有的时间没写哪几天")
        gaps = pairwise(sorted(clause.spans))
        if clause.noon_open and any(a[1] < _NOON[1] and b[0] > _NOON[0] for a, b in gaps):
            self.reading.refuse("说中午不休息，时段却在中午断开")
        if len({bool(r.first.year) for r in clause.dates}) > 1:
            self.reading.refuse(f"“{clause.said}”有的写了年份，有的没写")
        undated = clause.own_dates and any(r.first.day and not r.first.year for r in clause.dates)
        if undated and (clause.off or any(r.length <= _SHORT_DAYS for r in clause.dates)):
            self.reading.refuse(f"“{clause.said}”没写年份")
