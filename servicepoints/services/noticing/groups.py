"""The groups of a bureau at its desk: their robots, what is sent to them now, and what became of it."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from servicepoints.domain.digests import MOST_BYTES, Form, Robot, lasting
from servicepoints.domain.roles import Account, require_bureau
from servicepoints.errors import ChangedMeanwhile, Conflict, InvalidValue, NotFound
from servicepoints.register import Reader, Register, Writer, bureaus, openings, outbox, pulses, robots
from servicepoints.register.outbox import Message
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.noticing.sending import PULSE
from servicepoints.sharing.digest import size
from servicepoints.sharing.wecom import robot_address, tail_of

LATEST = 60
MOST_TEXTS, MOST_ROBOTS = 30, 50
LONGEST_NAME, LONGEST_OPENING = 40, 60
LATE = timedelta(minutes=30)
"""Cron's round is made every five minutes; after so long without one it is not made."""

_KEY = re.compile(r"[\w-]{8,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Groups:
    """All that the page of robots shows: the robots, the names of bureaus by slug, the latest messages with
    the robot's name, and when cron's round was last made."""

    robots: tuple[Robot, ...]
    bureaus: Mapping[str, str]
    sent: tuple[tuple[Message, str], ...]
    round_at: datetime | None


def look(register: Register, account: Account) -> Groups:
    """The robots of the account's bureau; of all, for the city. RegisterAway."""
    bureau = None if account.is_city else account.bureau
    with register.read() as reader:
        return Groups(
            tuple(robots.of_bureau(reader, bureau)),
            bureaus.names(reader),
            tuple(outbox.latest(reader, bureau, LATEST)),
            pulses.last(reader, PULSE),
        )


def robots_of(register: Register, account: Account, bureau: str) -> tuple[list[Robot], str]:
    """The robots of a bureau ("" is the city), and the line with which it opens its notices. NotAllowed."""
    require_bureau(account, bureau)
    with register.read() as reader:
        return robots.of_bureau(reader, bureau), openings.line(reader, bureau)


def robot(register: Register, account: Account, number: int) -> Robot:
    """One robot. NotFound; NotAllowed for another bureau's."""
    with register.read() as reader:
        return _own(reader, account, number)


def add_robot(
    register: Register, account: Account, wanted: Robot, address: str, hosts: Collection[str]
) -> None:
    """A new robot at the address as it was pasted. InvalidValue; NotAllowed; Conflict if it is known."""
    require_bureau(account, wanted.bureau)
    wanted, address = _checked(wanted), robot_address(address, hosts)
    with register.write(actor_of(account)) as writer:
        robots.add(writer, wanted, address, tail_of(address))


def change_robot(
    register: Register, account: Account, wanted: Robot, address: str, hosts: Collection[str], seen: str
) -> None:
    """Another name, another week; another address if one is given. As `add_robot`; NotFound;
    ChangedMeanwhile unless `seen` is the mark of what stands."""
    wanted, address = _checked(wanted), address and robot_address(address, hosts)
    with register.write(actor_of(account)) as writer:
        if _own(writer, account, wanted.id).mark != seen:
            raise ChangedMeanwhile("这个群刚被别人改过，下面还是你填的。再存一次，就以你填的为准")
        robots.change(writer, wanted)
        if address:
            robots.change_address(writer, wanted.id, address, tail_of(address))


def remove_robot(register: Register, account: Account, number: int) -> Robot:
    """Forgets a robot; what waits for it is not sent. NotFound; NotAllowed."""
    with register.write(actor_of(account)) as writer:
        gone = _own(writer, account, number)
        robots.remove(writer, number)
        outbox.stop_all(writer, number, "机器人删掉了")
    return gone


def keep_opening(register: Register, account: Account, bureau: str, line: str) -> None:
    """Keeps the line with which a bureau opens its notices. InvalidValue; NotAllowed."""
    require_bureau(account, bureau)
    line = lasting(line)
    if len(line) > LONGEST_OPENING:
        raise InvalidValue("开头一句", line, "太长", f"最多{LONGEST_OPENING}个字")
    with register.write(actor_of(account)) as writer:
        openings.keep(writer, bureau, line)


def queue(
    register: Register,
    account: Account,
    numbers: Sequence[int],
    managers: str,
    texts: Sequence[str],
    key: str,
    ends_at: datetime,
) -> int:
    """Puts texts in line for these robots, the managers' line first where a robot greets; how many messages.

    `key` tells a form sent twice. InvalidValue for none, too many, or a text that a robot would not take;
    NotFound; NotAllowed; Conflict if all of it was put in line before.
    """
    if not numbers:
        raise InvalidValue("群", "", "没勾选", "勾选要发的群")
    if len(numbers) > MOST_ROBOTS or len(texts) > MOST_TEXTS:
        raise InvalidValue("通知", f"{len(texts)}段", "太多", f"一次最多{MOST_TEXTS}段、{MOST_ROBOTS}个群")
    if not _KEY.fullmatch(key):
        raise InvalidValue("表单", "", "不完整", "刷新页面再发")
    queued = 0
    with register.write(actor_of(account)) as writer:
        for number in dict.fromkeys(numbers):
            to = _own(writer, account, number)
            if to.fault:
                raise InvalidValue("群", to.name, to.fault, "修好了再发")
            mine = [_sendable(text, n, to.form) for n, text in enumerate(texts, 1)]
            mine = [_sendable(managers, 0, to.form), *mine] if to.greets else mine
            if outbox.add(writer, number, f"desk:{key}", mine, to.form, ends_at):
                queued += len(mine)
    if not queued:
        raise Conflict("这一份已经发过了。要再发一遍，回群通知重新打开这一页")
    return queued


def _believe(writer: Writer, number: int) -> bool:
    return outbox.believe(writer, number, f"{writer.actor.name}看过，当作发过")


def _cancel(writer: Writer, number: int) -> bool:
    return outbox.cancel(writer, number, f"{writer.actor.name}不让发了")


DECISIONS: Mapping[str, Callable[[Writer, int], bool]] = {
    "again": outbox.again,
    "believe": _believe,
    "cancel": _cancel,
}
"""What a person may decide of a message, by the name of the button."""


def decide(register: Register, account: Account, number: int, decision: str) -> int:
    """Carries out what a person decided of a message; its robot's id. NotFound; NotAllowed; Conflict if it
    stands otherwise by now."""
    if decision not in DECISIONS:
        raise NotFound("没有这个做法")
    with register.write(actor_of(account)) as writer:
        message = outbox.find(writer, number)
        require_bureau(account, robots.bureau_of(writer, message.robot))
        if not DECISIONS[decision](writer, number):
            raise Conflict("这一条的情况变了，或者说的日子已经过了：看看现在的，要发就到群通知重写一份")
    return message.robot


def _own(reader: Reader, account: Account, number: int) -> Robot:
    found = robots.find(reader, number)
    require_bureau(account, found.bureau)
    return found


def _checked(wanted: Robot) -> Robot:
    name = " ".join(wanted.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise InvalidValue("群的名字", name, "太长" if name else "没写", f"写1到{LONGEST_NAME}个字")
    return replace(wanted, name=name)


def _sendable(text: str, number: int, form: Form) -> str:
    text = "\n".join(text.splitlines()).strip()
    what = f"第{number}段" if number else "发给企业的那段"
    if not text:
        raise InvalidValue(what, "", "是空的", "写上再发，或者重写通知")
    if (taken := size(text, form)) > MOST_BYTES[form]:
        least = taken - MOST_BYTES[form]
        raise InvalidValue(what, f"{taken}字节", "机器人一条发不了这么长", f"至少删掉{-(-least // 3)}个字")
    return text
