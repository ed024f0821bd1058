"""The people of the desk's tests, for whoever attacks it."""

from tests.web.bureau.conftest import (
    alice,
    app,
    charlie,
    clock,
    dora,
    nobody,
    peopled_home,
    register,
    settings,
    sign_in,
)

__all__ = [
    "alice", "app", "charlie", "clock", "dora", "nobody", "peopled_home", "register", "settings", "sign_in",
]  # fmt: skip
