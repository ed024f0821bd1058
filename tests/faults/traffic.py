"""The client: a process that reads, books, cancels, edits and imports at a steady rate, and notes what it was
told (`journal`). Run as `python -m tests.faults.traffic PLAN`; on stdin "rest" lets it finish what it is at
and say so, "go" goes on, the end of stdin ends it.
"""

import http.client
import json
import random
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from servicepoints.services.booking.rules import Links
from tests.conftest import environment
from tests.faults.journal import ASKED, BOOK, CANCEL, DONE, EDIT, FAILED, IMPORT, READ, REFUSED, Journal

PATIENCE_S = 10
"""So long a courier's phone waits for an answer."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PAGES = ("/", "/api/v1/near?lat=31.2246&lon=121.4287", "/d/changning", "/search?q=shili", "/readyz")
AGAIN = 5
"""So often one taps again when no answer came."""


@dataclass(frozen=True)
class Plan:
    """What the client needs to know: where the server is, what can be asked of it and by whom."""

    port: int
    journal: str
    secret: str
    sessions: list[str]
    points: list[str]
    token: str
    home: str
    roster: str
    log: str
    engine: dict[str, str]
    bookers: int = 2
    readers: int = 2
    pause_s: float = 0.08
    import_every_s: float = 5.0

    def write(self, path: Path) -> Path:
        """The plan in a file, as the process reads it."""
        path.write_text(json.dumps(self.__dict__), encoding="utf-8")
        return path


def roster(path: Path, text: str, rows: int = 40, name: str = "示例批站") -> Path:
    """A roster whose every row says `text`: a half import would be seen."""
    lines = [f"{name}{n},爱心接力站,长宁区,示例路{n}号,{text}\n" for n in range(rows)]
    path.write_text("名称,类型,区,地址,停车说明\n" + "".join(lines), encoding="utf-8")
    return path


class Client:
    """The threads of the client. Each does one kind of thing, and between two of them looks whether to
    rest."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._journal = Journal(Path(plan.journal))
        self._links = Links(plan.secret)
        self._going, self._over = threading.Event(), threading.Event()
        self._mine: list[str] = []
        self._phones = count(1)
        self._texts = count(1)
        self._lock = threading.Lock()
        self._at_rest = threading.Semaphore(0)
        pause = plan.pause_s
        turns: list[tuple[Callable[[], None], float]] = [(self._read, pause)] * plan.readers
        turns += [(self._book_or_cancel, pause)] * plan.bookers
        turns += [(self._edit, 3 * pause)]
        turns += [(self._import, plan.import_every_s)] if plan.import_every_s else []
        self._threads = [threading.Thread(target=self._repeat, args=turn) for turn in turns]

    def run(self) -> None:
        """Until stdin ends."""
        for thread in self._threads:
            thread.start()
        self._going.set()
        for line in sys.stdin:
            if line.strip() == "rest":
                self._going.clear()
                for _ in self._threads:
                    self._at_rest.acquire()
                print("resting", flush=True)
            else:
                self._going.set()
        self._over.set()
        self._going.set()

    def _repeat(self, turn: Callable[[], None], pause_s: float) -> None:
        while not self._over.is_set():
            if not self._going.is_set():
                self._at_rest.release()
                self._going.wait()
                continue
            turn()
            end = time.monotonic() + pause_s * random.uniform(0.5, 1.5)
            while self._going.is_set() and time.monotonic() < end:
                time.sleep(min(0.05, max(0.0, end - time.monotonic())))

    def _ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str, bytes]:
        """(status, Location, body); status 0 where no answer came."""
        there = http.client.HTTPConnection("127.0.0.1", self._plan.port, timeout=PATIENCE_S)
        try:
            there.request(method, path, body or None, headers)
            answer = there.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read()
        except (OSError, http.client.HTTPException):
            return 0, "", b""
        finally:
            there.close()

    def _read(self) -> None:
        paths = ("/", "/api/v1/near?lat=31.2246&lon=121.4287", f"/s/{random.choice(self._plan.sessions)}")
        path = random.choice(
            (*paths, f"/p/{random.choice(self._plan.points)}", "/d/changning", "/search?q=shili", "/readyz")
        )
        began = time.monotonic()
        status, _, _ = self._ask("GET", path)
        became = DONE if status == 200 else FAILED
        self._note(READ, became, began, status, path=path.partition("?")[0])

    def _book_or_cancel(self) -> None:
        with self._lock:
            tired = self._mine and random.random() < 0.45
            token = self._mine.pop(random.randrange(len(self._mine))) if tired else ""
        if token:
            self._cancel(token)
        else:
            self._book()

    def _book(self) -> None:
        session = random.choice(self._plan.sessions)
        phone = f"139{next(self._phones):08d}"
        form = self._links.form(session)
        token = self._links.token(self._links.key(form, session), session, phone)
        sent = {"key": form, "name": "示例张三", "phone": phone, "places": "1", "consent": "yes"}
        for _ in range(AGAIN):
            began = time.monotonic()
            self._journal.note(BOOK, ASKED, token=token, session=session)
            status, _, _ = self._ask("POST", f"/s/{session}", urllib.parse.urlencode(sent).encode(), **FORM)
            became = DONE if status == 303 else REFUSED if status == 409 else FAILED
            self._note(BOOK, became, began, status, token=token)
            if became == DONE:
                with self._lock:
                    self._mine.append(token)
            if became != FAILED or not self._going.is_set():
                return
            time.sleep(0.3)

    def _cancel(self, token: str) -> None:
        began = time.monotonic()
        self._journal.note(CANCEL, ASKED, token=token)
        status, _, _ = self._ask("POST", f"/b/{token}/cancel", b"x=1", **FORM)
        self._note(CANCEL, DONE if status == 303 else FAILED, began, status, token=token)
        if status in (0, 503):  # else its place would be taken for ever, and after a hundred faults every one
            with self._lock:
                self._mine.append(token)

    def _edit(self) -> None:
        code, text = random.choice(self._plan.points), f"示例第{next(self._texts)}版"
        began = time.monotonic()
        headers = {"Authorization": f"Bearer {self._plan.token}", "If-Match": "*"}
        headers["Content-Type"] = "application/json"
        self._journal.note(EDIT, ASKED, code=code, text=text)
        body = json.dumps({"parking_note": text}).encode()
        status, _, said = self._ask("PUT", f"/api/v1/points/{code}", body, **headers)
        done = status == 200
        revision = json.loads(said)["revision"] if done else 0
        became = DONE if done else FAILED
        self._note(EDIT, became, began, status, code=code, text=text, revision=revision)

    def _import(self) -> None:
        text = f"示例批第{next(self._texts)}版"
        began = time.monotonic()
        self._journal.note(IMPORT, ASKED, text=text)
        file = roster(Path(self._plan.roster), text)
        done = subprocess.run(
            [sys.executable, "-m", "servicepoints", "import", str(file)],
            env=environment(Path(self._plan.home), self._plan.engine),
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        with open(self._plan.log, "a", encoding="utf-8") as log:  # as a machine's journal has both
            log.write(done.stderr)
        became = {0: DONE, 1: FAILED}.get(done.returncode, "broken")
        said = "" if became == DONE else done.stderr[-600:]
        self._note(IMPORT, became, began, done.returncode, text=text, said=said)

    def _note(self, what: str, became: str, began: float, status: int, **more: object) -> None:
        self._journal.note(what, became, began=began, status=status, **more)


if __name__ == "__main__":
    Client(Plan(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))).run()
