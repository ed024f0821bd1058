"""What a finder is made of, kept in a file beside the catalogue: who starts need not read every row.

The rows stay the one truth. The file says in which form it is written, of which build of the catalogue it is
and at which change number; one that is absent, torn, or another in any of these is as if it were not there.
It is no part of what is published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson

from servicepoints import __version__
from servicepoints.catalogue.columns import (
    FIELDS,
    Columns,
    Gathering,
    Names,
    changed_anew,
    changed_in_place,
    columns_of,
)
from servicepoints.catalogue.shapes import Shape, Shapes
from servicepoints.domain.points import Point

FORM = f"1 of {__version__}"
"""Another number whenever a column or a shape says another thing of the same point."""

_ABOUT, _CODES = "about", "codes"


@dataclass(frozen=True, slots=True)
class Arrays:
    """The columns of all published points, and what stands behind the numbers in them."""

    columns: Columns
    shapes: Shapes
    names: Names

    @classmethod
    def of(cls, points: Iterable[Point]) -> "Arrays":
        """Those of published points (see `domain.publication`)."""
        gathering = Gathering(Shapes(), Names())
        for point in points:
            gathering.add(point)
        return cls.gathered(gathering)

    @classmethod
    def gathered(cls, gathering: Gathering) -> "Arrays":
        """Those of the points that came by."""
        return cls(gathering.columns(), gathering.shapes, gathering.names)

    def changed(self, changed: Mapping[str, Point | None]) -> "Arrays":
        """The same after these points changed (None: seen no more): as if made of all points anew."""
        if not changed:
            return self
        return Arrays(changed_anew(self.columns, changed, self._fresh(changed)), self.shapes, self.names)

    def changed_in_place(self, changed: Mapping[str, Point | None]) -> "Arrays":
        """The same with every row where it was, for changes that move nothing (see `columns.moved`)."""
        gone = [code for code, point in changed.items() if point is None]
        columns = changed_in_place(self.columns, gone, self._fresh(changed))
        return Arrays(columns, self.shapes, self.names)

    def _fresh(self, changed: Mapping[str, Point | None]) -> Columns:
        return columns_of((p for p in changed.values() if p is not None), self.shapes, self.names)


class Kept(NamedTuple):
    """What was kept, and at which change number."""

    revision: int
    arrays: Arrays


def path_of(catalogue: Path) -> Path:
    """Where they are kept."""
    return catalogue.with_name(f"{catalogue.name}.arrays")


def write(catalogue: Path, build: str, revision: int, arrays: Arrays) -> None:
    """Keeps them, in place of what was kept. OSError where that cannot be; then what was kept stays."""
    columns = arrays.columns
    used, numbers = np.unique(columns["shape"], return_inverse=True)
    about = {
        "form": FORM,
        "build": build,
        "revision": revision,
        "positioned": columns.positioned,
        "names": list(arrays.names),
        "shapes": [arrays.shapes[number].record() for number in used.tolist()],
    }
    values: dict[str, Any] = {
        **columns.values,
        "shape": numbers.astype(FIELDS["shape"]),
        _ABOUT: np.frombuffer(orjson.dumps(about), dtype=np.uint8),
        _CODES: np.frombuffer("\n".join(columns.codes).encode(), dtype=np.uint8),
    }
    path = path_of(catalogue)
    fresh = path.with_name(f"{path.name}.new")
    try:
        with fresh.open("wb") as file:
            np.savez(file, **values)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def read(catalogue: Path, build: str) -> Kept | None:
    """What is kept of that build of the catalogue; None if nothing is that can be used."""
    try:
        with path_of(catalogue).open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return _kept(file, build)
    except Exception:  # a torn file fails in any way: there are the rows
        return None


def revision_of(catalogue: Path, build: str) -> int | None:
    """The change number of what is kept of that build; None if nothing seems to be."""
    try:
        with path_of(catalogue).open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return int(_about(file, build)["revision"])
    except Exception:
        return None


def discard(catalogue: Path) -> None:
    """Keeps nothing any more."""
    path_of(catalogue).unlink(missing_ok=True)


def _kept(file: Any, build: str) -> Kept:
    """All of the file. Each part of it is held against its checksum as it is read."""
    about = _about(file, build)
    written = file[_CODES].tobytes().decode()
    codes = written.split("\n") if written else []
    values = {name: file[name] for name in file.files if name not in (_ABOUT, _CODES)}
    if any(values[field].dtype != kind for field, kind in FIELDS.items()):
        raise ValueError("of another machine")
    columns = Columns(codes, {code: row for row, code in enumerate(codes)}, about["positioned"], values)
    shapes = Shapes(map(Shape.of, about["shapes"]))
    return Kept(about["revision"], Arrays(columns, shapes, Names(about["names"])))


def _about(file: Any, build: str) -> Any:
    """What the file says of itself. ValueError if it is not of that build and in our form."""
    about = orjson.loads(file[_ABOUT].tobytes())
    if not build or (about["form"], about["build"]) != (FORM, build):
        raise ValueError("of another build or form")
    return about
