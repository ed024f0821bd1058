"""A worker kept at the state of the catalogue, and, when it is its turn, bringing the catalogue up."""

from flask import Flask

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.services.applying import Applying
from servicepoints.services.following import Follower
from servicepoints.web.state import EXTENSION, State


def follow(app: Flask) -> Follower:
    """Start the thread that replaces this application's finding whenever the catalogue changes.

    Every worker tries to apply what is new; a file lock lets one of them. Called by `serving`, once a worker.
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
        apply=Applying(settings),
    )
    follower.start()
    return follower
