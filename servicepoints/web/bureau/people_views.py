"""The accounts of all bureaus, for the city."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.roles import ROLE_WORDS, Role
from servicepoints.errors import Conflict, InvalidValue, NotFound
from servicepoints.services.accounts import people, signing
from servicepoints.services.accounts.people import NewAccount
from servicepoints.services.machines import issuing
from servicepoints.web.bureau.anew import for_who_signed_in_lately
from servicepoints.web.bureau.blueprint import account, blueprint, for_the_city, register
from servicepoints.web.courier.blueprint import public_address

PAGE = "bureau.accounts"
_FIELDS = {"登录名": "login", "姓名": "name", "邮政管理局": "bureau"}


@blueprint.get("/people")
@for_the_city
@for_who_signed_in_lately(PAGE)
def accounts() -> str:
    """The accounts, and a form for one more."""
    return _page({}, {})


@blueprint.post("/people")
@for_the_city
@for_who_signed_in_lately(PAGE)
def add_account() -> tuple[str, int] | str:
    """Make an account and show the link that sets its password: this once, to be handed over."""
    typed = {name: request.form.get(name, "") for name in ("login", "name", "bureau")}
    role = Role.EDITOR if typed["bureau"] else Role.CITY
    try:
        made, token = people.add_account(
            register(), NewAccount(role=role, **typed), people.as_city(account())
        )
    except InvalidValue as error:
        said = "。".join(filter(None, (error.reason, error.fix)))
        return _page(typed, {_FIELDS.get(error.field, "login"): said}), 422
    except Conflict as error:
        return _page(typed, {"login": str(error)}), 422
    return _page({}, {}, made.login, token)


@blueprint.post("/people/<login>/link")
@for_the_city
@for_who_signed_in_lately(PAGE)
def new_link(login: str) -> str:
    """Show a new link for an account whose password was forgotten: another's. One's own password is changed
    by who knows it."""
    if _is_own(login):
        raise Conflict("自己的密码在“密码和设备”里改；忘了，找别的全市账号，或在服务器上重发链接")
    return _page({}, {}, login, people.new_link(register(), login, people.as_city(account())))


@blueprint.post("/people/<login>/state")
@for_the_city
@for_who_signed_in_lately(PAGE)
def switch_account(login: str) -> Response:
    """Disable an account or let it in again."""
    change = {"enabled": people.enable, "disabled": people.disable}.get(request.form.get("to", ""))
    if change is None:
        raise NotFound("没有这样的办法：只能启用或停用")
    try:
        changed = change(register(), login, people.as_city(account()))
        flash(f"{changed.name}的账号已{'启用' if change is people.enable else '停用'}", "good")
        left = issuing.left_behind(register(), changed.name) if change is people.disable else ""
        if left:
            flash(left, "bad")
    except Conflict as error:
        flash(str(error), "bad")
    return redirect(url_for("bureau.accounts"), 303)


@blueprint.post("/people/<login>/factor")
@for_the_city
@for_who_signed_in_lately(PAGE)
def drop_factor(login: str) -> Response:
    """Take the second factor away from an account whose phone is lost."""
    try:
        if _is_own(login):
            raise Conflict("自己的两步验证在“密码和设备”里关")
        changed = people.drop_factor(register(), login, people.as_city(account()))
        flash(f"{changed.name}的两步验证取消了，以后只凭密码登录", "good")
    except Conflict as error:
        flash(str(error), "bad")
    return redirect(url_for("bureau.accounts"), 303)


def _is_own(login: str) -> bool:
    return signing.clean_login(login) == account().login


def _page(typed: dict[str, str], errors: dict[str, str], login: str = "", token: str = "") -> str:
    found, bureaus = people.every_account(register())
    return render_template(
        "bureau/people.html",
        accounts=found,
        bureaus=bureaus,
        roles=ROLE_WORDS,
        typed=typed,
        errors=errors,
        invited=login,
        link=public_address(f"/bureau/welcome/{token}") if token else "",
    )
