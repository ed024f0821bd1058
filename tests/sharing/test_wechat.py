"""Asking WeChat for a ticket, and signing with it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from servicepoints.errors import InvalidValue, NoAnswer, NotReached, WechatRefused
from servicepoints.sharing.wechat import REFUSALS, Account, Ticket, fetch_ticket, signable, signature
from tests.wechat import APP_ID, SECRET, TICKET, Wechat, wechat

TOKEN, GETTICKET = "/cgi-bin/stable_token", "/cgi-bin/ticket/getticket"


@pytest.fixture
def there() -> Iterator[Wechat]:
    with wechat() as running:
        yield running


def fetch(there: Wechat, secret: str = SECRET, app_id: str = APP_ID, seconds: float = 5) -> Ticket:
    return fetch_ticket(Account(there.url, app_id, secret), seconds)


def test_the_signature_is_that_of_wechats_own_example() -> None:
    made = signature(TICKET, "Wm3WZYTPz0wzccnW", 1414587457, "http://mp.weixin.qq.com?params=value")
    assert made == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"


def test_a_ticket_is_fetched_with_a_token_that_ends_nobody_elses(there: Wechat) -> None:
    assert fetch(there) == Ticket(TICKET, timedelta(hours=2))
    assert there.asked == [f"POST {TOKEN}", f"GET {GETTICKET}"]


@pytest.mark.parametrize("path", [TOKEN, GETTICKET])
@pytest.mark.parametrize("code", [*REFUSALS, 99999])
def test_a_refusal_in_http_200_is_seen_with_its_number_and_how_long_to_wait(
    there: Wechat, path: str, code: int
) -> None:
    there.refuse(path, code)
    with pytest.raises(WechatRefused) as caught:
        fetch(there)
    assert caught.value.code == code
    assert str(code) in str(caught.value)
    assert timedelta(0) < caught.value.wait <= timedelta(hours=1)
    assert SECRET not in str(caught.value)


def test_a_wrong_id_and_a_wrong_secret_are_named() -> None:
    with wechat() as there:
        for words, said in (({"app_id": "wx1"}, "AppID"), ({"secret": "no"}, "AppSecret")):
            with pytest.raises(WechatRefused, match=said):
                fetch(there, **words)


@pytest.mark.parametrize("path", [TOKEN, GETTICKET])
@pytest.mark.parametrize(
    "answer",
    [
        (200, "<html>"), (200, "[]"), (200, "{}"), (502, "{}"), (200, ""), (302, ""),
        (200, '{"access_token": 5, "ticket": null, "expires_in": 7200}'),
        (200, '{"access_token": "", "ticket": "", "expires_in": 7200}'),
        (200, "x" * 100_000),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_none(there: Wechat, path: str, answer: tuple[int, str]) -> None:
    there.instead[path] = answer
    with pytest.raises(NoAnswer):
        fetch(there)


@pytest.mark.parametrize("life", ["-5", "0", '"7200"', "null", "999999999"])
def test_a_ticket_of_unbelievable_life_is_not_taken(there: Wechat, life: str) -> None:
    there.instead[GETTICKET] = (200, f'{{"errcode": 0, "ticket": "t", "expires_in": {life}}}')
    with pytest.raises(NoAnswer):
        fetch(there)


def test_who_never_answers_holds_nobody_up(there: Wechat) -> None:
    there.instead[TOKEN] = None
    with pytest.raises(NoAnswer):
        fetch(there, seconds=0.2)


def test_nobody_there_is_not_reached() -> None:
    with wechat() as there:
        pass
    with pytest.raises(NotReached):
        fetch(there)


@pytest.mark.parametrize(
    ("url", "signed"),
    [
        ("https://example.gov.cn/p/7K2M9Q", "https://example.gov.cn/p/7K2M9Q"),
        ("https://EXAMPLE.gov.cn/p/7K2M9Q?from=groupmessage&x=1#go", "https://EXAMPLE.gov.cn/p/7K2M9Q?from=groupmessage&x=1"),
        ("http://example.gov.cn/search?q=%E6%B0%B4", "http://example.gov.cn/search?q=%E6%B0%B4"),
    ],
)  # fmt: skip
def test_the_live_address_is_signed_without_its_fragment(url: str, signed: str) -> None:
    assert signable(url, "example.gov.cn") == signed


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/p/7K2M9Q", "https://example.gov.cn.evil.example/",
        "https://example.gov.cn@evil.example/",
        "https://evil.example@example.gov.cn/", "https://example.gov.cn:444/", "//example.gov.cn/",
        "/p/7K2M9Q", "",
        "javascript:alert(1)//example.gov.cn/", "https://[::1", "https://example.gov.cn/\n",
        "file://example.gov.cn/",
        "https://example.gov.cn/" + "x" * 3000, "https://example.gov.cn/b/token", "https://example.gov.cn/k/token",
        "https://example.gov.cn/bureau/",
    ],
)  # fmt: skip
def test_nothing_else_is_signed(url: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        signable(url, "example.gov.cn")
    assert "token" not in str(caught.value)


def test_nothing_is_signed_where_we_do_not_know_our_own_name() -> None:
    with pytest.raises(InvalidValue):
        signable("https:///p/7K2M9Q", "")
