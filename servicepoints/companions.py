"""The processes beside the master of `serve`: they end when it does, even if it was killed. And what both
sides know of each other, and hear."""

import multiprocessing
import os
import signal
import threading
import time

BODIES = 4
"""Of a worker's threads so many may wait for bodies."""
_WAKING = signal.SIGURG
"""Who does not expect it does not notice it."""


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


def hear_signals() -> None:
    """Let this process hear what it is told, whichever of its threads the kernel gives the signal to.

    Python runs handlers in the main thread, and one that waits for a lock, as a server's does, is not woken
    by a signal that another thread took: it would go on serving until it is killed, and with it what it is
    at. Python writes each signal's number to a descriptor at once, though; who reads there wakes the main
    thread with a signal that says nothing. Called by the main thread; ValueError by any other.
    """
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.signal(_WAKING, lambda *_: None)
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    threading.Thread(target=_wake_main, args=(told,), name="hear-signals", daemon=True).start()


def _wake_main(told: int) -> None:
    main = threading.main_thread().ident
    assert main is not None
    while numbers := os.read(told, 64):
        if any(number != _WAKING for number in numbers):
            signal.pthread_kill(main, _WAKING)
