"""Whether the process lives, whether it can answer couriers, and a few numbers to watch."""

from flask import Blueprint, Response, jsonify

from servicepoints.errors import ServicePointsError
from servicepoints.web.state import state

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers; it looks at nothing else, so that a broken disk does not make it restart."""
    return _uncached(Response("ok\n", mimetype="text/plain"))


@blueprint.get("/readyz")
def ready() -> Response:
    """Whether there is a catalogue to answer from, its revision, and how long ago it was up to date."""
    try:
        published = state().finding.published()
    except ServicePointsError:
        # the message names folders of this machine, and who asks may be anyone
        response = jsonify(
            ready=False, reason="目录还没有发布，或者是旧版本的，或者坏了：servicepoints doctor 会说怎么办"
        )
        response.status_code = 503
        return _uncached(response)
    age = (state().clock() - published.as_of).total_seconds()
    return _uncached(
        jsonify(
            ready=True,
            revision=published.revision,
            as_of=published.as_of.isoformat(),
            age_seconds=round(age),
        )
    )


@blueprint.get("/metrics")
def metrics() -> Response:
    """The same as numbers for Prometheus. They tell on the catalogue only: a worker's own counts
    would mislead.
    """
    try:
        published = state().finding.published()
    except ServicePointsError:
        return _uncached(Response("servicepoints_ready 0\n", mimetype="text/plain"))
    age = (state().clock() - published.as_of).total_seconds()
    lines = (
        "servicepoints_ready 1",
        f"servicepoints_catalogue_revision {published.revision}",
        f"servicepoints_catalogue_age_seconds {age:.0f}",
        f"servicepoints_points {published.points}",
    )
    return _uncached(Response("\n".join(lines) + "\n", mimetype="text/plain"))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
