"""Instances of the made-up country, written straight into the catalogue: importing 200,000 rows is not what
the parts that use them measure."""

from datetime import UTC, datetime
from pathlib import Path

from servicepoints import reference
from servicepoints.catalogue import build
from servicepoints.catalogue.beside import Beside
from tests.benchmarks.nation import Nation, points


def catalogue(path: Path, columns: Nation) -> None:
    """A catalogue of these points, named, at that path."""
    beside = Beside(
        vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(),
        bureaus={},
        calendar={},
        instance_id="x",
        instance_kind="demo",
    )
    build.rebuild(path, points(columns, named=True), beside, 1, datetime.now(UTC))
