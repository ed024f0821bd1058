"""WeChat's JS-SDK: the ticket that signs, and the signature that lets a page of ours use it inside WeChat.

The token comes from `cgi-bin/stable_token` and not from `cgi-bin/token`: that one would end the token of
every other system that a bureau's account serves. Asked again it gives the same token, so only the ticket is
kept.
Source: developers.weixin.qq.com, 获取稳定版接口调用凭据 and JS-SDK 使用权限签名算法.

Border: any page may ask for a signature, WeChat's answer may be anything. Believed: an address of our own
host that couriers see, and a ticket of a plausible life. So: no page with a person in it is signed, and its
script runs on no page where somebody types a name, a number or a password.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from servicepoints.errors import InvalidValue, NoAnswer, WechatRefused
from servicepoints.sharing.outgoing import Answer, get_json, post_json

SECONDS = 5.0
"""For each of the two exchanges: someone's page is waiting, though not for this alone."""

SOON, LATER, MUCH_LATER = timedelta(seconds=30), timedelta(minutes=10), timedelta(hours=1)
"""How long to wait after what passes by itself, after what a person must put right, after too many asked."""

REFUSALS: Mapping[int, tuple[str, timedelta]] = {
    -1: ("微信系统忙", SOON),
    40001: ("AppSecret 不对，或者 access_token 刚被换掉", LATER),
    40002: ("请求的类型不对", LATER),
    40013: ("AppID 不对", LATER),
    40014: ("access_token 刚被换掉", SOON),
    40125: ("AppSecret 不对", LATER),
    40164: ("这台服务器出口的 IP 不在公众号的 IP 白名单里", LATER),
    40243: ("AppSecret 被冻结了", LATER),
    42001: ("access_token 过期了", SOON),
    45009: ("今天问的次数用完了", MUCH_LATER),
    45011: ("问得太快", SOON),
    48001: ("这个公众号没有 JS-SDK 的权限", MUCH_LATER),
    50002: ("公众号被限制了", MUCH_LATER),
    89503: ("要公众号的管理员在手机上同意", LATER),
}
"""What WeChat means by its numbers, for whoever looks after the site, and how long not to ask again."""

_LIFE_S = range(60, 7201)
_LONGEST_URL = 2048
_PRIVATE = ("/b/", "/k/", "/bureau/")


@dataclass(frozen=True, slots=True)
class Account:
    """An official account (公众号), and where its API is."""

    api: str
    app_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """What signs, and for how long."""

    value: str
    life: timedelta


def fetch_ticket(account: Account, seconds: float = SECONDS) -> Ticket:
    """A ticket of that account. WechatRefused; NotReached and NoAnswer, which pass by themselves."""
    hosts = [urlsplit(account.api).netloc.lower()]
    asked = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret}
    token = _said(post_json(f"{account.api}/cgi-bin/stable_token", asked, hosts, seconds), "access_token")
    address = (
        f"{account.api}/cgi-bin/ticket/getticket?access_token={quote(str(token['access_token']))}&type=jsapi"
    )
    ticket = _said(get_json(address, hosts, seconds), "ticket")
    life = ticket.get("expires_in")
    if not isinstance(life, int) or life not in _LIFE_S:
        raise NoAnswer("微信没有说清楚票据几时过期")
    return Ticket(str(ticket["ticket"]), timedelta(seconds=life))


def signature(ticket: str, nonce: str, timestamp: int, url: str) -> str:
    """The signature of an address (as it stands in the browser, without `#…`): SHA-1 over the four, sorted by
    name, not encoded."""
    signed = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}"
    return hashlib.sha1(signed.encode()).hexdigest()


def signable(url: str, host: str) -> str:
    """The address to sign, without its fragment. InvalidValue unless it is one of that host, ours, which
    couriers see: WeChat adds parameters to what is passed on, so only the host can be known."""
    live = url.partition("#")[0]
    try:
        parts = urlsplit(live)
        named = parts.netloc.lower()
    except ValueError as error:
        raise InvalidValue("url", url, "不是网址") from error
    if parts.scheme not in ("http", "https") or not live.isprintable() or len(live) > _LONGEST_URL:
        raise InvalidValue("url", url, "不是网址")
    if not host or named != host.lower():
        raise InvalidValue("url", named, "不是这个网站的网址，不签")
    if parts.path.startswith(_PRIVATE):
        raise InvalidValue("url", "", "这一页只给一个人看，不签")
    return live


def _said(answer: Answer, name: str) -> Mapping[str, Any]:
    """What WeChat answered, if it holds that text. Its refusals come as HTTP 200 too."""
    data = answer.data or {}
    code = data.get("errcode")
    if isinstance(code, int) and code != 0:
        words, wait = REFUSALS.get(code, ("微信没有给票据", LATER))
        raise WechatRefused(f"{words}（{code}）", code, wait)
    if answer.status != 200 or not isinstance(data.get(name), str) or not data[name]:
        raise NoAnswer(f"微信的回答看不懂（HTTP {answer.status}）")
    return data
