"""Following: a thread that keeps a process at the state of the catalogue, and may bring the catalogue up as
well.

It imports neither the register nor the catalogue's builder: a worker that only follows need not carry them.
"""

import logging
import threading
from collections.abc import Callable

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.errors import ServicePointsError

log = logging.getLogger(__name__)

NOTHING_READ = -1
"""Before the first change number: whatever there is, is to be read whole."""

OnChange = Callable[[CatalogueReader, frozenset[str] | None, int], None]
"""Called with the reader, the codes that changed (None: read everything), and the catalogue's new change
number.
"""


class Follower:
    """Every `interval_s` seconds: applies what is new, if this process does that, then tells what the
    catalogue has.

    `apply` is `publishing.publish_news` bound to a register and a path, or None where another process
    applies; `beside` looks at what is told beside the catalogue. Neither a register that is away nor a
    catalogue that is being replaced ends it: it says so once in the log and goes on.
    """

    def __init__(
        self,
        reader: CatalogueReader,
        on_change: OnChange,
        *,
        since: int,
        apply: Callable[[], object] | None = None,
        beside: Callable[[], object] | None = None,
        interval_s: float = 0.5,
    ) -> None:
        self._reader = reader
        self._on_change = on_change
        self._seen = since
        self._apply = apply
        self._beside = beside
        self._interval_s = interval_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self._complaints: dict[str, str] = {}

    def start(self) -> None:
        """Starts the thread; once."""
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Ends the thread and waits until it has; what it is applying is finished first."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def look(self) -> None:
        """One round, as the thread does it."""
        if self._apply is not None:
            self._attempt("apply", self._apply)
        self._attempt("follow", self._follow)
        if self._beside is not None:
            self._attempt("look beside", self._beside)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.look()
            self._stopping.wait(self._interval_s)
        self._reader.close()

    def _follow(self) -> None:
        revision = self._reader.revision()
        if revision != self._seen:
            self._on_change(self._reader, self._reader.changes_since(self._seen), revision)
            self._seen = revision

    def _attempt(self, name: str, step: Callable[[], object]) -> None:
        try:
            step()
        except (ServicePointsError, OSError) as error:  # OSError: a full disk, one that may not be written
            self._complain(name, f"{type(error).__name__}: {error}")
        except Exception as error:  # a thread that died would leave its worker behind for ever
            if self._complain(name, repr(error)):
                log.exception("%s failed", name)
        else:
            if self._complaints.pop(name, None):
                log.info("%s works again", name)

    def _complain(self, name: str, words: str) -> bool:
        """Logs a failure when it is another than the last time; whether it was."""
        if self._complaints.get(name) == words:
            return False
        self._complaints[name] = words
        log.warning("%s: %s", name, words)
        return True
