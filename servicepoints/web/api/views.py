"""The API's endpoints: near a place, all or in view, one, by words, and the districts."""

from datetime import timedelta
from typing import Any

import orjson
from flask import Response, request

from servicepoints.domain.coordinates import Datum
from servicepoints.domain.points import clean_code
from servicepoints.errors import NotFound
from servicepoints.services.answers import Seen, document
from servicepoints.services.coming import coming, session_answer
from servicepoints.services.viewport import view
from servicepoints.web.api import documents, questions
from servicepoints.web.api.asking import Asking, asking, near_answer, query
from servicepoints.web.api.blueprint import asked_each_time, blueprint, kept_shortly, never_kept
from servicepoints.web.api.features import box_of, collection
from servicepoints.web.api.paging import following
from servicepoints.web.state import state


@blueprint.get("/near")
@blueprint.arguments(questions.NEAR, location="query")
@blueprint.response(200, documents.PointsDocument)
def near(question: dict[str, Any]) -> Response:
    """离一个地方最近的，由近到远，10 公里以内"""
    return never_kept(
        near_answer(question, asking(question), request.user_agent.string, request.remote_addr or "")
    )


@blueprint.get("/points")
@blueprint.arguments(questions.Listed(), location="query")
@blueprint.alt_response(200, schema=documents.POINTS_OR_FEATURES, success=True)
def points(question: dict[str, Any]) -> Response:
    """所有的点，或地图上一块地方里的（GeoJSON，服务器上聚合）"""
    asked = asking(question)
    if "bbox" in question:
        return kept_shortly(_in_view(asked, question))
    start = question["offset"]
    hits = asked.finding.finder.in_district(query(question, asked).filter, asked.at)
    body = document(
        asked.drawn(hits[start : start + question["limit"]]),
        asked.at,
        asked.finding.revision,
        total=len(hits),
        next=following(start, question["limit"], len(hits)),
    )
    return kept_shortly(body)


@blueprint.get("/points/<code>")
@blueprint.arguments(questions.OnePoint(), location="query")
@blueprint.response(200, documents.OnePointDocument)
@blueprint.alt_response(404, schema=documents.ErrorDocument)
def point(question: dict[str, Any], code: str) -> Response:
    """一个点；撤了的点只剩名字和地址"""
    asked = asking(question)
    found = asked.finding.point(clean_code(code) or "")
    if found is None:
        raise NotFound(f"没有编号是“{code[:20]}”的点")
    door = asked.finding.seen(found.code, asked.at)
    seen = Seen(asked.finding.status(found, asked.at), door=door)
    drawn = asked.answers.point(found, seen, asked.when, asked.datum)
    return kept_shortly(orjson.dumps({"point": drawn, "as_of": asked.at, "revision": asked.finding.revision}))


@blueprint.get("/search")
@blueprint.arguments(questions.Search(), location="query")
@blueprint.response(200, documents.PagedDocument)
def search(question: dict[str, Any]) -> Response:
    """按名字、路名、街道、拼音或首字母找"""
    asked = asking(question)
    start, most = question["offset"], question["limit"]
    hits = asked.finding.search(question["q"], query(question, asked).filter, asked.at, start + most + 1)
    drawn = asked.drawn(hits[start : start + most])
    return kept_shortly(
        document(drawn, asked.at, asked.finding.revision, next=following(start, most, len(hits)))
    )


@blueprint.get("/districts")
@blueprint.arguments(questions.Question(), location="query")
@blueprint.response(200, documents.DistrictsDocument)
def districts(_question: dict[str, Any]) -> Response:
    """各区、各街道有几个点"""
    asked = asking({"datum": Datum.WGS84})
    gazetteer, counts = asked.finding.gazetteer, asked.finding.counts(asked.at.date())
    listed = [
        {
            "code": district.code,
            "name": district.name,
            "slug": district.slug,
            "points": sum(n for (name, _), n in counts.items() if name == district.name),
            "sub_districts": [
                {"name": s.name, "slug": s.slug, "points": counts[district.name, s.name]}
                for s in gazetteer.in_district(district.name)
                if counts.get((district.name, s.name))
            ],
        }
        for district in gazetteer.districts
    ]
    body = orjson.dumps({"districts": listed, "as_of": asked.at, "revision": asked.finding.revision})
    return kept_shortly(body)


@blueprint.get("/sessions")
@blueprint.arguments(questions.Sessions(), location="query")
@blueprint.response(200, documents.SessionsDocument)
def sessions(question: dict[str, Any]) -> Response:
    """往后几天能报名、能预约的场次，还剩几个名额"""
    asked, here = asking({"datum": Datum.WGS84}), state()
    start, most = question["offset"], question["limit"]
    found = coming(
        asked.finding,
        asked.at,
        timedelta(days=question["days"]),
        start + most + 1,
        district=question["district"],
        point=question["point"],
    )
    window = timedelta(hours=here.settings.booking_open_hours)
    now = here.clock()
    drawn = [
        session_answer(one, here.places.taken(one.session.code), now, window) for one in found[start:][:most]
    ]
    said = {"sessions": drawn, "as_of": asked.at, "revision": asked.finding.revision}
    return asked_each_time(orjson.dumps(said | {"next": following(start, most, len(found))}))


def _in_view(asked: Asking, question: dict[str, Any]) -> bytes:
    box = box_of(question["bbox"], asked.datum)
    finding = asked.finding
    seen = view(finding.finder, finding.positions, box, question["zoom"], query(question, asked))
    found = finding.points([place.code for place, _ in seen.alone])
    return collection(seen, found, box, asked.datum, asked.when, finding.revision)
