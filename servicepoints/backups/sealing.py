"""What is put around each frame of a backup, so that none can be changed, left out, doubled or moved.

With a key: AES-256-GCM under a key of this file's own. Without one: a digest, which tells damage, not malice.
Both cover the file's header, the frame's number and whether it is the last (the STREAM construction of Hoang
et al., 2015), so that a file that was cut off, even between two frames, is refused as well.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from servicepoints.errors import SettingError

SETTING = "SERVICEPOINTS_BACKUP_KEY"
MAKE_KEY = "python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
_PLACE = struct.Struct(">IQ")
"""Of a frame in its file: whether it is the last, and its number. 12 bytes, never twice in a file: fit for
a nonce, for each file has a key of its own."""
_DIGEST = 32
_KEY_BYTES = 32
_WHAT_FOR = b"servicepoints backup 1"


class Broken(Exception):
    """A frame is not what was written there."""


class Sealing(Protocol):
    """How frames of one file are closed and opened."""

    def close(self, number: int, last: bool, data: bytes) -> bytes:
        """The frame as it is written."""

    def open(self, number: int, last: bool, frame: bytes) -> bytes:
        """What was in it. Broken if it is not the frame that was written at this place."""


def keys_of(setting: str) -> tuple[bytes, ...]:
    """The keys in the setting (44 characters each, separated by commas), the first of which encrypts.
    SettingError."""
    found = []
    for part in filter(None, (part.strip() for part in setting.split(","))):
        try:
            key = base64.b64decode(part.encode("ascii"), altchars=b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error):
            key = b""
        if len(key) != _KEY_BYTES:
            raise SettingError(
                f"设置 {SETTING} 的值（不显示）不能用：要写 32 字节的 url-safe base64（44 个字符），"
                f"用 {MAKE_KEY} 生成"
            )
        found.append(key)
    return tuple(found)


def sealing(key: bytes | None, salt: bytes, header: bytes) -> Sealing:
    """The one for a file with this salt and header; without a key the one that only tells damage."""
    return _Digests(header) if key is None else _Encrypted(key, salt, header)


class _Encrypted:
    def __init__(self, key: bytes, salt: bytes, header: bytes) -> None:
        own = HKDF(SHA256(), _KEY_BYTES, salt, _WHAT_FOR).derive(key)
        self._cipher, self._header = AESGCM(own), header

    def close(self, number: int, last: bool, data: bytes) -> bytes:
        return self._cipher.encrypt(_PLACE.pack(last, number), data, self._header)

    def open(self, number: int, last: bool, frame: bytes) -> bytes:
        try:
            return self._cipher.decrypt(_PLACE.pack(last, number), frame, self._header)
        except InvalidTag as error:
            raise Broken from error


class _Digests:
    def __init__(self, header: bytes) -> None:
        self._header = hashlib.sha256(header).digest()

    def close(self, number: int, last: bool, data: bytes) -> bytes:
        return self._digest(number, last, data) + data

    def open(self, number: int, last: bool, frame: bytes) -> bytes:
        data = frame[_DIGEST:]
        if not hmac.compare_digest(frame[:_DIGEST], self._digest(number, last, data)):
            raise Broken
        return data

    def _digest(self, number: int, last: bool, data: bytes) -> bytes:
        return hashlib.sha256(self._header + _PLACE.pack(last, number) + data).digest()
