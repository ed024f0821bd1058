"""A worker kept at the state of the catalogue, and, when it is its turn, bringing the catalogue up."""

from flask import Flask

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.config import Settings
from servicepoints.register.engine import Register
from servicepoints.services.following import Follower
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish_news
from servicepoints.web.state import EXTENSION, State


class Applying:
    """Brings the catalogue up to the register; opens it when it first answers, be that long after
    the start.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._register: Register | None = None

    def __call__(self) -> None:
        """One round. RegisterAway while the register does not answer."""
        if self._register is None:
            self._register = open_instance(self._settings)
        publish_news(self._register, self._settings.catalogue_path)


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
