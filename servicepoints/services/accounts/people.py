"""Making accounts and letting people set their password by a link that works once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from servicepoints.domain.roles import Account, Role, require_city
from servicepoints.errors import Conflict, InvalidValue, NotFound
from servicepoints.register import Actor, Register, accounts, bureaus, factors
from servicepoints.register.accounts import Standing
from servicepoints.register.transaction import Reader
from servicepoints.services import tokens
from servicepoints.services.accounts import passwords
from servicepoints.services.accounts.signing import actor_of, clean_login, forget_failures

__all__ = [
    "NewAccount", "Standing", "add_account", "as_city", "disable", "drop_factor", "enable", "every_account",
    "new_link", "set_password", "welcomed",
]  # fmt: skip

LINK_LASTS = timedelta(days=3)
COMMAND_LINE = Actor("setup", "命令行")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
_GONE = "这个链接用过了、过期了，或者抄漏了，请找给你链接的人再要一个"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What is asked of whoever makes an account. `bureau` is a slug or a name, "" for the city."""

    login: str
    name: str
    role: Role
    bureau: str = ""


def add_account(register: Register, wanted: NewAccount, actor: Actor = COMMAND_LINE) -> tuple[Account, str]:
    """A new account without a password, and the token of the link that sets it, good for three days.

    InvalidValue for a field that will not do, Conflict if the name for signing in is taken.
    """
    login, name = clean_login(wanted.login), " ".join(wanted.name.split())
    if not _LOGIN.fullmatch(login):
        raise InvalidValue(
            "登录名", wanted.login, "只能用字母、数字和 . _ - @，两个字符以上", "例如 zhangsan"
        )
    if not (0 < len(name) <= 40 and name.isprintable()):
        raise InvalidValue("姓名", wanted.name, "要写1到40个字", "写真名，改动记录里会显示")
    token = tokens.new_token()
    with register.write(actor) as writer:
        account = accounts.add(writer, login, name, wanted.role, _slug(writer, wanted))
        accounts.invite(writer, account.id, tokens.digest(token), writer.now + LINK_LASTS)
    return account, token


def new_link(register: Register, login: str, actor: Actor = COMMAND_LINE) -> str:
    """The token of a new link for an account whose password was forgotten or never set; earlier links end.
    NotFound."""
    token = tokens.new_token()
    with register.write(actor) as writer:
        standing = _named(writer, login)
        if standing.disabled:
            raise Conflict(f"账号“{standing.account.login}”停用了，先启用再发链接")
        accounts.invite(writer, standing.account.id, tokens.digest(token), writer.now + LINK_LASTS)
    return token


def welcomed(register: Register, token: str, now: datetime) -> Account:
    """Whose password a link sets; NotFound if it does so no more."""
    with register.read() as reader:
        return _invited(reader, token, now).account


def set_password(register: Register, token: str, password: str, now: datetime) -> Account:
    """Sets the password by a link, ends the link and every session that the account had. A second factor
    stays: a link that others got hold of is not the whole way in. NotFound, InvalidValue."""
    login = welcomed(register, token, now).login
    made = passwords.hashed(password, login)
    with register.write(Actor("setup", "链接")) as writer:
        account = _invited(writer, token, writer.now).account  # of two who come at once, one is late
        accounts.set_password(writer, account.id, made)
        accounts.end_sessions(writer, account.id)
        forget_failures(writer, account.login)  # who forgot a password has tried it often
    return account


def every_account(register: Register) -> tuple[list[Standing], Mapping[str, str]]:
    """All accounts, and the names of the bureaus by slug."""
    with register.read() as reader:
        return accounts.all_accounts(reader), {b.slug: b.name for b in bureaus.all_bureaus(reader)}


def disable(register: Register, login: str, actor: Actor = COMMAND_LINE) -> Account:
    """Lets an account sign in no more; its sessions end now. NotFound; Conflict for the last one of the
    city."""
    with register.write(actor) as writer:
        standing = _named(writer, login)
        others = [
            a
            for a in accounts.all_accounts(writer)
            if a.account.is_city and not a.disabled and a.account.id != standing.account.id
        ]
        if standing.account.is_city and not others:
            raise Conflict("这是最后一个全市账号，停用了就没人能管账号了，没有停用")
        accounts.disable(writer, standing.account.id)
    return standing.account


def enable(register: Register, login: str, actor: Actor = COMMAND_LINE) -> Account:
    """Lets it sign in again. NotFound."""
    with register.write(actor) as writer:
        standing = _named(writer, login)
        accounts.enable(writer, standing.account.id)
    return standing.account


def drop_factor(register: Register, login: str, actor: Actor = COMMAND_LINE) -> Account:
    """Takes the second factor away from an account whose phone is lost; its sessions end now. NotFound;
    Conflict if it has none."""
    with register.write(actor) as writer:
        account = _named(writer, login).account
        if not factors.drop(writer, account.id):
            raise Conflict(f"账号“{account.login}”没有开两步验证，不用取消")
        accounts.end_sessions(writer, account.id)
    return account


def as_city(account: Account) -> Actor:
    """The account as one that manages accounts. NotAllowed."""
    require_city(account)
    return actor_of(account)


def _slug(reader: Reader, wanted: NewAccount) -> str:
    if wanted.role is Role.CITY:
        if wanted.bureau:
            raise InvalidValue("邮政管理局", wanted.bureau, "全市的账号不属于哪个局", "空着")
        return ""
    found = bureaus.named(reader, wanted.bureau)
    if found is None:
        known = "、".join(f"{b.slug}（{b.name}）" for b in bureaus.all_bureaus(reader))
        raise InvalidValue("邮政管理局", wanted.bureau, "登记库里没有", f"可以写：{known}" if known else "")
    return found.slug


def _named(reader: Reader, login: str) -> Standing:
    standing = accounts.named(reader, clean_login(login))
    if standing is None:
        raise NotFound(f"没有账号“{login}”")
    return standing


def _invited(reader: Reader, token: str, now: datetime) -> Standing:
    standing = accounts.invited(reader, tokens.digest(token), now)
    if standing is None:
        raise NotFound(_GONE)
    return standing
