"""A clock that jumps, forth and back, under the server, the client and every command (`false_clock.c`)."""

import shutil
import struct
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.faults.scene import Scene

HOUR, DAY = 3600, 86_400
JUMPS = (-DAY, -HOUR, -40, 0, 40, HOUR, DAY)
"""Seconds by which the clock may be wrong."""
COMPILER = shutil.which("cc")


def false_clock(folder: Path) -> Mapping[str, str]:
    """What gives a process a clock that `jumps` sets, made in a folder; needs a C compiler."""
    library, file = folder / "false_clock.so", folder / "clock"
    source = Path(__file__).with_name("false_clock.c")
    made = [str(COMPILER), "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
    subprocess.run(made, check=True, capture_output=True)
    file.write_bytes(struct.pack("=q", 0))
    return {"LD_PRELOAD": str(library), "FALSE_CLOCK": str(file)}


def jumps(scene: Scene) -> None:
    """The clock jumps to some other time, a minute off or a day; nothing that was promised depends on it."""
    with (scene.ground.scratch / "clock").open("r+b") as file:
        file.write(struct.pack("=q", scene.chance.choice(JUMPS)))
    scene.load(1.0, 2.0)


CLOCK = {"a clock that jumps": (jumps, "")}
