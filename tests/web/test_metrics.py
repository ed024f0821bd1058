"""/metrics tells what all workers of a node answered, also those that were killed, to nobody who comes
through a proxy; /readyz tells the truth of what stands."""

import errno
import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints import counts
from servicepoints.app import create_app
from servicepoints.catalogue.suspicion import suspect, trust
from servicepoints.config import load
from servicepoints.counts import Counts, group_of, note, total
from servicepoints.services.applying import Applying
from servicepoints.services.figures import path_of
from servicepoints.web.behind import HEADER
from servicepoints.web.state import EXTENSION, State, now

COUNTING = """
import sys, time
from pathlib import Path
from servicepoints.counts import COUNTS
COUNTS.keep_in(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    COUNTS.answered("/api/v1/near", 200, 0.003)
print("counted", flush=True)
time.sleep(60)
"""


@pytest.fixture
def app(demo_home: Path) -> Flask:
    return create_app(load({"SERVICEPOINTS_HOME": str(demo_home)}))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def read(text: str) -> dict[str, float]:
    """The numbers by name and labels; every line is one, or begins with #."""
    found = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            name, value = re.fullmatch(
                r'(servicepoints_\w+(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})?) (\S+)', line
            ).groups()  # type: ignore[union-attr]
            assert name not in found
            found[name] = float(value)
    return found


def counting(folder: Path, times: int) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", COUNTING, str(folder), str(times)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "counted\n"
    return process


def near(folder: Path) -> int:
    return sum(sum(buckets) for group, buckets, _, _ in total(folder).groups() if group == "api_near")


def test_the_sum_is_of_all_processes_and_nothing_is_lost_with_one_that_is_killed(tmp_path: Path) -> None:
    one, other = counting(tmp_path, 3), counting(tmp_path, 4)
    try:
        assert near(tmp_path) == 7
        assert len(list(tmp_path.glob("*.*.*"))) == 2
    finally:
        for process in (one, other):
            process.send_signal(signal.SIGKILL)
            process.communicate()
    assert near(tmp_path) == 7
    assert near(tmp_path) == 7  # taken over once
    assert list(tmp_path.glob("*.*.*")) == []
    note(tmp_path, {"geocoder_failed": 2})
    note(tmp_path, {"geocoder_failed": 1})
    assert total(tmp_path).event("geocoder_failed") == 3
    assert near(tmp_path) == 7


def test_numbers_of_another_version_or_that_are_cut_short_are_nobodys(tmp_path: Path) -> None:
    (tmp_path / "00000000.1.abcdef12").write_bytes(b"\1" * len(counts._packed([0.0] * counts.LENGTH)))
    (tmp_path / f"{counts.LAYOUT}.1.abcdef12").write_bytes(b"\1" * 100)
    (tmp_path / f"{counts.LAYOUT}.ended").write_bytes(b"")
    assert list(total(tmp_path).groups()) == []


def test_on_a_full_disk_nothing_is_kept_and_counting_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To write into a file that has no room would end the process: the room is asked for first."""

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", no_room)
    own = Counts()
    with pytest.raises(OSError, match="No space left"):
        own.keep_in(tmp_path)
    assert list(tmp_path.iterdir()) == []
    own.answered("/", 200, 0.1)
    assert sum(own.own()) > 0


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("/", "home"), ("/near", "near"), ("/api/v1/near", "api_near"), ("/api/v1/near/x", "api"),
        ("/api/v1/points/7K2M9Q", "api"), ("/p/7K2M9Q", "point"), ("/p/7K2M9Q/door", "door"),
        ("/b/Zk3mQx8SECRET", "booking"), ("/d/huangpu/x", "district"), ("/wp-login.php", "other"),
        ("", "home"), ("//", "home"), ("/\x00\xff", "other"),
    ],
)  # fmt: skip
def test_a_path_is_counted_in_its_group_of_routes(path: str, group: str) -> None:
    assert group_of(path) == group


def test_every_answer_is_counted_once_by_status_and_time(client: FlaskClient) -> None:
    before = read(client.get("/metrics").text)
    for _ in range(3):
        client.get("/d/huangpu", headers={"Accept-Encoding": "br"})  # the last two are kept ones
    client.get("/p/ZZZZZZ")
    client.get("/", headers={"Host": "not a host"})
    after = read(client.get("/metrics").text)

    def more(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more('servicepoints_requests_total{route="district",status="2xx"}') == 3
    assert more('servicepoints_requests_total{route="point",status="4xx"}') == 1
    assert more('servicepoints_requests_total{route="home",status="4xx"}') == 1
    assert more('servicepoints_request_seconds_count{route="district"}') == 3
    assert more('servicepoints_request_seconds_bucket{route="district",le="+Inf"}') == 3
    own = [
        v for k, v in after.items() if k.startswith('servicepoints_request_seconds_bucket{route="district"')
    ]
    assert own == sorted(own)
    assert after["servicepoints_ready"] == 1
    assert after["servicepoints_points"] > 0


def test_numbers_are_text_as_prometheus_reads_it(client: FlaskClient) -> None:
    answer = client.get("/metrics")
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    kinds = re.findall(r"^# TYPE (\S+) (\S+)$", answer.text, re.MULTILINE)
    assert len({name for name, _ in kinds}) == len(kinds)
    assert {kind for _, kind in kinds} == {"gauge", "counter", "histogram"}
    assert answer.text.endswith("\n")


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.1.2.3", {}, 404),
        ("", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"Via": "1.1 proxy"}, 404),
        ("10.1.2.3", {"X-Forwarded-For": "127.0.0.1"}, 404),
    ],
)
@pytest.mark.parametrize("proxies", ["0", "1"])
def test_who_may_read_the_numbers(
    demo_home: Path, peer: str, headers: dict[str, str], status: int, proxies: str
) -> None:
    settings = load({"SERVICEPOINTS_HOME": str(demo_home), "SERVICEPOINTS_TRUSTED_PROXIES": proxies})
    asked = create_app(settings).test_client()
    assert (
        asked.get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": peer}).status_code == status
    )


def test_a_setting_lets_a_monitor_in(demo_home: Path) -> None:
    settings = load({"SERVICEPOINTS_HOME": str(demo_home), "SERVICEPOINTS_METRICS_FROM": "10.1.2.0/24"})
    asked = create_app(settings).test_client()
    assert asked.get("/metrics", environ_overrides={"REMOTE_ADDR": "10.1.2.3"}).status_code == 200
    assert asked.get("/metrics", environ_overrides={"REMOTE_ADDR": "127.0.0.1"}).status_code == 404


def told(app: Flask, seconds_ago: float) -> None:
    """As if the node's publisher had last told places so long ago."""
    state: State = app.extensions[EXTENSION]
    path = state.settings.places_path
    path.write_bytes(b"{}")
    os.utime(path, (time.time() - seconds_ago,) * 2)
    state.places.look()


@pytest.fixture
def own(served_home: Path) -> Flask:
    return create_app(load({"SERVICEPOINTS_HOME": str(served_home)}))


def test_pages_tell_their_age_once_the_register_has_been_away_for_a_minute(own: Flask) -> None:
    client = own.test_client()
    told(own, 5)
    assert "之后的变动还没收到" not in client.get("/d/huangpu").text
    assert HEADER not in client.get("/api/v1/districts").headers
    assert client.get("/readyz").json["register"] == "answers"  # type: ignore[index]
    told(own, 7200)
    for path in ("/", "/d/huangpu", "/search?q=x", "/map", "/embed/d/huangpu", "/suggest"):
        assert "之后的变动还没收到" in client.get(path).text, path
    near = "/api/v1/near?lat=31.2304&lon=121.4737"
    for path in ("/api/v1/districts", near, near):  # the second time the filters are known
        assert HEADER in client.get(path, headers={"Accept-Encoding": "gzip"}).headers
    assert client.get("/readyz").status_code == 200
    assert client.get("/readyz").json["register"] == "away"  # type: ignore[index]
    assert read(client.get("/metrics").text)["servicepoints_register_away"] == 1
    told(own, 1)
    assert "之后的变动还没收到" not in client.get("/d/huangpu").text


def test_a_catalogue_that_is_too_old_is_not_ready(served_home: Path) -> None:
    late = create_app(
        load({"SERVICEPOINTS_HOME": str(served_home)}), clock=lambda: now() + timedelta(hours=170)
    )
    answer = late.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "太旧" in answer.json["reason"]  # type: ignore[index]


def test_a_catalogue_in_which_damage_was_met_is_not_ready_until_it_is_built_anew(own: Flask) -> None:
    client, path = own.test_client(), own.extensions[EXTENSION].settings.catalogue_path
    suspect(path)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["catalogue"]) == (503, "damaged")  # type: ignore[index]
    trust(path)
    assert client.get("/readyz").json["catalogue"] == "there"  # type: ignore[index]


def test_the_publisher_tells_the_registers_figures(served_home: Path) -> None:
    settings = load({"SERVICEPOINTS_HOME": str(served_home)})
    for _ in range(2):  # the first may note how the listing stands today, which is a change
        Applying(settings)()
    found = read(create_app(settings).test_client().get("/metrics").text)
    assert found["servicepoints_feed_lag_changes"] == 0
    assert found['servicepoints_outbox_messages{state="waiting"}'] >= 0
    assert found['servicepoints_outbox_messages{state="failed"}'] >= 0
    path_of(settings).write_text("{")
    assert "feed_lag" not in create_app(settings).test_client().get("/metrics").text


def test_counting_takes_little_memory_and_time(tmp_path: Path) -> None:
    own = Counts()
    own.keep_in(tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size < 8192
