"""Signing in and out, and who is signed in.

An attempt is counted before the password is looked at, under the name and under the address it came from, so
that many at once are no way round the limit; the same is said of a wrong password, of an unknown name and of
a locked one, after the same work.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from servicepoints.domain.networks import network_of
from servicepoints.domain.roles import Account
from servicepoints.errors import InvalidValue, SignInRefused, TooOften
from servicepoints.register import Actor, Register, Writer, accounts, bureaus, throttling
from servicepoints.register.accounts import Session
from servicepoints.services import tokens
from servicepoints.services.accounts import passwords

WINDOW = timedelta(minutes=15)
MOST_BY_NAME, MOST_BY_ADDRESS = 8, 60
"""Failures within a window: of one name; from one network address, which an office shares."""
SEEN_EVERY = timedelta(minutes=5)
LIFETIME = timedelta(days=14)
"""A session ends then, however much it is used."""

_REFUSED = "登录名或密码不对"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, by which session, and what the bureau is called ("" for the city)."""

    account: Account
    session: Session
    bureau_name: str


def sign_in(
    register: Register, login: str, password: str, *, address: str, device: str, idle: timedelta
) -> str:
    """The token of a new session, which is over after `idle` without use.

    SignInRefused if name and password do not fit; TooOften, whatever the password, after too many failures
    under that name or from that address.
    """
    name = clean_login(login)
    keys = {throttling.key_of("sign-in", name): MOST_BY_NAME}
    if register.secrecy.ready:  # of an address only a keyed hash is kept: without the key all can be tried
        source = register.secrecy.fingerprint(network_of(address))
        keys[throttling.key_of("sign-in from", source)] = MOST_BY_ADDRESS
    _count(register, keys)
    with register.read() as reader:
        standing = accounts.named(reader, name)
    usable = standing is not None and not standing.disabled
    if not passwords.fits(password, standing.password if standing and usable else "") or standing is None:
        raise SignInRefused(_REFUSED, standing.account.login if standing else "")
    token = tokens.new_token()
    with register.write(actor_of(standing.account)) as writer:
        forget_failures(writer, name)
        if passwords.outdated(standing.password):
            accounts.set_password(writer, standing.account.id, passwords.rehashed(password))
        accounts.begin_session(
            writer, standing.account.id, tokens.digest(token), writer.now + idle, device[:80]
        )
    return token


def forget_failures(writer: Writer, login: str) -> None:
    """Lets that name be tried anew: whose it is has shown it."""
    throttling.forget(writer, throttling.key_of("sign-in", login))


def signed_in(register: Register, token: str, now: datetime, idle: timedelta) -> SignedIn | None:
    """Who a session's token stands for at that moment (aware); None if it is over or unknown. A session in
    use goes on, up to its lifetime."""
    digest = tokens.digest(token)
    with register.read() as reader:
        found = accounts.session(reader, digest, now)
        if found is None:
            return None
        session, account = found
        bureau = bureaus.get(reader, account.bureau)
    ends = min(now + idle, session.made_at + LIFETIME)
    if now >= ends:
        return None
    if now - session.seen_at >= SEEN_EVERY:
        with register.write(actor_of(account)) as writer:
            accounts.seen(writer, digest, ends)
    return SignedIn(account, session, bureau.name if bureau else "")


def sign_out(register: Register, who: SignedIn) -> None:
    """Ends the session."""
    with register.write(actor_of(who.account)) as writer:
        accounts.end_session(writer, who.account.id, who.session.digest)


def sessions_of(register: Register, who: SignedIn, now: datetime) -> list[Session]:
    """The devices on which that person is signed in."""
    with register.read() as reader:
        return accounts.sessions(reader, who.account.id, now)


def end_others(register: Register, who: SignedIn) -> int:
    """Ends all sessions but this one; how many."""
    with register.write(actor_of(who.account)) as writer:
        return accounts.end_sessions(writer, who.account.id, but=who.session.digest)


def change_password(register: Register, who: SignedIn, old: str, new: str) -> None:
    """Sets a new password and ends all other sessions. InvalidValue for a new one that will not do, or an old
    one that is wrong; TooOften."""
    _count(register, {throttling.key_of("change", who.account.login): MOST_BY_NAME})
    with register.read() as reader:
        standing = accounts.get(reader, who.account.id)
    if not passwords.fits(old, standing.password):
        raise InvalidValue("现在的密码", "……", "现在的密码不对")
    made = passwords.hashed(new, who.account.login)
    with register.write(actor_of(who.account)) as writer:
        throttling.forget(writer, throttling.key_of("change", who.account.login))
        accounts.set_password(writer, who.account.id, made)
        accounts.end_sessions(writer, who.account.id, but=who.session.digest)


def actor_of(account: Account) -> Actor:
    """The account as the author of what it writes."""
    return Actor("editor", account.name)


def clean_login(login: str) -> str:
    """A name for signing in as it is kept: without spaces round it, in small letters."""
    return login.strip().casefold()[:64]


def _count(register: Register, most: dict[str, int]) -> None:
    """Counts an attempt under each key; TooOften if one of them has had too many."""
    with register.write(Actor("machine", "throttle")) as writer:
        over = [key for key, limit in most.items() if throttling.count(writer, key, WINDOW) > limit]
        since = max(
            (standing[1] for key in over if (standing := throttling.standing(writer, key))), default=None
        )
        now = writer.now
    if since is not None:
        minutes = max(1, -int((now - since - WINDOW).total_seconds() // 60))
        raise TooOften(f"试得太多了，请过{minutes}分钟再试", minutes * 60)
