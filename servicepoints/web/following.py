"""A worker kept at the state of the catalogue; who brings the catalogue up is another process."""

from flask import Flask

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.services.following import Follower
from servicepoints.web.state import EXTENSION, State


def follow(app: Flask) -> Follower:
    """Start the thread that replaces this application's finding whenever the catalogue changes.

    Called by `worker`, once a process.
    """
    state: State = app.extensions[EXTENSION]
    settings = state.settings
    finding = state.finding

    def changed(_reader: CatalogueReader, codes: frozenset[str] | None, _revision: int) -> None:
        state.replace_finding(state.finding.refreshed(codes))

    follower = Follower(
        CatalogueReader(settings.catalogue_path),
        changed,
        since=finding.revision,
    )
    follower.start()
    return follower
