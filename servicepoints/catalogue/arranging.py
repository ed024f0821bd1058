"""Keeping the arrays of a catalogue: written anew when much has changed, and never on the way of a change."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from servicepoints.catalogue import arrays
from servicepoints.catalogue.arrays import Arrays
from servicepoints.catalogue.lock import applying
from servicepoints.catalogue.reader import CatalogueReader

MANY = 1000
"""Points changed since: so many are read in some twentieth of a second, and applied while they are few."""


def arranged(reader: CatalogueReader) -> Arrays:
    """The arrays of all that is published: those that are kept, with what changed since; else of every row.

    What is applied while they are made may be in them already: who asks takes the change number first.
    InstanceError if there is nothing to read.
    """
    kept = arrays.read(reader.path, _build(reader.meta()))
    codes = None if kept is None else reader.changes_since(kept.revision)
    if kept is None or codes is None:
        return Arrays.of(reader.all_points())
    points = reader.points(codes)
    return kept.arrays.changed({code: points.get(code) for code in codes})


def due(catalogue: Path) -> bool:
    """Whether those that are kept are too old, or none are. InstanceError while nothing is published."""
    with closing(CatalogueReader(catalogue)) as reader:
        build = _build(reader.meta())
        revision = arrays.revision_of(catalogue, build)
        codes = None if revision is None else reader.changes_since(revision)
        return bool(build) and (codes is None or len(codes) > MANY)


def arrange(catalogue: Path) -> None:
    """Keeps the arrays of what is published now. InstanceError if nothing is; OSError where nothing can be
    written."""
    with closing(CatalogueReader(catalogue)) as reader:
        meta = reader.meta()
        made = arranged(reader)
        with applying(catalogue, wait=True):  # nobody puts another build in its place meanwhile
            if _build(reader.meta()) == _build(meta):
                arrays.write(catalogue, _build(meta), int(meta["revision"]), made)


def _build(meta: Mapping[str, str]) -> str:
    """What tells a catalogue that was built anew from the one before it; "" for one that does not say."""
    return meta.get("build", "")
