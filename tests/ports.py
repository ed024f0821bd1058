"""Ports for the servers that tests start."""

import socket
from itertools import count
from pathlib import Path

_LOWEST, _HIGHEST = 10_240, 60_000
_claims: list[int] = []  # open files, until this process ends
_turns = count()


def free_port() -> int:
    """A port on loopback that nothing listens on. It stays so until its server comes, and while that is
    started anew: the kernel deals it to nobody who calls, and no other test of this machine is given it.
    """
    highest = _dealt_from()
    for _ in range(_LOWEST, highest):
        port = _LOWEST + next(_turns) % (highest - _LOWEST)
        if _claimed(port) and _is_free(port):
            return port
    raise OSError("no port is free")


def _dealt_from() -> int:
    """The first of the ports that the kernel deals to callers; where it deals nearly all, so be it."""
    first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    return first if first > 2 * _LOWEST else _HIGHEST


def _claimed(port: int) -> bool:
    """Whether it is ours until this process ends, by a name that one of a machine can have."""
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0servicepoints-tests-{port}")
    except OSError:
        claim.close()
        return False
    _claims.append(claim.detach())
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
