"""How the text of a setting becomes its value: one small reader for each sort of value.

A reader raises ValueError whose message says, in plain Chinese, what to write instead. Imports the standard
library only.
"""

import re
from collections.abc import Callable, Collection
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")

Reader = Callable[[str], object]

_ORIGIN = re.compile(
    r"https?://(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::[0-9]{1,5})?"
)


def text(value: str) -> str:
    """Any text on one line."""
    return value.strip()


def folder(value: str) -> Path:
    """A folder, made absolute, so that a later change of the working folder moves nothing."""
    try:
        return Path(value).expanduser().absolute()
    except RuntimeError as error:
        raise ValueError("~ 后面的用户没有主目录，请写完整的路径，例如 /srv/servicepoints") from error


def switch(value: str) -> bool:
    """1/0, true/false, yes/no, on/off."""
    word = value.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("只能写 1 或 0")


def whole(least: int, most: int) -> Reader:
    """A whole number within bounds."""

    def read(value: str) -> int:
        if not value.strip().isascii() or not value.strip().isdigit() or not least <= int(value) <= most:
            raise ValueError(f"要写 {least} 到 {most} 之间的整数")
        return int(value)

    return read


def three_counts(value: str) -> tuple[int, int, int]:
    """Three whole numbers up to 999: of days, weeks and months."""
    parts = value.replace("，", ",").replace(" ", "").split(",")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts):
        raise ValueError("要写三个数，逗号分开：几天、几周、几个月，例如 7,4,6")
    days, weeks, months_ = map(int, parts)
    return days, weeks, months_


def decimal(least: float, most: float) -> Reader:
    """A decimal number within bounds."""

    def read(value: str) -> float:
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not least <= number <= most:
            raise ValueError(f"要写 {least:g} 到 {most:g} 之间的数")
        return number

    return read


def one_of(*words: str) -> Reader:
    """One of some words."""

    def read(value: str) -> str:
        if value.strip().lower() not in words:
            raise ValueError("只能写 " + "、".join(words) + " 里的一个")
        return value.strip().lower()

    return read


def months(value: str) -> frozenset[int]:
    """Months as numbers and spans, 6-9 or 12,1,2 or 12-2; nothing for none."""
    found: set[int] = set()
    for part in filter(None, value.replace(" ", "").split(",")):
        first, _, last = part.partition("-")
        ends = [first, last or first]
        if not all(end.isascii() and end.isdigit() and 1 <= int(end) <= 12 for end in ends):
            raise ValueError("要写月份，例如 6-9 或 12,1,2")
        start, end = map(int, ends)
        found |= {(month - 1) % 12 + 1 for month in range(start, end + 1 + (12 if end < start else 0))}
    return frozenset(found)


def app_id(value: str) -> str:
    """The AppID of an official account of WeChat; nothing for none."""
    name = value.strip()
    if name and not (name.startswith("wx") and name.isascii() and name.isalnum() and 10 <= len(name) <= 32):
        raise ValueError("要写公众号的 AppID，wx 开头，例如 wx0123456789abcdef")
    return name


def script_address(value: str) -> str:
    """The http(s) address of one script, without a query."""
    address = value.strip()
    if not _has_host(address) or not address.isascii() or set(address) & set("?#,*"):
        raise ValueError("要写一个脚本的完整网址，例如 https://res.wx.qq.com/open/js/jweixin-1.6.0.js")
    return address


def web_address(value: str) -> str:
    """The http(s) address of a whole site, without a slash at its end; nothing for none."""
    address = value.strip().rstrip("/")
    if address and not (
        _has_host(address) and address == "{0.scheme}://{0.netloc}".format(urlsplit(address))
    ):
        raise ValueError("要写完整的网址，只到域名，例如 https://example.gov.cn")
    return address


def hosts(value: str) -> frozenset[str]:
    """Names of hosts, each with its port if that is not the usual one, separated by commas; nothing for
    none."""
    found = frozenset(part.strip().lower() for part in value.split(",") if part.strip())
    if not all(_HOST.fullmatch(host) for host in found):
        raise ValueError("要写主机名，逗号分开，不带 https://，例如 qyapi.example.gov.cn")
    return found


def networks(value: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses or networks, separated by spaces or commas."""
    try:
        return tuple(ip_network(one) for one in value.replace(",", " ").split())
    except ValueError as error:
        raise ValueError("写网络地址或网段，空格隔开，例如 127.0.0.1 10.0.0.0/24") from error


def page_address(value: str) -> str:
    """The http(s) address of a page; nothing for none."""
    address = value.strip()
    if address and not _has_host(address):
        raise ValueError("要写完整的网址，例如 https://creativecommons.org/licenses/by/4.0/deed.zh-hans")
    return address


def origins(value: str) -> tuple[str, ...]:
    """Origins (scheme, host, port; *. for every host below one), separated by spaces or commas."""
    said = tuple(dict.fromkeys(value.lower().replace(",", " ").replace("，", " ").split()))
    for one in said:
        if not _ORIGIN.fullmatch(one):
            raise ValueError(
                f"“{one}”不是网站地址：只写到域名，后面没有斜杠，例如 https://www.example.gov.cn；"
                "一个域名下的都算，写 https://*.example.gov.cn"
            )
    return said


def tile_address(value: str) -> str:
    """The address of map tiles with {z}, {x} and {y}, and optionally {s} for a-c; nothing for none."""
    address = value.strip()
    if address and not (_has_host(address) and all(part in address for part in ("{z}", "{x}", "{y}"))):
        raise ValueError("要写瓦片网址，里面有 {z}、{x}、{y}，例如 https://tiles.example.cn/{z}/{x}/{y}.png")
    return address


def named_lines(path: Path, known: Collection[str]) -> dict[str, str]:
    """The NAME=VALUE lines of a file, in which only these names may stand; # begins a comment. Empty when
    there is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ValueError(f"{path} 读不了（{error.strerror}）：请检查这个文件的权限") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} 不是 UTF-8 的文字：请用文本编辑器重新存一份") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        name, equals, value = line.strip().partition("=")
        if not name or name.startswith("#"):
            continue
        if not equals or name.strip() not in known:
            raise ValueError(
                f"{path} 第 {number} 行看不懂：每行写“名字=值”，名字只能是 " + "、".join(sorted(known))
            )
        found[name.strip()] = value.strip().strip("'\"")
    return found


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and not set(address) & set(" '\"<>;\n")
        )
    except ValueError:
        return False
