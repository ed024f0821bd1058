"""The two stores, damaged or away: the catalogue, the register's file, PostgreSQL."""

import os
import shutil

from servicepoints.catalogue.build import is_sound
from tests.faults.scene import Scene
from tests.faults.tearing import torn
from tests.faults.waiting import reads_go_on

PAGE = 4096


def garbled(scene: Scene) -> None:
    """Pages of the catalogue are overwritten with noise, some of them in use."""
    path = scene.ground.settings.catalogue_path
    size, harmless = path.stat().st_size, True
    with path.open("r+b") as file:
        while harmless:
            for _ in range(scene.chance.choice((1, 3, 10))):
                file.seek(scene.chance.randrange(0, size, PAGE))
                file.write(scene.chance.randbytes(PAGE))
            file.flush()
            harmless = is_sound(path)
    _mended(scene)


def rotten(scene: Scene) -> None:
    """The same by a disk that rots: no time of the file tells of it, only who reads those pages."""
    path = scene.ground.settings.catalogue_path
    at = path.stat()
    with path.open("r+b") as file:
        for page in range(2 * PAGE, at.st_size - PAGE, 2 * PAGE):
            file.seek(page)
            file.write(scene.chance.randbytes(PAGE))
    os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns))
    _mended(scene)


def cut_short(scene: Scene) -> None:
    """The catalogue loses its end, all of it, or is another file altogether."""
    path = scene.ground.settings.catalogue_path
    how = scene.chance.choice(("half", "nothing", "gone", "text"))
    if how == "gone":
        path.unlink()
    elif how == "text":
        path.write_text("no catalogue\n" * 1000)
    else:
        os.truncate(path, path.stat().st_size // 2 if how == "half" else 0)
    _mended(scene)


def _mended(scene: Scene) -> None:
    path = scene.ground.settings.catalogue_path
    scene.eventually(lambda: is_sound(path), 15, "the catalogue is whole again")


def register_away(scene: Scene) -> None:
    """The register is gone for some seconds and comes back; couriers read meanwhile."""
    if scene.postgresql is not None:
        scene.postgresql.stop(scene.chance.choice(("fast", "immediate")))
        try:
            reads_go_on(scene, 1.5)
        finally:
            scene.postgresql.start()
        return
    home = scene.ground.home
    aside = home / "aside"
    aside.mkdir()
    names = ("register.db", "register.db-wal", "register.db-shm")
    moved = [name for name in names if (home / name).exists()]
    for name in moved:
        (home / name).rename(aside / name)
    try:
        reads_go_on(scene, 1.5)
    finally:
        for name in moved:
            (aside / name).rename(home / name)
        shutil.rmtree(aside)


def restarted(scene: Scene) -> None:
    """PostgreSQL is restarted, in good order or as if it crashed."""
    assert scene.postgresql is not None
    scene.postgresql.stop(scene.chance.choice(("fast", "immediate")))
    scene.postgresql.start()


def torn_log(scene: Scene) -> float:
    """The power goes while SQLite's log is being written: what lies behind the last acknowledged commit is
    cut off, noise, or zeros."""
    scene.house.kill_all()
    scene.client.rest()
    scene.ground.register.close()
    try:
        torn(scene)
    finally:
        began = scene.house.start()
        scene.client.go()
    return began


STORES = {
    "a garbled catalogue": (garbled, "the catalogue is damaged"),
    "a catalogue on a rotten disk": (rotten, "built anew"),
    "a catalogue cut short, gone, or no catalogue": (cut_short, ""),
    "the register gone and back": (register_away, ""),
}
OF_SQLITE = {"a torn WAL": (torn_log, "")}
OF_POSTGRESQL = {"PostgreSQL restarted": (restarted, "")}
