"""The city's page: every bureau, and the sub-districts of the one that is picked; for the city alone."""

import re
from datetime import timedelta

from flask.testing import FlaskClient

from servicepoints.register import Register
from servicepoints.register.conditions import AsOf
from servicepoints.services.measuring import measure
from tests.web.bureau.conftest import Clock


def test_it_is_the_citys(alice: FlaskClient, dora: FlaskClient) -> None:
    assert alice.get("/bureau/city").status_code == 403
    assert dora.get("/bureau/city").status_code == 200


def test_every_bureau_has_a_row_and_the_whole_one_above(
    dora: FlaskClient, register: Register, clock: Clock
) -> None:
    measure(register, AsOf(clock.now - timedelta(days=1), 180))
    page = dora.get("/bureau/city").text
    rows = re.findall(r'<tr(?: class="whole")?><th scope="row">(.*?)</th>', page)
    assert rows[0] == "全市"
    assert any("示例邮政管理局" in row for row in rows)
    assert '<svg class="trend"' in page
    assert "点一个局，看它的各街道" in page


def test_of_the_picked_bureau_every_sub_district_has_a_row(dora: FlaskClient) -> None:
    page = dora.get("/bureau/city?bureau=shili").text
    assert "示例邮政管理局：各街道" in page
    assert "江苏路街道" in page
    assert "这个局还没有点位" in dora.get("/bureau/city?bureau=linju").text
    assert dora.get("/bureau/city?bureau=%00").status_code == 400
    assert "这个局还没有点位" in dora.get("/bureau/city?bureau=<script>").text


def test_the_desk_leads_the_city_there_and_nobody_else(alice: FlaskClient, dora: FlaskClient) -> None:
    assert 'href="/bureau/city"' in dora.get("/bureau/").text
    assert 'href="/bureau/city"' not in alice.get("/bureau/").text
