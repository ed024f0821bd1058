"""Asking another system over HTTP: JSON there, a JSON object back.

The standard library's `http.client` and not a client library: one request to one known host needs no
sessions or pools, and it follows no redirect, so a key in an address goes nowhere else. Only named hosts are
spoken to, over https; without TLS only on loopback. A proxy that the environment names (HTTPS_PROXY and
NO_PROXY) is gone through as through a pipe. One time limit holds for the whole exchange, so a host that
answers a byte at a time holds nobody up. No message of ours holds more of an address than its host.

Border: an editor pastes where to send, the other side answers any bytes. Believed: no address, however
spelled, whose host and port are not named in the code or by a setting; of the answer a status and a small
JSON object. So: neither a redirect nor user@, another port, a number for an address or a name that ends
alike leads elsewhere. A named host that resolves to a private address is asked: an operator's own WeCom may
well stand there, and who changes another's name in DNS still has no certificate for it.
"""

import json
import socket
import ssl
from base64 import b64encode
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from ipaddress import ip_address
from threading import Event, Timer
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from servicepoints.errors import InvalidValue, NoAnswer, NotReached

SECONDS = 10.0
"""For one exchange, unless told otherwise; looking the host's name up comes on top."""

MOST_BYTES = 64 * 1024
"""Of an answer; what is longer is none that we know."""

_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (socket.gaierror, "查不到这个主机名"),
    (TimeoutError, "超时了"),
    (ssl.SSLError, "加密连接没有建成，证书或时钟不对"),
    (ConnectionRefusedError, "那边没有在听"),
    (IncompleteRead, "回应断在半路"),
    (ConnectionError, "连接断了"),
)
_HEADERS = {"User-Agent": "servicepoints", "Accept": "application/json", "Connection": "close"}


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an answer, and its JSON object; None where it holds anything else or is too long."""

    status: int
    data: Mapping[str, Any] | None


def get_json(url: str, hosts: Collection[str], seconds: float = SECONDS) -> Answer:
    """What GET of an address answers, whatever its status.

    `hosts` are those that may be asked, in small letters: `host` at its usual port, or `host:port`.
    InvalidValue for another host or no https address; NotReached; NoAnswer.
    """
    return _exchange("GET", url, None, hosts, seconds)


def post_json(url: str, body: object, hosts: Collection[str], seconds: float = SECONDS) -> Answer:
    """What POST of a JSON value answers, whatever its status.

    As `get_json`; after NotReached the other side has nothing, after NoAnswer it may have taken it.
    """
    return _exchange("POST", url, json.dumps(body, ensure_ascii=False).encode(), hosts, seconds)


def allowed(url: str, hosts: Collection[str]) -> SplitResult:
    """The parts of an address that may be asked. InvalidValue, naming its host alone, for any other."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise InvalidValue("网址", "", "看不懂", "请整段复制，不要改动") from error
    plain = not url.isascii() or not url.isprintable() or " " in url or "@" in parts.netloc
    if plain or parts.scheme not in ("https", "http") or not host:
        raise InvalidValue("网址", host, "不是完整的网址", "请整段复制，以 https:// 开头")
    if (host if port is None else f"{host}:{port}") not in hosts:
        raise InvalidValue("网址", host, "不是许可的主机", "许可的有：" + "、".join(sorted(hosts)))
    if parts.scheme == "http" and not _loopback(host):
        raise InvalidValue("网址", host, "没有加密", "要以 https:// 开头")
    return parts


def _exchange(method: str, url: str, body: bytes | None, hosts: Collection[str], seconds: float) -> Answer:
    parts = allowed(url, hosts)
    host = str(parts.hostname)
    connection = _connection(parts, host, seconds)
    over = Event()
    end = Timer(seconds, _cut, [connection, over])
    end.daemon = True
    end.start()
    try:
        _reach(connection, host)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        kinds = {"Content-Type": "application/json; charset=utf-8"} if body is not None else {}
        connection.request(method, target, body, _HEADERS | kinds)
        response = connection.getresponse()
        answer = Answer(response.status, _object(response))
        if over.is_set():  # what was cut short may look whole
            raise TimeoutError
        return answer
    except (OSError, HTTPException) as error:
        why = _why(TimeoutError() if over.is_set() else error)  # what is cut fails in many ways
        raise NoAnswer(f"{host} 没有回应完（最多等{seconds:g}秒）：{why}") from error
    finally:
        end.cancel()
        connection.close()


def _connection(parts: SplitResult, host: str, seconds: float) -> HTTPConnection:
    if parts.scheme == "http":
        return HTTPConnection(host, parts.port, timeout=seconds)
    proxy = urlsplit(getproxies().get("https", ""))
    if not proxy.hostname or proxy_bypass(host):
        return HTTPSConnection(host, parts.port, timeout=seconds)
    connection = HTTPSConnection(proxy.hostname, proxy.port or 80, timeout=seconds)
    login = f"{unquote(proxy.username or '')}:{unquote(proxy.password or '')}".encode()
    said = {"Proxy-Authorization": f"Basic {b64encode(login).decode()}"} if proxy.username else {}
    connection.set_tunnel(host, parts.port or 443, said)
    return connection


def _reach(connection: HTTPConnection, host: str) -> None:
    try:
        connection.connect()
    except (OSError, HTTPException, UnicodeError) as error:
        raise NotReached(f"连不上 {host}：{_why(error)}") from error


def _cut(connection: HTTPConnection, over: Event) -> None:
    """Ends the exchange under whoever waits for it: the socket itself, under its TLS."""
    over.set()
    if connection.sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


def _object(response: HTTPResponse) -> Mapping[str, Any] | None:
    text = response.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        return None
    if response.length:
        raise IncompleteRead(text, response.length)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _why(error: Exception) -> str:
    """Why, in words for who reads the outbox; the failure itself is the cause of ours."""
    return next((words for kind, words in _WORDS if isinstance(error, kind)), "连接出错")
