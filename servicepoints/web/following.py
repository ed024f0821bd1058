"""What runs in a worker beside its answers: it is kept at the state of the catalogue, which another process
brings up, and what it counted of searches goes to the register.
"""

from flask import Flask

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.errors import InstanceError
from servicepoints.services.demand.flushing import Flusher
from servicepoints.services.following import NOTHING_READ, Follower
from servicepoints.web.state import EXTENSION, State


def follow(app: Flask) -> Follower:
    """Start the thread that replaces this application's finding whenever the catalogue changes, or first
    comes.

    Called by `worker`, once a process.
    """
    state: State = app.extensions[EXTENSION]
    settings = state.settings
    try:
        since = state.finding.revision
    except InstanceError:
        since = NOTHING_READ  # a worker that ended over it would be started again and again

    def changed(_reader: CatalogueReader, codes: frozenset[str] | None, revision: int) -> None:
        state.replace_finding(state.finding.refreshed(codes, revision))

    follower = Follower(
        CatalogueReader(settings.catalogue_path),
        changed,
        since=since,
        beside=state.places.look,
    )
    follower.start()
    return follower


def write_down(app: Flask) -> Flusher:
    """Start the thread that brings the counts of searches to the register once a minute.

    Called by `worker`, once a process.
    """
    state: State = app.extensions[EXTENSION]
    flusher = Flusher(state.demand, lambda: state.register)
    flusher.start()
    return flusher
