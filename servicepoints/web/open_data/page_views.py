"""The page that offers the files: what there is, of which day, under which terms, and how to embed a list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, render_template

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.services.open_data.datasette import POINT_COLUMNS
from servicepoints.services.open_data.index import Index
from servicepoints.services.open_data.terms import CAUTIONS, TITLE, UNDECIDED, terms_of
from servicepoints.web.courier.blueprint import kept_shortly, moved, public_address
from servicepoints.web.open_data.blueprint import blueprint
from servicepoints.web.state import state

OFFERED = (
    ("points.xlsx", "Excel 表", "打开就能看，第二张是说明"),
    ("points.csv", "CSV", "UTF-8，Excel 也能直接打开"),
    ("points.geojson", "GeoJSON", "QGIS 等地图软件，WGS-84"),
    ("points.hsds.json", "HSDS 3 JSON", "公共服务数据的国际标准"),
    ("servicepoints.db", "SQLite", "整个目录，已撤的点、功能空间、活动场次都在"),
    ("servicepoints.metadata.json", "Datasette 说明文件", "和上面的 SQLite 一起用"),
    ("changes.atom", "改动订阅（Atom）", "新收录、改时间、临时关门、撤点"),
    ("calendars/all.ics", "全市活动日历（iCalendar）", "放进手机或电脑的日历里订阅"),
)
"""The files that have a line of their own: name, what it is, what for."""
_KINDS = {"changes.atom": "条", "calendars/all.ics": "场", "servicepoints.metadata.json": ""}


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as the page offers it."""

    href: str
    title: str
    use: str
    size: str


@blueprint.get("/open-data")
def without_slash() -> Response:
    """The address that people type."""
    return moved("/open-data/")


@blueprint.get("/open-data/")
def index() -> Response:
    """The page. It stands while the files are still being written, and says so."""
    here = state()
    standing = here.open_data.index()
    said = _of_files(standing, here.finding.gazetteer) if standing else {}
    parents = here.settings.embed_parents
    return kept_shortly(
        render_template(
            "open_data/index.html",
            title=TITLE,
            cautions=CAUTIONS,
            columns=POINT_COLUMNS,
            undecided=UNDECIDED,
            licence=here.settings.open_licence,
            licence_url=here.settings.open_licence_url,
            parents=parents,
            embed=public_address("/embed"),
            canonical=public_address("/open-data/"),
            **said,
        )
    )


def _of_files(standing: Index, known: Gazetteer) -> dict[str, Any]:
    """What the page says of the files that there are."""
    as_of = datetime.fromisoformat(standing.facts["as_of"])
    terms = terms_of(state().settings, as_of, standing.facts["revision"])
    calendars = [
        (district.name, f"/open-data/{name}", standing.files[name].rows)
        for district in known.districts
        if (name := f"calendars/{district.slug}.ics") in standing.files
    ]
    offered = [
        Offered(f"/open-data/{name}", title, use, _size_words(standing, name))
        for name, title, use in OFFERED
        if name in standing.files
    ]
    return {"files": offered, "facts": standing.facts, "terms": terms, "calendars": calendars}


def _size_words(standing: Index, name: str) -> str:
    file = standing.files[name]
    unit = _KINDS.get(name, "个点")
    rows = f"{file.rows}{unit}，" if unit else ""
    return f"{rows}{_bytes_words(file.sizes[''])}"


def _bytes_words(size: int) -> str:
    """A size as people say it: 29 KB, 1.4 MB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
