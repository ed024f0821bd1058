"""Reading in a process of its own what may take its process along: a damaged .xls makes its parser abort,
which nothing can catch, or ask for more memory than there is.
"""

import importlib
import os
import pickle
import resource
import subprocess
import sys
from typing import Any

from servicepoints.errors import UnreadableSheet
from servicepoints.sheets.limits import SAVE_AS

MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space, some 300 MB of which Python and the parser take."""
MOST_S = 30
"""Seconds, of which a whole .xls of 10 MB takes two."""


def read_apart(function: str, data: bytes) -> Any:
    """What `function` ("module:name", bytes in) returns, called in a process that has bounds. Raises the
    UnreadableSheet that it raises, and one of our own if it ends in any other way.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", __name__, function],
            input=data,
            capture_output=True,
            timeout=MOST_S,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        if child.returncode == 0:
            answer = pickle.loads(child.stdout)
            if isinstance(answer, UnreadableSheet):
                raise answer
            return answer
    except subprocess.TimeoutExpired as error:
        raise UnreadableSheet(_GAVE_UP) from error
    raise UnreadableSheet(_GAVE_UP)


_GAVE_UP = f"文件坏了，或者太大，读不了。{SAVE_AS}"


def _main(function: str) -> None:
    """The other process: bytes on stdin, the answer on stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, _, name = function.partition(":")
    try:
        answer = getattr(importlib.import_module(module), name)(sys.stdin.buffer.read())
    except UnreadableSheet as error:
        answer = error
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    _main(sys.argv[1])
