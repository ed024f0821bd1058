"""Signing pages for WeChat: one ticket for all nodes, one who renews it, and pages that work without."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from servicepoints.config import Settings
from servicepoints.errors import InvalidValue, RegisterAway
from servicepoints.register import Actor, Register, open_register, wechat
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.services.signing_pages import AGAIN, CLAIM, LOOK, RENEW, Signed, Signer
from servicepoints.sharing.wechat import signature
from tests.wechat import APP_ID, SECRET, TICKET, Wechat
from tests.wechat import wechat as wechat_there

NODE = Actor("machine", "示例节点")
HOST = "example.gov.cn"
PAGE = f"https://{HOST}/p/7K2M9Q?from=groupmessage#go"
SIGNED = PAGE.partition("#")[0]
START = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
TOKEN, GETTICKET = "/cgi-bin/stable_token", "/cgi-bin/ticket/getticket"


class City:
    """Nodes over one register, WeChat on loopback, and a clock that a test turns."""

    def __init__(self, url: str, key: str, there: Wechat) -> None:
        self.url, self.key, self.there, self.now = url, key, there, START
        self.register = self.opened()
        migrate(self.register)

    def opened(self) -> Register:
        return open_register(self.url, self.key, clock=lambda: self.now)

    def settings(self) -> Settings:
        return Settings(wechat_app_id=APP_ID, wechat_app_secret=SECRET, wechat_api=self.there.url)

    def node(self) -> Signer:
        return Signer(self.settings(), lambda: self.register)

    def sign(self, node: Signer, url: str = PAGE) -> Signed | None:
        return node.sign(url, HOST, self.now)

    def standing(self) -> wechat.Standing:
        with self.register.read() as reader:
            return wechat.standing(reader, APP_ID)


@pytest.fixture
def there() -> Iterator[Wechat]:
    with wechat_there() as running:
        yield running


@pytest.fixture
def city(register_url: str, there: Wechat) -> Iterator[City]:
    made = City(register_url, new_key(), there)
    yield made
    made.register.close()


def test_a_page_is_signed_as_wechat_checks_it(city: City) -> None:
    signed = city.sign(city.node())
    assert signed is not None
    assert signed.app_id == APP_ID
    assert signed.timestamp == int(START.timestamp())
    assert signed.signature == signature(TICKET, signed.nonce, signed.timestamp, SIGNED)
    assert len(signed.nonce) >= 16


def test_all_nodes_use_the_ticket_of_one_and_each_nonce_once(city: City) -> None:
    nonces = {signed.nonce for _ in range(5) if (signed := city.sign(city.node()))}
    assert len(nonces) == 5
    assert city.there.tickets == 1


def test_the_ticket_is_sealed_in_the_register(city: City) -> None:
    city.sign(city.node())
    with city.register.read() as reader:
        row = reader.connection.execute(text("SELECT * FROM wechat_ticket")).one()
    assert TICKET not in str(row)
    assert "token" not in str(row)


def test_it_is_renewed_before_it_ends_and_the_old_one_signs_on_meanwhile(city: City) -> None:
    node = city.node()
    city.sign(node)
    city.now = START + timedelta(seconds=7200) - RENEW - timedelta(seconds=1)
    assert city.sign(node)
    assert city.there.tickets == 1
    city.now += LOOK
    city.there.refuse(GETTICKET, -1)
    signed = city.sign(node)
    assert signed is not None
    assert signed.signature == signature(TICKET, signed.nonce, signed.timestamp, SIGNED)
    city.there.instead.clear()
    city.now += LOOK
    renewed = city.sign(node)
    assert renewed is not None
    assert renewed.signature == signature(f"{TICKET}2", renewed.nonce, renewed.timestamp, SIGNED)
    assert city.standing().failure == ""


def test_past_its_end_nothing_is_signed(city: City) -> None:
    node = city.node()
    city.sign(node)
    city.there.refuse(TOKEN, 40164)
    city.now = START + timedelta(seconds=7200)
    assert city.sign(node) is None


def test_another_node_learns_of_a_renewal_without_asking_wechat(city: City) -> None:
    one, other = city.node(), city.node()
    city.sign(one)
    city.sign(other)
    city.now = START + timedelta(seconds=7200) - RENEW
    city.sign(one)
    city.now += LOOK
    signed = city.sign(other)
    assert signed is not None
    assert signed.signature == signature(f"{TICKET}2", signed.nonce, signed.timestamp, SIGNED)
    assert city.there.tickets == 2


@pytest.mark.parametrize(
    ("code", "wait_s"), [(-1, 30), (42001, 30), (40001, 600), (40164, 600), (45009, 3600)]
)
def test_after_a_refusal_nobody_asks_again_too_soon_and_the_reason_is_kept(
    city: City, code: int, wait_s: int
) -> None:
    city.there.refuse(GETTICKET, code)
    assert city.sign(city.node()) is None
    assert str(code) in city.standing().failure
    asked = len(city.there.asked)
    city.now = START + timedelta(seconds=wait_s - 1)
    assert city.sign(city.node()) is None
    assert len(city.there.asked) == asked
    city.there.instead.clear()
    city.now = START + timedelta(seconds=wait_s)
    assert city.sign(city.node()) is not None
    assert city.standing().failure == ""


@pytest.mark.parametrize("answer", [(200, "<html>"), (500, "{}"), (200, "[]")])
def test_nonsense_from_wechat_takes_only_the_signature_away(city: City, answer: tuple[int, str]) -> None:
    city.there.instead[TOKEN] = answer
    assert city.sign(city.node()) is None
    assert "看不懂" in city.standing().failure


def test_while_one_fetches_another_neither_waits_nor_fetches(city: City) -> None:
    with city.register.write(NODE) as writer:
        assert wechat.claim(writer, APP_ID, city.now + CLAIM, city.now + RENEW)
    assert city.sign(city.node()) is None
    assert city.there.asked == []


def test_a_claim_whose_owner_died_ends_by_itself(city: City) -> None:
    with city.register.write(NODE) as writer:
        wechat.claim(writer, APP_ID, city.now + CLAIM, city.now + RENEW)
    node = city.node()
    assert city.sign(node) is None
    city.now += CLAIM
    assert city.sign(node) is not None


def test_who_saw_no_ticket_before_another_kept_one_fetches_none(city: City) -> None:
    city.sign(city.node())
    with city.register.write(NODE) as writer:
        assert not wechat.claim(writer, APP_ID, city.now + CLAIM, city.now + RENEW)


def test_a_ticket_sealed_with_a_key_that_is_gone_is_fetched_anew(city: City) -> None:
    city.sign(city.node())
    city.register.close()
    city.key = new_key()
    city.register = city.opened()
    assert city.sign(city.node()) is not None
    assert city.there.tickets == 2


def test_without_a_data_key_wechat_is_not_even_asked(city: City) -> None:
    city.register.close()
    city.key = ""
    city.register = city.opened()
    assert city.sign(city.node()) is None
    assert city.there.asked == []


def test_while_the_register_is_away_a_ticket_that_is_known_signs_on(city: City) -> None:
    node = city.node()
    city.sign(node)

    def away() -> Register:
        raise RegisterAway("不在")

    node._register = away
    city.now += LOOK
    assert city.sign(node) is not None
    alone = Signer(city.settings(), away)
    assert city.sign(alone) is None
    alone._register = lambda: city.register
    city.now += AGAIN
    assert city.sign(alone) is not None


def test_a_foreign_address_is_refused_before_anything_is_asked(city: City) -> None:
    with pytest.raises(InvalidValue):
        city.sign(city.node(), "https://evil.example/")
    assert city.there.asked == []


PROCESS = """
import sys
from datetime import UTC, datetime
from servicepoints.config import load
from servicepoints.services.opening import open_instance
from servicepoints.services.signing_pages import Signer
settings = load()
signer = Signer(settings, lambda: open_instance(settings))
print("ready", flush=True)
sys.stdin.readline()
print(signer.sign("https://example.gov.cn/", "example.gov.cn", datetime.now(UTC)) is not None)
"""


def test_of_several_processes_at_once_one_asks_wechat(city: City, tmp_path: Path) -> None:
    city.there.pause_s = 0.5
    environment = {
        "SERVICEPOINTS_HOME": str(tmp_path), "REGISTER_URL": city.register.engine.url.render_as_string(False),
        "SERVICEPOINTS_DATA_KEY": city.key, "SERVICEPOINTS_WECHAT_APP_ID": APP_ID,
        "SERVICEPOINTS_WECHAT_APP_SECRET": SECRET, "SERVICEPOINTS_WECHAT_API": city.there.url,
        "PATH": os.environ["PATH"],
    }  # fmt: skip
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS],
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=30)[0].strip() for process in processes]
    assert sorted(said) == ["False", "False", "True"]
    assert city.there.tickets == 1
    assert city.there.asked == [f"POST {TOKEN}", f"GET {GETTICKET}"]
