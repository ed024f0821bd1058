"""`migrate`: the register's tables brought to this version of the code."""

import click

from servicepoints.config import load
from servicepoints.services.migrating import migrate_instance


@click.command()
def command() -> None:
    """把登记库升级到这个版本（先备份）。"""
    before, after = migrate_instance(load())
    if before == after:
        click.echo(f"登记库已经是 {after}，没有要升级的。")
    else:
        click.echo(f"登记库从 {before or '空'} 升级到 {after}。")
