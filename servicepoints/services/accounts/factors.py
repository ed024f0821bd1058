"""The second factor of an account: six figures of an authenticator on a phone (RFC 6238: SHA-1, half a
minute), or one of ten recovery codes.

Between the right password and the code a browser holds a token that opens nothing but the page that asks for
the code, for five minutes. A wrong code counts among the failures of its name and its address as a wrong
password does, and only a session that began forgets them: whoever has the password alone has seven guesses in
a quarter of an hour and twenty in a day, and the owner is told of them. A code is used up in the transaction
that begins the session, so it is good once.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from unicodedata import normalize

import pyotp

from servicepoints.domain.roles import Account
from servicepoints.domain.wording import SITE_NAME
from servicepoints.errors import InvalidValue, NotFound, SettingError, SignInRefused
from servicepoints.register import Register, Writer, accounts, factors
from servicepoints.services import tokens
from servicepoints.services.accounts import passwords, signing
from servicepoints.services.accounts.signing import SignedIn
from servicepoints.sharing.qr import qr_svg

OFFER_LASTS = timedelta(minutes=30)
RECOVERY_CODES = 10
_FIGURES, _RECOVERY_FIGURES = 6, 12
_DRIFT = 1
"""So many half minutes a phone's clock may be off, either way."""
_LATE = "过了5分钟，或者已经在别处登录了，请重新登录"
_WRONG = "码不对，或者用过了：等验证器换下一个再写"
_OLD_OFFER = "这页放得太久了，请扫下面的新码"


@dataclass(frozen=True, slots=True)
class Offer:
    """A key that was drawn for an account and is not its factor yet: to type, to scan (an `<svg>`), and
    sealed, to travel with the form."""

    key: str
    qr: str
    sealed: str

    @property
    def typed(self) -> str:
        """The key as one types it, in fours."""
        return _grouped(self.key)


@dataclass(frozen=True, slots=True)
class Finished:
    """A session that began: its token, whose it is, and how many wrong codes had come after the right
    password, in a day, since one began before."""

    token: str
    account: Account
    wrong_codes: int


def must_have(rule: str, account: Account) -> bool:
    """Whether an account must have a second factor, by the setting (none, city, everyone)."""
    return rule == "everyone" or (rule == "city" and account.is_city)


def offer(register: Register, who: SignedIn, now: datetime, sealed: str = "") -> Offer:
    """A key to set up, drawn now; or the one that was `sealed`, while that counts, so that who mistyped a
    code need not scan again. SettingError without the data key."""
    try:
        key = _offered(register, who, sealed, now)
    except InvalidValue:
        key = pyotp.random_base32()
        sealed = register.secrecy.seal([who.account.id, key, now.timestamp()])
    address = pyotp.TOTP(key).provisioning_uri(name=who.account.login, issuer_name=SITE_NAME)
    return Offer(key, qr_svg(address, "m"), sealed)


def set_up(
    register: Register, who: SignedIn, sealed: str, password: str, code: str, now: datetime
) -> tuple[list[str], str]:
    """Makes the offered key the account's factor, in place of any before, and ends all other sessions; the
    recovery codes, which are shown this once, and the new token of this session. InvalidValue for an old
    offer, a wrong password or code; TooOften."""
    key = _offered(register, who, sealed, now)
    signing.confirm(register, who, password)
    step = _step(key, _figures(code), now)
    if step is None:
        raise InvalidValue("验证码", "……", "码不对", "看看手机的时间准不准，再写验证器现在显示的6位数字")
    codes = [_drawn() for _ in range(RECOVERY_CODES)]
    hashed = [passwords.rehashed(one) for one in codes]
    with register.write(signing.actor_of(who.account)) as writer:
        factors.put(writer, who.account.id, key, step, hashed)
        token = signing.changed_way_in(writer, who)
    return [_grouped(one) for one in codes], token


def take_off(register: Register, who: SignedIn, password: str) -> str:
    """Takes the factor away and ends all other sessions; the new token of this one. InvalidValue for a wrong
    password; TooOften."""
    signing.confirm(register, who, password)
    with register.write(signing.actor_of(who.account)) as writer:
        factors.drop(writer, who.account.id)
        return signing.changed_way_in(writer, who)


def recovery_left(register: Register, who: SignedIn) -> int:
    """How many recovery codes they have left."""
    with register.read() as reader:
        return factors.recovery_left(reader, who.account.id)


def waiting(register: Register, token: str, now: datetime) -> bool:
    """Whether a code may still come in the browser that holds that token."""
    with register.read() as reader:
        return factors.half(reader, tokens.digest(token), now) is not None


def finish(
    register: Register, token: str, code: str, *, address: str, device: str, idle: timedelta, now: datetime
) -> Finished:
    """A new session, begun by the code after the password.

    NotFound if that browser waited too long; SignInRefused for a wrong code, or one that was used; TooOften;
    SettingError without the data key, but for a recovery code.
    """
    digest = tokens.digest(token)
    with register.read() as reader:
        number = factors.half(reader, digest, now)
        standing = None if number is None else accounts.get(reader, number)
    if standing is None or standing.factor_since is None:
        raise NotFound(_LATE)
    account = standing.account
    signing.count_code(register, account.login, address)
    use = _matching(register, account, _figures(code), now)
    made = tokens.new_token()
    with register.write(signing.actor_of(account)) as writer:
        if use is None or not use(writer):
            raise SignInRefused(_WRONG, account.login)
        if not factors.end_half(writer, digest):
            raise NotFound(_LATE)
        tried = signing.codes_tried(writer, account.login)
        signing.begin_session(writer, account, made, device, idle)
    return Finished(made, account, max(0, tried - 1))


def _matching(
    register: Register, account: Account, figures: str, now: datetime
) -> Callable[[Writer], bool] | None:
    """How to use up what was typed, if it is a code of the account; outside of any transaction, since hashing
    takes its time."""
    if len(figures) == _RECOVERY_FIGURES:  # they need no data key
        with register.read() as reader:
            left = factors.recovery_codes(reader, account.id)
        place = next((n for n, hashed in left.items() if passwords.fits(figures, hashed)), None)
        if place is None:
            return None
        return partial(factors.use_recovery, account=account.id, place=place, hashed=left[place])
    with register.read() as reader:
        factor = factors.get(reader, account.id)
    step = None if factor is None else _step(factor.key, figures, now)
    if factor is None or step is None:
        return None
    return partial(factors.use_step, account=account.id, since=factor.since, step=step)


def _step(key: str, figures: str, now: datetime) -> int | None:
    """The half minute whose code that is, if it is one of now."""
    try:
        return pyotp.TOTP(key).verify_and_get_timecode(figures, for_time=now, valid_window=_DRIFT)
    except pyotp.OTPVerificationError:
        return None


def _offered(register: Register, who: SignedIn, sealed: str, now: datetime) -> str:
    try:
        number, key, made = register.secrecy.open(sealed)
    except (SettingError, ValueError) as error:
        raise InvalidValue("密钥", "……", _OLD_OFFER) from error
    if number != who.account.id or not 0 <= now.timestamp() - made < OFFER_LASTS.total_seconds():
        raise InvalidValue("密钥", "……", _OLD_OFFER)
    return str(key)


def _figures(code: str) -> str:
    """What was typed without what groups it: figures, else nothing."""
    plain = "".join(normalize("NFKC", code[:64]).replace("-", " ").split())
    return plain if plain.isascii() and plain.isdigit() else ""


def _drawn() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(_RECOVERY_FIGURES))


def _grouped(text: Sequence[str]) -> str:
    return " ".join("".join(text[n : n + 4]) for n in range(0, len(text), 4))
