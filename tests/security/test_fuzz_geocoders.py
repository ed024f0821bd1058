"""Whatever a map service answers, no failure but our own comes of it, and no place outside Shanghai without a
person: any JSON anywhere in its answers, any bytes, any status. `SERVICEPOINTS_FUZZ` as in `test_fuzz`.
"""

import copy
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoints import reference
from servicepoints.domain.coordinates import in_shanghai
from servicepoints.errors import GeocoderKeyRefused
from servicepoints.geocoding import chain as chains
from servicepoints.geocoding.base import query_for
from servicepoints.geocoding.cache import Answer
from servicepoints.geocoding.chain import Chain, Outcome
from tests.geocoding.test_adapter import service
from tests.geocoding.test_providers import CASES
from tests.security.test_fuzz import fuzz

ODD = [
    0,
    -1,
    1e308,
    10**40,
    "",
    "0",
    "NaN",
    "1e999",
    "31.2",
    "上海市",
    "\ud800",
    "\0",
    True,
    None,
    [],
    {},
    [[]],
]
any_json = st.sampled_from(ODD) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
STATUSES = st.sampled_from([200, 200, 200, 200, 204, 301, 400, 403, 404, 418, 429, 500, 503])
KINDS = (
    "application/json;charset=utf-8",
    "text/html",
    "application/json;charset=gbk",
    "text/plain;charset=utf-7",
    "",
)


TODAY = date(2026, 9, 14)


class Said:
    """What the service says next."""

    status, body, kind = 200, b"", KINDS[0]


class Forgetful:
    """A cache that remembers nothing."""

    def recall(self, _provider: str, _query: str) -> Answer | None:
        return None

    def remember(self, answer: Answer) -> None:
        json.dumps([dict(place) for place in answer.places], ensure_ascii=False).encode(errors="replace")


@pytest.fixture(scope="module")
def map_service() -> Iterator[str]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(Said.status)
        handler.send_header("Content-Type", Said.kind)
        handler.send_header("Content-Length", str(len(Said.body)))
        handler.end_headers()
        handler.wfile.write(Said.body)

    patch = pytest.MonkeyPatch()
    patch.setattr(chains, "sleep", lambda _: None)
    with service(answer) as address:
        yield address
    patch.undo()


def asked(address: str, name: str) -> None:
    """Asks for an address, as `locate` does; a place that is taken without a person is in Shanghai."""
    case = CASES[name]
    provider = case.make("示例密钥", base_url=address + case.path, pause_s=0.0, timeout=5.0)
    gazetteer = reference.gazetteer()
    query = query_for("示例路168号", "静安区", "", gazetteer)
    with suppress(GeocoderKeyRefused):
        outcome = Chain([("SERVICEPOINTS_EXAMPLE", provider)], gazetteer).find(query, Forgetful(), TODAY)
        check(outcome)


def check(outcome: Outcome) -> None:
    """What waits can be kept and shown; what was taken without a person is where it should be."""
    for candidate in filter(None, (outcome.accepted, *(one for one, _ in outcome.waiting))):
        assert abs(candidate.latitude) <= 90
        assert abs(candidate.longitude) <= 180
        json.dumps(candidate.as_json(), ensure_ascii=False, allow_nan=False)
    if outcome.accepted:
        assert in_shanghai(outcome.accepted.latitude, outcome.accepted.longitude)
        assert outcome.accepted.district == "静安区"


def paths(value: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in a JSON value something stands."""
    yield so_far
    inner = (
        value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, one in inner:
        yield from paths(one, (*so_far, name))


@pytest.mark.parametrize("name", CASES)
def test_an_answer_in_which_anything_stands_anywhere(name: str, map_service: str) -> None:
    @fuzz
    @given(st.data(), any_json, STATUSES)
    def tried(data: st.DataObject, junk: Any, status: int) -> None:
        page = copy.deepcopy(data.draw(st.sampled_from(CASES[name].good)))
        path = data.draw(st.sampled_from(list(paths(page))))
        inner: Any = page
        for step in path[:-1]:
            inner = inner[step]
        if path:
            inner[path[-1]] = junk
        Said.status, Said.kind = status, KINDS[0]
        Said.body = json.dumps(page if path else junk).encode()
        asked(map_service, name)

    tried()


@pytest.mark.parametrize("name", CASES)
def test_an_answer_of_any_bytes(name: str, map_service: str) -> None:
    @fuzz
    @given(st.binary(max_size=120), st.sampled_from(KINDS), STATUSES)
    def tried(body: bytes, kind: str, status: int) -> None:
        Said.status, Said.kind, Said.body = status, kind, body
        asked(map_service, name)

    tried()
