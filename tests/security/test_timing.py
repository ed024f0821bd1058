"""What takes how long tells nothing: the same work for a name that there is and one that there is not, and no
secret is compared sign by sign."""

import ast

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask.testing import FlaskClient

from servicepoints.domain.roles import Role
from servicepoints.register import Register
from servicepoints.services.accounts import people
from tests.security.sources import nodes
from tests.web.bureau.conftest import PASSWORD, post


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, int]]:
    """The costs (memory, rounds, lanes) of each password that was held against what is kept."""
    done: list[tuple[int, int, int]] = []
    real = PasswordHasher.verify

    def counted(hasher: PasswordHasher, kept: str, password: str) -> bool:
        costs = extract_parameters(kept)
        done.append((costs.memory_cost, costs.time_cost, costs.parallelism))
        return bool(real(hasher, kept, password))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    return done


def test_an_unknown_name_takes_the_work_of_a_wrong_password(
    nobody: FlaskClient, register: Register, verified: list[tuple[int, int, int]]
) -> None:
    """Counted, not timed: one password is held against one that is kept, of the same costs, whoever it is."""
    people.disable(register, "charlie")
    people.add_account(register, people.NewAccount(login="erin", name="示例艾琳", role=Role.CITY))
    tried = {
        "wrong": ("alice", "wrong horse battery"), "unknown": ("nobody", "wrong horse battery"),
        "disabled": ("charlie", PASSWORD), "never set": ("erin", "wrong horse battery"),
        "too long": ("alice", "x" * 5000), "empty": ("alice", ""), "no name": ("", "wrong horse battery"),
    }  # fmt: skip
    spent = {}
    for case, (login, password) in tried.items():
        verified.clear()
        form = {"login": login, "password": password}
        assert post(nobody, "/bureau/sign-in", form, page="/bureau/sign-in").status_code == 422, case
        spent[case] = list(verified)
    assert all(len(costs) == 1 for costs in spent.values()), spent
    assert len({costs[0] for costs in spent.values()}) == 1, spent


def test_a_locked_name_takes_no_work_whether_it_is_there_or_not(
    nobody: FlaskClient, verified: list[tuple[int, int, int]]
) -> None:
    for login in ("alice", "nobody"):
        counts = []
        for _ in range(10):
            verified.clear()
            form = {"login": login, "password": "wrong horse battery"}
            post(nobody, "/bureau/sign-in", form, page="/bureau/sign-in")
            counts.append(len(verified))
        assert counts == [1] * 8 + [0] * 2, login


SECRET = ("token", "digest", "signature", "secret", "password", "door_code", "fingerprint", "pepper")
COMPARED = {
    "backups/container.py: digest.hexdigest() != expected": "of a file that its reader has",
    "catalogue/build.py: (self.instance_id, self.digest) == (beside.instance_id, beside.digest())": "tables",
    "config.py: bool(settings.wechat_app_id) != bool(settings.wechat_app_secret)": "whether they are there",
    "register/api_tokens.py: _R.token == token": "its number",
    "services/bulk.py: found.digest != chosen.digest": "of what was chosen: the form shows it",
    "services/doctor/operating.py: settings.secret_key == settings.data_key": "on the command line",
    "services/importing/taking.py: digest_of(weighed.outcomes) != shown.digest": "of what the page shows",
    "web/bureau/account_views.py: form.get('password', '') != form.get('again', '')": "both just typed",
    "web/bureau/schedule_views.py: form.get('seen') != _digest(plan)": "of what the page shows",
    "web/bureau/sign_in_views.py: password == again": "both just typed",
}  # fmt: skip
"""Where such names are compared by ==, and why that tells nothing."""


def test_no_secret_is_compared_sign_by_sign() -> None:
    """By ==, which stops at the first sign that differs. In the register digests of tokens are looked up: of
    a digest nobody can choose the beginning."""
    found = set()
    for file, node in nodes():
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            sides = [node.left, *node.comparators]
            last = [ast.unparse(side).lower().rpartition(".")[2] for side in sides]
            known = any(isinstance(side, ast.Constant) for side in sides)
            if not known and any(word in name for name in last for word in SECRET):
                found.add(f"{file}: {ast.unparse(node)}")
    looked_up = {one for one in found if one.startswith("register/") and ".digest" in one}
    assert found - looked_up == set(COMPARED)
