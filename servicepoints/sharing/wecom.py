"""A group's robot in WeCom: its address, one message to it, and what its answer means.

https://developer.work.weixin.qq.com/document/path/91770: errors come as HTTP 200 with an `errcode`. The key
in the address lets anybody write into the group: no message of ours holds it.

Border: the key in an address lets who has it write into a group. Believed: of the answer its `errcode`. So:
it is sealed in the register, shown by its last four characters, left out of every log, and no text of ours
names it; what may have arrived is never sent again by itself.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl

from servicepoints.domain.digests import Form
from servicepoints.errors import InvalidValue, NoAnswer, NotReached
from servicepoints.sharing.digest import rendered
from servicepoints.sharing.outgoing import Answer, allowed, post_json

OFFICIAL = "qyapi.weixin.qq.com"
FIELD = "机器人地址"
TAIL = 4
"""Characters of the key that may be shown."""

_PATH = "/cgi-bin/webhook/send"
_KEY = re.compile(r"[0-9A-Za-z]{8}(-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}")
_FIX = f"到群设置里整段复制，像 https://{OFFICIAL}{_PATH}?key=…"

_PASSING = {-1: "企业微信忙", 45009: "发得太快，企业微信让等一等"}
_DEAD = {
    93000: "群机器人的地址失效了（93000）：机器人不在群里了，或者地址重置过。到群设置里重新复制地址",
    93004: "群机器人被停用了（93004）：到群设置里启用它，再把地址填一次",
    93008: "群机器人不在群里了（93008）：到群里重新添加，换上新地址",
}


class Fate(StrEnum):
    """SENT; LATER: a passing fault, nothing arrived; REFUSED: this message never will; DEAD: nothing will
    until a person acts; UNSURE: it may have arrived."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    DEAD = "dead"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message, and the answer in plain words."""

    fate: Fate
    words: str


def robot_address(text: str, hosts: Collection[str]) -> str:
    """The address of a robot as someone pastes it, or its key alone. `hosts` are allowed besides the official
    one. InvalidValue, which does not show it."""
    text = text.strip()
    if _KEY.fullmatch(text):
        return f"https://{OFFICIAL}{_PATH}?key={text}"
    if not text:
        raise InvalidValue(FIELD, "", "没写", _FIX)
    try:
        parts = allowed(text, [OFFICIAL, *hosts])
    except InvalidValue as error:
        raise InvalidValue(FIELD, error.value, error.reason, _FIX) from error
    query = parse_qsl(parts.query, keep_blank_values=True)
    if not parts.path.endswith(_PATH) or parts.fragment or [name for name, _ in query] != ["key"]:
        raise InvalidValue(FIELD, "", "不是群机器人的地址", _FIX)
    if not _KEY.fullmatch(query[0][1]):
        raise InvalidValue(FIELD, "", "key 后面不完整", _FIX)
    return text


def tail_of(address: str) -> str:
    """The last characters of an address's key, by which its owner knows it."""
    return address[-TAIL:]


def send(address: str, text: str, form: Form, hosts: Collection[str], seconds: float) -> Outcome:
    """Sends one text to a robot, once."""
    content = rendered(text, form)
    body = {"msgtype": form.value, form.value: {"content": content}}
    try:
        answer = post_json(address, body, [OFFICIAL, *hosts], seconds)
    except InvalidValue as error:
        return Outcome(Fate.DEAD, f"机器人的地址现在不许用：{error.value} {error.reason}。{_FIX}")
    except NotReached as error:
        return Outcome(Fate.LATER, str(error))
    except NoAnswer as error:
        return Outcome(Fate.UNSURE, f"{error}。不知道群里收到没有")
    return _meaning(answer, address)


def _meaning(answer: Answer, address: str) -> Outcome:
    if answer.status == 504:
        return Outcome(Fate.UNSURE, "中间的服务器没等到企业微信的回应（504），不知道群里收到没有")
    if answer.status >= 500 or answer.status == 429:
        return Outcome(Fate.LATER, f"企业微信暂时不行（HTTP {answer.status}）")
    if not 200 <= answer.status < 300:
        return Outcome(Fate.REFUSED, f"机器人的地址答的是 HTTP {answer.status}，没有发成。看看地址对不对")
    code = (answer.data or {}).get("errcode")
    if answer.data is None or not isinstance(code, int) or isinstance(code, bool):
        return Outcome(Fate.UNSURE, "企业微信的回应看不懂，不知道群里收到没有")
    if code == 0:
        return Outcome(Fate.SENT, "")
    if code in _PASSING:
        return Outcome(Fate.LATER, f"{_PASSING[code]}（{code}）")
    if code in _DEAD:
        return Outcome(Fate.DEAD, _DEAD[code])
    return Outcome(Fate.REFUSED, f"企业微信不收（{code}）：{_told(answer.data, address)}")


def _told(data: Mapping[str, object], address: str) -> str:
    """Their own words, in which the key would not be looked for."""
    words = " ".join(str(data.get("errmsg", "")).split())
    return words.replace(address.partition("key=")[2], "…")[:100]
