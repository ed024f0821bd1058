"""Our cookies: nobody reads one, plants one, or makes one travel."""

import re
from http.cookies import Morsel, SimpleCookie

from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import Settings
from servicepoints.register import Register, points
from tests.web.bureau.conftest import PASSWORD, post

HERE = "https://example.gov.cn"


def behind_tls(settings: Settings) -> FlaskClient:
    values = {name: getattr(settings, name) for name in settings.__dataclass_fields__}
    return create_app(Settings(**{**values, "public_url": HERE})).test_client()


def cookie(headers: list[str]) -> Morsel[str]:
    (only,) = [one for line in headers for one in SimpleCookie(line).values()]
    return only


def test_behind_tls_the_cookie_is_of_this_host_alone(settings: Settings) -> None:
    answer = behind_tls(settings).get("/bureau/sign-in", base_url=HERE)
    found = cookie(answer.headers.getlist("Set-Cookie"))
    assert found.key.startswith("__Host-")
    assert (found["secure"], found["httponly"], found["samesite"]) == (True, True, "Lax")
    assert (found["path"], found["domain"]) == ("/", "")


def test_one_can_sign_in_with_it(settings: Settings) -> None:
    client = behind_tls(settings)
    form = {"login": "alice", "password": PASSWORD}
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = post(client, "/bureau/sign-in", form, "/bureau/sign-in", base_url=HERE, headers=headers)
    assert answer.status_code == 303
    assert client.get("/bureau/", base_url=HERE).status_code == 200


def test_signing_out_takes_the_cookie_away(alice: FlaskClient) -> None:
    answer = post(alice, "/bureau/sign-out", {})
    assert "Expires=Thu, 01 Jan 1970" in answer.headers["Set-Cookie"]
    assert alice.get("/bureau/").status_code == 302


def test_couriers_get_no_cookie(nobody: FlaskClient) -> None:
    for path in ("/", "/near", "/map", "/suggest", "/api/v1/points", "/open-data/"):
        assert "Set-Cookie" not in nobody.get(path).headers, path


def test_the_phones_number_at_a_door_is_kept_secure_behind_tls(
    settings: Settings, register: Register
) -> None:
    client = behind_tls(settings)
    with register.read() as reader:
        code = points.matching(reader, "shili")[0].code
    page = client.get(f"/p/{code}", base_url=HERE)
    form = re.search(r'name="form" value="([^"]+)"', page.text)
    assert form is not None
    said = client.post(f"/p/{code}/door", data={"form": form[1], "say": "open"}, base_url=HERE)
    assert said.status_code == 303, said.text
    found = cookie(said.headers.getlist("Set-Cookie"))
    assert found.key == "__Secure-door"
    assert (found["secure"], found["httponly"], found["samesite"]) == (True, True, "Lax")
    assert (found["path"], found["domain"]) == ("/p/", "")
