"""`export`: the register as a roster or as open data."""

from datetime import datetime
from pathlib import Path

import click

from servicepoints import reference
from servicepoints.cli.usage import File
from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import InstanceError
from servicepoints.services.exporting import export
from servicepoints.services.opening import open_instance


@click.command()
@click.argument("file", type=File(exists=False))
@click.option("--bureau", default="", help="只导这个邮政管理局（代号）的点。")
def command(file: Path, bureau: str) -> None:
    """导出到 FILE，按文件名的结尾决定格式。

    .xlsx 和 .csv 是台账，含不公开的联系人，可以改了再导入；.geojson、.json（HSDS 3）、.db 是开放数据。
    """
    settings = load()
    register = open_instance(settings)
    try:
        today = datetime.now(TIMEZONE).date()
        report = export(register, file, reference.vocabulary(), settings.catalogue_path, today, bureau)
    except OSError as error:
        raise InstanceError(f"写不了 {file}（{error.strerror}）：请换一个能写的地方") from error
    click.echo(f"导出了 {report.points} 个点：{report.path}")
