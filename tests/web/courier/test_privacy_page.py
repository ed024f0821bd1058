"""/privacy says what is kept, how long, and whom to ask; forms and footers lead to it."""

import gzip
from pathlib import Path

from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import load


def page(home: Path, **settings: str) -> str:
    made = load({"SERVICEPOINTS_HOME": str(home)} | settings)
    return create_app(made).test_client().get("/privacy").text


def test_the_periods_are_those_that_are_set(demo_home: Path) -> None:
    set_so = {"SERVICEPOINTS_BOOKING_KEEP_DAYS": "17", "SERVICEPOINTS_REPORT_KEEP_DAYS": "44"}
    said = page(demo_home, SERVICEPOINTS_DEMAND_MONTHS="5", **set_so)
    for period in ("17天", "44天", "留5个月"):
        assert period in said


def test_whom_to_ask_is_said_and_so_is_that_nobody_is_named(demo_home: Path) -> None:
    assert "还没有在这里写联系办法" in page(demo_home)
    assert "示例局（联系办法还没有写在这里）" in page(demo_home, SERVICEPOINTS_HOST_NAME="示例局")
    asked = page(demo_home, SERVICEPOINTS_HOST_NAME="示例局", SERVICEPOINTS_PRIVACY_CONTACT="021-<55500000")
    assert "找示例局：021-&lt;55500000。" in asked
    assert "还没有" not in asked


def test_it_says_whether_the_log_has_addresses(demo_home: Path) -> None:
    assert "日志里不写访问者的网络地址" in page(demo_home)
    assert "日志里写了访问者的网络地址" in page(demo_home, SERVICEPOINTS_LOG_CLIENTS="1")


def test_it_says_what_the_phone_keeps(demo_home: Path) -> None:
    assert "没网时看的附近和街道的歇脚点" in page(demo_home)
    assert "没网时看的" not in page(demo_home, SERVICEPOINTS_OFFLINE="0")


def test_forms_and_every_footer_lead_to_it(courier: FlaskClient) -> None:
    assert courier.get("/suggest").text.count('href="/privacy"') == 2
    assert 'href="/privacy"' in courier.get("/").text
    answer = courier.get("/privacy", headers={"Accept-Encoding": "gzip"})
    assert len(gzip.compress(answer.data)) < 14 * 1024
    assert answer.status_code == 200
