"""What is looked at while a fault lasts."""

import time

from tests.faults.house import Broken
from tests.faults.journal import DONE, FAILED, READ
from tests.faults.scene import Scene

LONGEST_S = 20.0
"""A client on a crowded machine may not come to its turn for a while."""


def reads_go_on(scene: Scene, seconds: float) -> None:
    """Couriers read what is published. Broken if a page fails meanwhile, or none is read."""
    began, reads = time.monotonic(), []
    while time.monotonic() < began + seconds or (not reads and time.monotonic() < began + LONGEST_S):
        time.sleep(0.1)
        reads = [one for one in scene.client.entries() if one["what"] == READ and one.get("began", 0) > began]
    failed = [(one["path"], one["status"]) for one in reads if one["became"] == FAILED]
    if failed or not any(one["became"] == DONE for one in reads):
        raise Broken(f"of {len(reads)} pages meanwhile these failed: {failed[:5]}")
