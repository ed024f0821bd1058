"""Verbs in this process, without settings of this machine."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from servicepoints.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """`run("near", "31", "121", home=…)`: a verb over an instance (by default a folder with
    nothing in it).
    """

    def verb(*words: str, home: Path = tmp_path, **settings: str) -> Result:
        monkeypatch.setenv("SERVICEPOINTS_HOME", str(home))
        monkeypatch.setenv("SERVICEPOINTS_PORT", "")  # which `serve` writes for its workers
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(main, list(words))

    return verb
