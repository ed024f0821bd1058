"""What comes from outside: a geocoder that hangs, bodies too large, two imports at once."""

import os
import socket
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

from tests.faults.house import Broken
from tests.faults.journal import BOOK, DONE
from tests.faults.scene import Scene
from tests.faults.traffic import roster
from tests.loopback import listening

MORE_MB = 40
"""So much more memory a worker may hold after bodies of any size."""


def two_imports(scene: Scene) -> None:
    """Two imports of the same points begin at once: what stands is what one of them said, whole."""
    texts = [f"示例双批第{scene.chance.randrange(10**9)}版" for _ in range(2)]
    files = [
        roster(scene.ground.scratch / f"double{i}.csv", text, name="示例双批站")
        for i, text in enumerate(texts)
    ]
    both = [scene.command("import", str(file)) for file in files]
    ended = [(process.communicate(timeout=120), process.returncode) for process in both]
    for (said, complaints), code in ended:
        if code not in (0, 1) or (code == 1 and "没有完成" not in complaints):
            raise Broken(f"one of two imports ended with {code}: {said[-300:]}{complaints[-300:]}")
    if all(code for _, code in ended):
        raise Broken(f"of two imports neither was done: {ended}")


def geocoder_hangs(scene: Scene) -> None:
    """A map service takes the question and never answers: `locate` ends, and nobody waits for it."""
    began = time.monotonic()
    with listening() as double:
        double.behaves = [lambda _connection: time.sleep(60)]
        process = scene.command(
            "locate", "--limit", "1", SERVICEPOINTS_AMAP_KEY="示例密钥", HTTPS_PROXY=double.url,
            https_proxy=double.url,
        )  # fmt: skip
        try:
            said, complaints = process.communicate(timeout=90)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            raise Broken("locate never ended") from None
        if not double.asked:
            raise Broken(f"the double was never asked: {said} {complaints}")
    booked = [
        e for e in scene.client.entries() if e["what"] == BOOK and e["became"] == DONE and e["t"] > began
    ]
    if process.returncode not in (0, 1) or not booked:
        raise Broken(f"locate ended with {process.returncode}, {len(booked)} booked meanwhile: {complaints}")


def large_bodies(scene: Scene) -> None:
    """Bodies of gigabytes, stated and not stated, and headers without an end: refused or cut off, and no
    process grows."""
    before = _memory(scene)
    heads = (
        b"POST /near HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000000\r\n\r\n",
        b"POST /s/AAAAAA HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST /bureau/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000000\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ",
    )
    senders = [threading.Thread(target=_pour, args=(scene.house.port, head)) for head in heads]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    grown = _memory(scene) - before
    if grown > MORE_MB:
        raise Broken(f"a worker grew by {grown:.0f} MB")


def _pour(port: int, head: bytes, seconds: float = 2.0) -> None:
    """Sends without an end, as long as somebody takes it."""
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n" if b"chunked" in head else b"x" * 0x10000
    end = time.monotonic() + seconds
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as there:
        there.sendall(head)
        while time.monotonic() < end:
            there.sendall(piece)


def _memory(scene: Scene) -> float:
    """Resident megabytes of the largest worker."""
    pages = [int(Path(f"/proc/{p}/statm").read_text().split()[1]) for p in scene.house.workers()]
    return max(pages, default=0) * os.sysconf("SC_PAGE_SIZE") / 1e6


OUTSIDE = {
    "two imports at once": (two_imports, ""),
    "a geocoder that hangs": (geocoder_hangs, ""),
    "bodies too large": (large_bodies, ""),
}
