"""No table that is handed out runs anything: each of them, with hostile words in all that people type.

Every route is asked for a table; one that hands out another than those of HANDED fails until it stands there.
"""

import ast
import csv
import io
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from servicepoints.config import Settings
from servicepoints.domain.cells import cell_of
from servicepoints.domain.demand import ANY, Count, Slot
from servicepoints.domain.points import Contact
from servicepoints.register import Actor, Register, bureaus, demand, points
from servicepoints.register.bureaus import Bureau
from servicepoints.services.open_data.filing import write_open_data
from servicepoints.services.publishing import publish
from servicepoints.sheets.writing import Table, stream_xlsx, write_csv, write_xlsx
from tests.security.sources import nodes
from tests.security.walking import addresses
from tests.web.bureau.conftest import NOW, token_of
from tests.web.bureau.test_rights import RIGHTS, address, filled, own

__all__ = ["own"]

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
EVIL = '=HYPERLINK("http://evil.example")示例'
HANDED = {"bureau.export", "bureau.export_demand", "bureau.export_names", "bureau.bulk", "open_data.file"}
LAST = ("bureau.sign_out", "bureau.switch_account", "bureau.take_import")


def cells(data: bytes) -> list[str]:
    """Every text of a table, a .csv or an .xlsx, that a program would look at; none of it a formula."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(one) for one in archive.namelist() if "worksheets" in one]
        assert not [part for part in parts if b"<f>" in part or b"<f " in part or b"<hyperlink" in part]
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        return [cell for sheet in sheets for row in sheet for cell in row if isinstance(cell, str)]
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row]


def is_table(answer: TestResponse) -> bool:
    return answer.status_code == 200 and ("csv" in answer.mimetype or "spreadsheet" in answer.mimetype)


@pytest.mark.parametrize("start", STARTS)
def test_no_writer_lets_a_cell_begin_like_one(start: str) -> None:
    evil = f"{start}1+1"
    table = Table(title="示例", headers=("示例", "例"), rows=[(evil, 1), (f"好{evil}", 2.5)], notes=evil)
    streamed = io.BytesIO()
    stream_xlsx(streamed, "示例", table.headers, table.rows, [("示例", evil)], datetime(2026, 1, 1))
    for data in (write_csv(table), write_xlsx(table), streamed.getvalue()):
        told = cells(data)
        assert any(evil.strip() in cell for cell in told)
        assert [cell for cell in told if cell.startswith(STARTS)] == []


def test_nobody_else_writes_tables() -> None:
    """All of them come from one module, which takes the sign of a formula from what begins with one."""
    writers = {
        file
        for file, node in nodes()
        if isinstance(node, ast.Attribute)
        and node.attr in ("writer", "DictWriter", "Workbook")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("csv", "xlsxwriter")
    }
    assert writers == {"sheets/writing.py"}


@pytest.fixture
def hostile(register: Register, settings: Settings, own: dict[str, str]) -> dict[str, str]:
    """Hostile words wherever an editor, a keeper or a courier may have typed them."""
    with register.write(Actor("setup", "测试")) as writer:
        bureaus.put(writer, Bureau("shili", EVIL))
        point = points.get(writer, own["OWN"])
        assert point is not None
        position = next(p.position for p in points.matching(writer, "shili") if p.position)
        space = [replace(one, name=EVIL) for one in point.spaces]
        contact = Contact(name=EVIL, number="13900001234")
        evil = replace(
            point, name=EVIL, address=EVIL, note=EVIL, access_note=EVIL, source=EVIL, spaces=tuple(space),
            contacts=(contact,), link_group=EVIL, parking_note=EVIL, position=position,
        )  # fmt: skip
        points.update(writer, point.code, evil, EVIL)
        place = cell_of(position.latitude, position.longitude)
        demand.add(writer, "示例", {Slot(place, f"{NOW:%Y-%m}", 10, ANY): Count(9, 3)})
    publish(register, settings.catalogue_path)
    write_open_data(settings, register, NOW)
    return own


def test_every_table_that_is_handed_out_runs_nothing(
    app: Flask, dora: FlaskClient, hostile: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servicepoints.services.demand.gaps.Places._of", lambda *_: EVIL)
    session = f"/bureau/sessions/{hostile['SESSION']}"
    cancel = {"csrf_token": token_of(dora), "why": EVIL}
    assert dora.post(f"{session}/bookings/{hostile['BOOKING']}/cancel", data=cancel).status_code == 303
    found: dict[str, set[str]] = {}

    def look(endpoint: str, answer: TestResponse) -> None:
        if is_table(answer):
            told = cells(answer.data)
            assert [cell for cell in told if cell.startswith(STARTS)] == [], endpoint
            found.setdefault(endpoint, set()).update(told)
        answer.close()

    for endpoint, path in addresses(app, hostile):
        files = (
            ("/open-data/points.csv", "/open-data/points.xlsx") if endpoint == "open_data.file" else (path,)
        )
        for file in files:
            for ending in ("csv", "xlsx"):
                look(endpoint, dora.get(file, query_string={"format": ending}))
    rules = [r for r in app.url_map.iter_rules() if "POST" in (r.methods or ()) and r.endpoint in RIGHTS]
    for rule in sorted(rules, key=lambda rule: rule.endpoint in LAST):
        if RIGHTS[rule.endpoint].who not in ("keeper", "machine"):
            form = filled(RIGHTS[rule.endpoint].form, hostile) | {"all": "1", "pick": hostile["OWN"]}
            for ending in ("csv", "xlsx"):
                wanted = {"csrf_token": token_of(dora, "/bureau/sign-in"), "format": ending, "action": ending}
                look(rule.endpoint, dora.post(address(app, rule, hostile), data=form | wanted))
    assert set(found) == HANDED
    for endpoint in HANDED:
        assert any("HYPERLINK" in cell for cell in found[endpoint]), endpoint
