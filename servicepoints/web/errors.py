"""Failures become answers in one place: JSON for the API, a page for everyone else. The choice is made
once, here.

The JSON has one shape: {"error": {"code": 422, "message": "…", "fields": {"need": "…"}}}; `fields` names
what to correct, and is empty where nothing can be.
"""

from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from jinja2 import Template
from werkzeug.exceptions import HTTPException

from servicepoints import logs
from servicepoints.errors import (
    ChangedMeanwhile,
    Conflict,
    InstanceError,
    InvalidValue,
    NotAllowed,
    NotFound,
    RegisterAway,
    ServicePointsError,
    SignInRefused,
    TokenRefused,
    TooOften,
    UnreadableSheet,
)

STATUS: dict[type[ServicePointsError], int] = {
    NotFound: 404,
    InvalidValue: 422,
    UnreadableSheet: 422,
    SignInRefused: 422,
    ChangedMeanwhile: 412,
    Conflict: 409,
    TokenRefused: 401,
    NotAllowed: 403,
    TooOften: 429,
    InstanceError: 503,
    RegisterAway: 503,
}
SAYS = {
    400: ("这个请求看不懂", "请从首页重新开始。"),
    401: ("没有令牌，或者令牌不能用了", "请找局里管接口令牌的人。"),
    403: ("这里不能进", "要进来，请找管账号的同事。"),
    404: ("没有这个页面", "链接可能抄漏了，或者这里已经撤了。"),
    405: ("不能这样打开", "请从首页重新开始。"),
    409: ("和现在的内容对不上", "请回上一页刷新，看看现在是什么样再改。"),
    406: ("给不出这样的回答", "请去掉 Accept，或者写 application/json。"),
    408: ("没有收完", "网络断了一下，请再发一次。"),
    411: ("不知道有多长", "请写上 Content-Length 再发。"),
    413: ("发来的内容太大了", "请减少内容再试。"),
    415: ("这样的内容收不了", "请用 application/json 发。"),
    422: ("填的内容有问题", "请改一下再试。"),
    429: ("太快了", "请等一会儿再试。"),
    500: ("出错了", "我们已经记下来了，请过一会儿再试。"),
    503: ("暂时打不开", "请过几分钟再试。"),
}


AWAY_S = 30
"""Seconds after which to ask again for what is away now."""


def install(app: Flask) -> None:
    """Answer every failure: ours, HTTP's and the unforeseen."""
    app.register_error_handler(ServicePointsError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)
    app.after_request(_say_when)
    # Flask's own line has the message and the whole address; it comes when an answer to a failure fails
    app.log_exception = _log_unanswered  # type: ignore[assignment, method-assign]


def _say_when(response: Response) -> Response:
    """Whatever is away, a form that kept what was typed too says when to try again."""
    if response.status_code == 503 and "Retry-After" not in response.headers:
        response.headers["Retry-After"] = str(AWAY_S)
    return response


def _log_unanswered(raised: Any) -> None:
    logs.failure(raised[1])


def wants_json() -> bool:
    """Whether this request came from a machine."""
    return request.path.startswith("/api/")


def _ours(error: ServicePointsError) -> Response:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    if status >= 500:
        logs.failure(error)
        return _answer(status)
    fields = (
        {error.field: error.reason + (f"。{error.fix}" if error.fix else "")}
        if isinstance(error, InvalidValue)
        else dict(getattr(error, "fields", {}))
    )
    answer = _after(_answer(status, str(error), fields), getattr(error, "seconds", 0))
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _after(answer: Response, seconds: int) -> Response:
    """The answer, with the seconds after which to try again (0: nobody knows)."""
    if seconds:
        answer.headers["Retry-After"] = str(seconds)
    return answer


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    if error.code is not None and 300 <= error.code < 400:
        return make_response(error.get_response())
    said, data = getattr(error, "said", ""), getattr(error, "data", None)
    answer = _answer(error.code or 500, said, _fields(data))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "Content-Range"):
            answer.headers[name] = value
    return answer


def _unforeseen(error: Exception) -> Response:
    logs.failure(error)
    return _answer(500)


def _fields(data: Any) -> dict[str, str]:
    """The fields that webargs found wrong, each with its first message."""
    messages = (data or {}).get("messages", {})
    found: dict[str, str] = {}
    for part in messages.values():
        for field, said in part.items() if isinstance(part, dict) else ():
            while isinstance(said, dict | list) and said:
                said = next(iter(said.values())) if isinstance(said, dict) else said[0]
            found[str(field)] = str(said)
    return found


def _answer(status: int, message: str = "", fields: dict[str, str] | None = None) -> Response:
    title, advice = SAYS.get(status, SAYS[500 if status >= 500 else 400])
    if wants_json():
        said = message or ("；".join(f"{k}：{v}" for k, v in (fields or {}).items()) or title)
        response = jsonify({"error": {"code": status, "message": said, "fields": fields or {}}})
    else:
        desk = request.path.startswith("/bureau/")  # whoever works there wants back there
        templates: list[str | Template] = [] if desk else [f"errors/{status}.html"]
        home = ("/bureau/", "回后台") if desk else ("/", "回首页")
        shown = {"status": status, "title": title, "advice": advice, "message": message, "home": home}
        response = make_response(render_template([*templates, "errors/error.html"], **shown))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
