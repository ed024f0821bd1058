"""`restore`: an instance brought back from a backup."""

from pathlib import Path

import click

from servicepoints.cli.usage import File
from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.services.saving.restoring import restore

_AS_THEN = (
    "账号都要重新登录，设密码的链接要重发。停用的账号、改过的密码、作废的接口令牌和负责人链接，"
    "都是备份那时的样子：后来停的、改的、作废的，再做一遍。"
)


@click.command()
@click.argument("file", type=File(exists=True))
@click.option("--lost-key", is_flag=True, help="数据密钥真的丢了：照样恢复，加密的内容读不出来。")
def command(file: Path, lost_key: bool) -> None:
    """从备份 FILE 恢复成一个实例，核对过，发布好。

    只往没有登记库的地方写：空的实例文件夹，或 REGISTER_URL 指到的空库。先把另存的 keys.env 放进实例文件夹。
    """
    report = restore(load(), file, lost_key=lost_key)
    at = report.made_at.astimezone(TIMEZONE)
    click.echo(
        f"恢复好了，核对过：{at:%Y年%m月%d日 %H:%M} 的备份，"
        f"{report.points} 个点，{report.bookings} 个预约，已发布。"
    )
    click.echo(_AS_THEN)
    if report.before != report.after:
        click.echo(f"登记库从 {report.before} 升级到 {report.after}。")
    if report.settings:
        click.echo(f"备份那时的设置写在 {report.settings}，对照着设好再打开服务。")
