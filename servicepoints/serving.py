"""Serving: how `servicepoints serve` checks, brings the catalogue up, and starts its processes.

Workers are started afresh, not forked: they carry nothing of what this process needed to publish. One more
process, the publisher, brings the catalogue up while they serve; now and then another, the archivist, writes
what stands beside it.
"""

import errno
import logging
import multiprocessing
import os
import resource
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from servicepoints import logs
from servicepoints.archivist import keep_written
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.companions import BODIES, hear_signals
from servicepoints.config import SHORTEST_SECRET, Settings
from servicepoints.errors import NotWritten, RegisterAway, SettingError
from servicepoints.publisher import keep_running
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish

TARGET = "servicepoints.worker:application"
THREADS = 4
"""A worker, besides those that may wait for bodies: most of a request is Python, so more would only take
turns."""
CONNECTIONS = 16_384
"""A worker: it takes no more until one of them ends, and who is slow to ask would keep all others out."""
BACKLOG = 2_048
HEAD_MS = 10_000
"""Milliseconds in which a request's head must be there, before the connection is closed."""
STOP_S = 5
"""Seconds in which a worker may finish what it is at; now and then one whose clients hung up never ends."""
QUICK_S = 10
PAUSE_S = 1.0

MAKE_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
MAKE_DATA_KEY = "python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"


class _Server(MPServer):
    """Granian gives up when a worker ends twice within seconds, and couriers would have nobody: this one goes
    on, with a pause, so that a worker which cannot live takes no more than a part of the machine.
    """

    def _respawn_workers(self, workers: list[int], *how: Any, **more: Any) -> None:
        if any(time.monotonic() - self.wrks[index].birth < QUICK_S for index in workers):
            logs.LOGGER.error("a worker ended as soon as it had begun: it is started again")
            time.sleep(PAUSE_S)
        super()._respawn_workers(workers, *how, **more)
        self.respawned_wrks.clear()

    def signal_handler_interrupt(self, *told: Any, **more: Any) -> None:
        """Stop. Told again while it hears it, Granian's own would wait for ever for a lock that it holds."""
        if not self.interrupt_signal:
            super().signal_handler_interrupt(*told, **more)  # type: ignore[no-untyped-call]


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until told to stop; `ready` is called with the site's address when all is in order, just before.

    SettingError if a key is missing, or nothing can listen there; InstanceError if there is nothing to serve.
    """
    logs.configure(settings.log_level, settings.log_format)
    require_keys(settings)
    address = listening_address(settings)
    bring_up(settings)
    ready(f"http://{f'[{settings.host}]' if ':' in settings.host else settings.host}:{settings.port}")
    # OpenMP's default of a thread a core makes single queries slower; set before a worker loads the tree
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # a heap for each thread is kept for threads that ask for memory at once, and ours take turns
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    multiprocessing.set_start_method("spawn", force=True)
    _allow_many_connections()
    hear_signals()
    ending = (keep_running(), keep_written(settings))
    try:
        granian(TARGET, address, settings.port, settings.workers).serve()
    finally:
        for stopping in ending:
            stopping.set()


def granian(target: str, host: str, port: int, workers: int) -> MPServer:
    """The server for an application factory (`module:name`), not yet started."""
    logging.getLogger("_granian").addFilter(_is_news)
    return _Server(
        target,
        factory=True,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # what has a deadline here; browsers speak nothing newer without TLS
        address=host,
        port=port,
        workers=workers,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_S,
        blocking_threads=THREADS + BODIES,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MS),
        websockets=False,
        log_level=LogLevels.warning,
    )


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line of the server's is worth telling. That we have more threads than processors is not: most
    of them wait for bodies, as is meant."""
    return "allows spawning up to" not in record.getMessage()


def _allow_many_connections() -> None:
    """Each is an open file, and most systems let a process have a thousand until it asks for more."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def bring_up(settings: Settings) -> None:
    """The catalogue brought up to the register; one that stands is good enough while the register is away or
    nothing can be written. InstanceError if there is none to read."""
    try:
        publish(open_instance(settings), settings.catalogue_path)
    except (RegisterAway, NotWritten, OSError) as error:
        CatalogueReader(settings.catalogue_path).revision()
        what = "the register is away" if isinstance(error, RegisterAway) else "nothing can be written"
        logs.LOGGER.warning("%s, serving the catalogue as it is: %s", what, error)


def require_keys(settings: Settings) -> None:
    """SettingError, with the command that makes one, unless both keys are there and fit to use."""
    for name, value, make in (
        ("SERVICEPOINTS_SECRET_KEY", settings.secret_key, MAKE_KEY),
        ("SERVICEPOINTS_DATA_KEY", settings.data_key, MAKE_DATA_KEY),
    ):
        if not value:
            raise SettingError(
                f"没有设置 {name}，不能开始服务。用这个命令生成一个：\n  {make}\n"
                f"然后写进环境变量，或写进 {settings.keys_path}：\n  {name}=生成的值"
            )
    if len(settings.secret_key) < SHORTEST_SECRET:
        raise SettingError(
            f"SERVICEPOINTS_SECRET_KEY 太短（至少 {SHORTEST_SECRET} 个字符）。"
            f"用这个命令生成一个：\n  {MAKE_KEY}"
        )


def listening_address(settings: Settings) -> str:
    """The network address of SERVICEPOINTS_HOST, IPv4 where it has both; the server takes no name.

    SettingError if it has none, or nothing can listen there: the server's own message would be a stack of
    Rust.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _no_host(settings.host, "找不到这个地址") from error
    family, _, _, _, where = min(found, key=lambda one: one[0] is not socket.AF_INET)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise _no_host(settings.host, "不是这台机器的地址") from error
            fix = (
                "1024 以下的端口要 root，请换一个，让前面的代理去听 443"
                if error.errno == errno.EACCES
                else "请停掉占用它的程序，或者用 --port 换一个"
            )
            raise SettingError(
                f"{settings.host} 的 {settings.port} 端口用不了（{error.strerror}）：{fix}"
            ) from error
    return str(where[0])


def _no_host(host: str, reason: str) -> SettingError:
    return SettingError(
        f"设置 SERVICEPOINTS_HOST 的值“{host}”不能用：{reason}。"
        "前面有代理就写 127.0.0.1；要让别的机器直接打开，写 0.0.0.0"
    )
