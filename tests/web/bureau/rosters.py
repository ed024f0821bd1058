"""Rosters as an editor sends them in, and the way through an import."""

import re
from collections.abc import Mapping

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.sheets.workbooks import Rows, xlsx
from tests.web.bureau.conftest import token_of

HEADER = ["名称", "类型", "区", "街道", "地址", "开放时间", "服务内容", "备注"]


def row(n: int, **cells: str) -> list[str]:
    """A row of HEADER; cells by header."""
    plain = {
        "名称": f"示例试办{n}号驿站", "类型": "爱心接力站", "区": "长宁区", "街道": "江苏路街道",
        "地址": f"示例试办路{n}号", "开放时间": "每天8:00-20:00（含法定节假日）", "服务内容": "热水、充电",
    }  # fmt: skip
    return [({**plain, **cells}).get(name, "") for name in HEADER]


def book(*rows: list[str], header: list[str] | None = None) -> bytes:
    """A workbook of these rows."""
    table: Rows = [header or HEADER, *rows]
    return xlsx({"点位": table})


def send(client: FlaskClient, data: bytes, filename: str = "示例台账.xlsx", bureau: str = "") -> TestResponse:
    """Send a file in. The body is made here: the client would leave a large one in an open file."""
    fields = {"csrf_token": token_of(client), "bureau": bureau}
    parts = [f'--cut\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    parts.append(f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n')
    body = "".join(parts).encode() + data + b"\r\n--cut--\r\n"
    return client.post("/bureau/imports", data=body, content_type="multipart/form-data; boundary=cut")


def sent(client: FlaskClient, data: bytes, filename: str = "示例台账.xlsx", bureau: str = "") -> str:
    """The address of the preview of a file that is sent in."""
    answer = send(client, data, filename, bureau)
    assert answer.status_code == 303, said(answer)
    return answer.headers["Location"]


def press(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    """Press a button of a form."""
    return client.post(path, data={"csrf_token": token_of(client), **fields})


def taken(client: FlaskClient, data: bytes, **more: str) -> str:
    """The address of the report of a file that was sent in and taken whole."""
    page = sent(client, data, **more)
    assert press(client, f"{page}/take").headers["Location"] == page
    return page


def batch_of(client: FlaskClient, page: str) -> int:
    """The number of the import that a report is about."""
    found = re.search(r"/bureau/batches/(\d+)/undo", client.get(page).text)
    assert found, client.get(page).text
    return int(found[1])


def counts(client: FlaskClient, page: str) -> Mapping[str, int]:
    """{list: how many} as the preview shows them."""
    found = re.findall(r"(\S+) <b>(\d+)</b></button>", client.get(page).text)
    return {name.rpartition(">")[2]: int(n) for name, n in found}


def said(answer: TestResponse) -> str:
    """What a page says, without its marks."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
