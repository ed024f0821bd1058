"""Asking another system: one request to a known host, bounded in time and size, and honest in failing."""

import json
import socket
import ssl
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from servicepoints.errors import InvalidValue, NoAnswer, NotReached
from servicepoints.sharing.outgoing import MOST_BYTES, allowed, get_json, post_json
from tests.loopback import Behaviour, Host, answering, hanging_up, listening
from tests.ports import free_port

MARK = "geheim-77"


@pytest.fixture
def host() -> Iterator[Host]:
    with listening() as there:
        yield there


def test_json_goes_there_as_utf8_and_an_object_comes_back(host: Host) -> None:
    host.behaves = [answering('{"errcode":0,"errmsg":"好"}')]
    answer = post_json(f"{host.url}/send?key=x", {"text": "示例"}, [host.name])
    assert (answer.status, answer.data) == (200, {"errcode": 0, "errmsg": "好"})
    head, body = host.asked[0].split(b"\r\n\r\n")
    assert head.startswith(b"POST /send?key=x HTTP/1.1\r\n")
    assert b"Content-Type: application/json; charset=utf-8" in head
    assert "示例".encode() in body
    assert json.loads(body) == {"text": "示例"}


def test_asking_sends_no_body(host: Host) -> None:
    host.behaves = [answering("{}")]
    assert get_json(host.url, [host.name]).data == {}
    assert host.asked[0].startswith(b"GET / HTTP/1.1\r\n")
    assert host.asked[0].endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", "null", "[" * 60_000, '{"a":"' + "x" * MOST_BYTES + '"}']
)
def test_what_is_no_object_of_a_sane_size_is_none_and_keeps_its_status(host: Host, body: str) -> None:
    host.behaves = [answering(body, "502 Bad Gateway")]
    answer = get_json(host.url, [host.name])
    assert (answer.status, answer.data) == (502, None)


def test_a_redirect_is_not_followed(host: Host) -> None:
    with listening() as other:
        host.behaves = [answering("", "302 Found", f"Location: {other.url}\r\n")]
        assert get_json(host.url, [host.name, other.name]).status == 302
        assert other.asked == []


def test_nobody_listening_is_told_from_nobody_answering(host: Host) -> None:
    nobody = f"127.0.0.1:{free_port()}"
    with pytest.raises(NotReached, match=r"连不上 127\.0\.0\.1"):
        get_json(f"http://{nobody}", [nobody])
    host.behaves = [hanging_up]
    with pytest.raises(NoAnswer):
        post_json(host.url, {}, [host.name])
    assert len(host.asked) == 1


def test_an_answer_that_breaks_off_is_no_answer(host: Host) -> None:
    host.behaves = [lambda c: c.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{"errcode":0}')]
    with pytest.raises(NoAnswer, match="断在半路"):
        get_json(host.url, [host.name])


def _drip(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200:
        connection.sendall(bytes([byte]))
        time.sleep(0.02)


def _silence(connection: socket.socket) -> None:
    connection.recv(1)


@pytest.mark.parametrize("behaviour", [_drip, _silence])
def test_a_host_that_takes_its_time_holds_nobody_up(host: Host, behaviour: Behaviour) -> None:
    host.behaves = [behaviour]
    began = time.monotonic()
    with pytest.raises(NoAnswer, match=r"0\.3秒.*超时"):
        get_json(host.url, [host.name], seconds=0.3)
    assert time.monotonic() - began < 10


@pytest.fixture
def certified(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """What a host that is localhost shows, and the file of who vouches for it: itself."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    begins = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, SHA256())
    )
    shown = tmp_path / "certificate.pem"
    shown.write_bytes(certificate.public_bytes(Encoding.PEM))
    kept = tmp_path / "key.pem"
    kept.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, kept)
    return context, shown


def test_over_tls_all_is_the_same_with_a_host_that_is_vouched_for(
    certified: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, voucher = certified
    monkeypatch.setenv("NO_PROXY", "localhost")
    with listening(context) as host:
        host.behaves = [answering('{"errcode":0}'), _drip]
        with pytest.raises(NotReached, match="证书"):
            get_json(host.url, [host.name])
        assert host.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(voucher))
        assert post_json(host.url, {}, [host.name]).data == {"errcode": 0}
        began = time.monotonic()
        with pytest.raises(NoAnswer, match="超时"):
            post_json(host.url, {}, [host.name], seconds=1.5)
        assert time.monotonic() - began < 10


def test_tls_is_asked_of_the_host_itself(host: Host) -> None:
    host.behaves = [hanging_up]
    with pytest.raises(NotReached):
        get_json(f"https://{host.name}", [host.name], seconds=2)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://elsewhere.example/x", "不是许可的主机"),
        ("https://api.example:8443/x", "不是许可的主机"),
        ("https://api.example.evil.example/x", "不是许可的主机"),
        ("http://api.example/x", "没有加密"),
        ("http://127.0.0.1.api.example/x", "没有加密"),
        ("https://user@api.example/x", "不是完整的网址"),
        ("https://api.example/x\r\nHost: y", "不是完整的网址"),
        ("https://api.example/路", "不是完整的网址"),
        ("ftp://api.example/x", "不是完整的网址"),
        ("//api.example/x", "不是完整的网址"),
        ("https://[::1/x", "看不懂"),
        ("https://api.example:port/x", "看不懂"),
    ],
)
def test_no_other_host_is_spoken_to_and_none_in_the_clear(url: str, reason: str) -> None:
    hosts = ["api.example", "127.0.0.1.api.example"]
    with pytest.raises(InvalidValue, match=reason) as caught:
        get_json(f"{url}?key={MARK}" if url.endswith("/x") else url, hosts)
    assert MARK not in "".join(traceback.format_exception(caught.value))


def test_loopback_needs_no_tls_but_a_place_in_the_list() -> None:
    assert allowed("http://127.0.0.1:80/x", ["127.0.0.1:80"]).port == 80
    with pytest.raises(InvalidValue):
        allowed("http://127.0.0.1:80/x", ["api.example"])


def test_a_proxy_of_the_environment_is_gone_through_without_hearing_more_than_the_host(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:p%40ss@{host.name}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    host.behaves = [answering("", "502 Bad Gateway"), hanging_up]
    for _ in host.behaves[:]:
        with pytest.raises(NotReached, match=r"api\.example"):
            post_json(f"https://api.example/send?key={MARK}", {}, ["api.example"])
    assert host.asked[0].startswith(b"CONNECT api.example:443 ")
    assert b"Basic dXNlcjpwQHNz" in host.asked[0]
    assert MARK.encode() not in b"".join(host.asked)
    with listening() as near:
        near.behaves = [answering("{}")]
        assert get_json(near.url, [near.name]).status == 200


def test_no_failure_tells_the_key_in_the_address(host: Host) -> None:
    nobody = f"127.0.0.1:{free_port()}"
    host.behaves = [hanging_up]
    for name in (nobody, host.name):
        with pytest.raises((NotReached, NoAnswer)) as caught:
            post_json(f"http://{name}/send?key={MARK}", {}, [name])
        assert MARK not in "".join(traceback.format_exception(caught.value))
