"""`housekeeping`: what is to be done once a day, by cron."""

import click

from servicepoints.config import load
from servicepoints.services.booking.rules import rules_of
from servicepoints.services.housekeeping import (
    beat,
    forget_counts,
    forget_lost,
    forget_people,
    forget_reporters,
    reseal,
)
from servicepoints.services.opening import open_instance
from servicepoints.services.reporting import rules as reporting


@click.command()
@click.option("--reseal", "sealing", is_flag=True, help="用第一把数据密钥重新加密所有加密存着的，换密钥时用")
@click.option(
    "--forget-unreadable", "lost", is_flag=True, help="数据密钥真的丢了：删掉谁也打不开的，会再问一声"
)
def command(sealing: bool, lost: bool) -> None:
    """每天跑一次：删掉早就结束的场次的预约人姓名和手机号、90天前的群通知发送记录，昨天以前门口反馈的来源记号和太旧的查找计数。"""
    settings = load()
    register = open_instance(settings)
    if lost:
        if not click.confirm("现在的密钥打不开的姓名、手机号会全部删掉，找不回来。备份过了吗？"):
            click.echo("没有动。")
            return
        click.echo(f"删掉了{forget_lost(register)}条打不开的。")
    click.echo(f"删掉了{forget_people(register, rules_of(settings))}个预约的姓名和手机号。")
    dropped, erased = forget_reporters(register, reporting.rules_of(settings))
    click.echo(f"抹掉了{dropped}条反馈的来源记号，删掉了{erased}条旧反馈。")
    if counts := forget_counts(register, settings.demand_months):
        click.echo(f"删掉了{counts}行太旧的查找计数。")
    beat(register)
    if sealing:
        click.echo(f"重新加密了{reseal(register)}条。现在可以去掉旧密钥了。")
