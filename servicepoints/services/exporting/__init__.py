"""Exporting: the listed points out of the register, as a roster to edit or as open data.

A roster (.xlsx, .csv) is the bureau's own and holds its private contacts; imported again, it changes nothing.
The open formats (.geojson, .json, .db) hold what couriers see and nothing else.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Listing, Point
from servicepoints.errors import InvalidValue, NotFound
from servicepoints.register import bureaus, points
from servicepoints.register.engine import Register
from servicepoints.services.exporting.geojson import feature_collection
from servicepoints.services.exporting.hsds import services_document
from servicepoints.services.exporting.own_files import refuse_own
from servicepoints.services.exporting.roster import roster_table
from servicepoints.sheets.writing import write_csv, write_xlsx

FORMATS = ("xlsx", "csv", "geojson", "json", "db")
_ROSTERS = ("xlsx", "csv")
"""These hold private contacts, and so are their owner's alone to read."""

_EXPORTED = (Listing.LISTED, Listing.SUSPENDED)


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written where: the format and the number of points."""

    path: Path
    format: str
    points: int


def export(
    register: Register, path: Path, vocabulary: Vocabulary, catalogue: Path, today: date, bureau: str = ""
) -> ExportReport:
    """Write the listed points (one bureau's, if its slug is given) to `path`, in the format of its ending.

    `catalogue` is the published file, which .db copies. The file appears whole or not at all. Raises
    InvalidValue for an ending that we do not write, a file that is the instance's own, or .db for one bureau,
    NotFound for an unknown bureau or a catalogue that was never published, RegisterAway.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        endings = "、".join(f".{known}" for known in FORMATS)
        raise InvalidValue("文件名", path.name, "认不出要导出成什么", f"文件名以其中一个结尾：{endings}")
    refuse_own(path, register, catalogue)
    with register.read() as reader:
        names = {known.slug: known.name for known in bureaus.all_bureaus(reader)}
        if bureau and bureau not in names:
            raise NotFound(f"没有这个邮政管理局：{bureau}。现有：{'、'.join(names) or '（还没有）'}")
        if ending == "db":
            return _copy(catalogue, path, bureau)
        if ending in _ROSTERS:
            chosen = points.matching(reader, bureau) if bureau else points.all_points(reader)
        else:
            shown = points.publishable(reader).values()
            chosen = [point for point in shown if point and bureau in ("", point.bureau)]
    listed = sorted((p for p in chosen if p.listing in _EXPORTED), key=_order)
    private = ending in _ROSTERS
    _write(path, _FORMATTERS[ending](listed, vocabulary, names, today), 0o600 if private else 0o666)
    return ExportReport(path, ending, len(listed))


def _order(point: Point) -> tuple[str, str, str, str]:
    return point.district, point.sub_district, point.name, point.code


Formatter = Callable[[list[Point], Vocabulary, Mapping[str, str], date], bytes]

_FORMATTERS: Mapping[str, Formatter] = {
    "xlsx": lambda listed, vocabulary, names, _: write_xlsx(roster_table(listed, vocabulary, names)),
    "csv": lambda listed, vocabulary, names, _: write_csv(roster_table(listed, vocabulary, names)),
    "geojson": lambda listed, _vocabulary, names, _today: b"".join(feature_collection(listed, names)),
    "json": lambda *asked: b"".join(services_document(*asked)),
}


def _copy(catalogue: Path, path: Path, bureau: str) -> ExportReport:
    if bureau:
        raise InvalidValue(
            "文件名", path.name, ".db 是整个目录，不能只导一个局", "换成 .xlsx、.csv 或 .geojson"
        )
    if not catalogue.is_file():
        raise NotFound("目录还没有发布过。请先运行 servicepoints publish")
    reader, beside = CatalogueReader(catalogue), _beside(path)
    try:
        beside.unlink(missing_ok=True)
        reader.copy_to(beside)
        count = len(list(reader.all_points()))
        os.replace(beside, path)
    finally:
        reader.close()
        beside.unlink(missing_ok=True)
    return ExportReport(path, "db", count)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _write(path: Path, content: bytes, mode: int) -> None:
    beside = _beside(path)
    try:
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
