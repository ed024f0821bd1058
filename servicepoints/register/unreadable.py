"""What was sealed under a data key that is lost: nobody will ever read it, and it stands in the way of what
can be read. Forgotten in one transaction; of `resealing.KINDS`, which names all that is sealed.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Row, delete, select, update

from servicepoints.errors import SettingError
from servicepoints.register.resealing import KINDS
from servicepoints.register.transaction import Writer

_FAULT = "数据密钥丢了，地址读不出来：请重新连一次"


def _history(row: Row[Any]) -> dict[str, Any]:
    return {"what": {name: [[], []] if isinstance(v, dict) else v for name, v in row.what.items()}}


_LEFT: Mapping[str, Callable[[Row[Any]], dict[str, Any] | None]] = {
    "booking": lambda _: {"sealed": "", "phone": None},
    "contact": lambda _: None,
    "review_item": lambda _: None,  # the roster brings it again
    "revision": _history,
    "robot": lambda _: {"sealed": "", "fingerprint": None, "fault": _FAULT},
    "second_factor": lambda _: None,  # else its account could sign in no more
    "upload": lambda _: None,
}
"""What is left of a row that cannot be read, by table; None: nothing."""


def forget_unreadable(writer: Writer) -> int:
    """Forgets all that no key of ours opens; how many rows. SettingError without a key to seal with from now
    on."""
    writer.secrecy.fingerprint("")
    n = 0
    for table, anew, _ in KINDS:
        for row in writer.connection.execute(select(table)).all():
            try:
                anew(row, writer.secrecy)
            except SettingError:
                key = [column == row._mapping[column.name] for column in table.primary_key.columns]
                left = _LEFT[table.name](row)
                statement = delete(table) if left is None else update(table).values(**left)
                writer.connection.execute(statement.where(*key))
                n += 1
    return n
