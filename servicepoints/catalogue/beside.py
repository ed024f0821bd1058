"""What is published beside the points: the vocabulary, the gazetteer, bureaus, day types, the instance."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson

from servicepoints import __version__
from servicepoints.catalogue.quality import Quality, quality_rows
from servicepoints.catalogue.rows import json_text
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.gazetteer import Gazetteer

Tables = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """`bureaus`: slug to name; `calendar`: date to (day type, name of the holiday); `written_at`: when the
    register that this is a copy of last changed a point; `quality`: how the listing stood, day by day."""

    vocabulary: Vocabulary
    gazetteer: Gazetteer
    bureaus: Mapping[str, str]
    calendar: Mapping[date, tuple[str, str]]
    instance_id: str
    instance_kind: str
    written_at: datetime | None = None
    quality: Quality = field(default_factory=dict)

    def travelling(self) -> Tables:
        """The tables that come with the code; a catalogue made with other ones is built anew."""
        return {
            "amenities": [
                {
                    "key": a.key,
                    "label": a.label,
                    "group": a.group,
                    "first": a.first,
                    "synonyms": json_text(a.synonyms),
                    "osm": a.osm,
                    "place": place,
                }
                for place, a in enumerate(self.vocabulary.values())
            ],
            "districts": [
                {"code": d.code, "name": d.name, "slug": d.slug, "former_names": json_text(d.former_names)}
                for d in self.gazetteer.districts
            ],
            "sub_districts": [
                {"code": s.code, "name": s.name, "slug": s.slug, "district": s.district}
                for s in self.gazetteer.sub_districts
            ],
        }

    def edited(self) -> Tables:
        """The tables that people edit in the register, or that are measured there."""
        return {
            "bureaus": [{"slug": slug, "name": name} for slug, name in sorted(self.bureaus.items())],
            "calendar": [
                {"date": day.isoformat(), "type": kind, "holiday": holiday}
                for day, (kind, holiday) in sorted(self.calendar.items())
            ],
            "quality": quality_rows(self.quality),
        }

    def digest(self) -> str:
        """What tells the travelling tables and the code that writes points from others: what may be seen of a
        point, its order and what it is found by change with the code."""
        return hashlib.sha256(orjson.dumps([__version__, self.travelling()])).hexdigest()
