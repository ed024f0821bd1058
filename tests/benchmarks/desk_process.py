"""A web worker's application over an instance, in which an editor sends rosters in, leafs through, takes.

`python -m tests.benchmarks.desk_process HOME FILE…` prints a line of JSON a step. It imports what a worker
imports and no more: its memory is what is measured.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import load

PASSWORD = "correct horse battery"
CUT = "--cut\r\nContent-Disposition: form-data; name="


def _main(home: str, *files: str) -> None:
    """That process. It takes nothing from the tests: what they import is no part of a worker."""
    client = create_app(load({"SERVICEPOINTS_HOME": home, "SERVICEPOINTS_BASEMAP": "none"})).test_client()
    _told("started", lambda: client.get("/bureau/sign-in"))
    _press(client, "/bureau/sign-in", login="dora", password=PASSWORD)
    _told("signed in", lambda: client.get("/bureau/imports"))
    for name in files:
        what = Path(name).stem
        page = _told(f"send in, all {what}", partial(_sent, client, Path(name).read_bytes()))
        _told("a page of it", partial(client.get, f"{page}?list={what}:150"))
        _told(f"take, all {what}", partial(_press, client, f"{page}/take"))
        assert "导入好了" in client.get(page).text


def _token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/bureau/sign-in").text)
    assert found
    return found[1]


def _press(client: FlaskClient, path: str, **fields: str) -> None:
    assert client.post(path, data={"csrf_token": _token(client), **fields}).status_code == 303


def _sent(client: FlaskClient, data: bytes) -> str:
    fields = {"csrf_token": _token(client), "bureau": "shili"}
    head = "".join(f'{CUT}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    head += f'{CUT}"file"; filename="a.xlsx"\r\n\r\n'
    body = head.encode() + data + b"\r\n--cut--\r\n"
    kind = "multipart/form-data; boundary=cut"
    answer = client.post("/bureau/imports", data=body, content_type=kind)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def _told(what: str, step: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    found = step()
    print(
        json.dumps({"what": what, "seconds": time.perf_counter() - start, "peak_mb": _peak_mb()}), flush=True
    )
    return found


def _peak_mb() -> float:
    """The most that this process has held (`ru_maxrss` would count what its parent held as it forked)."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


if __name__ == "__main__":
    _main(*sys.argv[1:])
