"""Whether the process lives, whether it can answer couriers, and a few numbers to watch."""

from flask import Blueprint, Response, jsonify

from servicepoints.catalogue.suspicion import suspected
from servicepoints.errors import ServicePointsError
from servicepoints.web.metrics import metrics
from servicepoints.web.state import state

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers; it looks at nothing else, so that a broken disk does not make it restart."""
    return _uncached(Response("ok\n", mimetype="text/plain"))


@blueprint.get("/readyz")
def ready() -> Response:
    """Whether there is a catalogue to answer from, its revision, and when it last was all that the register
    has. While the register is away reading goes on; a catalogue that is too old is worse than none, and so is
    one in which somebody met a damaged page, until it is built anew."""
    here, path = state(), state().settings.catalogue_path
    try:
        published, as_of = here.finding.published(), here.as_of()
    except ServicePointsError:
        # the message names folders of this machine, and who asks may be anyone
        return _refused("目录还没有发布，或者是旧版本的，或者坏了：servicepoints doctor 会说怎么办")
    age = (here.clock() - as_of).total_seconds()
    said = {
        "revision": published.revision,
        "as_of": as_of.isoformat(),
        "age_seconds": round(age),
        "catalogue": ("damaged" if suspected(path) else "there") if path.is_file() else "gone",
        "register": "away" if here.behind() else "answers",
    }
    if said["catalogue"] == "damaged":
        return _refused("目录有一块坏了，正等着重建", **said)
    if age > here.settings.ready_hours * 3600:
        return _refused(f"目录 {round(age / 3600)} 小时没和登记库对过，太旧了", **said)
    return _uncached(jsonify(ready=True, **said))


def _refused(reason: str, **said: object) -> Response:
    response = jsonify(ready=False, reason=reason, **said)
    response.status_code = 503
    return _uncached(response)


@blueprint.get("/metrics")
def numbers() -> Response:
    """What there is to watch, for Prometheus; for nobody who comes through a proxy."""
    return _uncached(metrics())


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
