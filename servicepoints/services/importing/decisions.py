"""What an editor decided of a roster that waits: which columns are what, and which rows are left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from servicepoints.domain.amenities import Vocabulary
from servicepoints.errors import InvalidValue
from servicepoints.services.importing.words import taken_for
from servicepoints.sheets.fields import FIELDS
from servicepoints.sheets.headers import AMENITY, DATUM_ORDER
from servicepoints.sheets.readings import Column

_BY_DATUM = ("longitude", "latitude", "coordinates")


@dataclass(frozen=True, slots=True)
class Decisions:
    """`columns` is {(sheet, letter): field} where the editor says otherwise than we read; `left` are the
    places (from 0) of rows that are not taken."""

    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    left: frozenset[int] = frozenset()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Decisions":
        """As `kept` wrote them."""
        columns = {(sheet, letter): name for sheet, letter, name in kept.get("columns", ())}
        return cls(columns, frozenset(kept.get("left", ())))

    def kept(self) -> dict[str, Any]:
        """As plain lists."""
        return {
            "columns": [[*place, name] for place, name in self.columns.items()],
            "left": sorted(self.left),
        }


def choices(vocabulary: Vocabulary) -> dict[str, str]:
    """What a column may be taken for: {field or `amenity:<key>`: words}, in the order of the lists."""
    plain = [field.name for field in FIELDS if field.name not in _BY_DATUM]
    dated = [name + ending for name in _BY_DATUM for ending in DATUM_ORDER if ending != "_unknown"]
    labels = {key: amenity.label for key, amenity in vocabulary.items()}
    names = [*plain, *dated, *(AMENITY + key for key in vocabulary)]
    return {name: taken_for(Column("", "", "", name, ""), labels).removesuffix("（）") for name in names}


def checked(chosen: Mapping[tuple[str, str], str], vocabulary: Vocabulary) -> dict[tuple[str, str], str]:
    """The same choices; InvalidValue if one names nothing that a column can be."""
    known = choices(vocabulary)
    for (_, letter), name in chosen.items():
        if name and name not in known:
            raise InvalidValue(f"{letter}列", name, "不能认作这个", "在列表里选一个")
    return dict(chosen)
