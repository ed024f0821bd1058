"""A disk that is full, and a folder that may only be read: a small tmpfs, mounted by root."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.scene import Scene
from tests.faults.waiting import reads_go_on

SIZE = "48m"


def may_mount() -> bool:
    """Whether this process may mount a file system."""
    if os.geteuid():
        return False
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=False, capture_output=True)
        return mounted.returncode == 0 and not subprocess.run(["umount", folder], check=False).returncode


@contextmanager
def small_disk() -> Iterator[Path]:
    """The folder of a file system of its own, until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="disk") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def full(scene: Scene) -> None:
    """Nothing can be written any more while it runs; then there is room again."""
    ballast = _fill(scene)
    try:
        reads_go_on(scene, 1.5)
    finally:
        ballast.unlink()


def started_when_full(scene: Scene) -> None:
    """It is started on a full disk, and couriers read; then there is room again."""
    scene.house.stop()
    ballast = _fill(scene)
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


def _fill(scene: Scene) -> Path:
    """Takes all the room there is; the file that does."""
    ballast = scene.ground.home.parent / "ballast"
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
