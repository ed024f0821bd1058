"""A throw-away Redis on a socket of its own, that writes nothing to the disk."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

INSTALL = "apt-get install redis-server; pip install 'redis[hiredis]'"
START_S = 20


def installed() -> bool:
    """Whether there is a server, and a client."""
    return shutil.which("redis-server") is not None and find_spec("redis") is not None


@contextmanager
def client() -> Iterator[Any]:
    """A client of a new server, which ends with it."""
    import redis

    with TemporaryDirectory(prefix="redis") as folder:
        path = str(Path(folder) / "socket")
        command = ["redis-server", "--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder)
        try:
            end = time.monotonic() + START_S
            while not Path(path).exists() and time.monotonic() < end:
                time.sleep(0.02)
            yield redis.Redis(unix_socket_path=path)
        finally:
            process.terminate()
            process.wait(15)
