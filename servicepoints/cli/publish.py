"""`publish`: the register's changes into the catalogue that couriers read."""

import click

from servicepoints.config import load
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish


@click.command()
@click.option("--rebuild", is_flag=True, help="不管现在的目录，从头重建。")
def command(rebuild: bool) -> None:
    """把登记库里改过的发布到目录。"""
    settings = load()
    report = publish(open_instance(settings), settings.catalogue_path, rebuild=rebuild)
    how = "重建了目录" if report.rebuilt else "更新了目录"
    click.echo(f"{how}：改动 {report.changed} 个点，共 {report.total} 个点，版本 {report.revision}。")
