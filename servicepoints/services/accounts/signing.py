"""Signing in and out, and who is signed in.

An attempt is counted before the password is looked at, under the name and under the address it came from, so
that many at once are no way round the limit; the same is said of a wrong password, of an unknown name and of
a locked one, after the same work. Where an account has a second factor (`factors`), the right password begins
no session yet, and what was counted stays counted. What changes a way in (accounts, links, tokens, second
factors) is for who signed in lately: a session that was stolen, or left open on a desk, is not enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from servicepoints.domain.networks import network_of
from servicepoints.domain.roles import Account
from servicepoints.errors import InvalidValue, SignInRefused, TooOften
from servicepoints.register import Actor, Reader, Register, Writer, accounts, bureaus, factors, throttling
from servicepoints.register.accounts import Session
from servicepoints.services import tokens
from servicepoints.services.accounts import passwords

WINDOW = timedelta(minutes=15)
MOST_BY_NAME, MOST_BY_ADDRESS = 8, 60
"""Failures within a window: of one name; from one network address, which an office shares."""
CODES_WINDOW, MOST_CODES = timedelta(days=1), 20
"""So many codes may be tried on one account in a day: at the rate of passwords, whoever has found the
password would get in within a year as likely as not."""
SEEN_EVERY = timedelta(minutes=5)
LIFETIME = timedelta(days=14)
"""A session ends then, however much it is used."""

FRESH = timedelta(minutes=30)
"""So long after signing in one may change a way in."""
HALF_LASTS = timedelta(minutes=5)
"""So long after the right password the second factor may come."""

Limits = Mapping[str, tuple[int, timedelta]]
"""By keys of `throttling`: the most within a window."""

_REFUSED = "登录名或密码不对"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, by which session, what the bureau is called ("" for the city), and since when the
    account has a second factor (None: it has none)."""

    account: Account
    session: Session
    bureau_name: str
    factor_since: datetime | None = None

    def is_fresh(self, now: datetime) -> bool:
        """Whether all that is asked of who signs in was given lately."""
        return now - self.session.made_at < FRESH


@dataclass(frozen=True, slots=True)
class Entered:
    """What the right password gave: the token of a session; or, if it is not `whole`, one that `factors`
    makes a session of, with the second factor."""

    token: str
    whole: bool


def sign_in(
    register: Register, login: str, password: str, *, address: str, device: str, idle: timedelta
) -> Entered:
    """A new session, which is over after `idle` without use; or half of one, where a second factor is wanted.

    SignInRefused if name and password do not fit; TooOften, whatever the password, after too many failures
    under that name or from that address.
    """
    name = clean_login(login)
    count_attempt(register, name, address)
    with register.read() as reader:
        standing = accounts.named(reader, name)
    usable = standing is not None and not standing.disabled
    if not passwords.fits(password, standing.password if standing and usable else "") or standing is None:
        raise SignInRefused(_REFUSED, standing.account.login if standing else "")
    token, whole = tokens.new_token(), standing.factor_since is None
    with register.write(actor_of(standing.account)) as writer:
        if accounts.held(writer, standing.account.id) != standing:  # while the password was looked at
            raise SignInRefused(_REFUSED, standing.account.login)
        if passwords.outdated(standing.password):
            accounts.set_password(writer, standing.account.id, passwords.rehashed(password))
        if whole:
            begin_session(writer, standing.account, token, device, idle)
        else:
            ends = writer.now + HALF_LASTS
            factors.begin_half(writer, standing.account.id, tokens.digest(token), ends)
    return Entered(token, whole)


def begin_session(writer: Writer, account: Account, token: str, device: str, idle: timedelta) -> None:
    """Begins a session of whoever has shown all that is asked for."""
    forget_failures(writer, account.login)
    accounts.begin_session(writer, account.id, tokens.digest(token), writer.now + idle, device[:80])


def count_attempt(register: Register, name: str, address: str) -> None:
    """Counts an attempt to sign in under that name (of `clean_login`) from that address. TooOften."""
    _count(register, _limits(register, name, address))


def count_code(register: Register, name: str, address: str) -> None:
    """The same, of a code after the right password. TooOften."""
    codes = {_codes(name): (MOST_CODES, CODES_WINDOW)}
    _count(register, _limits(register, name, address) | codes)


def codes_tried(reader: Reader, name: str) -> int:
    """How many codes were tried under that name since a session of it began, in a day."""
    standing = throttling.standing(reader, _codes(name))
    return standing[0] if standing else 0


def forget_failures(writer: Writer, login: str) -> None:
    """Lets that name be tried anew: whose it is has shown it."""
    for key in (throttling.key_of("sign-in", login), _codes(login)):
        throttling.forget(writer, key)


def signed_in(register: Register, token: str, now: datetime, idle: timedelta) -> SignedIn | None:
    """Who a session's token stands for at that moment (aware); None if it is over or unknown. A session in
    use goes on, up to its lifetime."""
    digest = tokens.digest(token)
    with register.read() as reader:
        found = accounts.session(reader, digest, now)
        if found is None:
            return None
        session, account, factor_since = found
        bureau = bureaus.get(reader, account.bureau)
    ends = min(now + idle, session.made_at + LIFETIME)
    if now >= ends:
        return None
    if now - session.seen_at >= SEEN_EVERY:
        with register.write(actor_of(account)) as writer:
            accounts.seen(writer, digest, ends)
    return SignedIn(account, session, bureau.name if bureau else "", factor_since)


def sign_out(register: Register, who: SignedIn) -> None:
    """Ends the session."""
    with register.write(actor_of(who.account)) as writer:
        accounts.end_session(writer, who.account.id, who.session.digest)


def sessions_of(register: Register, who: SignedIn, now: datetime) -> list[Session]:
    """The devices on which that person is signed in."""
    with register.read() as reader:
        return accounts.sessions(reader, who.account.id, now)


def end_others(register: Register, who: SignedIn) -> tuple[int, str]:
    """Ends all sessions but this one, also where its cookie was copied to; how many, and its new token."""
    with register.write(actor_of(who.account)) as writer:
        return _alone(writer, who)


def change_password(register: Register, who: SignedIn, old: str, new: str) -> str:
    """Sets a new password and ends all other sessions; the new token of this one. InvalidValue for a new one
    that will not do, or an old one that is wrong; TooOften."""
    confirm(register, who, old)
    made = passwords.hashed(new, who.account.login)
    with register.write(actor_of(who.account)) as writer:
        accounts.set_password(writer, who.account.id, made)
        return changed_way_in(writer, who)


def confirm(register: Register, who: SignedIn, password: str) -> None:
    """InvalidValue unless that is the password of who is signed in; TooOften. Counted until what it is asked
    for is done (`changed_way_in`)."""
    _count(register, {throttling.key_of("change", who.account.login): (MOST_BY_NAME, WINDOW)})
    with register.read() as reader:
        standing = accounts.get(reader, who.account.id)
    if not passwords.fits(password, standing.password):
        raise InvalidValue("现在的密码", "……", "现在的密码不对")


def changed_way_in(writer: Writer, who: SignedIn) -> str:
    """Ends all other sessions, and lets `confirm` be tried anew; the new token of this session."""
    throttling.forget(writer, throttling.key_of("change", who.account.login))
    return _alone(writer, who)[1]


def actor_of(account: Account) -> Actor:
    """The account as the author of what it writes."""
    return Actor("editor", account.name)


def clean_login(login: str) -> str:
    """A name for signing in as it is kept: without spaces round it, in small letters."""
    return login.strip().casefold()[:64]


def _alone(writer: Writer, who: SignedIn) -> tuple[int, str]:
    """Ends all sessions but this one, which gets a new token: who has a copy of its cookie is out too."""
    token = tokens.new_token()
    ended = accounts.end_sessions(writer, who.account.id, but=who.session.digest)
    accounts.renew_session(writer, who.session.digest, tokens.digest(token))
    return ended, token


def _codes(name: str) -> str:
    return throttling.key_of("code", name)


def _limits(register: Register, name: str, address: str) -> dict[str, tuple[int, timedelta]]:
    limits = {throttling.key_of("sign-in", name): (MOST_BY_NAME, WINDOW)}
    if register.secrecy.ready:  # of an address only a keyed hash is kept: without the key all can be tried
        source = register.secrecy.fingerprint(network_of(address))
        limits[throttling.key_of("sign-in from", source)] = (MOST_BY_ADDRESS, WINDOW)
    return limits


def _count(register: Register, limits: Limits) -> None:
    """Counts an attempt under each key; TooOften if one of them has had too many."""
    with register.write(Actor("machine", "throttle")) as writer:
        over = [key for key, (most, window) in limits.items() if throttling.count(writer, key, window) > most]
        ends = max(
            (at[1] + limits[key][1] for key in over if (at := throttling.standing(writer, key))), default=None
        )
        now = writer.now
    if ends is not None:
        minutes = max(1, ceil((ends - now) / timedelta(minutes=1)))
        said = f"{minutes}分钟" if minutes < 90 else f"{ceil(minutes / 60)}小时"
        raise TooOften(f"试得太多了，请过{said}再试", minutes * 60)
