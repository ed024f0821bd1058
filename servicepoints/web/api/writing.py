"""The side of the API that writes: who may, by a token in the header and by nothing else, and how a refusal
of the services is told to a machine.

A cookie is never looked at, so no page of another site can make a browser write. What is another bureau's is
not there, whichever way one asks.

Border: a bureau's system sends JSON with a token, and so may whoever found one. Believed: that the bureau
gave it, for what it was made for, until its day; a cookie, an address or a form, never. So: 120 writes a
minute at most (a setting), fields that we do not know are refused, no person's name or number comes out,
and each change is a revision under the token's name, with a way back.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import marshmallow as ma
import orjson
from flask import Response, g, request
from marshmallow import fields, validate

from servicepoints import logs, reference
from servicepoints.domain.points import clean_code
from servicepoints.domain.roles import Scope
from servicepoints.errors import Contradicted, InvalidValue, NotAllowed, NotFound
from servicepoints.services.editing.changing import Tables
from servicepoints.services.machines.admitting import Machine, admit, known
from servicepoints.services.machines.points import How
from servicepoints.web.api.blueprint import blueprint
from servicepoints.web.api.documents import ErrorDocument
from servicepoints.web.api.parameters import said
from servicepoints.web.api.questions import Question
from servicepoints.web.state import state

SECURITY = "bureauToken"
_P = ParamSpec("_P")
_R = TypeVar("_R")
_NOT_YOURS = "你们局没有这个点位、活动或场次：看看编号"
_FIELDS = {
    "位置": "position", "理由": "reason", "原因": "reason", "到什么时候": "until", "开始": "starts_at",
    "日期": "starts_at", "结束": "ends_at", "名额": "capacity", "一次最多约几个": "most",
    "排队最多几个": "queue", "开始约": "opens_at",
}  # fmt: skip
"""The fields that services name, by their names here."""
_REFUSALS = {
    401: "没有令牌，或者令牌不能用了",
    403: "令牌不能做这件事",
    404: "没有，或者是别的局的",
    409: "写得对，但和现有的内容对不上：fields 说哪一项",
    413: "内容太大",
    415: "不是 JSON",
    429: "太快了：Retry-After 秒以后再来",
    503: "登记库暂时不在：Retry-After 秒以后再来",
}


class IfMatch(ma.Schema):
    """Which revision was seen."""

    class Meta:
        unknown = ma.EXCLUDE

    revision = fields.String(
        required=True,
        data_key="If-Match",
        validate=validate.Regexp(
            r'^("[0-9]{1,9}"|\*)\Z', error='写你们看到的那一版，例如 "12"；随便哪一版写 *'
        ),
        error_messages=said(required='缺这个头：写你们看到的那一版，例如 "12"；随便哪一版写 *'),
        metadata={
            "description": "你们看到的是第几版（revision），加引号；别人改过就回 412。随便哪一版都行就写 *",
            "pattern": r'^("[0-9]{1,9}"|\*)$',
            "example": '"12"',
        },
    )

    @ma.post_load
    def to_number(self, data: dict[str, str], **_: Any) -> dict[str, int | None]:
        """The revision, None for whatever it is."""
        return {"revision": None if data["revision"] == "*" else int(data["revision"].strip('"'))}


class IdempotencyKey(ma.Schema):
    """What tells one request from another of the same words."""

    class Meta:
        unknown = ma.EXCLUDE

    key = fields.String(
        required=True,
        data_key="Idempotency-Key",
        validate=validate.Regexp(r"^[A-Za-z0-9_.:-]{8,100}\Z", error="写 8 到 100 个字母、数字或 _ . : -"),
        error_messages=said(required="缺这个头：每个新点位一个自己的记号，重发时用同一个，就不会加两次"),
        metadata={
            "description": "每个新点位一个自己的记号；没收到回答就用同一个再发，不会加两次（两天内）",
            "pattern": "^[A-Za-z0-9_.:-]{8,100}$",
            "example": "station-4711",
        },
    )


class Trying(Question):
    """How it is to be done."""

    dry_run = fields.Boolean(
        load_default=False,
        error_messages=said(invalid="只能写 true 或 false"),
        metadata={"description": "只试一下：说会改什么，不存"},
    )
    sure = fields.Boolean(
        load_default=False,
        error_messages=said(invalid="只能写 true 或 false"),
        metadata={"description": "知道和别的点位像、或者离街道里别的点位远，就是要存"},
    )


def writes(scope: Scope) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Beside a route: only a token that may do that gets through."""

    def decorate(view: Callable[_P, _R]) -> Callable[_P, _R]:
        @wraps(view)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            here = state()
            token = known(here.register, request.headers.get("Authorization", ""))
            logs.by(f"token-{token.id}")
            g.machine = admit(here.register, token, scope, here.settings.api_writes)
            try:
                return view(*args, **kwargs)
            except (NotFound, NotAllowed) as error:
                raise NotFound(_NOT_YOURS) from error
            except InvalidValue as error:
                words = error.reason + (f"。{error.fix}" if error.fix else "")
                raise Contradicted(str(error), {_FIELDS.get(error.field, error.field): words}) from error

        documented: Any = blueprint.doc(security=[{SECURITY: []}], **{"x-scope": scope.value})(guarded)
        for status, words in _REFUSALS.items():
            documented = blueprint.alt_response(status, schema=ErrorDocument, description=words)(documented)
        return cast(Callable[_P, _R], documented)

    return decorate


def machine() -> Machine:
    """Who writes; in views that `writes` guards."""
    return cast(Machine, g.machine)


def meant(code: str) -> str:
    """The code of a point or session that an address means; "", which nothing has, for what is none."""
    return clean_code(code) or ""


def how(trying: dict[str, bool]) -> How:
    """How the services are to do it."""
    tables = Tables(reference.vocabulary(), reference.gazetteer())
    return How(tables=tables, at=state().clock(), dry=trying["dry_run"], sure=trying["sure"])


def stored(said: dict[str, Any], status: int = 200, revision: int | None = None) -> Response:
    """What became of a request. The revision, if one is given, is its ETag, to be sent as If-Match."""
    response = Response(orjson.dumps(said), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    if revision is not None:
        response.set_etag(str(revision))
    return response
