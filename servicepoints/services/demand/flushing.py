"""Flushing: what a worker counted goes to the register once a minute, or nowhere.

A batch that fails is sent once more under its own name, so that one which had arrived after all is not
counted twice; if that fails too it is dropped. So a register that is away costs counts and nothing else: they
do not pile up, and no search waits.
"""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass

from servicepoints.domain.demand import Counts
from servicepoints.errors import ServicePointsError
from servicepoints.register import Actor, Register, demand
from servicepoints.services.demand.counting import Counting

log = logging.getLogger(__name__)

INTERVAL_S = 60.0
COUNTER = Actor("machine", "demand")


@dataclass(frozen=True, slots=True)
class _Batch:
    name: str
    counts: Counts


class Flusher:
    """Takes what was counted and adds it to the register, from a thread of its own: a register that hangs
    must not keep a worker from following the catalogue. `register` opens it, when there is something."""

    def __init__(
        self, counting: Counting, register: Callable[[], Register], interval_s: float = INTERVAL_S
    ) -> None:
        self._counting, self._register, self._interval_s = counting, register, interval_s
        self._failed: _Batch | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demand", daemon=True)
        self._quiet = False

    def start(self) -> None:
        """Starts the thread; once."""
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Ends the thread and waits until it has."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def flush(self) -> int:
        """One round, as the thread does it; how many searches' counts went out."""
        again, self._failed = self._failed, None
        sent = self._send(again, last=True) if again else 0
        counts = self._counting.take()
        return sent + (self._send(_Batch(secrets.token_hex(16), counts), last=False) if counts else 0)

    def _send(self, batch: _Batch, *, last: bool) -> int:
        try:
            with self._register().write(COUNTER) as writer:
                added = demand.add(writer, batch.name, batch.counts)
        except Exception as error:  # a thread that died would never count again
            self._failed = None if last else batch
            self._complain(error, dropped=last)
            return 0
        self._quiet = False
        return len(batch.counts) if added else 0

    def _complain(self, error: Exception, *, dropped: bool) -> None:
        """Says so once, until it works again; never what was counted."""
        if not self._quiet:
            known = isinstance(error, ServicePointsError)
            log.warning(
                "the counts of searches cannot be written: %s", error if known else type(error).__name__
            )
            self._quiet = True
        if dropped:
            log.debug("a minute of counts was dropped")

    def _run(self) -> None:
        while not self._stopping.wait(self._interval_s):
            self.flush()
