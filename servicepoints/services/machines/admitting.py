"""Letting a request in by its token, and counting it: whoever asks too much waits."""

import re
from dataclasses import dataclass
from datetime import timedelta

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.roles import Account, Role, Scope
from servicepoints.errors import NotAllowed, TokenRefused, TooOften
from servicepoints.register import Actor, Register, api_tokens, throttling
from servicepoints.register.api_tokens import ApiToken
from servicepoints.services import tokens
from servicepoints.services.machines.issuing import PREFIX

MINUTE = timedelta(minutes=1)
_OURS = re.compile(re.escape(PREFIX) + r"[A-Za-z0-9_-]{43}")
_BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)
_HOW = "请求头里要写 Authorization: Bearer 加令牌；令牌由局里的编辑在后台“接口令牌”里做"


@dataclass(frozen=True, slots=True)
class Machine:
    """A system that may write: its token, and the account in whose name it does so."""

    token: ApiToken
    account: Account


def known(register: Register, header: str) -> ApiToken:
    """The token that comes in that Authorization header. TokenRefused, the same for an unknown one, a revoked
    one and one that is over; RegisterAway."""
    said = _BEARER.fullmatch(header.strip())
    if said is None or not _OURS.fullmatch(said[1]):
        raise TokenRefused(_HOW if not header else f"令牌不对。{_HOW}")
    with register.read() as reader:
        token = api_tokens.find(reader, tokens.digest(said[1]))
    if token is None or not token.works(register.now()):
        raise TokenRefused("令牌不对、过期了，或者作废了：请找局里管接口令牌的人")
    return token


def admit(register: Register, token: ApiToken, scope: Scope, most: int) -> Machine:
    """Who comes with that token, to do that. Counted: at most so many requests a minute. NotAllowed if it may
    not do that; TooOften; RegisterAway."""
    _count(register, token, most)
    if scope not in token.scopes:
        raise NotAllowed(f"这个令牌不能做这件事（{scope}），只能做：{'、'.join(sorted(token.scopes))}")
    name = f"{token.name}（接口）"
    return Machine(token, Account(0, "", name, Role.EDITOR, token.bureau))


def _count(register: Register, token: ApiToken, most: int) -> None:
    key = throttling.key_of("api", str(token.id))
    with register.write(Actor("machine", "throttle")) as writer:
        today = writer.now.astimezone(TIMEZONE).date()
        if token.used_on != today:
            api_tokens.used(writer, token.id, today)
        over = throttling.count(writer, key, MINUTE) > most
        standing, now = throttling.standing(writer, key), writer.now
    if over and standing is not None:
        seconds = max(1, round((standing[1] + MINUTE - now).total_seconds()))
        raise TooOften(f"一分钟最多 {most} 次，请过 {seconds} 秒再试", seconds)
