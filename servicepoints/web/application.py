"""The application as Flask makes it, less what it does anew for every request and need not."""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, signed by HMAC-SHA256; what signs them is made once for each set of keys, not for
    each request."""

    digest_method = staticmethod(hashlib.sha256)

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], Any] = {}

    def get_signing_serializer(self, app: Flask) -> Any:
        """The one for the keys that the application has now; None without a key."""
        keys = (app.secret_key, *(app.config["SECRET_KEY_FALLBACKS"] or ()))
        if keys not in self._made:
            self._made[keys] = super().get_signing_serializer(app)
        return self._made[keys]


class Application(Flask):
    """Flask with sessions of ours, and without asking of each function whether it is a coroutine: none is."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session_interface = Sessions()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func
