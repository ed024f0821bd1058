"""Private names and numbers: sealed at rest, found by keyed hash.

The data key comes from the environment (`SERVICEPOINTS_DATA_KEY`), never from the register. Several keys,
separated by commas, let one be replaced: the first seals, all of them open.

Border: a copy of the register (a disk, a backup, a dump) comes into others' hands. Believed: that the key
is not with it. So: such a copy tells what is public anyhow, and times and counts; names and mobile numbers
it does not. Who has both has everything: the key is kept apart, `doctor` says where it can be read, and
`housekeeping --reseal` ends an old one.
"""

import base64
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from servicepoints.errors import SettingError
from servicepoints.later import later

if TYPE_CHECKING:
    from cryptography import fernet
else:
    fernet = later("cryptography.fernet")

SETTING = "SERVICEPOINTS_DATA_KEY"
_MISSING = (
    f"没有数据密钥，不能读写联系人等不公开的信息：请设置 {SETTING}"
    "（servicepoints init 会把它写进实例的 keys.env）"
)
_WRONG = f"{SETTING} 打不开登记库里已加密的信息：请换回原来的密钥（多把密钥用逗号分开，新的在前）"
_MALFORMED = (
    f"{SETTING} 不是有效的密钥：应是 32 字节的 url-safe base64（44 个字符），可用 servicepoints init 生成"
)


def new_key() -> str:
    """A fresh data key, as it is written into the setting."""
    return fernet.Fernet.generate_key().decode()


class Secrecy:
    """Seals and opens with the given data key(s); `""` makes one that refuses to do either (SettingError)."""

    def __init__(self, data_key: str = "") -> None:
        self._keys = [part.strip() for part in data_key.split(",") if part.strip()]
        if not all(map(_is_key, self._keys)):
            raise SettingError(_MALFORMED)
        self._fernet: fernet.MultiFernet | None = None
        self._peppers = tuple(hashlib.sha256(b"find:" + key.encode()).digest() for key in self._keys)

    @property
    def ready(self) -> bool:
        """Whether there is a key."""
        return bool(self._keys)

    @property
    def many_keys(self) -> bool:
        """Whether one key is being replaced by another: a number may be kept under either."""
        return len(self._peppers) > 1

    def seal(self, value: Any) -> str:
        """Any JSON value, encrypted. SettingError without a key."""
        return self._key().encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()

    def open(self, token: str) -> Any:
        """The value that was sealed. SettingError without the key or with a wrong one."""
        try:
            return json.loads(self._key().decrypt(token))
        except fernet.InvalidToken as error:
            raise SettingError(_WRONG) from error

    def seal_bytes(self, data: bytes) -> bytes:
        """A file, encrypted. SettingError without a key."""
        return self._key().encrypt(data)

    def open_bytes(self, token: bytes) -> bytes:
        """The file that was sealed. SettingError without the key or with a wrong one."""
        try:
            return self._key().decrypt(token)
        except fernet.InvalidToken as error:
            raise SettingError(_WRONG) from error

    def again(self, token: str | bytes) -> bytes:
        """What was sealed, sealed under the first key. SettingError without the key or with a wrong one."""
        try:
            return self._key().rotate(token)
        except fernet.InvalidToken as error:
            raise SettingError(_WRONG) from error

    def fingerprint(self, text: str) -> str:
        """The keyed hash, under the first key, by which a sealed number or name is found again; while a key
        is replaced by another, look for any of `fingerprints`."""
        return self.fingerprints(text)[0]

    def fingerprints(self, text: str) -> tuple[str, ...]:
        """The same under each key, the first key's first: by any of these it may be found."""
        self._key()
        return tuple(hmac.digest(pepper, text.encode(), "sha256").hex() for pepper in self._peppers)

    def _key(self) -> "fernet.MultiFernet":
        """Made when something is first sealed or opened: a worker that couriers alone ask does neither."""
        if not self._keys:
            raise SettingError(_MISSING)
        if self._fernet is None:
            self._fernet = fernet.MultiFernet([fernet.Fernet(key) for key in self._keys])
        return self._fernet


def _is_key(text: str) -> bool:
    """Whether a text is a key of Fernet: 32 bytes in url-safe base64."""
    try:
        return len(base64.urlsafe_b64decode(text)) == 32
    except ValueError:
        return False
