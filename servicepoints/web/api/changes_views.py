"""The endpoint for machines that keep a copy."""

from typing import Any

import orjson
from flask import Response

from servicepoints.domain.points import Listing, Point
from servicepoints.services import syncing
from servicepoints.services.answers import Seen
from servicepoints.web.api import documents, questions
from servicepoints.web.api.asking import Asking, asking
from servicepoints.web.api.blueprint import asked_each_time, blueprint
from servicepoints.web.api.paging import asked_on


@blueprint.get("/changes")
@blueprint.arguments(questions.Changes(), location="query")
@blueprint.response(200, documents.ChangesDocument)
@blueprint.alt_response(409, schema=documents.ErrorDocument)
def changes(question: dict[str, Any]) -> Response:
    """改动过的点，按改动的先后；不写 since 就从头取全部。记下 next，下次接着要"""
    asked = asking(question)
    identity = asked.finding.identity()
    sort, number, code = question.get("cursor", ("", question.get("since"), ""))
    if sort == "all" or number is None:
        page = syncing.everything(asked.finding, number, code, question["limit"])
    else:
        page = syncing.changes(asked.finding, question["catalogue"], number, code, question["limit"])
    said = {
        "changes": [_change(asked, code, point) for code, point in page.points.items()],
        "more": page.more,
        "next": asked_on(**({"since": "", "cursor": "", "catalogue": identity} | page.next)),
        "catalogue": identity,
        "as_of": asked.at,
        "revision": page.revision,
    }
    return asked_each_time(orjson.dumps(said))


def _change(asked: Asking, code: str, point: Point | None) -> dict[str, Any]:
    gone = point is None or point.listing is Listing.WITHDRAWN
    drawn = point and asked.answers.point(
        point, Seen(asked.finding.status(point, asked.at)), asked.when, asked.datum
    )
    return {"code": code, "gone": gone, "point": drawn}
