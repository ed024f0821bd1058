"""Signing pages for WeChat's JS-SDK: the ticket of this process, of the register, or fetched anew.

Any number of processes on any number of nodes share one ticket and one refresher. Whatever is away (WeChat,
the register) only takes the signature away: pages work without.
"""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from servicepoints.config import Settings
from servicepoints.errors import InstanceError, OutgoingError, RegisterAway, SettingError, WechatRefused
from servicepoints.register import Actor, Register, wechat
from servicepoints.register.wechat import Standing
from servicepoints.sharing.wechat import SOON, Account, fetch_ticket, signable, signature

RENEW = timedelta(minutes=10)
"""A ticket is renewed so long before it ends: a signature that a phone keeps lasts half of that."""
CLAIM = timedelta(seconds=30)
"""Longer than both exchanges with WeChat may take together."""
LOOK = timedelta(minutes=1)
"""So long a process believes what it saw in the register."""
AGAIN = timedelta(seconds=2)
"""After so long it looks again where there was nothing."""

_ACTOR = Actor("machine", "wechat")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Signed:
    """What `wx.config` wants: the account, the moment (Unix seconds), the nonce, the signature."""

    app_id: str
    timestamp: int
    nonce: str
    signature: str


class Signer:
    """Signs pages of ours, with the ticket that this process remembers for a minute."""

    def __init__(self, settings: Settings, register: Callable[[], Register]) -> None:
        self._account = Account(settings.wechat_api, settings.wechat_app_id, settings.wechat_app_secret)
        self._register = register
        self._held, self._look_at = Standing(), datetime.min
        self._looking = threading.Lock()

    def sign(self, url: str, host: str, now: datetime) -> Signed | None:
        """The signature of an address of our own `host`; None while there is no ticket. InvalidValue for any
        other address."""
        live = signable(url, host)
        ticket = self._ticket(now)
        if not ticket:
            return None
        nonce, timestamp = secrets.token_urlsafe(12), int(now.timestamp())
        return Signed(self._account.app_id, timestamp, nonce, signature(ticket, nonce, timestamp, live))

    def _ticket(self, now: datetime) -> str:
        # one thread looks; the others go on with what there is
        if now.replace(tzinfo=None) >= self._look_at and self._looking.acquire(blocking=False):
            try:
                self._look(now)
            finally:
                self._looking.release()
        return self._held.value if self._held.signs(now) else ""

    def _look(self, now: datetime) -> None:
        try:
            self._held = self._fresh(now)
        except (RegisterAway, InstanceError, SettingError) as error:
            _LOG.warning("微信票据：%s", error)
        lasting = LOOK if self._held.signs(now) else AGAIN
        self._look_at = (now + lasting).replace(tzinfo=None)

    def _fresh(self, now: datetime) -> Standing:
        """The ticket of the register, renewed if it is time and nobody else does it."""
        register, app_id = self._register(), self._account.app_id
        with register.read() as reader:
            there = wechat.standing(reader, app_id)
        waits = there.retry_at is not None and there.retry_at > now
        if there.signs(now + RENEW) or waits:
            return there
        register.secrecy.seal("")  # without a data key nothing can be kept: ask nobody for it
        unreadable = not there.value and there.valid_until is not None
        with register.write(_ACTOR) as writer:
            mine = wechat.claim(writer, app_id, now + CLAIM, None if unreadable else now + RENEW)
        return self._renewed(register, there, now) if mine else there

    def _renewed(self, register: Register, there: Standing, now: datetime) -> Standing:
        app_id = self._account.app_id
        try:
            ticket = fetch_ticket(self._account)
        except OutgoingError as error:
            wait = error.wait if isinstance(error, WechatRefused) else SOON
            _LOG.warning("微信票据没拿到：%s", error)
            with register.write(_ACTOR) as writer:
                wechat.fail(writer, app_id, str(error), now + wait)
            return there
        valid_until = now + ticket.life
        with register.write(_ACTOR) as writer:
            wechat.keep(writer, app_id, ticket.value, valid_until)
        return Standing(ticket.value, valid_until)
