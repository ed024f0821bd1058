"""Inside WeChat: what is signed, on which pages its script may run, and that others see no difference."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.register import open_register, sqlite_url
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.sharing.wechat import signature
from tests.wechat import APP_ID, SECRET, TICKET, Wechat, wechat

NOON = datetime(2026, 9, 16, 12, 0, tzinfo=TIMEZONE)
SITE = "https://example.gov.cn"
SDK = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"
AGENT = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.47"}


@pytest.fixture
def there() -> Iterator[Wechat]:
    with wechat() as running:
        yield running


def opened(home: Path, **settings: str) -> FlaskClient:
    environment = {"SERVICEPOINTS_HOME": str(home), **{f"SERVICEPOINTS_{k}": v for k, v in settings.items()}}
    return create_app(load(environment), clock=lambda: NOON).test_client()


@pytest.fixture
def credentials(there: Wechat) -> dict[str, str]:
    return {"WECHAT_APP_ID": APP_ID, "WECHAT_APP_SECRET": SECRET, "WECHAT_API": there.url, "PUBLIC_URL": SITE}


@pytest.fixture
def register_home(tmp_path: Path) -> Path:
    """The folder of an instance with an empty register and a key."""
    (tmp_path / "keys.env").write_text(f"SERVICEPOINTS_DATA_KEY={new_key()}\n")
    register = open_register(sqlite_url(tmp_path / "register.db"))
    migrate(register)
    register.close()
    return tmp_path


def asked(client: FlaskClient, url: str, **headers: str):
    return client.get("/wechat/signature", query_string={"url": url}, headers=headers)


def test_a_page_of_ours_gets_what_wx_config_wants(register_home: Path, credentials: dict[str, str]) -> None:
    live = f"{SITE}/p/AAAA01?from=singlemessage&isappinstalled=0"
    answer = asked(opened(register_home, **credentials), f"{live}#wechat_redirect")
    assert answer.status_code == 200
    said = answer.json
    assert set(said) == {"appId", "timestamp", "nonceStr", "signature"}
    assert said["appId"] == APP_ID
    assert said["signature"] == signature(TICKET, said["nonceStr"], said["timestamp"], live)
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert SECRET not in answer.text
    assert TICKET not in answer.text


@pytest.mark.parametrize(
    "url", ["https://evil.example/p/AAAA01", f"{SITE}/b/token", f"{SITE}/k/token", "", "x"]
)
def test_nothing_foreign_or_private_is_signed(
    register_home: Path, credentials: dict[str, str], there: Wechat, url: str
) -> None:
    answer = asked(opened(register_home, **credentials), url)
    assert answer.status_code == 422
    assert "signature" not in answer.text
    assert there.asked == []


def test_only_a_name_that_a_trusted_proxy_wrote_counts_where_none_is_set(
    register_home: Path, credentials: dict[str, str]
) -> None:
    named = {"Host": "named.example"}
    alone = credentials | {"PUBLIC_URL": ""}
    url = "https://named.example/"
    assert asked(opened(register_home, **alone), url, **named).status_code == 422
    behind = opened(register_home, **alone, TRUSTED_PROXIES="1")
    assert asked(behind, url, **{"X-Forwarded-Host": "named.example"}).status_code == 200
    with_name = opened(register_home, **credentials, TRUSTED_PROXIES="1")
    assert asked(with_name, url, **{"X-Forwarded-Host": "named.example"}).status_code == 422


def test_without_a_ticket_it_says_when_to_try_again(
    register_home: Path, credentials: dict[str, str], there: Wechat
) -> None:
    there.refuse("/cgi-bin/stable_token", 40164)
    answer = asked(opened(register_home, **credentials), f"{SITE}/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_an_instance_it_is_away_and_nothing_breaks(
    tmp_path: Path, credentials: dict[str, str]
) -> None:
    assert asked(opened(tmp_path, **credentials), f"{SITE}/").status_code == 503


def test_without_credentials_there_is_nothing_of_it(demo_home: Path) -> None:
    client = opened(demo_home, PUBLIC_URL=SITE)
    assert asked(client, f"{SITE}/").status_code == 404
    page = client.get("/p/AAAA01", headers=AGENT)
    assert "wechat.js" not in page.text
    assert "data-place" not in page.text
    assert "qq.com" not in page.headers["Content-Security-Policy"]


def pages(client: FlaskClient) -> list[str]:
    code = re.search(r'href="/p/(\w{6})', client.get("/d/changning").text)
    assert code
    return ["/", "/near", "/search?q=示例", "/d/changning", f"/p/{code[1]}", f"/p/{code[1]}/card"]


def test_the_script_may_run_on_pages_that_are_passed_on_and_on_no_other(
    demo_home: Path, credentials: dict[str, str]
) -> None:
    client = opened(demo_home, **credentials)
    for path in pages(client):
        answer = client.get(path)
        assert f"script-src 'self' {SDK};" in answer.headers["Content-Security-Policy"], path
        assert f'data-sdk="{SDK}"' in answer.text, path
    for path in (
        "/bureau/sign-in",
        "/map",
        "/b/token",
        "/k/token",
        "/s/AAAAAA",
        "/nowhere",
        "/api/v1/districts",
    ):
        answer = client.get(path)
        assert "qq.com" not in answer.headers["Content-Security-Policy"], path
        assert "wechat.js" not in answer.text, path
    code = pages(client)[-2]
    assert "qq.com" not in client.get(f"{code}/poster").headers["Content-Security-Policy"]


def test_a_page_is_the_same_for_every_browser_and_so_may_be_kept(
    demo_home: Path, credentials: dict[str, str]
) -> None:
    client = opened(demo_home, **credentials)
    for path in pages(client):
        plain, inside = client.get(path), client.get(path, headers=AGENT)
        assert plain.data == inside.data
        assert plain.headers["Content-Security-Policy"] == inside.headers["Content-Security-Policy"]
        assert "User-Agent" not in plain.headers.get("Vary", "")


def test_a_precise_point_tells_wechats_map_its_place_in_gcj02(
    demo_home: Path, credentials: dict[str, str]
) -> None:
    client = opened(demo_home, **credentials)
    point = pages(client)[-2]
    page = client.get(point).text
    told = re.search(r'data-place="([^"]+)"', page)
    linked = re.search(r"marker=coord:([\d.]+),([\d.]+);", page)
    assert told
    assert linked
    assert f"&#34;latitude&#34;: {float(linked[1])}" in told[1]
    assert f"&#34;longitude&#34;: {float(linked[2])}" in told[1]
