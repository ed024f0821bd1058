"""`accounts`: who may sign in at the desk."""

from typing import Any

import click

from servicepoints.cli.output import format_option, print_json
from servicepoints.cli.usage import WrongUsage
from servicepoints.config import Settings, load
from servicepoints.domain.roles import ROLE_WORDS, Role, Scope
from servicepoints.services.accounts import people
from servicepoints.services.accounts.people import NewAccount
from servicepoints.services.machines import issuing
from servicepoints.services.opening import open_instance


@click.group()
def command() -> None:
    """后台的账号：新建、重发链接、停用、启用、取消两步验证、列出。"""


@command.command()
@click.argument("login")
@click.option("--name", required=True, help="姓名，改动记录里显示。")
@click.option("--bureau", default="", help="管哪个邮政管理局的点位（代号或名称）。")
@click.option("--city", is_flag=True, help="管全市：所有点位、节假日和账号。")
def add(login: str, name: str, bureau: str, city: bool) -> None:
    """新建账号 LOGIN，打印一个设密码的链接：只能用一次，三天内有效。"""
    if city == bool(bureau):
        raise WrongUsage("--bureau 和 --city 要写一个，只写一个", click.get_current_context())
    settings = load()
    wanted = NewAccount(login=login, name=name, role=Role.CITY if city else Role.EDITOR, bureau=bureau)
    account, token = people.add_account(open_instance(settings), wanted)
    click.echo(f"建好了账号 {account.login}（{account.name}，{account.bureau or '全市'}）。")
    _show_link(settings, token)


@command.command()
@click.argument("login")
def link(login: str) -> None:
    """给账号 LOGIN 再发一个设密码的链接；以前的链接作废。两步验证还在：手机也丢了，再 drop-factor。"""
    settings = load()
    _show_link(settings, people.new_link(open_instance(settings), login))


@command.command()
@click.argument("login")
def disable(login: str) -> None:
    """停用账号 LOGIN：不能再登录，已登录的马上退出。"""
    register = open_instance(load())
    account = people.disable(register, login)
    click.echo(f"停用了账号 {account.login}（{account.name}）。")
    left = issuing.left_behind(register, account.name)
    if left:
        click.echo(left, err=True)


@command.command()
@click.argument("login")
def enable(login: str) -> None:
    """重新启用账号 LOGIN。"""
    account = people.enable(open_instance(load()), login)
    click.echo(f"启用了账号 {account.login}（{account.name}）。")


@command.command("drop-factor")
@click.argument("login")
def drop_factor(login: str) -> None:
    """手机丢了：取消账号 LOGIN 的两步验证，已登录的马上退出；以后只凭密码登录，再自己打开。"""
    account = people.drop_factor(open_instance(load()), login)
    click.echo(f"取消了账号 {account.login}（{account.name}）的两步验证。")


@command.command("list")
@format_option
def list_(form: str) -> None:
    """列出账号。"""
    found, _ = people.every_account(open_instance(load()))
    if form == "json":
        print_json([_plain(one) for one in found])
        return
    for one in found:
        a = one.account
        state = "停用" if one.disabled else "" if one.password else "还没设密码"
        state += "（两步验证）" if one.factor_since else ""
        click.echo(f"{a.login}\t{a.name}\t{a.bureau or ROLE_WORDS[a.role]}\t{state}".rstrip())
    click.echo(f"共 {len(found)} 个账号")


@command.group()
def token() -> None:
    """接口令牌：局里自己的系统用它改本局的点位。新建、作废、列出。"""


@token.command("add")
@click.argument("name")
@click.option("--bureau", required=True, help="管哪个邮政管理局的点位（代号）。")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice([s.value for s in Scope]),
    help="能做什么，可以写几次。",
)  # fmt: skip
@click.option("--days", default=issuing.USUAL_DAYS, show_default=True, help="几天有效。")
def add_token(name: str, bureau: str, scopes: tuple[str, ...], days: int) -> None:
    """给叫 NAME 的系统做一个令牌，打印出来：只显示这一次。"""
    wanted = issuing.Wanted(name=name, bureau=bureau, scopes=scopes, days=days)
    made, text = issuing.issue_for(open_instance(load()), wanted, people.COMMAND_LINE)
    click.echo(f"做好了令牌 {made.id}（{made.name}，{made.bureau}，{days}天有效）。只显示这一次：")
    click.echo(text)


@token.command("revoke")
@click.argument("number", type=int)
def revoke_token(number: int) -> None:
    """作废编号为 NUMBER 的令牌，马上不能用。"""
    ended = issuing.revoke_number(open_instance(load()), number, people.COMMAND_LINE)
    click.echo(f"作废了令牌 {ended.id}（{ended.name}，{ended.bureau}）。")


@token.command("list")
@format_option
def list_tokens(form: str) -> None:
    """列出令牌。令牌本身不留，列不出来。"""
    register = open_instance(load())
    found = issuing.every(register)
    if form == "json":
        print_json([_plain_token(one) for one in found])
        return
    for one in found:
        state = "" if one.works(register.now()) else "作废" if one.revoked_at else "过期"
        scopes = ",".join(sorted(one.scopes))
        click.echo(
            f"{one.id}\t{one.name}\t{one.bureau}\t{scopes}\t{one.used_on or '没用过'}\t{state}".rstrip()
        )
    click.echo(f"共 {len(found)} 个令牌")


def _plain_token(one: issuing.ApiToken) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "bureau": one.bureau,
        "scopes": sorted(one.scopes),
        "expires_at": one.expires_at.isoformat(),
        "used_on": one.used_on.isoformat() if one.used_on else None,
        "revoked": one.revoked_at is not None,
    }


def _plain(one: people.Standing) -> dict[str, Any]:
    a = one.account
    return {
        "login": a.login,
        "name": a.name,
        "role": a.role.value,
        "bureau": a.bureau,
        "disabled": one.disabled,
        "password_set": bool(one.password),
        "two_factors": one.factor_since is not None,
    }


def _show_link(settings: Settings, token: str) -> None:
    site = settings.public_url or f"http://127.0.0.1:{settings.port}"
    click.echo("设密码的链接（三天内有效，只能用一次，只发给本人）：")
    click.echo(f"{site.rstrip('/')}/bureau/welcome/{token}")
