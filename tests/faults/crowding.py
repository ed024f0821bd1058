"""How crowded the machine is: on one that is shared, the same work takes a multiple of the time."""

import os
import time

SPIN_S = 0.02


def crowding() -> float:
    """By how much longer a piece of work takes than on a machine of its own; at least 1. Work of many
    processes, as a start is, takes as many times longer as there are others for each core."""
    began, worked = time.perf_counter(), time.thread_time()
    while time.thread_time() - worked < SPIN_S:
        pass
    others = os.getloadavg()[0] / (os.cpu_count() or 1)
    return max(1.0, others, (time.perf_counter() - began) / SPIN_S)
