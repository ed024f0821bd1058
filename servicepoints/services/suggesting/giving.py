"""Proposing a place: laid on a desk once, however often the form is sent, and what became of it."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from servicepoints.config import Settings
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.networks import network_of
from servicepoints.domain.suggestions import Suggestion
from servicepoints.errors import Conflict, InvalidValue, NotFound, TooOften
from servicepoints.register import COURIER, Register, Writer, bureaus, suggestions, throttling
from servicepoints.services.tokens import Forms, digest, drawn_from

FORM_S = 12 * 3600
"""Seconds for which a form that was shown may be sent."""

_DAY = timedelta(days=1)
_TOKEN_BYTES, _SOURCE_LENGTH = 24, 16
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Given:
    """A proposed place as its page shows it: what became of it, and the name of the bureau on whose desk it
    is ("" for the city's)."""

    suggestion: Suggestion
    bureau_name: str


class Slips:
    """Draws the keys of forms, and makes of a form's key and what it says the token of its page: the same
    form sent twice comes to the same page, and nobody else can come to it."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"suggestion:" + secret_key.encode()).digest()
        self._forms = Forms(secret_key, "suggestion-form", FORM_S)

    def form(self) -> str:
        """The key of a form that is shown, signed: no other site can make one up."""
        return self._forms.sign(secrets.token_urlsafe(16))

    def drawn(self, form: str) -> bool:
        """Whether we drew that key, not too long ago."""
        return self._forms.read(form) is not None

    def token(self, form: str, given: Suggestion) -> str:
        """The token of the page of what that form proposes: 192 bits."""
        return drawn_from(self._key, form, given.name, given.address, given.hours, given.note)


def give(register: Register, settings: Settings, given: Suggestion, form: str, address: str) -> str:
    """Lays a proposed place on the desk of its bureau; the token of its page. What it returns is durable.

    `form` is the key of the form, `address` the network address that it came from, of which a keyed hash is
    counted. InvalidValue for a form that is not ours or too old; TooOften; RegisterAway.
    """
    slips = Slips(settings.secret_key)
    if not slips.drawn(form):
        raise InvalidValue("表单", "", "放得太久了", "再点一次就行，填的都还在")
    token = slips.token(form, given)
    for _ in range(_ATTEMPTS):
        try:
            with register.write(COURIER) as writer:
                if suggestions.by_digest(writer, digest(token)) is None:
                    _store(writer, settings, given, token, address)
            return token
        except Conflict:  # the same form at the same moment
            continue
    raise Conflict("没有交上，请再点一次")


def look(register: Register, token: str) -> Given:
    """What became of the one with that token. NotFound."""
    with register.read() as reader:
        found = suggestions.by_digest(reader, digest(token))
        if found is None:
            raise NotFound("没有这条推荐：链接可能抄漏了")
        bureau = bureaus.get(reader, found.bureau) if found.bureau else None
    return Given(found, bureau.name if bureau else "")


def _store(writer: Writer, settings: Settings, given: Suggestion, token: str, address: str) -> None:
    source = ""
    if address:
        network = network_of(address)
        who = writer.secrecy.fingerprint(f"suggest from\0{network}")
        key = throttling.key_of("suggest", who)
        if throttling.count(writer, key, _DAY) > settings.suggestions_by_address:
            raise TooOften("今天从这里推荐得太多了，明天再来。急的话直接打给当地邮政管理局")
        day = writer.now.astimezone(TIMEZONE).date()
        source = writer.secrecy.fingerprint(f"suggest from\0{day}\0{network}")[:_SOURCE_LENGTH]
    bureau = given.bureau if bureaus.get(writer, given.bureau) else ""
    suggestions.add(writer, replace(given, source=source, bureau=bureau), digest(token))
