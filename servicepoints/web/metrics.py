"""/metrics, in Prometheus' text format: what all workers of this node answered together, and how fresh that
is.

Whoever may see it asks the node itself: what came through a proxy is the public's, whatever address it names.
"""

import time
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import orjson
from flask import Response, abort, request

from servicepoints.counts import BOUNDS_S, Total, folder_of, total
from servicepoints.errors import InstanceError
from servicepoints.services.figures import path_of
from servicepoints.web.state import state

TYPE = "text/plain; version=0.0.4; charset=utf-8"
_FORWARDED = (
    "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via",
)  # fmt: skip


def metrics() -> Response:
    """The numbers; 404 for who may not see them."""
    if not _may_see():
        abort(404)
    lines = [*_published(), *_register(), *_answers(total(folder_of(state().settings.home)))]
    return Response("\n".join(lines) + "\n", content_type=TYPE)


def _may_see() -> bool:
    """Whether who asks came straight from where the setting allows."""
    original = request.environ.get("werkzeug.proxy_fix.orig", {}).get("REMOTE_ADDR")
    try:
        peer = ip_address(original or request.remote_addr or "")
    except ValueError:
        return False
    allowed = any(peer in network for network in state().settings.metrics_from)
    return allowed and not any(name in request.headers for name in _FORWARDED)


def _published() -> Iterator[str]:
    here = state()
    try:
        published, as_of = here.finding.published(), here.as_of()
    except InstanceError:
        yield from _one("ready", "gauge", "Whether there is a catalogue to answer from.", 0)
        return
    age = (here.clock() - as_of).total_seconds()
    yield from _one("ready", "gauge", "Whether there is a catalogue to answer from.", 1)
    yield from _one("points", "gauge", "Published points.", published.points)
    yield from _one("catalogue_revision", "gauge", "Change number answered from.", published.revision)
    yield from _one(
        "catalogue_age_seconds", "gauge", "Since it was last all that the register has.", round(age, 1)
    )
    touched = here.places.touched
    if touched:
        told = round(max(time.time() - touched, 0), 1)
        yield from _one("places_age_seconds", "gauge", "Since the places left were last told.", told)
    away = int(here.is_behind)
    yield from _one("register_away", "gauge", "Whether the register has told nothing for a minute.", away)


def _register() -> Iterator[str]:
    """What the register said last; nothing where it never said anything."""
    here = state()
    try:
        told: dict[str, Any] = orjson.loads(path_of(here.settings).read_bytes())
        latest, outbox = int(told["feed"]), told["outbox"].items()
        age = max(time.time() - path_of(here.settings).stat().st_mtime, 0)
        lag = max(latest - here.finding.revision, 0)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InstanceError):
        return
    yield from _one("feed_lag_changes", "gauge", "Changes committed and not yet answered from.", lag)
    yield from _one("register_figures_age_seconds", "gauge", "Since these were counted.", round(age, 1))
    yield from _head("outbox_messages", "gauge", "Messages to groups that wait, or that failed.")
    yield from (f'servicepoints_outbox_messages{{state="{name}"}} {n}' for name, n in outbox)


def _answers(counted: Total) -> Iterator[str]:
    groups = list(counted.groups())
    yield from _head("requests_total", "counter", "Answers by group of routes and class of status.")
    for group, _, _, statuses in groups:
        for status, n in statuses.items():
            yield f'servicepoints_requests_total{{route="{group}",status="{status}"}} {n}'
    yield from _head("request_seconds", "histogram", "Seconds from a request to its answer.")
    for group, buckets, seconds, _ in groups:
        so_far = 0
        for bound, n in zip((*BOUNDS_S, "+Inf"), buckets, strict=True):
            so_far += n
            yield f'servicepoints_request_seconds_bucket{{route="{group}",le="{bound}"}} {so_far}'
        yield f'servicepoints_request_seconds_sum{{route="{group}"}} {seconds:.6f}'
        yield f'servicepoints_request_seconds_count{{route="{group}"}} {so_far}'
    yield from _head("bookings_total", "counter", "What became of forms of bookings sent to this node.")
    for outcome in ("taken", "refused", "away"):
        yield f'servicepoints_bookings_total{{outcome="{outcome}"}} {counted.event(f"bookings_{outcome}")}'
    asked, failed = counted.event("geocoder_asked"), counted.event("geocoder_failed")
    yield from _one("geocoder_questions_total", "counter", "Questions put to map services.", asked)
    yield from _one("geocoder_errors_total", "counter", "Those that a map service did not answer.", failed)


def _head(name: str, kind: str, says: str) -> Iterator[str]:
    yield f"# HELP servicepoints_{name} {says}"
    yield f"# TYPE servicepoints_{name} {kind}"


def _one(name: str, kind: str, says: str, value: float) -> Iterator[str]:
    yield from _head(name, kind, says)
    yield f"servicepoints_{name} {value}"
