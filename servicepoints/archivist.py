"""The process of `servicepoints serve` that writes what stands beside the catalogue (the arrays that workers
start with, the files of open data), and the watch that starts it.

It lives only while it writes: what that takes of memory is given back, and the publisher, which tells places
every half second, waits for nobody.
"""

import multiprocessing
import os
import signal
import sys
import threading
from datetime import datetime

from servicepoints import logs
from servicepoints.catalogue import arranging
from servicepoints.companions import end_with_master
from servicepoints.config import Settings, load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import ServicePointsError
from servicepoints.services.open_data.filing import due, write_open_data
from servicepoints.services.opening import Register, open_instance

LOOK_S = 10.0
"""A look at every file takes 25 µs each: of a city with a calendar for 2,000 points, a sixth of a second."""
AFTER_A_FAILURE_S = 120.0
"""A full disk, a folder that may not be written: no reason to try, and to say so, every few seconds."""
_POLITE = 10


def run() -> None:
    """Write what is due, once. Exits with 1 where that failed, with one line that says why."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C reaches the whole group; the master decides
    end_with_master()
    os.nice(_POLITE)  # couriers come first
    settings = load()
    logs.configure(settings.log_level, settings.log_format)
    try:
        write_what_is_due(settings, datetime.now(TIMEZONE))
    except (ServicePointsError, OSError) as error:
        logs.LOGGER.error("what stands beside the catalogue was not written: %s", error)
        sys.exit(1)


def write_what_is_due(settings: Settings, now: datetime) -> None:
    """The arrays first: they take a moment, and who starts waits for them. InstanceError while nothing is
    published; OSError where nothing can be written."""
    if arranging.due(settings.catalogue_path):
        arranging.arrange(settings.catalogue_path)
    if due(settings, now):
        write_open_data(settings, _register(settings), now)


def keep_written(settings: Settings) -> threading.Event:
    """Start the process whenever something is to be written anew, until the answer is set."""
    stopping = threading.Event()

    def watch() -> None:
        pause = LOOK_S
        while not stopping.wait(pause):
            pause = LOOK_S if _attend(settings) else AFTER_A_FAILURE_S

    threading.Thread(target=watch, name="keep-open-data", daemon=True).start()
    return stopping


def _attend(settings: Settings) -> bool:
    """One look, and the writing if it is due; whether all is well."""
    try:
        if not (arranging.due(settings.catalogue_path) or due(settings, datetime.now(TIMEZONE))):
            return True
        process = multiprocessing.get_context("spawn").Process(target=run, name="archivist", daemon=True)
        process.start()
    except (ServicePointsError, OSError) as error:
        logs.LOGGER.error("what stands beside the catalogue cannot be written: %s", error)
        return False
    process.join()
    return process.exitcode == 0


def _register(settings: Settings) -> Register | None:
    """The register, None while it is away: all but the newest changes comes from the catalogue."""
    try:
        return open_instance(settings)
    except ServicePointsError:
        return None
