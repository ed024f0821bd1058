"""The files of open data, each in the coding that its reader takes best, whole or in part, or 304."""

import os

from flask import Response, request, send_file
from werkzeug.exceptions import ServiceUnavailable

from servicepoints.errors import NotFound
from servicepoints.services.open_data.index import Index, OpenFile
from servicepoints.web.courier.blueprint import public_address
from servicepoints.web.open_data.blueprint import blueprint
from servicepoints.web.state import state

KEPT_S = 60
AGAIN_S = 60
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Disposition",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFERRED = ("br", "gzip")
READ_IN_PLACE = ("text/calendar", "application/atom+xml", "application/xml")
"""What programs subscribe to; all else is for saving."""
CLOSED = ("/bureau", "/b/", "/k/")
"""Where search engines have no business."""


@blueprint.get("/open-data/<path:name>")
def file(name: str) -> Response:
    """One file. NotFound, or 503 while the folder is being made or mended."""
    return _send(name)


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """The pages that stay where they are; NotFound while the site does not know its own address."""
    if not state().settings.public_url:
        raise NotFound("还没设对外网址，没有网站地图")
    return _send("sitemap.xml")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What search engines may look at."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    if state().settings.public_url:
        lines += ["", f"Sitemap: {public_address('/sitemap.xml')}"]
    response = Response("\n".join(lines) + "\n", mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _send(name: str) -> Response:
    for _ in range(2):  # between the look and the opening a new index may have come, and the old files gone
        index = state().open_data.index()
        found = index.files.get(name) if index else None
        if index is not None and found is None:
            raise NotFound("开放数据里没有这个文件，看看是不是抄错了")
        coding = _coding(found) if found else ""
        if index and found and _is_whole(index, found, coding):
            try:
                return _answer(index, found, coding)
            except OSError:
                continue
    raise ServiceUnavailable(retry_after=AGAIN_S)


def _is_whole(index: Index, file: OpenFile, coding: str) -> bool:
    try:
        return os.stat(index.path(file, coding)).st_size == file.sizes[coding]
    except OSError:
        return False


def _coding(file: OpenFile) -> str:
    """The best coding that the file has and the reader takes; "" for none."""
    accepted = request.accept_encodings
    there = [coding for coding in PREFERRED if coding in file.sizes and accepted[coding] > 0]
    return max(there, key=lambda coding: accepted[coding], default="")


def _answer(index: Index, file: OpenFile, coding: str) -> Response:
    """The stored bytes: another coding is another representation, and so has a strong tag of its own."""
    path = index.path(file, coding)
    digest = file.stored.partition("-")[0]
    response = send_file(
        path,
        mimetype=file.media_type,
        etag=f"{digest}-{coding}" if coding else digest,
        last_modified=file.changed_at,
        conditional=True,
        as_attachment=not file.media_type.startswith(READ_IN_PLACE),
        download_name=_download_name(file),
    )
    response.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    response.headers.update(OPEN_TO_ALL)
    if coding:
        response.headers["Content-Encoding"] = coding
    if len(file.sizes) > 1:
        response.vary.add("Accept-Encoding")
    return response


def _download_name(file: OpenFile) -> str:
    """Its name with the day of its content, so that two downloads lie side by side; Datasette knows a
    database and its metadata by the name, which stays."""
    stem, dot, ending = file.name.rpartition("/")[2].partition(".")
    if stem == "points":
        return f"{stem}-{file.changed_at:%Y%m%d}{dot}{ending}"
    return f"{stem}{dot}{ending}"
