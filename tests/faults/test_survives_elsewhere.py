"""The same where it takes another disk or another engine."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from tests.faults import scenery
from tests.faults.scene import round_of
from tests.postgresql import INSTALL, binaries, running

ON_A_DISK = ("the disk is full", "started on a read-only folder")
ON_POSTGRESQL = ("PostgreSQL restarted", "kill -9: import")


@pytest.mark.sqlite
def test_nothing_is_lost_on_a_disk_that_is_full_or_may_not_be_written(demo_home: Path) -> None:
    why = scenery.left_out().get(scenery.DISK)
    if why:
        print(f"left out, for {why}")  # not skipped: a gate that may not mount cannot be given the right to
        return
    with scenery.stage(scenery.DISK, Random(8), demo_home, None) as scene:
        for kind in scenery.kinds("sqlite", 0):
            if kind.name in ON_A_DISK:
                assert round_of(scene, kind.name, kind.act, kind.says).broken == []


@pytest.mark.own_server
def test_nothing_is_lost_when_postgresql_is_restarted() -> None:
    if binaries() is None:
        pytest.skip(f"needs PostgreSQL: {INSTALL}")
    with (
        TemporaryDirectory(prefix="postgresql", ignore_cleanup_errors=True) as folder,
        running(Path(folder)) as server,
        scenery.stage(scenery.PLAIN, Random(8), None, server) as scene,
    ):
        for kind in scenery.kinds("postgresql", 0):
            if kind.name in ON_POSTGRESQL:
                assert round_of(scene, kind.name, kind.act, kind.says).broken == []
