"""A robot's address as a person pastes it: only WeCom's own, and never shown again."""

import traceback

import pytest

from servicepoints.errors import InvalidValue
from servicepoints.sharing.wecom import robot_address, tail_of

KEY = "693a91f6-7a2b-4bc4-97a0-0ec2f1fa5aaa"
ADDRESS = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"


def test_the_address_or_its_key_alone_is_taken() -> None:
    assert robot_address(f" {ADDRESS}\n", []) == ADDRESS
    assert robot_address(KEY, []) == ADDRESS
    assert tail_of(ADDRESS) == "5aaa"


def test_another_host_is_taken_where_the_setting_names_it() -> None:
    other = ADDRESS.replace("qyapi.weixin.qq.com", "qyapi.example.gov.cn")
    assert robot_address(other, ["qyapi.example.gov.cn"]) == other
    with pytest.raises(InvalidValue, match="不是许可的主机"):
        robot_address(other, [])


@pytest.mark.parametrize(
    "address",
    [
        "",
        "示例",
        ADDRESS.replace("https", "http"),
        ADDRESS.replace("send", "upload_media"),
        ADDRESS.replace(".qq.com", ".qq.com.evil.example"),
        ADDRESS.replace("//", "//user@"),
        ADDRESS[:-1],
        ADDRESS + "a",
        ADDRESS + "&debug=1",
        ADDRESS + "#x",
        ADDRESS + "\nx",
        ADDRESS.replace("key=", "key=&key="),
        ADDRESS.replace("weixin.qq.com", "weixin.qq.com:8443"),
    ],
)
def test_anything_else_is_refused_without_showing_it(address: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        robot_address(address, [])
    assert "群设置" in str(caught.value)
    assert KEY[:-1] not in "".join(traceback.format_exception(caught.value))
