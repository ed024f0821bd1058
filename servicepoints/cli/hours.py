"""`hours read`: what we can read of an opening text, without an instance."""

import click

from servicepoints.cli.output import format_option, print_json
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import ScheduleStatus

SAYS = {
    ScheduleStatus.READ: "读懂了",
    ScheduleStatus.REVIEW: "要人看一下",
    ScheduleStatus.NONE: "里面没有开放时间",
}


@click.group()
def command() -> None:
    """读开放时间。"""


@command.command("read")
@click.argument("text")
@format_option
def read(text: str, form: str) -> None:
    """把一句开放时间 TEXT（例如“周一至周五9:00-17:00”）读成 OSM opening_hours。"""
    schedule = read_hours(text)
    if form == "json":
        print_json(
            {
                "opening_hours": schedule.opening_hours,
                "status": schedule.status,
                "proposal": schedule.proposal,
                "reasons": list(schedule.reasons),
            }
        )
        return
    click.echo(f"{SAYS[schedule.status]}：{schedule.opening_hours or '—'}")
    if schedule.proposal:
        click.echo(f"可能是：{schedule.proposal}")
    for reason in schedule.reasons:
        click.echo(f"原因：{reason}")
