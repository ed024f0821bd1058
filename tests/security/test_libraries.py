"""No library is installed in a version with a hole that was known when this was written.

`pip-audit`, on a machine that reaches its service, finds what became known since: its finding becomes a row
here, with the version that mends it, within a week (a day where strangers reach it).
"""

from importlib.metadata import version

import pytest
from packaging.version import Version

MENDED = {
    "cryptography": ("44.0.1", "CVE-2024-12797, in the OpenSSL of its wheels"),
    "flask": ("3.1.1", "CVE-2025-47278, the wrong key of several signed sessions"),
    "werkzeug": ("3.0.6", "CVE-2024-49767, a form's parts took memory without a bound"),
    "jinja2": ("3.1.6", "CVE-2025-27516, a way out of its sandbox"),
    "mako": ("1.2.2", "CVE-2022-40023, a pattern of its lexer; Alembic brings it"),
    "requests": ("2.32.4", "CVE-2024-47081, a login told to another host; folium brings it"),
    "idna": ("3.7", "CVE-2024-3651, a square of a name's length"),
}


@pytest.mark.parametrize("name", MENDED)
def test_an_installed_library_is_mended(name: str) -> None:
    least, why = MENDED[name]
    assert Version(version(name)) >= Version(least), why
