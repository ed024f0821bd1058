"""Inside WeChat: the signature with which a page of ours may use its JS-SDK.

The script `wechat.js` asks for it, in WeChat only, after the page stands; without an answer the page is as it
is everywhere else.
"""

from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, request

from servicepoints.errors import NotFound
from servicepoints.web.state import state

KEPT_S = 300
"""Seconds for which a phone may use a signature again: less than a ticket is renewed before its end."""
RETRY_S = 3

blueprint = Blueprint("wechat", __name__)


@blueprint.get("/wechat/signature")
def sign() -> Response:
    """The signature of the page at `url`, one of ours; 503 while there is no ticket."""
    here = state()
    if not here.settings.wechat_app_id:
        raise NotFound("没有设置公众号")
    signed = here.signer.sign(request.args.get("url", ""), own_host(), here.clock())
    if signed is None:
        answer = jsonify({})
        answer.status_code = 503
        answer.headers["Retry-After"] = str(RETRY_S)
        answer.headers["Cache-Control"] = "no-store"
        return answer
    answer = jsonify(
        {
            "appId": signed.app_id,
            "timestamp": signed.timestamp,
            "nonceStr": signed.nonce,
            "signature": signed.signature,
        }
    )
    answer.headers["Cache-Control"] = f"private, max-age={KEPT_S}"
    return answer


def own_host() -> str:
    """The host under which couriers know us: of the public address, else as a proxy that we trust wrote it;
    "" where anybody could have named it."""
    settings = state().settings
    if settings.public_url:
        return urlsplit(settings.public_url).netloc
    return request.host if settings.trusted_proxies else ""
