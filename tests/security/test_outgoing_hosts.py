"""Where a request of ours may go: the hosts that are named, however another is spelled."""

import pytest

from servicepoints.errors import InvalidValue
from servicepoints.sharing.outgoing import allowed

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
