"""`backup`: one backup into a folder."""

from dataclasses import asdict
from pathlib import Path

import click

from servicepoints.cli.output import format_option, print_json
from servicepoints.config import load
from servicepoints.services.saving.backing_up import BackupReport, back_up


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@format_option
def command(folder: Path, form: str) -> None:
    """往文件夹 DIR 里写一份备份，服务开着也行；写完从头读一遍核对，再删掉不用留的旧备份。

    里面是登记库（PostgreSQL 的用 PATH 里的 pg_dump）和不是密钥的设置。数据密钥不在里面：keys.env 要另外存。
    """
    settings = load()
    report = back_up(settings, folder.expanduser().absolute())
    if form == "json":
        print_json(asdict(report))
        return
    sealed = "加密了" if report.encrypted else "没有加密"
    click.echo(
        f"备份好了，核对过：{report.path}"
        f"（{_size(report.size)}，{sealed}，{report.points} 个点，共 {report.rows} 行）"
    )
    if report.removed:
        click.echo(f"删掉了 {report.removed} 份不用留的旧备份。")
    for warning in _warnings(report, settings.keys_path):
        click.echo(f"！{warning}", err=True)


def _warnings(report: BackupReport, keys: Path) -> list[str]:
    warnings = []
    if report.has_key:
        warnings.append(
            "数据密钥不在备份里，没有它，姓名、手机号恢复了也读不出来："
            f"把 {keys}（或环境变量里的）另存一份，和备份分开放。"
        )
    if not report.encrypted:
        warnings.append("备份没有加密：要存到别处，请设置 SERVICEPOINTS_BACKUP_KEY。")
    if report.same_disk:
        warnings.append("备份和登记库在同一个磁盘上，磁盘坏了会一起没有：再存一份到别的机器上。")
    return warnings


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.0f} KB"
