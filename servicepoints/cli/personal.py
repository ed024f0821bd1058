"""`personal`: what is held of one mobile number, shown and erased, as at the city's desk.

The number is asked for, so that it stands in no list of processes and in no history of a shell.
"""

import click

from servicepoints.config import load
from servicepoints.services import personal as service
from servicepoints.services.booking.rules import rules_of
from servicepoints.services.opening import open_instance


@click.command()
@click.option("--erase", is_flag=True, help="看过以后全部删掉；删以前再问一声。")
def command(erase: bool) -> None:
    """登记库里有一个手机号的什么：打印出来抄给本人，或者全部删掉。

    手机号运行以后再输入，不写在命令里。查过、删过都有记录，和后台“个人信息”里的在一起；记录里号码打码。
    """
    settings = load()
    register = open_instance(settings)
    phone = click.prompt("手机号", err=True)
    if not erase:
        click.echo(
            service.written_out(register, service.COMMAND_LINE, phone).content.decode("utf-8-sig"), nl=False
        )
        return
    found = service.look_up(register, service.COMMAND_LINE, phone)
    for line in found.lines:
        click.echo(f"{line.sort}：{line.words}")
    if not found.lines:
        click.echo("登记库里没有这个号码。")
        return
    first = f"还有{found.coming}个没结束的报名会先取消，名额给后面的人。" if found.coming else ""
    if not click.confirm(f"{first}以上{len(found.lines)}条全部删掉，找不回来，删吗？", err=True):
        click.echo("没有删。")
        return
    counts = service.erase(
        register, service.COMMAND_LINE, phone, rules_of(settings), ending=bool(found.coming)
    )
    click.echo(f"删掉了：{'、'.join(f'{sort}{n}条' for sort, n in counts.items())}")
