"""One answer for many points, in one transaction: checked, shut for now, open again, withdrawn, grouped.

Who chose points saw them at some revision. If one of them has changed in between, nothing is written. So all
is read and worked out before the transaction begins: while it is open nobody else can write.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from servicepoints.domain.points import Listing, Point
from servicepoints.domain.roles import Account, require_city
from servicepoints.errors import Conflict, InvalidValue
from servicepoints.register import Reader, Register, bureaus, points
from servicepoints.register.conditions import AsOf
from servicepoints.register.listing import Wanted
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.booking.aftermath import NONE, Aftermath, aftermath
from servicepoints.services.listing import choose
from servicepoints.services.owning import own_points
from servicepoints.sheets.texts import clean_text

CITY_NAME = "市邮政管理局"
"""Whose check it is when the city looked."""
_LONGEST = 200

Change = Callable[[Point], Point]


@dataclass(frozen=True, slots=True)
class Picked:
    """Points ticked one by one: code → the revision that was seen."""

    versions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Everything:
    """All that a filter picks; `digest` is `Chosen.digest` of what was seen."""

    wanted: Wanted
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to do: `action` is one of ACTIONS; `until` (aware) and `reason` go with `suspend`, `reason` with
    `withdraw`, `group` with `group` ("": leaves its group), `bureau` with `assign` (a slug, "" for nobody's,
    None: not said)."""

    action: str
    reason: str = ""
    until: datetime | None = None
    group: str = ""
    bureau: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it: `changed` points in the words of `said`; `left` were so already or are withdrawn.
    `code` and `revision` lead to the change, to take it back; "" and 0 if nothing was written. `aftermath`:
    what it comes to for the sessions there."""

    said: str
    changed: int
    left: int
    code: str = ""
    revision: int = 0
    aftermath: Aftermath = NONE


@dataclass(frozen=True, slots=True)
class _Action:
    """`check` refuses what will not do, `change` says what becomes of a point, given whose check it is and
    the day; `citys`: only who acts for the city may do it."""

    said: str
    told: str
    check: Callable[[Reader, Answer, datetime], None]
    change: Callable[[Answer, str, date], Change]
    citys: bool = False


def answer_many(
    register: Register, account: Account, chosen: Picked | Everything, answer: Answer, at: AsOf
) -> Done:
    """Does it to all of them or to none.

    InvalidValue for a field that will not do (理由, 到什么时候, 联动组, 邮政管理局, 点位), NotAllowed if one
    of the points or the deed is not theirs, NotFound, Conflict if one has changed since it was seen.
    """
    action = ACTIONS[answer.action]
    if action.citys:
        require_city(account)
    with register.read() as reader:
        action.check(reader, answer, at.now)
        versions = _versions(reader, account, chosen, at)
        standing = own_points(reader, account, versions)
        body = _body(reader, account)
    change = action.change(answer, body, at.today)
    became = {code: change(point) for code, point in standing.items()}
    with register.write(actor_of(account)) as writer:
        comes_to = aftermath(writer, standing, became, at.now)
        differences = points.update_many(
            writer, became, _why(action, answer), expected=versions, standing=standing
        )
    changed = [code for code, what in differences.items() if what]
    said = f"{action.told}{len(changed)}个点位"
    if not changed:
        return Done(said, 0, len(versions))
    first = changed[0]
    return Done(said, len(changed), len(versions) - len(changed), first, versions[first] + 1, comes_to)


def _versions(reader: Reader, account: Account, chosen: Picked | Everything, at: AsOf) -> Mapping[str, int]:
    if isinstance(chosen, Everything):
        found = choose(reader, account, chosen.wanted, at)
        if found.digest != chosen.digest:
            raise Conflict("选的点位刚刚有改动：看看现在的列表，没问题就再点一次")
        return found.versions
    if not chosen.versions:
        raise InvalidValue("点位", "", "一个也没选", "先在前面打勾")
    return chosen.versions


def _why(action: _Action, answer: Answer) -> str:
    reason = clean_text(answer.reason)
    return f"批量{action.said}" + (f"：{reason}" if reason else "")


def _body(reader: Reader, account: Account) -> str:
    """The body in whose name they check."""
    bureau = bureaus.get(reader, account.bureau) if account.bureau else None
    return bureau.name if bureau else CITY_NAME


def _present(point: Point) -> bool:
    return point.listing is not Listing.WITHDRAWN


def _checked(_: Answer, body: str, day: date) -> Change:
    return lambda p: replace(p, checked_on=day, checked_by=body) if _present(p) else p


def _suspended(answer: Answer, _: str, __: date) -> Change:
    reason = clean_text(answer.reason)
    return lambda p: (
        replace(p, listing=Listing.SUSPENDED, suspended_until=answer.until, listing_reason=reason)
        if p.listing in (Listing.LISTED, Listing.SUSPENDED)
        else p
    )


def _resumed(_: Answer, __: str, ___: date) -> Change:
    return lambda p: (
        replace(p, listing=Listing.LISTED, suspended_until=None, listing_reason="")
        if p.listing in (Listing.SUSPENDED, Listing.WITHDRAWN)
        else p
    )


def _withdrawn(answer: Answer, _: str, __: date) -> Change:
    reason = clean_text(answer.reason)
    return lambda p: (
        replace(p, listing=Listing.WITHDRAWN, suspended_until=None, listing_reason=reason)
        if _present(p)
        else p
    )


def _grouped(answer: Answer, _: str, __: date) -> Change:
    name = " ".join(clean_text(answer.group).split())
    return lambda p: replace(p, link_group=name) if _present(p) else p


def _assigned(answer: Answer, _: str, __: date) -> Change:
    return lambda p: replace(p, bureau=answer.bureau or "")


def _nothing(_: Reader, __: Answer, ___: datetime) -> None:
    """Nothing to ask."""


def _ask_reason(_: Reader, answer: Answer, __: datetime) -> None:
    reason = clean_text(answer.reason)
    if not 0 < len(reason) <= _LONGEST:
        raise InvalidValue("理由", answer.reason, "要写理由，小哥会看到", f"写一句话，不超过{_LONGEST}个字")


def _ask_until(reader: Reader, answer: Answer, now: datetime) -> None:
    if answer.until is None:
        raise InvalidValue("到什么时候", "", "要写到什么时候", "不知道哪天开门，就先写一个要再看一眼的日子")
    if answer.until <= now:
        raise InvalidValue("到什么时候", f"{answer.until:%Y-%m-%d %H:%M}", "已经过去了", "写以后的时间")
    _ask_reason(reader, answer, now)


def _ask_group(_: Reader, answer: Answer, __: datetime) -> None:
    if len(answer.group) > 60:
        raise InvalidValue("联动组", answer.group, "名字太长", "不超过60个字")


def _ask_bureau(reader: Reader, answer: Answer, _: datetime) -> None:
    if answer.bureau is None or (answer.bureau and bureaus.get(reader, answer.bureau) is None):
        raise InvalidValue("邮政管理局", answer.bureau or "", "要选交给哪个局", "在列表里选一个")


ACTIONS: Mapping[str, _Action] = {
    "check": _Action("核实", "核实了", _nothing, _checked),
    "suspend": _Action("临时关门", "临时关了", _ask_until, _suspended),
    "resume": _Action("恢复", "恢复了", _nothing, _resumed),
    "withdraw": _Action("撤点", "撤了", _ask_reason, _withdrawn),
    "group": _Action("归到联动组", "改了联动组：", _ask_group, _grouped),
    "assign": _Action("交给局管理", "交出了", _ask_bureau, _assigned, citys=True),
}
