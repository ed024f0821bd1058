"""What each worker process of `servicepoints serve` runs: the application, following the catalogue.

It publishes nothing: the catalogue's builder and the pinyin tables are another process's (`publisher`), and
none of their weight is here. The register is opened when somebody first comes to the desk, or there are
counts of searches to be written down.
"""

import gc

from flask import Flask

from servicepoints import logs
from servicepoints.app import create_app
from servicepoints.companions import BODIES, end_with_master, hear_signals
from servicepoints.config import load
from servicepoints.counts import COUNTS, folder_of
from servicepoints.web.bodies import guard
from servicepoints.web.following import follow, write_down

OBJECTS_A_LOOK = 10_000
"""An answer makes some hundred objects that the collector counts, and all but a few are gone with it."""


def application() -> Flask:
    """The application of one worker. Called by the server, once a process."""
    end_with_master()
    hear_signals()
    settings = load()
    logs.configure(settings.log_level, settings.log_format)
    try:
        COUNTS.keep_in(folder_of(settings.home))
    except OSError as error:  # no room, not ours to write: couriers come first
        logs.LOGGER.warning("what is answered is not counted: %s", error)
    app = create_app(settings)
    guard(app, settings.port, BODIES)
    follow(app)
    _settle()
    write_down(app)
    return app


def _settle() -> None:
    """What was loaded stays: the collector need not walk through a city's points again and again, for which
    the slowest answers would wait. Nor need it look after every second answer, as it would by itself."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_A_LOOK)
