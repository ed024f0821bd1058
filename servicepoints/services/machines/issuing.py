"""Tokens made and ended, by an editor for the own bureau and by the city for any."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from servicepoints.domain.roles import Account, Scope, require_bureau
from servicepoints.errors import Conflict, InvalidValue, NotFound
from servicepoints.register import Actor, Register, Writer, api_tokens, bureaus
from servicepoints.register.api_tokens import ApiToken
from servicepoints.services import tokens
from servicepoints.services.accounts.signing import actor_of

__all__ = [
    "ApiToken",
    "Wanted",
    "every",
    "issue",
    "issue_for",
    "issued",
    "left_behind",
    "revoke",
    "revoke_number",
]

PREFIX = "sp_"
"""By it a token is known for one of ours wherever it lies about."""
LONGEST_DAYS, USUAL_DAYS = 730, 365
LONGEST_NAME = 40
MOST = 50
"""Tokens of one bureau that work at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of whoever makes a token: what its system is called, for which bureau (a slug), what it
    may do, for how many days."""

    name: str
    bureau: str
    scopes: Collection[str]
    days: int = USUAL_DAYS


def issue(register: Register, account: Account, wanted: Wanted) -> tuple[ApiToken, str]:
    """A new token, and its text, which nobody can be shown again. InvalidValue that names the field (名称,
    邮政管理局, 能做什么, 有效期), NotAllowed for another's bureau, Conflict if there are too many."""
    require_bureau(account, wanted.bureau)
    return issue_for(register, wanted, actor_of(account))


def issue_for(register: Register, wanted: Wanted, actor: Actor) -> tuple[ApiToken, str]:
    """The same for who may do it for every bureau."""
    name, scopes = " ".join(wanted.name.split()), _scopes(wanted.scopes)
    if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
        raise InvalidValue(
            "名称", wanted.name, f"要写1到{LONGEST_NAME}个字", "写是哪个系统，例如 驿站管理系统"
        )
    if not 1 <= wanted.days <= LONGEST_DAYS:
        raise InvalidValue("有效期", str(wanted.days), f"要写1到{LONGEST_DAYS}天", "到期前换一个新的")
    text = PREFIX + tokens.new_token()
    with register.write(actor) as writer:
        if bureaus.get(writer, wanted.bureau) is None:
            known = "、".join(f"{b.slug}（{b.name}）" for b in bureaus.all_bureaus(writer))
            raise InvalidValue(
                "邮政管理局", wanted.bureau, "登记库里没有", f"可以写：{known}" if known else ""
            )
        bureaus.hold(writer, wanted.bureau)
        working = [t for t in api_tokens.of_bureau(writer, wanted.bureau) if t.works(writer.now)]
        if len(working) >= MOST:
            raise Conflict(f"已经有{MOST}个能用的令牌了，先作废几个")
        ends = writer.now + timedelta(days=wanted.days)
        return api_tokens.add(writer, tokens.digest(text), wanted.bureau, name, scopes, ends), text


def issued(register: Register, account: Account) -> tuple[list[ApiToken], dict[str, str]]:
    """The tokens that are theirs to see, the latest first, and the names of the bureaus that are theirs, by
    slug."""
    with register.read() as reader:
        theirs = {b.slug: b.name for b in bureaus.all_bureaus(reader) if account.owns(b.slug)}
        found = api_tokens.of_bureau(reader, None if account.is_city else account.bureau)
    return found, theirs


def every(register: Register) -> list[ApiToken]:
    """The tokens of all bureaus, the latest first."""
    with register.read() as reader:
        return api_tokens.of_bureau(reader, None)


def left_behind(register: Register, name: str) -> str:
    """What to say of the tokens that somebody of that name made and that still work, "" for none: an account
    that is disabled leaves them behind, and whoever copied one with it."""
    now = register.now()
    systems = "、".join(t.name for t in every(register) if t.made_by == name and t.works(now))
    if not systems:
        return ""
    return f"{name}做过的接口令牌还能用：{systems}。知道令牌的人照样能改，要不要作废，看“接口令牌”"


def revoke(register: Register, account: Account, number: int) -> ApiToken:
    """Ends a token at once. NotFound, for another bureau's too; Conflict if it was ended before."""
    with register.write(actor_of(account)) as writer:
        token = api_tokens.get(writer, number)
        if token is None or not account.owns(token.bureau):
            raise NotFound("没有这个令牌")
        return _ended(writer, token)


def revoke_number(register: Register, number: int, actor: Actor) -> ApiToken:
    """The same for who may do it for every bureau."""
    with register.write(actor) as writer:
        token = api_tokens.get(writer, number)
        if token is None:
            raise NotFound(f"没有编号为 {number} 的令牌")
        return _ended(writer, token)


def _ended(writer: Writer, token: ApiToken) -> ApiToken:
    if not api_tokens.revoke(writer, token.id):
        raise Conflict("这个令牌早就作废了")
    return token


def _scopes(said: Collection[str]) -> frozenset[Scope]:
    known = {scope.value for scope in Scope}
    wrong = sorted(set(said) - known)
    if wrong or not said:
        raise InvalidValue(
            "能做什么",
            "、".join(wrong),
            "没有这一项" if wrong else "一项也没选",
            "可以选：" + "、".join(Scope),
        )
    return frozenset(map(Scope, said))
