"""`import`: a roster into the register."""

from datetime import datetime
from pathlib import Path

import click

from servicepoints import reference
from servicepoints.cli.output import format_option, print_json
from servicepoints.cli.progress import bar
from servicepoints.cli.usage import File
from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.services.importing import import_roster, refuse_large, report_lines
from servicepoints.services.opening import open_instance


@click.command()
@click.argument("file", type=File(exists=True))
@click.option("--bureau", default="", help="这些点归哪个邮政管理局（代号或名称）；台账里写了的以台账为准。")
@click.option("--dry-run", is_flag=True, help="只试读，不写入。")
@format_option
def command(file: Path, bureau: str, dry_run: bool, form: str) -> None:
    """导入台账 FILE（.xlsx、.xls、.ods、.csv）。同一份再导一次，什么都不变。"""
    refuse_large(file.stat().st_size)
    register = open_instance(load())
    with bar("读台账") as progress:
        report = import_roster(
            register,
            file.read_bytes(),
            file.name,
            bureau,
            dry_run=dry_run,
            vocabulary=reference.vocabulary(),
            gazetteer=reference.gazetteer(),
            today=datetime.now(TIMEZONE).date(),
            progress=progress,
        )
    if form == "json":
        print_json(report.as_json())
        return
    for line in report_lines(report):
        click.echo(line)
    if not dry_run:
        click.echo("运行 servicepoints publish 让小哥看到（正在 serve 的会自己发布）。")
