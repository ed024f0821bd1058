"""Our own stylesheets and scripts, and Leaflet's, under addresses that change when their content does.

`/static/<version>/<name>` with the version of the whole folder, so that files may name each other relatively;
whatever bears the present version may be kept for ever. Leaflet comes from XStatic-Leaflet and keeps its
own version. The files are few and small: they are held in memory, compressed once.
"""

import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, url_for
from xstatic.pkg import leaflet

FOLDER = Path(__file__).parent / "static"
LEAFLET = Path(leaflet.BASE_DIR)
LEAFLET_VERSION: str = leaflet.VERSION
LEAFLET_FILES = ("leaflet.js", "leaflet.css", "images/layers.png", "images/layers-2x.png")
_COMMENT = re.compile(rb"^ */\*.*?\*/ *\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(rb"^ +", re.MULTILINE)
"""What stands in our files for those who read them: whole-line comments, and the white before a line."""

FOREVER = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Serve the static files; `url_for('static', filename=…)` gives addresses with the present version."""
    files = {
        path.relative_to(FOLDER).as_posix(): path for path in sorted(FOLDER.rglob("*")) if path.is_file()
    }
    leaflet_files = {name: LEAFLET / name for name in LEAFLET_FILES}
    present = _version(files)

    def static(version: str, filename: str) -> Response:
        return _answer(files.get(filename), version == present)

    def leaflet_file(version: str, filename: str) -> Response:
        return _answer(leaflet_files.get(filename), version == LEAFLET_VERSION)

    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("version", present)
        elif endpoint == "leaflet":
            values.setdefault("version", LEAFLET_VERSION)

    app.url_defaults(add_version)
    app.add_url_rule("/static/<version>/<path:filename>", "static", static)
    app.add_url_rule("/static/leaflet/<version>/<path:filename>", "leaflet", leaflet_file)


def content_of(name: str) -> bytes:
    """One of our own files as it is served."""
    return _read(FOLDER / name)[0]


def leaflet_url(filename: str) -> str:
    """The address of one of Leaflet's files."""
    return url_for("leaflet", filename=filename)


def _version(files: dict[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, path in files.items():
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:10]


def _answer(path: Path | None, present: bool) -> Response:
    if path is None:
        abort(404)
    content, etag, mimetype = _read(path)
    response = Response(content, mimetype=mimetype)
    # a page from before an update asks for an old version: it gets today's file, to be asked for again
    response.headers["Cache-Control"] = FOREVER if present else "public, no-cache"
    response.set_etag(etag)
    return response


@lru_cache(maxsize=256)
def _read(path: Path) -> tuple[bytes, str, str]:
    content = path.read_bytes()
    if path.parent == FOLDER and path.suffix in (".js", ".css"):
        content = _INDENT.sub(b"", _COMMENT.sub(b"", content))
    mimetype = (
        "application/manifest+json" if path.suffix == ".webmanifest" else mimetypes.guess_type(path.name)[0]
    )
    return content, hashlib.sha256(content).hexdigest()[:16], mimetype or "application/octet-stream"
