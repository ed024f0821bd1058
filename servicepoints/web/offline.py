"""What stays readable without a network: the worker that answers then, the page it answers with, and the
points that a phone keeps.

The worker keeps only that page and its few files, each by its hash, so no two versions mix; it never keeps
what a person was answered. Turned off by the setting, /sw.js deletes all of it and takes itself away.
"""

import base64
import hashlib
from collections.abc import Mapping

import orjson
from flask import Blueprint, Response, abort, make_response, render_template, request

from servicepoints.catalogue.masks import Openness
from servicepoints.domain.wording import GROUP_CLOSED, GROUP_DOUBTFUL, GROUP_UNKNOWN_IN_PART
from servicepoints.errors import InvalidValue
from servicepoints.services.finding import Query
from servicepoints.web.courier.asking import asking
from servicepoints.web.courier.blueprint import kept_shortly, never_kept
from servicepoints.web.courier.lists import HERE
from servicepoints.web.courier.packs import MOST_POINTS, pack
from servicepoints.web.courier.place_views import found_sub_district
from servicepoints.web.courier.position import read_position
from servicepoints.web.frame import static_url
from servicepoints.web.state import state
from servicepoints.web.static_files import content_of

blueprint = Blueprint("offline", __name__)

SHELL = "/offline"
FILES = ("site.css", "store.js", "shipped.js", "offline.js", "icon.svg")
"""All that the page loads."""

NEAR = "附近"
TITLES = {
    "usable": HERE.first,
    "unknown": GROUP_UNKNOWN_IN_PART,
    "closed": GROUP_CLOSED,
    "doubtful": GROUP_DOUBTFUL,
    "away": "没有网",
    "unreached": "连不上",
    "nothing": "这部手机还没存过歇脚点。有网时看过附近的、街道的，没网也能看。",
}
"""What the page says; its script has no words of its own for a state."""


@blueprint.get("/sw.js")
def worker() -> Response:
    """The worker, with the hashes of what it keeps in front: it changes when any of that does."""
    if state().settings.offline:
        files = {SHELL: _hash(_shell().encode())}
        files |= {static_url(name): _hash(content_of(name)) for name in FILES}
        script = _constants(files) + content_of("sw.js")
    else:
        script = content_of("sw-off.js")
    response = Response(script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response


@blueprint.get(SHELL)
def shell() -> Response:
    """The page that shows what the phone kept; it says nothing of any place itself."""
    _only_if_on()
    response = make_response(_shell())
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response


@blueprint.post("/near/pack")
def near_pack() -> Response:
    """The points round the position in the body, in no order that would tell it. A wrong number is answered
    with 422."""
    _only_if_on()
    ask = asking()
    try:
        here = read_position(request.form)
    except InvalidValue:
        return never_kept("", 422)
    query = Query(
        latitude=here.latitude,
        longitude=here.longitude,
        at=ask.now,
        open=Openness.ANY,
        limit=MOST_POINTS,
    )
    hits = sorted(ask.finding.near(query), key=lambda hit: hit.code)
    return _json(never_kept(_written(pack(ask, NEAR, hits))))


@blueprint.get("/d/<name>/<sub_name>/pack")
def street_pack(name: str, sub_name: str) -> Response:
    """The points of a sub-district."""
    _only_if_on()
    ask = asking()
    found, sub = found_sub_district(ask, name, sub_name)
    wanted = ask.wanted(Openness.ANY, district=found.name, sub_district=sub.name)
    hits = ask.finding.in_district(wanted, ask.now)
    return _json(kept_shortly(_written(pack(ask, sub.name, hits))))


def _only_if_on() -> None:
    if not state().settings.offline:
        abort(404)


def _shell() -> str:
    return render_template("courier/offline.html", titles=TITLES)


def _written(said: Mapping[str, object]) -> str:
    return orjson.dumps(said).decode()


def _json(response: Response) -> Response:
    response.mimetype = "application/json"
    return response


def _constants(files: Mapping[str, str]) -> bytes:
    """The lines in front of the worker's own: what it keeps, and under which name."""
    told = orjson.dumps(files)
    return b'const FILES = %s;\nconst VERSION = "%s";\n' % (
        told,
        hashlib.sha256(told).hexdigest()[:12].encode(),
    )


def _hash(content: bytes) -> str:
    """A hash as a browser checks it when it fetches (subresource integrity)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()
