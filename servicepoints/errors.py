"""The tree of our failures.

    ServicePointsError          everything we raise on purpose; the message is for a person and says the fix
    ├── SettingError            a setting is missing or wrong: start-up stops
    ├── InvalidValue            a value does not fit its field (field, value, reason, fix)
    ├── UnreadableSheet         a file is no roster that we can read
    ├── NotFound                nothing has that code, slug or token
    ├── Conflict                what was to be written contradicts what stands
    │   ├── ChangedMeanwhile    somebody changed it since it was read
    │   ├── Contradicted        what a machine sent fits its description, but not what stands (fields)
    │   └── StartOver           nobody can say any more what changed since then
    ├── TokenRefused            a token of the API is missing, unknown, revoked or over
    ├── NotAllowed              who asks has no right to it
    ├── SignInRefused           name and password do not fit, or there is no such account: never said which
    ├── TooOften                tried too often; says when to try again
    ├── InstanceError           the folder of the instance is missing, foreign, or of another version
    │   └── NotWritten          it takes nothing more (full, read-only): what stands there can be read
    ├── RegisterAway            the system of record does not answer; reading goes on from the catalogue
    ├── OutgoingError           another system that we speak to did not answer
    │   ├── NotReached          it has nothing of ours: trying again sends nothing twice
    │   ├── NoAnswer            it may have taken what we sent: nobody knows
    │   └── WechatRefused       WeChat answered that it will not (code, wait)
    └── GeocodingError          a geocoder failed
        ├── GeocoderKeyRefused  its key is wrong: stop the run, a person must act
        ├── GeocoderQuotaSpent  its quota is spent: go on with the next provider
        └── GeocoderAway        timed out, unreachable or talking nonsense: passing

Foreign exceptions become ours at the border where they occur, `raise … from`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


class ServicePointsError(Exception):
    """Base of all failures that this project raises on purpose."""


class SettingError(ServicePointsError):
    """A setting is missing or has a value that cannot be used."""


@dataclass
class InvalidValue(ServicePointsError):
    """A value that does not fit its field.

    `field` is the field's name as its user knows it, `value` what was given, `reason` why it does not fit and
    `fix` what to write instead; the last two in plain Chinese.
    """

    field: str
    value: str
    reason: str
    fix: str = ""

    def __str__(self) -> str:
        shown = self.value if len(self.value) <= 80 else self.value[:77] + "…"
        return f"{self.field}“{shown}”：{self.reason}" + (f"。{self.fix}" if self.fix else "")


class UnreadableSheet(ServicePointsError):
    """A file that cannot be read as a roster."""


class NotFound(ServicePointsError):
    """Nothing has that code, slug or token."""


class Conflict(ServicePointsError):
    """What was to be written contradicts what stands."""


class ChangedMeanwhile(Conflict):
    """Somebody changed it since it was read."""


class Contradicted(Conflict):
    """What a machine sent is well formed but does not fit what stands: `fields` says which and what to do."""

    def __init__(self, message: str, fields: Mapping[str, str]) -> None:
        super().__init__(message)
        self.fields = fields


class StartOver(Conflict):
    """What changed since then cannot be told any more: all is to be read anew."""


class TokenRefused(ServicePointsError):
    """A token of the API is missing, unknown, revoked or over."""


class NotAllowed(ServicePointsError):
    """Who asks has no right to it."""


class SignInRefused(ServicePointsError):
    """Name and password do not fit each other. `account` is the login of the account that was tried, "" if
    there is none: for the log alone."""

    def __init__(self, message: str, account: str = "") -> None:
        super().__init__(message)
        self.account = account


class TooOften(ServicePointsError):
    """Something was tried too often; the message says when to try again, `seconds` for machines."""

    def __init__(self, message: str, seconds: int = 60) -> None:
        super().__init__(message)
        self.seconds = seconds


class InstanceError(ServicePointsError):
    """The instance's folder is missing, belongs to something else, or is of another version."""


class NotWritten(InstanceError):
    """The folder takes nothing more; what stands in it stands."""


class RegisterAway(ServicePointsError):
    """The register does not answer."""


class OutgoingError(ServicePointsError):
    """Another system that we speak to did not answer."""


class NotReached(OutgoingError):
    """There was no connection: nothing of ours arrived."""


class NoAnswer(OutgoingError):
    """What we sent went out and no whole answer came: it may have been taken."""


class WechatRefused(OutgoingError):
    """WeChat answered that it gives nothing: its `code`, and how long asking again is of no use (`wait`)."""

    def __init__(self, words: str, code: int, wait: timedelta) -> None:
        super().__init__(words)
        self.code, self.wait = code, wait


class GeocodingError(ServicePointsError):
    """A geocoder failed."""


class GeocoderKeyRefused(GeocodingError):
    """A geocoder refused its key: every further call would fail the same way."""


class GeocoderQuotaSpent(GeocodingError):
    """A geocoder's quota is spent for now."""


class GeocoderAway(GeocodingError):
    """A geocoder timed out, could not be reached, or answered with something unreadable."""
