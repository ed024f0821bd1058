"""A booking is on the disk before anybody is told of it: seen in the calls that the process makes."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from servicepoints.register.secrecy import new_key
from tests.services.booking_city import opened

STRACE = shutil.which("strace")
INSTALL = "apt-get install strace"
BOOKS = """
import sys
from servicepoints.register.engine import open_register
from servicepoints.services.booking.taking import Request, book
from tests.services.booking_city import BEGUN, LINKS, RULES
url, key, session = sys.argv[1:]
register = open_register(url, key, clock=lambda: BEGUN)
for n in range(3):
    asked = Request(session, "示例张三", f"1390000000{n}", "1", f"{n:016d}", consent=True)
    book(register, asked, RULES, LINKS)
    sys.stdout.write(f"acknowledged {n}\\n")
    sys.stdout.flush()
"""
_CALL = re.compile(
    r"(pwrite64|fdatasync|fsync)\(\d+<(?P<file>[^>]+)>|write\(1<[^>]*>, \"(?P<said>acknowledged \d)"
)


@pytest.mark.sqlite
@pytest.mark.skipif(STRACE is None, reason=f"needs strace: {INSTALL}")
def test_the_log_of_writes_is_flushed_before_each_answer(tmp_path: Path) -> None:
    key, url = new_key(), f"sqlite:///{tmp_path / 'register.db'}"
    city = opened(url, key)
    session = city.session(5)
    city.register.close()
    seen = tmp_path / "calls"
    traced = [str(STRACE), "-f", "-y", "-e", "trace=write,pwrite64,fdatasync,fsync", "-o", str(seen)]
    run = subprocess.run(
        [*traced, sys.executable, "-c", BOOKS, url, key, session],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    written = flushed = acknowledged = 0
    dirty = False
    for call in _CALL.finditer(seen.read_text(errors="replace")):
        if call["said"]:
            assert written, "it was written"
            assert flushed > acknowledged, "and flushed, since the answer before"
            assert not dirty, "nothing that was written still waits"
            acknowledged = flushed
        elif call["file"].endswith("register.db-wal"):
            dirty = call[1] == "pwrite64"
            written += dirty
            flushed += not dirty
    assert seen.read_text(errors="replace").count("acknowledged") == 3
