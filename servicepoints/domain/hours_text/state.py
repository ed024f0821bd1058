"""Where the parser stands: the tokens ahead, the clause being read, and what was read so far."""

from collections.abc import Sequence
from itertools import pairwise

from servicepoints.domain.hours_text.meanings import Days
from servicepoints.domain.hours_text.model import Clause, Reading
from servicepoints.domain.hours_text.tokens import Kind, Token

SPAN_STARTS = (Kind.CLOCK, Kind.NUMBER, Kind.PART, Kind.NEXT_DAY)
_NOON = (11 * 60, 13 * 60)


class State:
    """One pass over the tokens. `header` are days said before the first season, which hold for each of
    them.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.reading = Reading()
        self.clause = Clause()
        self.header: Days | None = None
        self.brackets = 0
        self.previous: Kind | None = None
        self.unread: list[str] = []
        self._tokens = tokens
        self._at = 0

    def peek(self, ahead: int = 0, skip: tuple[Kind, ...] = ()) -> Token | None:
        """The token so many places ahead, or the first after it that is of none of the kinds to skip."""
        at = self._at + ahead
        while at < len(self._tokens) and self._tokens[at].kind in skip:
            at += 1
        return self._tokens[at] if at < len(self._tokens) else None

    def next_is(self, *kinds: Kind, skip: tuple[Kind, ...] = (), ahead: int = 0) -> bool:
        """Whether that token is of one of these kinds."""
        token = self.peek(ahead, skip)
        return token is not None and token.kind in kinds

    def take(self, *kinds: Kind) -> Token | None:
        """Consume the next token if it is of one of these kinds."""
        token = self.peek()
        if token is None or token.kind not in kinds:
            return None
        self._at += 1
        return token

    def skip(self, count: int) -> None:
        """Consume tokens already looked at."""
        self._at += count

    def before(self, skip: tuple[Kind, ...]) -> Kind | None:
        """The kind of the token before the one just consumed, brackets and the like looked through."""
        at = self._at - 2
        while at >= 0 and self._tokens[at].kind in skip:
            at -= 1
        return self._tokens[at].kind if at >= 0 else None

    def leave(self, token: Token) -> None:
        """Not understood here: the text will not be read."""
        self.unread.append(token.text)

    def close(self) -> None:
        """End the clause; the next one keeps its season, but not the dates of a single year."""
        clause = self.clause
        if clause.noon_open and any(
            a[1] < _NOON[1] and b[0] > _NOON[0] for a, b in pairwise(sorted(clause.spans))
        ):
            self.reading.refuse("说中午不休息，时段却在中午断开")
        if clause.spans:
            self.reading.clauses.append(clause)
        elif clause.days is not None and clause.days is not self.header:
            self._trailing(clause.days)
        keeps = clause.dates and not clause.dates[0].first.year
        self.clause = Clause(dates=clause.dates if keeps else (), rest_of_year=clause.rest_of_year)

    def close_if_spans(self) -> None:
        """End the clause if its spans have been read."""
        if self.clause.spans:
            self.close()

    def finish(self) -> Reading:
        """End the last clause and name what was not understood."""
        self.close()
        if self.unread:
            shown = "".join(self.unread)
            self.reading.refuse(f"没看懂“{shown if len(shown) <= 20 else shown[:20] + '…'}”")
        return self.reading

    def _trailing(self, days: Days) -> None:
        """Days without a time of their own: those of the only clause before them (9:00-17:00 周一至周五)."""
        opened = [c for c in self.reading.clauses if not c.off]
        if len(opened) == 1 and opened[0].days is None and self.peek() is None:
            opened[0].days = days
        else:
            self.reading.refuse("有的日子没写几点到几点")
