"""Processes that are killed at random moments: of the server, and commands in the middle of their work."""

import os
import shutil
import signal
import time
from contextlib import suppress

from servicepoints.register.version import HEAD
from tests.faults.house import Broken
from tests.faults.old import FIRST, POINTS, old_register, standing
from tests.faults.scene import Scene
from tests.faults.traffic import roster
from tests.serving.test_processes import alive

LASTS_S = {"import": 1.1, "publish": 1.5, "housekeeping": 0.8, "migrate": 1.2}
"""About how long each command takes; it is killed at any moment of that."""


def worker(scene: Scene) -> None:
    """One of the processes that answer."""
    _dead(scene, {scene.chance.choice(sorted(scene.house.workers()))})


def both_workers(scene: Scene) -> None:
    """All that answer, at once."""
    _dead(scene, scene.house.workers())


def publisher(scene: Scene) -> None:
    """The process that brings the catalogue up."""
    _dead(scene, scene.house.companions())


def archivist(scene: Scene) -> None:
    """The process that writes open data, in the middle of it; it comes within ten seconds of being
    needed."""
    shutil.rmtree(scene.ground.home / "open-data", ignore_errors=True)
    scene.eventually(lambda: bool(scene.house.companions(polite=True)), 20, "open data is being written")
    time.sleep(scene.chance.uniform(0, 0.6))
    _dead(scene, scene.house.companions(polite=True))


def _dead(scene: Scene, processes: set[int]) -> None:
    """Kills them, until they are gone: who still stands a moment longer is not yet another in its place."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    scene.eventually(lambda: not any(map(alive, processes)), 5, "what was killed is gone")


def master(scene: Scene) -> float:
    """The master: all end with it, and whoever watches over the service starts it again."""
    scene.house.kill_master()
    return scene.house.start()


def power(scene: Scene) -> float:
    """Everything at once."""
    scene.house.kill_all()
    return scene.house.start()


def importing(scene: Scene) -> None:
    """An import, killed at any moment; run again it does what it was to do."""
    text = f"示例双批第{scene.chance.randrange(10**6)}版"
    file = roster(scene.ground.scratch / "killed.csv", text, name="示例双批站")
    _kill(scene, "import", str(file))


def publishing(scene: Scene) -> None:
    """A publishing, beside the server's own."""
    _kill(scene, "publish", *scene.chance.choice(((), ("--rebuild",))))


def housekeeping(scene: Scene) -> None:
    """The daily round, killed; run again it is done."""
    _kill(scene, "housekeeping")
    _finish(scene, "housekeeping")


def migrating(scene: Scene) -> None:
    """An upgrade of a register of the first release, killed: it stands at one version or the other, whole,
    and the upgrade can be run again."""
    with old_register(scene.postgresql) as (home, engine, register):
        process = scene.command("migrate", home=home, **engine)
        time.sleep(scene.chance.uniform(0.2, 1.0) * LASTS_S["migrate"])
        _end(process.pid)
        process.communicate()
        cut = standing(register)
        if cut not in ((FIRST, POINTS), (HEAD, POINTS)):
            raise Broken(f"an upgrade that was killed left version {cut[0]} with {cut[1]} points")
        again = scene.command("migrate", home=home, **engine)
        said, complaints = again.communicate(timeout=60)
        if again.returncode or standing(register) != (HEAD, POINTS):
            raise Broken(f"an upgrade that was killed cannot be run again: {said}{complaints}")


def _kill(scene: Scene, *words: str) -> None:
    process = scene.command(*words)
    time.sleep(scene.chance.uniform(0.25, 1.0) * LASTS_S[words[0]])
    _end(process.pid)
    process.communicate()


def _finish(scene: Scene, *words: str) -> None:
    process = scene.command(*words)
    said, complaints = process.communicate(timeout=60)
    if process.returncode:
        raise Broken(f"{words} after one that was killed: {said}{complaints}")


def _end(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


KILLS = {
    "kill -9: a worker": (worker, ""),
    "kill -9: both workers": (both_workers, ""),
    "kill -9: the publisher": (publisher, "the publisher ended with -9"),
    "kill -9: the archivist": (archivist, ""),
    "kill -9: the master": (master, ""),
    "kill -9: all processes at once": (power, ""),
    "kill -9: import": (importing, ""),
    "kill -9: publish": (publishing, ""),
    "kill -9: housekeeping": (housekeeping, ""),
    "kill -9: migrate": (migrating, ""),
}
