"""The tests' own rule: what is said to open no register (`tests.conftest`, WITHOUT_A_REGISTER) cannot open
one, so that none is left out of the run on PostgreSQL unseen. This file is said to open none."""

from pathlib import Path

import pytest

from servicepoints.register import Actor, open_register
from tests.conftest import TESTS, WITHOUT_A_REGISTER, command

REFUSED = "opens a register"


def test_a_register_is_not_opened_here(tmp_path: Path) -> None:
    register = open_register(f"sqlite:///{tmp_path / 'register.db'}")
    with pytest.raises(pytest.fail.Exception, match=REFUSED), register.read():
        pass
    with pytest.raises(pytest.fail.Exception, match=REFUSED), register.write(Actor("setup", "示例")):
        pass


def test_nor_is_a_process_begun_that_might_open_one(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match=REFUSED):
        command(tmp_path, "doctor")


def test_what_is_said_to_open_none_is_there() -> None:
    assert [name for name in WITHOUT_A_REGISTER if not (TESTS / name).exists()] == []
