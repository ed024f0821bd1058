"""Filling in a form as a browser does: every field of the page as it stands, then what a person changes."""

from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Fields = dict[str, str | list[str]]


class _Fields(HTMLParser):
    """The fields of the forms of a page that a browser would send."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Fields] = []
        self._select = self._area = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif tag == "input":
            kind = a.get("type", "text")
            if kind not in ("radio", "checkbox") or "checked" in a:
                self._put(a.get("name", ""), a.get("value", ""))
        elif tag == "select":
            self._select = a["name"]
        elif tag == "option" and self._select and ("selected" in a or self._select not in self.forms[-1]):
            self.forms[-1][self._select] = a.get("value", "")
        elif tag == "textarea":
            self._area, self._text = a["name"], []

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self.forms[-1][self._area] = "".join(self._text).removeprefix("\n")
            self._area = ""

    def _put(self, name: str, value: str) -> None:
        if name and self.forms:
            self.forms[-1][name] = value


def filled(page: str) -> Fields:
    """The last form of a page, as it stands."""
    reader = _Fields()
    reader.feed(page)
    return reader.forms[-1]


def press(client: FlaskClient, path: str, page: str, action: str, **changes: str) -> TestResponse:
    """Send the form of that page with these fields changed and that button pressed."""
    return client.post(path, data={**filled(page), **changes, "action": action})
