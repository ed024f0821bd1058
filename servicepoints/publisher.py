"""The process of `servicepoints serve` that brings the catalogue up whenever the register has changed."""

import multiprocessing
import signal
import threading
import time
from math import inf

from servicepoints import logs
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.catalogue.search_text import make_ready
from servicepoints.companions import end_with_master
from servicepoints.config import load
from servicepoints.services.applying import Applying
from servicepoints.services.following import NOTHING_READ, Follower

INTERVAL_S = 0.5
SETTLED_S = 10.0
"""So long after its start the workers are there: what it takes of the machine then, nobody waits for."""
PAUSE_S, MOMENT_S = 3.0, 0.2
"""Until it is started again: if it ended as soon as it had begun, or after it had worked."""
STOP_S = 8.0
"""Longer than the workers may take to end, and with them the master."""


def run() -> None:
    """Look twice a second, for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C reaches the whole group; the master decides
    end_with_master()
    settings = load()
    logs.configure(settings.log_level, settings.log_format)
    reader = CatalogueReader(settings.catalogue_path)
    follower = Follower(reader, lambda *_: None, since=NOTHING_READ, apply=Applying(settings))
    settled = time.monotonic() + SETTLED_S
    while True:
        follower.look()
        time.sleep(INTERVAL_S)
        if time.monotonic() > settled:
            settled = inf
            make_ready()


def keep_running() -> threading.Event:
    """Start the process, and start it again should it ever end before the answer is set."""
    stopping = threading.Event()

    def watch() -> None:
        while not stopping.is_set():
            process = multiprocessing.get_context("spawn").Process(target=run, name="publisher", daemon=True)
            try:
                process.start()
            except OSError as error:  # no memory, no process to be had: for now
                logs.LOGGER.error("the publisher cannot be started: %s", error)
                stopping.wait(PAUSE_S)
                continue
            began = time.monotonic()
            process.join()
            pause = MOMENT_S if time.monotonic() - began > SETTLED_S else PAUSE_S
            # who ends a service tells all of its processes, and the master is the last to be done
            if not stopping.wait(STOP_S if process.exitcode == -signal.SIGTERM else pause):
                logs.LOGGER.error("the publisher ended with %s: it is started again", process.exitcode)

    threading.Thread(target=watch, name="keep-publisher", daemon=True).start()
    return stopping
