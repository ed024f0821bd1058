"""The processes beside the master of `serve`: they end when it does, even if it was killed. And what both
sides know of each other."""

import multiprocessing
import os
import signal
import threading
import time

BODIES = 4
"""Of a worker's threads so many may wait for bodies."""


def end_with_master() -> None:
    """End this process as soon as its parent is gone: it would otherwise go on holding the port.

    Who the parent was is known from the start, so it may even be gone already. Does nothing in a process that
    was not started by `multiprocessing`.
    """
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        threading.Thread(target=_watch, args=(parent.pid,), name="end-with-master", daemon=True).start()


def _watch(master: int) -> None:
    while os.getppid() == master:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)
