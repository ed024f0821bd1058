# ruff: noqa: E501 (a row is a line)
"""What is sealed, signed, hashed and drawn: where, with what, and what for. One list, held to the code.

Keys: SERVICEPOINTS_SECRET_KEY signs (sessions, forms, links) and can be changed at any time: what it signed
is void then. SERVICEPOINTS_DATA_KEY seals people and finds them; `housekeeping --reseal` replaces it.
SERVICEPOINTS_BACKUP_KEY seals backups; the newer stands before the older. All are drawn, none is made of a
password, and none is in the register. Flask-WTF signs the token of the desk's forms by HMAC-SHA1, which is not
ours to choose; what counts is that it is the one in the session.
"""

import ast
import re
from functools import cache

import pytest

from servicepoints.app import create_app
from servicepoints.config import Settings
from servicepoints.errors import SettingError
from servicepoints.register.secrecy import Secrecy, new_key
from tests.security.sources import modules

NAMES = re.compile(
    r"hashlib\.\w+|hmac\.(?!compare)\w+|secrets\.(?:token_\w+|randb\w+|choice)|\b(?:Multi)?Fernet\b|PasswordHasher|Signer(?=\(secret_key)"
    r"|URLSafe\w+(?=\()|AESGCM|HKDF\w*|SHA\d+(?=\()|Cipher\b|ChaCha\w+|\b(?:AES|DES|ARC4|RSA)\b"
)
SHA256, DRAWN = "hashlib.sha256", "secrets.token_urlsafe"
SECURING: dict[str, tuple[set[str], str]] = {
    "backups/container.py": ({"hashlib.file_digest", SHA256, "secrets.token_bytes"}, "the digests of a backup's parts, the salt of its key"),
    "backups/sealing.py": ({"AESGCM", "HKDF", "SHA256", SHA256}, "a backup sealed by AES-256-GCM under a key of its own; checked by SHA-256 where there is none"),
    "register/secrecy.py": ({"Fernet", "MultiFernet", SHA256, "hmac.digest"}, "people sealed by AES-128-CBC and HMAC-SHA256 (encrypt, then sign); found by HMAC-SHA256"),
    "register/throttling.py": ({SHA256}, "the keys under which is counted; of addresses the keyed hash comes in"),
    "services/accounts/factors.py": ({"secrets.choice"}, "recovery codes: 40 bits, kept by argon2id; keys of authenticators are drawn by pyotp (160 bits), and its codes are HMAC-SHA1, as every authenticator makes them (RFC 6238)"),
    "services/accounts/passwords.py": ({"PasswordHasher", "secrets.token_hex"}, "passwords by argon2id; that of nobody"),
    "services/booking/roster.py": ({DRAWN}, "the key of a booking that the desk makes"),
    "services/booking/rules.py": ({SHA256, "secrets.token_bytes", DRAWN}, "the key of links; codes to show at a door"),
    "services/demand/sources.py": ({"secrets.token_bytes"}, "the key of a day under which networks are counted in memory"),
    "services/keeping/links.py": ({DRAWN}, "the numbers of keepers' links"),
    "services/reporting/rules.py": ({SHA256, "hmac.new", DRAWN}, "what tells phones and networks apart for a day, by HMAC-SHA256; a phone's number"),
    "services/reporting/samples.py": ({DRAWN}, "the demonstration's phones"),
    "services/signing_pages.py": ({DRAWN}, "the nonces of WeChat's signatures"),
    "services/suggesting/giving.py": ({SHA256, DRAWN}, "the key of links"),
    "services/tokens.py": ({"Signer", "URLSafeTimedSerializer", SHA256, "hmac.digest", DRAWN}, "tokens: 256 bits drawn, or 192 that follow by HMAC-SHA256; what is kept of them; forms and keepers' links, signed by HMAC-SHA256"),
    "sharing/wechat.py": ({"hashlib.sha1"}, "the signature that WeChat asks for, over nothing of ours that is secret"),
    "web/application.py": ({SHA256}, "the desk's cookie, signed by HMAC-SHA256"),
}  # fmt: skip
PLAIN = {SHA256, "secrets.token_hex", DRAWN, "secrets.token_bytes", "secrets.randbits"}
"""What else there is: digests tell versions apart, and names are drawn that must only be others. Whatever is
sealed, signed or keyed stands in the list."""


@cache
def uses() -> dict[str, set[str]]:
    """What each file names of all that seals, signs, hashes and draws, in its code."""
    found = {}
    for file, tree in modules().items():
        if named := set(NAMES.findall("\n".join(map(spelled, ast.walk(tree))))):
            found[file] = named
    return found


def spelled(node: ast.AST) -> str:
    """A name, one within a module, or a call with the name it is given first."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        first = node.args[0] if node.args else None
        return f"{node.func.id}({first.id if isinstance(first, ast.Name) else ''}"
    return node.id if isinstance(node, ast.Name) else ""


def test_every_use_stands_in_the_list() -> None:
    found = uses()
    assert {file: found.get(file) for file in SECURING} == {
        file: named for file, (named, _) in SECURING.items()
    }
    others = {file: named - PLAIN for file, named in found.items() if file not in SECURING}
    assert {file: named for file, named in others.items() if named} == {}


def test_every_digest_is_a_sound_one() -> None:
    """SHA-256 or longer; WeChat's signature alone is what WeChat asks for."""
    weak = {
        file: named for file, names in uses().items()
        if (named := {n for n in names if re.search(r"md5|sha1\b|SHA1\b|DES|ARC4|ECB", n)})
    }  # fmt: skip
    assert weak == {"sharing/wechat.py": {"hashlib.sha1"}}


def test_the_desks_cookie_is_signed_by_a_sound_digest(settings: Settings) -> None:
    serializer = create_app(settings).session_interface.get_signing_serializer(create_app(settings))
    assert serializer.make_signer(serializer.salt).digest_method().name == "sha256"


@pytest.mark.parametrize("value", ["示例张三", {"number": "13900000001"}])
def test_what_is_sealed_cannot_be_altered(value: object) -> None:
    """Nor cut, nor put together of two."""
    secrecy = Secrecy(new_key())
    sealed, other = secrecy.seal(value), secrecy.seal(value)
    assert sealed != other, "the same is sealed another way each time"
    swaps = str.maketrans({"A": "B", "B": "A"})
    altered = [
        sealed[:at] + sealed[at].translate(swaps).swapcase() + sealed[at + 1 :] for at in range(len(sealed))
    ]
    for bad in (
        *altered,
        sealed[:-4],
        sealed[4:],
        sealed[:60] + other[60:],
        "",
        "gAAAAA",
        Secrecy(new_key()).seal(value),
    ):
        if bad != sealed and bad.rstrip("=") != sealed.rstrip("="):
            with pytest.raises(SettingError):
                secrecy.open(bad)
