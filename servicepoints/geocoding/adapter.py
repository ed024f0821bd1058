"""How map services are asked over HTTP: geopy's plainest adapter (its other one retries by itself, and would
answer a timeout three times), with bounds on what an answer may cost.

A timeout of urllib is one of each read, and an answer that comes byte by byte has no end. A redirect to
another host would carry the key there.

Border: a map service, or who stands in for it, answers any bytes, as slowly as it likes. Believed: nothing
but a place within Shanghai, of house-number level and in the stated district (`base.why_not`); all else
waits for a person. So: hosts are fixed in the code, one for each service, TLS is checked, a redirect
elsewhere is not followed, an answer has a megabyte and 8 seconds, and the address asked for is that of a
point, never a courier's.
"""

import queue
import threading
import time
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut

MOST_BYTES = 1024 * 1024
"""Of an answer; a documented one has a few thousand."""

_CHUNK = 16 * 1024


class _StayThere(HTTPRedirectHandler):
    """Follows a redirect only to the same scheme, host and port."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            raise HTTPError(req.full_url, code, "redirected to another host", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class BoundedAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy is untyped
    """`timeout` is of the whole question, in seconds. Raises what geopy's contract says and nothing else."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        proxy = [] if proxies is None else [ProxyHandler(proxies)]  # None: urllib reads the system's
        self.urlopen = build_opener(HTTPSHandler(context=ssl_context), *proxy, _StayThere).open
        self._asked = threading.local()

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """The answer's text. Asked in a thread: until the headers are there, nothing else sees the clock."""
        answers: queue.SimpleQueue[str | Exception] = queue.SimpleQueue()

        def ask() -> None:
            self._asked.until = time.monotonic() + timeout
            try:
                answers.put(super(BoundedAdapter, self).get_text(url, timeout=timeout, headers=headers))
            except Exception as error:  # raised again where it was asked
                answers.put(error)

        threading.Thread(target=ask, name="geocoder", daemon=True).start()
        try:
            answer = answers.get(timeout=timeout)
        except queue.Empty as error:
            raise GeocoderTimedOut("Service timed out") from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _decode_page(self, page: Any) -> str:
        body = bytearray()
        try:
            while chunk := page.read1(_CHUNK):
                body += chunk
                if len(body) > MOST_BYTES:
                    raise GeocoderParseError("an answer without an end")
                if time.monotonic() > self._asked.until:  # whoever asked may not have noticed yet
                    raise GeocoderTimedOut("Service timed out")
        except (OSError, HTTPException) as error:
            raise GeocoderServiceError("Unable to read the response") from error
        finally:
            page.close()
        try:
            return body.decode(page.headers.get_content_charset() or "utf-8")
        except (ValueError, LookupError) as error:
            raise GeocoderParseError("Unable to decode the response bytes") from error
