"""Whatever a form, an address or a header of ours holds, it is answered, and by no failure of ours: tokens of
bookings, keepers, accounts and machines, and every form of the desk, of keepers and of couriers.
`SERVICEPOINTS_FUZZ` as in `test_fuzz`."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import Rule

from servicepoints.config import Settings
from servicepoints.register import Register, accounts
from servicepoints.services.accounts import people
from servicepoints.services.keeping.links import Signing, keeper_links, make_link
from tests.security.test_fuzz import fuzz
from tests.web.bureau.conftest import NOW, SignIn, token_of
from tests.web.bureau.machines import new_token
from tests.web.bureau.test_rights import RIGHTS, address, filled, own

__all__ = ["own"]

ENDS = {"bureau.sign_out", "bureau.change_password", "bureau.switch_account", "bureau.end_other_sessions"}
"""After these whoever tries further would try in vain."""
WORDS = (
    "", "0", "1", "-1", "9" * 30, "1e999", "NaN", "yes", "on", "\u202e", "示例", "示例" * 200, "a\nb\r\n",
    "\t", "'--", '"><b>', "../..", "2026-13-40", "2026-02-29", "9999-12-31", "0000-00-00", "25:99",
    "8:30-17:00", "{}", "[]", "null", "=1+1", "1390000000１", "１３９００００００００", "𝟙", "²", "\u200b",
    "\U0001f6b2", "AAAAAA", "x" * 5000, "%00", "https://[::1", "https://qyapi.weixin.qq.com@evil.example/",
    "31.2", "121.4", "wgs84", "csv", "xlsx", "today", "points", "2026-09-20T10:00", "13900000001",
    "couriers", "24小时",
)  # fmt: skip
values = st.sampled_from(WORDS) | st.text(max_size=30)


def fields_of(page: str) -> list[str]:
    """The names of all fields of a page's forms."""
    found = set(re.findall(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"', page))
    return sorted(found - {"csrf_token"})


def fields_near(client: FlaskClient, path: str) -> list[str]:
    """The names of the fields of the form that is sent there: those of its own page, or of the one above."""
    while path.count("/") > 1:
        if named := fields_of(client.get(path).data.decode(errors="replace")):
            return named
        path = path.rstrip("/").rpartition("/")[0] + "/" * (path.count("/") == 2)
    return []


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Without limits that a test would soon have used up, so that what lies behind them is reached."""
    return replace(
        settings, bookings_by_address=100_000, bookings_by_phone=1000, reports_by_phone=1000,
        reports_by_address=100_000, reports_by_point=100_000, suggestions_by_address=10_000,
    )  # fmt: skip


def posts(app: Flask, who: set[str]) -> list[Rule]:
    return [
        rule for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.endpoint in RIGHTS and RIGHTS[rule.endpoint].who in who
        and rule.endpoint not in ENDS
    ]  # fmt: skip


def test_every_form_of_the_desk_takes_anything(app: Flask, sign_in: SignIn, own: dict[str, str]) -> None:
    rules = posts(app, {"anybody", "signed_in", "city", "owner"})
    assert len(rules) > 50
    browsers = [sign_in("alice"), sign_in("dora")]
    tokens = [token_of(client) for client in browsers]
    known = {rule.endpoint: fields_near(browsers[1], address(app, rule, own)) for rule in rules}
    every = sorted({name for named in known.values() for name in named})

    @fuzz
    @given(st.data(), st.sampled_from(rules), st.integers(0, 1))
    def tried(data: st.DataObject, rule: Rule, who: int) -> None:
        names = st.sampled_from([*known[rule.endpoint], *RIGHTS[rule.endpoint].form] or every)
        said = st.dictionaries(
            names | st.sampled_from(every), values | st.lists(values, max_size=3), max_size=9
        )
        form = filled(RIGHTS[rule.endpoint].form, own) | data.draw(said)
        path = address(app, rule, own)
        answer = browsers[who].post(path, data=form | {"csrf_token": tokens[who]})
        assert answer.status_code < 500, (path, form)

    tried()


@pytest.fixture
def keeper(register: Register, settings: Settings, own: dict[str, str]) -> str:
    """The token of a keeper's link."""
    with register.read() as reader:
        alice = accounts.named(reader, "alice")
    assert alice is not None
    make_link(register, alice.account, own["OWN"], timedelta(days=9))
    _, (link,), _ = keeper_links(register, alice.account, own["OWN"], Signing(settings.secret_key), NOW)
    return link.token


def test_every_form_of_a_keeper_or_a_courier_takes_anything(
    nobody: FlaskClient, own: dict[str, str], keeper: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servicepoints.services.keeping.changing.MOST_VISITS", 10**9)
    verbs = ("right", "answer", "shut", "open", "hours", "amenities")
    forms = {f"/k/{keeper}/{verb}": f"/k/{keeper}" for verb in verbs} | {
        f"/s/{own['SESSION']}": f"/s/{own['SESSION']}", f"/p/{own['OWN']}/door": f"/p/{own['OWN']}",
        f"/p/{own['OWN']}/door/pin": f"/p/{own['OWN']}/door", "/suggest": "/suggest", "/near": "/near",
    }  # fmt: skip
    pages = {page: nobody.get(page).text for page in set(forms.values())}
    named = sorted({"lat", "lon", "accuracy", *(name for page in pages.values() for name in fields_of(page))})
    hidden = {
        page: dict(re.findall(r'name="(form|key)" value="([^"]+)"', text)) for page, text in pages.items()
    }

    @fuzz
    @given(
        st.sampled_from(sorted(forms)), st.booleans(),
        st.dictionaries(st.sampled_from(named), values | st.lists(values, max_size=3), max_size=8),
    )  # fmt: skip
    def tried(path: str, ours: bool, form: dict[str, str | list[str]]) -> None:
        answer = nobody.post(path, data=form | hidden[forms[path]] if ours else form)
        assert answer.status_code < 500, (path, form)

    tried()


def test_whatever_stands_for_a_token_opens_nothing(
    app: Flask, nobody: FlaskClient, register: Register, own: dict[str, str], keeper: str
) -> None:
    """Also a real one of another kind, cut, doubled or altered."""
    _, bearer = new_token(register)
    welcome = people.new_link(register, "alice")
    real = {"/k/": keeper, "/bureau/welcome/": welcome, "/api/": bearer}
    places = ("/b/", "/k/", "/r/", "/suggest/", "/bureau/welcome/", "/api/")
    shapes: dict[str, Callable[[str], str]] = {
        "as it is": str, "cut": lambda token: token[:-1], "doubled": lambda token: token * 2,
        "longer": "{}=".format, "turned": str.swapcase, "spaced": "{} ".format, "with a NUL": "{}\0".format,
        "with a slash": "{}/".format, "full width": lambda token: token.replace("A", "Ａ"),
    }  # fmt: skip

    @fuzz
    @given(
        st.sampled_from(places), st.sampled_from(sorted(real)), st.sampled_from(sorted(shapes)),
        values | st.binary(max_size=20).map(lambda data: data.decode("latin-1")), st.booleans(),
    )  # fmt: skip
    def tried(place: str, of: str, shape: str, junk: str, invented: bool) -> None:
        token = junk if invented else shapes[shape](real[of])
        if place == of and token.strip() == real[of]:
            return
        if place == "/api/":
            plain = re.sub(r"[\r\n]", "", token)
            header = "Bearer " + plain.encode("utf-8", "replace").decode("latin-1")
            path = f"/api/v1/points/{own['OWN']}/suspension"
            answer = nobody.delete(path, headers={"Authorization": header})
            assert answer.status_code == 401, header
        else:
            answer = nobody.get(place + quote(token, safe=""))
            assert answer.status_code in (301, 302, 308, 400, 404, 405, 410) or not token, (place, token)

    tried()


def test_whatever_stands_for_a_session_signs_nobody_in(nobody: FlaskClient, alice: FlaskClient) -> None:
    real = alice.get_cookie("session")
    assert real is not None

    @fuzz
    @given(st.integers(0, len(real.value) - 1), st.sampled_from('Aa0_-.="; \x7f'), values, st.booleans())
    def tried(at: int, sign: str, junk: str, invented: bool) -> None:
        altered = real.value[:at] + sign + real.value[at + 1 :]
        value = junk.encode("utf-8", "replace").decode("latin-1") if invented else altered
        if value == real.value or not value.isprintable():
            return
        answer = nobody.get("/bureau/", headers={"Cookie": f"session={value}; door={value}"})
        assert answer.status_code == 302, value

    tried()
