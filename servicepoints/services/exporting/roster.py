"""The listed points as a roster that a bureau edits in Excel and imports again."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Point
from servicepoints.sheets.fields import BY_NAME
from servicepoints.sheets.markers import OWN_NOTE
from servicepoints.sheets.point_cells import cells, columns, header, options
from servicepoints.sheets.writing import Table

_NOTES = (
    f"{OWN_NOTE}编号请不要改；新加的点位，编号留空。"
    "空着的格子表示不清楚，导入时不会改动原来的内容。设施填“有”或“无”，不清楚就空着。"
    "这张表里有联系人和手机号，请不要往外发。"
)


def roster_table(points: Iterable[Point], vocabulary: Vocabulary, bureaus: Mapping[str, str]) -> Table:
    """The table; `bureaus` gives names by slug. Private contacts are in it."""
    fields = columns(vocabulary)
    headers = [header(field, vocabulary) for field in fields]
    rows = [
        cells(replace(point, bureau=bureaus.get(point.bureau, point.bureau)), fields, vocabulary)
        for point in points
    ]
    return Table(
        title="点位",
        headers=headers,
        rows=rows,
        notes=_NOTES,
        options={h: options(f) for f, h in zip(fields, headers, strict=True) if options(f)},
        help={h: BY_NAME[f].help for f, h in zip(fields, headers, strict=True) if f in BY_NAME},
    )
