"""The API for machines and for our own map: versioned, described by itself, with errors of one shape.

Questions are parsed by marshmallow (`questions`), answers are ready bytes (`answers`); `documents` only
describes them.
"""

from typing import Any

import orjson
from flask import Flask, Response
from flask_smorest import Api

from servicepoints import reference
from servicepoints.services.answers import Answers
from servicepoints.web.api import changes_views, point_writes, session_writes, shortcut, views
from servicepoints.web.api.asking import ANSWERS
from servicepoints.web.api.blueprint import blueprint, kept_shortly, open_to_all
from servicepoints.web.api.describing import described
from servicepoints.web.api.documents import ErrorDocument, ListDocument
from servicepoints.web.api.page import SPEC, page_blueprint
from servicepoints.web.api.writing import SECURITY

__all__ = ["changes_views", "install", "point_writes", "session_writes", "views"]

DESCRIPTION = "\n\n".join(
    (
        "附近哪儿能歇脚、喝水、充电，现在开没开，怎么进。读不用注册，任何网页都能读。"
        "时刻都是上海时间；没写的就是没核实。",
        "每个回答都有 as_of（说的是哪个时刻）和 revision（目录的版本）；"
        "登记库一时不在，照样回答，头里多一个 X-Catalogue-As-Of：内容是那时的。"
        "坐标写明坐标系：datum 选 wgs84、gcj02 或 bd09。",
        "列表太长就分页：照着 next 一页页取，next 是 null 就完了。"
        "要一直跟上，用 changes：从头取一遍，以后只取改动过的。",
        "回答带 ETag：下次放在 If-None-Match 里，没变就只回 304。",
        '出错时的回答都是 {"error": {"code", "message", "fields"}}，fields 说哪一项怎么改。'
        "422 是不合这里写的要求，409 是写得对但和现有的对不上。"
        "太快了（429）或者一时不在（503），过 Retry-After 秒再来。",
    )
)
TOKEN_SAYS = (
    "局里的编辑在后台“接口令牌”里做，只显示一次；只写在 Authorization 头里，不要写在网址里。"
    "只能改自己局的点位，别的局的就当没有。每个令牌一分钟有次数限制，超过了回 429 和 Retry-After。"
)


class OneShape(Api):
    """The API whose errors are documented in the shape that `web.errors` gives them, with examples."""

    ERROR_SCHEMA = ErrorDocument

    def _openapi_json(self) -> Response:
        """The description, for everybody to keep shortly; whichever process is asked again knows it."""
        document, edition = described(self.spec.to_dict())
        response = kept_shortly(orjson.dumps(document))
        response.set_etag(edition, weak=True)
        return response

    def handle_http_exception(self, error: Any) -> Any:
        """Never called: `web.errors` is installed later and answers for the whole application."""
        raise error


def install(app: Flask, *, clients: bool) -> None:
    """Serve /api/v1/… and its description, /api/openapi.json. `clients` as for `logs.install`."""
    app.config.update(
        API_TITLE="小哥歇脚地图",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={"info": {"description": DESCRIPTION}},
    )
    app.extensions[ANSWERS] = Answers(reference.vocabulary())
    app.after_request(open_to_all)
    api = OneShape(app)
    api.spec.components.schema("ListDocument", schema=ListDocument)
    api.spec.components.security_scheme(
        SECURITY, {"type": "http", "scheme": "bearer", "description": TOKEN_SAYS}
    )
    api.register_blueprint(blueprint)
    app.extensions[SPEC] = api.spec.to_dict
    app.register_blueprint(page_blueprint)
    shortcut.install(app, clients=clients)
