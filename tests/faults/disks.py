"""A disk that is full, ours or PostgreSQL's, and a folder that may only be read: a small tmpfs, mounted by
root."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from psycopg import Error

from tests.faults.house import Broken
from tests.faults.scene import Scene
from tests.faults.waiting import reads_go_on

SIZE, SERVER_SIZE = "48m", "320m"
SHORT_LOG = ("max_wal_size=64MB", "min_wal_size=32MB")


def may_mount() -> bool:
    """Whether this process may mount a file system."""
    if os.geteuid():
        return False
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=False, capture_output=True)
        return mounted.returncode == 0 and not subprocess.run(["umount", folder], check=False).returncode


@contextmanager
def small_disk(size: str = SIZE) -> Iterator[Path]:
    """The folder of a file system of its own, until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="disk") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def full(scene: Scene) -> None:
    """Nothing can be written any more while it runs; then there is room again."""
    ballast = _fill(scene.ground.home.parent)
    try:
        reads_go_on(scene, 1.5)
    finally:
        ballast.unlink()


def started_when_full(scene: Scene) -> None:
    """It is started on a full disk, and couriers read; then there is room again."""
    scene.house.stop()
    ballast = _fill(scene.ground.home.parent)
    try:
        scene.house.start()
        reads_go_on(scene, 1.0)
    finally:
        ballast.unlink()


def read_only(scene: Scene) -> None:
    """It is started on a folder that may only be read, and couriers read; then it may be written again."""
    scene.house.stop()
    scene.client.rest()
    scene.ground.register.close()
    disk = str(scene.ground.home.parent)
    _remount(scene, disk, "ro")
    try:
        scene.client.go()
        scene.house.start()
        reads_go_on(scene, 1.0)
    finally:
        _remount(scene, disk, "rw")


def _remount(scene: Scene, disk: str, how: str) -> None:
    def done() -> bool:
        return not subprocess.run(["mount", "-o", f"remount,{how},size={SIZE}", disk], check=False).returncode

    scene.eventually(done, 5, f"the disk is {how}")


def server_full(scene: Scene) -> None:
    """PostgreSQL can write nothing any more, nor its log, over which it gives up; couriers read meanwhile.
    Then there is room, and whoever watches over it starts it again."""
    server = scene.postgresql
    assert server is not None
    ballast = _fill(server.folder)
    try:
        with suppress(Error):
            server.fill_log()
            raise Broken("PostgreSQL wrote on a full disk")
        reads_go_on(scene, 1.5)
    finally:
        ballast.unlink()
    if not server.answers():
        server.stop()
        server.start()


def _fill(disk: Path) -> Path:
    """Takes all the room there is; the file that does."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 512):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return ballast


DISKS = {
    "the disk is full": (full, ""),
    "started on a full disk": (started_when_full, ""),
    "started on a read-only folder": (read_only, ""),
}
OF_POSTGRESQL = {"PostgreSQL's disk is full": (server_full, "")}
