"""`digest`: the group notice on the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_it_prints_the_line_to_the_managers_and_the_text_to_pass_on(run: Run, demo_home: Path) -> None:
    result = run("digest", "长宁/江苏路", "--from", "2026-09-14", home=demo_home)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("各企业：下面是江苏路街道")
    assert "【江苏路街道】" in result.stdout
    assert result.stdout.splitlines()[-1] == "http://127.0.0.1:8000/d/changning/jiangsulu"
    assert "SERVICEPOINTS_PUBLIC_URL" in result.stderr, "nobody else can open that link"


def test_with_a_public_address_the_link_is_for_everyone(run: Run, demo_home: Path) -> None:
    result = run("digest", home=demo_home, SERVICEPOINTS_PUBLIC_URL="https://example.gov.cn")
    assert result.stdout.splitlines()[-1].startswith("https://example.gov.cn/")
    assert result.stderr == ""


def test_machines_get_every_part_with_its_bytes(run: Run, demo_home: Path) -> None:
    words = ("--bureau", "示例邮政管理局", "--from", "2026-09-14", "--full", "--format", "json")
    made = json.loads(run("digest", *words, home=demo_home).stdout)
    assert (made["from"], made["to"]) == ("2026-09-14", "2026-09-20")
    assert len(made["texts"]) > 1
    assert all(part["bytes"] == len(part["text"].encode()) <= 2048 for part in made["texts"])
    named = [any(point["name"] in part["text"] for part in made["texts"]) for point in made["points"]]
    assert named == [True] * len(made["points"])
    assert len(made["points"]) > 5


def test_a_day_is_a_day(run: Run, demo_home: Path) -> None:
    output = run("digest", "--days", "1", "--from", "2026-09-14", home=demo_home).output
    assert "9月14日（周一）" in output
    assert "–20日" not in output


def test_what_is_not_known_is_refused_with_the_fix(run: Run, demo_home: Path) -> None:
    for words, fix in (
        (["火星区"], "长宁区/江苏路街道"),
        (["长宁区/外滩街道"], "长宁区/江苏路街道"),
        (["--bureau", "火星"], "示例邮政管理局"),
    ):
        result = run("digest", *words, home=demo_home)
        assert result.exit_code == 1
        assert fix in result.output
    for words in (["--days", "3"], ["--from", "明天"]):
        assert run("digest", *words, home=demo_home).exit_code == 2


def test_sending_needs_the_public_address_and_reports_with_counts(
    run: Run, served_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = run("digest", "--send", home=served_home)
    assert refused.exit_code == 1
    assert "SERVICEPOINTS_PUBLIC_URL" in refused.output
    done = run("digest", "--send", home=served_home, SERVICEPOINTS_PUBLIC_URL="https://example.gov.cn")
    assert done.output == ("排进0份群通知；发出去0条，过会儿再试0条，停了0条，没把握0条；还有0条等着发。\n")
