"""What the frame of every page needs: who runs the site, whether its data is made up, where the
static files are.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for

from servicepoints.web.state import state

NAME = "小哥歇脚地图"


@dataclass(frozen=True, slots=True)
class Site:
    """The site as its footer and its head show it. `url` is the public address without a slash, or ""."""

    name: str
    host: str
    icp: str
    police: str
    url: str
    demo: bool


def install(app: Flask) -> None:
    """Give every template `site` and `static_url(name)`."""
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    here = state()
    s = here.settings
    site = Site(name=NAME, host=s.host_name, icp=s.icp, police=s.police, url=s.public_url, demo=here.demo)
    return {"site": site, "static_url": static_url}


def static_url(name: str) -> str:
    """The address of one of our static files, with the version it has now."""
    return url_for("static", filename=name)
