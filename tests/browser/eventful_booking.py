"""What happened of booking in the demonstration in which something happened: an offering with sessions, one
full with a line, one called off whose people are to be phoned, and one that is booked elsewhere."""

from datetime import datetime, timedelta

from servicepoints.config import Settings
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import Offering, Session
from servicepoints.domain.points import Channel
from servicepoints.domain.roles import Account
from servicepoints.register import Register
from servicepoints.services.booking import offering as offerings
from servicepoints.services.booking import roster, scheduling
from servicepoints.services.booking.rules import Links, rules_of
from servicepoints.services.booking.standing import Visit
from servicepoints.services.booking.taking import Request, book


class Booking:
    """Makes it happen, by an account that owns the point."""

    def __init__(self, register: Register, settings: Settings, account: Account) -> None:
        self._register, self._account = register, account
        self._rules, self._links = rules_of(settings), Links(settings.secret_key)
        morning = datetime.now(TIMEZONE).replace(hour=10, minute=0, second=0, microsecond=0)
        self._tomorrow = morning + timedelta(days=1)

    def all(self, point: str) -> dict[str, str]:
        """The ids, codes and tokens, by name."""
        number = self._offer(Offering(title="示例免费理发", point=point, description="示例：带上工牌"))
        full, off = self._session(number, 0), self._session(number, 1)
        held, waits, gone = (self._book(full, n) for n in (1, 2, 3))
        Visit(self._register, gone, self._rules).cancel()
        roster.book_by_phone(self._register, self._account, full, "示例周八", "13900000008", "1", self._rules)
        self._book(off, 4)
        scheduling.cancel(self._register, self._account, off, "示例：老师临时有事")
        by_phone = Offering(
            title="示例英语角", point=point, channel=Channel.PHONE, phone="021-55500001", how="示例：还有名额"
        )
        elsewhere = self._offer(by_phone)
        ended = self._offer(Offering(title="示例停办的", point=point))
        offerings.end(self._register, self._account, ended, "示例：场地装修")
        return {
            "offering": str(number), "offering_ended": str(ended), "session": full, "session_off": off,
            "session_elsewhere": self._session(elsewhere, 2, None), "booked": held, "waits": waits,
            "given_up": gone,
        }  # fmt: skip

    def _offer(self, offering: Offering) -> int:
        return offerings.make(self._register, self._account, offering)

    def _session(self, number: int, days: int, capacity: int | None = 1) -> str:
        starts = self._tomorrow + timedelta(days=days)
        made = Session(
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            capacity=capacity,
            queue=5 if capacity else 0,
        )
        (code,) = scheduling.add_session(self._register, self._account, number, made).codes
        return code

    def _book(self, session: str, n: int) -> str:
        request = Request(session, "示例张三", f"1390000000{n}", "1", f"eventful-{n}-{session}", consent=True)
        return book(self._register, request, self._rules, self._links).token
