"""Thousands of clients that are as slow as can be: each opens a connection and sends a byte now and then. Run
as `python -m tests.faults.slow PORT COUNT`; says "open N", and holds them until the end of stdin.

A process of its own, for it needs as many open files as connections.
"""

import resource
import select
import socket
import sys
from contextlib import suppress

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
EVERY_S, PATIENCE_S = 2.0, 60.0


def main(port: int, count: int) -> None:
    """Opens them, and feeds them."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (count + 500, max(count + 500, _hard())))
    held: list[socket.socket] = []
    for _ in range(count):
        one = socket.socket()
        one.settimeout(PATIENCE_S)
        with suppress(OSError):
            one.connect(("127.0.0.1", port))
            one.sendall(HEAD)
            one.setblocking(False)
            held.append(one)
    print(f"open {len(held)}", flush=True)
    while not select.select([sys.stdin], [], [], EVERY_S)[0]:
        for one in held:
            with suppress(OSError):
                one.send(b"x")


def _hard() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[1]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
