"""Where the parser stands in the tokens."""

from collections.abc import Sequence

from servicepoints.domain.hours_text.tokens import Kind, Token

SPAN_STARTS = (Kind.CLOCK, Kind.NUMBER, Kind.PART, Kind.NEXT_DAY)


class Cursor:
    """One pass over the tokens, with a look ahead."""

    def __init__(self, tokens: Sequence[Token]) -> None:
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

    def ends_here(self) -> bool:
        """Whether no word follows that could belong to the last one: a mark, a bracket's end, the end."""
        return self.peek() is None or self.next_is(Kind.COMMA, Kind.STOP, Kind.CLOSE)

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
