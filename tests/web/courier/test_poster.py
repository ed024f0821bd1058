"""The pages to print, of one point."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from servicepoints.domain.points import Kind, Point
from servicepoints.services.posters import policy

PAPER = ("poster", "sticker")


@pytest.mark.parametrize("form", PAPER)
def test_it_has_a_policy_of_its_own_and_leads_back(courier: FlaskClient, form: str) -> None:
    answer = courier.get(f"/p/AAAA01/{form}")
    assert answer.headers["Content-Security-Policy"] == policy()
    assert answer.headers["Cache-Control"] == "public, max-age=30"
    for words in ('href="/p/AAAA01"', "示例镇宁路党群服务中心", "示例邮政管理局", "2026年9月印"):
        assert words in answer.text
    for tag in (
        'rel="canonical" href="https://example.gov.cn/p/AAAA01"',
        'og:image" content="https://example',
    ):
        assert tag in answer.text
    assert "张示例" not in answer.text


def test_only_what_the_public_may_see_is_printed(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA01/poster").text
    assert "021-55550001-6111" in html
    assert "演示数据" in html


@pytest.mark.parametrize("form", PAPER)
def test_where_nobody_is_to_be_invited_it_says_so(courier: FlaskClient, form: str) -> None:
    gone = courier.get(f"/p/AAAA09/{form}")
    assert (gone.status_code, "已撤点" in gone.text) == (410, True)
    over = courier.get(f"/p/AAAA13/{form}")
    assert (over.status_code, "到2023年11月10日（周五）为止" in over.text) == (409, True)
    assert courier.get(f"/p/ZZZZZZ/{form}").status_code == 404
    assert courier.get(f"/p/aaaaoi/{form}").headers["Location"] == f"/p/AAAA01/{form}"


def test_on_its_last_day_a_point_is_still_invited_to(city_of: Callable[..., FlaskClient]) -> None:
    last = Point(name="示例临时点", kind=Kind.POP_UP, code="AAAA20", revision=1, valid_to=date(2026, 9, 16))
    assert "到2026年9月16日为止" in city_of(last).get("/p/AAAA20/poster").text
