"""The rules of the grammar that begin with dates: seasons, dates of one year, the day a schedule starts."""

import re

from servicepoints.domain.hours_text import meanings
from servicepoints.domain.hours_text.state import State
from servicepoints.domain.hours_text.tokens import Token


def read_dates(state: State, token: Token) -> None:
    """夏季（5月-9月）8:00-20:00; 2026年10月1日至7日闭馆. In a list the year said first holds for all."""
    unfinished = state.clause.own_dates and not state.clause.complete
    try:
        ranges = meanings.dates(token.text, state.last_date, in_list=unfinished)
    except ValueError:
        state.leave(token)
        return
    state.last_date = ranges[-1].last
    state.say_dates(ranges, token.text)


def like_date(state: State, token: Token) -> None:
    """10.1-10.7 may be dates or clock times; nobody should guess."""
    found = re.search(r"(\d{1,2})[./](\d{1,2})(?!\d*[./]\d)", token.text) or re.search(
        r"(\d\d)(\d\d)(?!\d)", token.text
    )
    example = f"{int(found[1])}月{int(found[2])}日" if found else "10月1日"
    state.reading.refuse(f"“{token.text}”像日期，要写成“{example}”；是钟点就写成“8:30”")


def rest_of_year(state: State, token: Token) -> None:
    """其他月份: the year outside the seasons said before."""
    state.say_dates((), token.text, rest_of_year=True)


def season(state: State, token: Token) -> None:
    """夏季 says nothing unless its dates stand beside it."""
    state.say_season(token.text)


def from_date(state: State, token: Token) -> None:
    """3月29日起: what follows holds from then on; what came before it would be another schedule."""
    if state.clause.spans or state.reading.clauses:
        state.reading.refuse(f"“{token.text}”前后是两套时间")
    if "年" in token.text:
        state.reading.doubt(f"“{token.text}”之前怎么开没写，已经开始了才能采用")
    state.reading.note(f"{token.text}执行")
