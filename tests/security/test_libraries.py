"""All libraries stand in one list, and none of them, listed, installed or allowed, has a hole that was known
when this was written.

`pip-audit`, on a machine that reaches its service (README says how), finds what became known since: its
finding becomes a row here, with the version that mends it, within a week (a day where strangers reach it).
"""

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.security.libraries import asked_by, direct, installed, listed

MENDED = {
    "brotli": ("1.2.0", "CVE-2025-6176, an answer that unpacks without end"),
    "certifi": ("2024.7.4", "CVE-2024-39689, an authority that is trusted no more; folium brings it"),
    "cryptography": ("50.0.0", "CVE-2026-69247, an oracle of PKCS#7; CVE-2026-26007, points of a subgroup"),
    "flask": ("3.1.3", "CVE-2026-27205, a session that was looked at and varied nothing"),
    "idna": ("3.7", "CVE-2024-3651, a square of a name's length"),
    "jinja2": ("3.1.6", "CVE-2025-27516, a way out of its sandbox"),
    "mako": ("1.2.2", "CVE-2022-40023, a pattern of its lexer; Alembic brings it"),
    "marshmallow": ("4.1.2", "CVE-2025-68480, a small request that takes long; flask-smorest brings it"),
    "orjson": ("3.11.6", "CVE-2025-67221, no bound to how deep it goes"),
    "requests": ("2.32.4", "CVE-2024-47081, a login told to another host; folium brings it"),
    "urllib3": ("2.6.3", "CVE-2026-21441, a redirect that unpacks without end; folium brings it"),
    "werkzeug": (
        "3.1.6",
        "CVE-2026-27199, names of devices of Windows; CVE-2024-49767, memory without a bound",
    ),
}
DIRECT = {canonicalize_name(one.name): one for one in direct()}
LISTED = listed()


@pytest.mark.parametrize("name", MENDED)
def test_a_library_is_mended_where_it_is_listed_and_where_it_is_installed(name: str) -> None:
    least, why = MENDED[name]
    assert Version(installed(name) or least) >= Version(least), why
    assert Version(LISTED[name]) >= Version(least), why


@pytest.mark.parametrize("name", sorted(MENDED.keys() & DIRECT))
def test_no_installation_may_take_one_with_that_hole(name: str) -> None:
    least, why = MENDED[name]
    bounds = [Version(one.version) for one in DIRECT[name].specifier if one.operator == ">="]
    assert [bound >= Version(least) for bound in bounds] == [True], why


def test_what_we_ask_for_is_in_the_list_in_a_version_that_we_allow() -> None:
    allowed = {name: one.specifier.contains(LISTED.get(name, "0")) for name, one in DIRECT.items()}
    assert [name for name, good in allowed.items() if not good] == []


@pytest.mark.parametrize("name", LISTED)
def test_what_a_listed_library_asks_for_is_listed_too(name: str) -> None:
    """Of those that are installed as listed: a newer one may ask for something else."""
    if installed(name) != LISTED[name]:
        return
    extras = frozenset(DIRECT[name].extras) if name in DIRECT else frozenset[str]()
    for one in asked_by(name, extras):
        at = LISTED.get(canonicalize_name(one.name))
        assert at is not None, f"{name} brings {one.name}"
        assert one.specifier.contains(at), f"{name} and {one}"


def test_nothing_is_listed_that_none_of_them_asks_for() -> None:
    here = {name: installed(name) for name in LISTED}
    if any(at not in ("", LISTED[name]) for name, at in here.items()):
        return  # those that differ may ask for less
    asked = {
        canonicalize_name(one.name)
        for name, at in here.items()
        if at
        for one in asked_by(name, frozenset(), elsewhere=True)
    }
    assert LISTED.keys() - asked - DIRECT.keys() == set()
