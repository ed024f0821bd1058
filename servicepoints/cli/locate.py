"""`locate`: positions for the points that lack one."""

from datetime import datetime

import click

from servicepoints import reference
from servicepoints.cli.output import format_option, print_json
from servicepoints.cli.progress import bar
from servicepoints.cli.usage import Whole
from servicepoints.config import load
from servicepoints.counts import folder_of, note
from servicepoints.domain.hours import TIMEZONE
from servicepoints.services.locating import chain_of, locate
from servicepoints.services.opening import open_instance


@click.command()
@click.option("--limit", type=Whole(1, 1_000_000), help="最多找几个点（用旧答案的不算）。")
@format_option
def command(limit: int | None, form: str) -> None:
    """给没有位置的点找位置：先看已确认的位置，再问设置了密钥的地图服务。

    不够准的不采用，留着等人标；人标过的位置从不改动。
    """
    settings = load()
    register = open_instance(settings)
    gazetteer = reference.gazetteer()
    with bar("找位置") as progress:
        report = locate(
            register,
            chain_of(settings, gazetteer),
            gazetteer,
            datetime.now(TIMEZONE).date(),
            limit,
            progress,
        )
    tallies = report.providers.values()
    failed = sum(tally.failed for tally in tallies)
    note(
        folder_of(settings.home),
        {"geocoder_asked": sum(tally.asked for tally in tallies), "geocoder_failed": failed},
    )
    if form == "json":
        print_json(report.as_json())
        return
    for line in report.lines():
        click.echo(line)
