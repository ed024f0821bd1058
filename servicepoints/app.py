"""The application: a table of contents. Entry points (serve, tests) call `create_app`; nothing
else imports it.

Border: a proxy says, in X-Forwarded-For, -Proto and -Host, who asks, how and for which name; so may any
visitor. Believed: the last of each, as many steps back as SERVICEPOINTS_TRUSTED_PROXIES says, none if it
says 0: README's proxy writes them itself, whatever came in. So: limits count the address that it wrote,
links are https where it says so, and a name that is not ours is answered nowhere (`web.threshold`).
"""

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from servicepoints import logs
from servicepoints.config import Settings
from servicepoints.paths import TEMPLATES
from servicepoints.web import (
    api,
    behind,
    booking,
    bureau,
    compression,
    courier,
    door,
    embed,
    errors,
    frame,
    health,
    keeper,
    kept,
    map,
    offline,
    open_data,
    security,
    static_files,
    suggest,
    threshold,
    wechat,
)
from servicepoints.web.application import Application
from servicepoints.web.state import EXTENSION, State, now


def create_app(settings: Settings, clock: Callable[[], datetime] = now) -> Flask:
    """The WSGI application over the instance of these settings. Starts no thread and writes nothing."""
    app = Application("servicepoints", template_folder=str(TEMPLATES), static_folder=None)
    app.extensions[EXTENSION] = state = State(settings, clock=clock)
    _configure(app, settings)
    # after a view, these run from the last to the first: compression, headers, what is kept, the log
    logs.install(app, clients=settings.log_clients)
    kept.install(app, state.moment, clients=settings.log_clients)
    security.install(app, settings)
    compression.install(app)
    frame.install(app)
    behind.install(app)
    static_files.install(app)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(map.blueprint)
    app.register_blueprint(wechat.blueprint)
    app.register_blueprint(offline.blueprint)
    courier.install(app, clients=settings.log_clients)
    open_data.install(app)
    embed.install(app)
    booking.install(app)
    suggest.install(app)
    bureau.install(app)
    door.install(app)
    keeper.install(app)
    api.install(app, clients=settings.log_clients)
    errors.install(app)
    threshold.install(app, hosts=settings.hosts, clients=settings.log_clients)
    _trust_proxies(app, settings.trusted_proxies)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config["SECRET_KEY"] = settings.secret_key or None
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    if settings.public_url.startswith("https://"):
        app.config["SESSION_COOKIE_SECURE"] = True
        # a browser takes such a name from this host alone, over TLS: no neighbour plants one
        app.config["SESSION_COOKIE_NAME"] = "__Host-desk"
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _trust_proxies(app: Flask, count: int) -> None:
    """Believe X-Forwarded-* only as far as proxies of our own wrote it."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
