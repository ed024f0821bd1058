"""A worker as it starts: what it weighs with its imports alone, and with the points of an instance.

`python -m tests.benchmarks.worker_process HOME` prints one line of JSON. It imports what a worker imports and
nothing of the tests.
"""

import json
import os
import sys
import time
from pathlib import Path

STARTED = time.perf_counter()


def _main(home: str) -> None:
    import servicepoints.worker  # noqa: F401
    from servicepoints.app import create_app
    from servicepoints.config import load

    imported_s, imported_mb = time.perf_counter() - STARTED, _rss_mb()
    client = create_app(load({"SERVICEPOINTS_HOME": home, "SERVICEPOINTS_BASEMAP": "none"})).test_client()
    answer = client.get("/api/v1/near?lat=31.23&lon=121.47")
    assert answer.status_code == 200, answer.text
    answered_s, cpu_s = time.perf_counter() - STARTED, time.process_time()
    for path in ("/", "/d/pudong", "/api/v1/near?lat=31.2&lon=121.5&need=hot_water"):
        assert client.get(path).status_code == 200, path
    serving_mb = _rss_mb()
    assert client.get("/map").status_code == 200  # loads what draws maps
    told = {
        "imported_s": imported_s, "imported_mb": imported_mb, "answered_s": answered_s, "cpu_s": cpu_s,
        "serving_mb": serving_mb, "mapping_mb": _rss_mb(),
    }  # fmt: skip
    print(json.dumps(told))


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    _main(sys.argv[1])
