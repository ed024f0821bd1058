"""`publish`: the register's changes into the catalogue that couriers read and the files of open data."""

from datetime import datetime

import click

from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.services.open_data.filing import write_open_data
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish


@click.command()
@click.option("--rebuild", is_flag=True, help="不管现在的目录和开放数据，从头重建。")
def command(rebuild: bool) -> None:
    """把登记库里改过的发布到目录，再写开放数据的文件。"""
    settings = load()
    register = open_instance(settings)
    report = publish(register, settings.catalogue_path, rebuild=rebuild)
    how = "重建了目录" if report.rebuilt else "更新了目录"
    click.echo(f"{how}：改动 {report.changed} 个点，共 {report.total} 个点，版本 {report.revision}。")
    files = write_open_data(settings, register, datetime.now(TIMEZONE), fresh=rebuild, wait=True)
    if files is not None:
        click.echo(f"写好了开放数据：{len(files.files)} 个文件，{files.facts['points']} 个点。")
