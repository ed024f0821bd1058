"""The age of what is shown: said on every page, and in every answer of the API, while the register does not
tell what is new.

Reading goes on from the catalogue then, and nobody else would tell that a point that has shut since still
stands there as open.
"""

from datetime import datetime
from typing import Any

from flask import Flask, Response, request

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.status_words import clock
from servicepoints.web.state import state

HEADER = "X-Catalogue-As-Of"


def install(app: Flask) -> None:
    """Give every template `behind` (a sentence, or ""), and every answer of the API its header."""
    app.context_processor(_context)
    app.after_request(_date)


def _context() -> dict[str, Any]:
    here = state()
    behind = here.behind()
    return {"behind": "" if behind is None else words(behind, here.clock())}


def words(behind: datetime, now: datetime) -> str:
    """What a page says that shows how things stood at a moment (aware)."""
    then, today = behind.astimezone(TIMEZONE), now.astimezone(TIMEZONE).date()
    day = "今天" if then.date() == today else f"{then.month}月{then.day}日"
    return f"下面是{day}{clock(then)}的内容，之后的变动还没收到"


def _date(response: Response) -> Response:
    if request.path.startswith("/api/") and (behind := state().behind()) is not None:
        response.headers[HEADER] = behind.isoformat(timespec="seconds")
    return response
