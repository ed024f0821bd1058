"""Where a request of ours may go: the hosts that are named, however another is spelled."""

import ast

import pytest

from servicepoints.errors import InvalidValue
from servicepoints.geocoding.chain import PROVIDERS
from servicepoints.geocoding.service import MapService
from servicepoints.sharing.outgoing import allowed
from tests.security.sources import nodes

HOSTS = {"qyapi.weixin.qq.com"}
ELSEWHERE = (
    "https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://10.0.0.1/", "https://169.254.169.254/latest/", "https://localhost/",
    "https://qyapi.weixin.qq.com.evil.example/", "https://qyapi.weixin.qq.com@evil.example/",
    "https://evil.example/#qyapi.weixin.qq.com", "https://evil.example\\@qyapi.weixin.qq.com/",
    "https://qyapi.weixin.qq.com:8443/", "http://qyapi.weixin.qq.com/", "file:///etc/passwd", "ftp://qyapi.weixin.qq.com/",
    "gopher://qyapi.weixin.qq.com/", "//qyapi.weixin.qq.com/", "https://qyapi.weixin.qq.com\r\nHost: x/",
    "https://qyapi.weixin.qq.com./", "https://①②⑦.0.0.1/", "https:///x", "https://[::1", "",
)  # fmt: skip


@pytest.mark.parametrize("url", ELSEWHERE)
def test_no_other_host_is_asked_however_it_is_spelled(url: str) -> None:
    with pytest.raises(InvalidValue):
        allowed(url, HOSTS)


def test_the_named_host_is() -> None:
    assert (
        allowed("https://QYAPI.weixin.qq.com/cgi-bin/webhook/send?key=x", HOSTS).hostname
        == "qyapi.weixin.qq.com"
    )


SPEAK = {
    "http.client", "urllib.request", "urllib3", "requests", "socket", "ftplib", "smtplib", "xmlrpc",
}  # fmt: skip
SPOKEN = {
    "geocoding/adapter.py": "to the map services that are switched on, each under its own fixed address",
    "sharing/outgoing.py": "to WeCom's robots and WeChat, under the names of the settings",
    "serving.py": "to nobody: it listens",
    "web/bodies.py": "to nobody: it looks at who is connected to us",
}
"""Who may speak to others. The register's driver besides, to the address of REGISTER_URL."""


def test_two_modules_alone_speak_to_others() -> None:
    found = set()
    for file, node in nodes():
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if SPEAK.intersection(names):
            found.add(file)
    assert found == set(SPOKEN)


def test_a_map_service_is_asked_over_tls_under_its_own_fixed_name() -> None:
    hosts = {row.make.url.split("/")[2] for row in PROVIDERS if issubclass(row.make, MapService)}
    assert hosts == {"api.tianditu.gov.cn", "restapi.amap.com", "apis.map.qq.com", "api.map.baidu.com"}
    for row in PROVIDERS:
        asked = row.make("示例密钥")
        address = asked.base_url if isinstance(asked, MapService) else asked._geopy.api
        assert address.startswith("https://"), row.setting
