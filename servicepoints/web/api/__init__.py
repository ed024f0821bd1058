"""The API for machines and for our own map: versioned, described by itself, with errors of one shape.

Questions are parsed by marshmallow (`questions`), answers are ready bytes (`answers`); `documents` only
describes them.
"""

from typing import Any

from flask import Flask
from flask_smorest import Api

from servicepoints import reference
from servicepoints.services.answers import Answers
from servicepoints.web.api import changes_views, point_writes, session_writes, shortcut, views
from servicepoints.web.api.asking import ANSWERS
from servicepoints.web.api.blueprint import blueprint, open_to_all
from servicepoints.web.api.documents import ErrorDocument, ListDocument
from servicepoints.web.api.writing import SECURITY

__all__ = ["changes_views", "install", "point_writes", "session_writes", "views"]

DESCRIPTION = (
    "附近哪儿能歇脚、喝水、充电，现在开没开，怎么进。时刻都是上海时间；没写的就是没核实。"
    '出错时的回答都是 {"error": {"code", "message", "fields"}}，fields 说哪个参数怎么改。'
)


TOKEN_SAYS = (
    "局里的编辑在后台“接口令牌”里做，只显示一次；只写在 Authorization 头里，不要写在网址里。"
    "只能改自己局的点位，别的局的就当没有。每个令牌一分钟有次数限制，超过了回 429 和 Retry-After。"
)


class OneShape(Api):
    """The API whose errors are documented in the shape that `web.errors` gives them."""

    ERROR_SCHEMA = ErrorDocument

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
    described = OneShape(app)
    described.spec.components.schema("ListDocument", schema=ListDocument)
    described.spec.components.security_scheme(
        SECURITY, {"type": "http", "scheme": "bearer", "description": TOKEN_SAYS}
    )
    described.register_blueprint(blueprint)
    shortcut.install(app, clients=clients)
