"""What the frame of every page needs: who runs the site, whether its data is made up, where the
static files are.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from servicepoints.domain.wording import SITE_NAME
from servicepoints.web.security import COURIER
from servicepoints.web.state import state
from servicepoints.web.static_files import FOLDER

NAME = SITE_NAME


@dataclass(frozen=True, slots=True)
class Site:
    """The site as its footer and its head show it. `url` is the public address without a slash, or "";
    `offline` is whether phones may keep points for when they have no network."""

    name: str
    host: str
    icp: str
    police: str
    url: str
    demo: bool
    offline: bool


def install(app: Flask) -> None:
    """Give every template `site`, `static_url(name)`, `share_picture(name)`, and `wechat`: the address of its
    JS-SDK where this page may use it, else ""."""
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    here = state()
    s = here.settings
    site = Site(
        name=SITE_NAME,
        host=s.host_name,
        icp=s.icp,
        police=s.police,
        url=s.public_url,
        demo=here.demo,
        offline=s.offline,
    )
    inside = s.wechat_script if s.wechat_app_id and request.blueprint == COURIER else ""
    return {"site": site, "static_url": static_url, "share_picture": share_picture, "wechat": inside}


def public_address(path: str) -> str:
    """The address of a path as others reach it: the site's own setting, else the one this request came
    by."""
    return (state().settings.public_url or request.host_url).rstrip("/") + path


def share_picture(name: str = "") -> str:
    """The address of the picture that stands beside a link in a group: by kind of point, or the site's own.

    An absolute one, as Open Graph asks; its version changes with the file, since whoever shows it keeps it.
    """
    own = f"share/{name}.png"
    return public_address(static_url(own if (FOLDER / own).is_file() else "share/site.png"))


def static_url(name: str) -> str:
    """The address of one of our static files, with the version it has now."""
    return url_for("static", filename=name)
