"""`digest`: the group notice of a place; and sending what is due into groups."""

from datetime import date, datetime
from typing import Any

import click

from servicepoints import reference
from servicepoints.cli.output import format_option, print_json
from servicepoints.cli.usage import Word
from servicepoints.config import Settings, load
from servicepoints.domain.digests import Length, last_day
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import SettingError
from servicepoints.services.noticing.gathering import (
    Notice,
    Wanted,
    frame_of,
    made_notice,
)
from servicepoints.services.noticing.naming import bureau_named, place_named
from servicepoints.services.noticing.scheduling import queue_due
from servicepoints.services.noticing.sending import beat, send_due
from servicepoints.services.opening import Register, open_instance

PATIENCE_S = 200
"""Less than the five minutes between two rounds of cron."""


class Day(click.ParamType[date]):
    """A date."""

    name = "DATE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date."""
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}”不行：要写成 2026-09-14 这样", param, ctx)
        if not 2000 <= day.year < 2100:
            self.fail(f"“{value}”不行：年份要在 2000 到 2099 之间", param, ctx)
        return day


@click.command()
@click.argument("place", default="")
@click.option("--bureau", default="", help="只写这个邮政管理局（代号或名称）的点位。")
@click.option("--from", "first", type=Day(), help="从哪天起（2026-09-14），默认当天。")
@click.option("--days", type=Word(["7", "1"]), default="7", show_default=True, help="写几天。")
@click.option("--full", is_flag=True, help="写全部点位；不加就是最合用的5个，其余的在链接里。")
@click.option("--send", is_flag=True, help="把到时候的群通知发到各群的机器人，由 cron 每5分钟跑一次。")
@format_option
def command(
    place: str, bureau: str, first: date | None, days: str, full: bool, send: bool, form: str
) -> None:
    """PLACE（例如 长宁区、长宁区/江苏路街道，不写就是全部）的群通知。

    加 --send 就不打印，改为发送：每周到时候的排进去，等着发的发出去。
    """
    settings = load()
    register, now = open_instance(settings), datetime.now(TIMEZONE)
    if send:
        _send(register, settings)
        return
    district, sub_district = place_named(place, reference.gazetteer())
    wanted = Wanted(
        first=first or now.date(),
        days=int(days),
        length=Length.FULL if full else Length.SHORT,
        bureau=bureau_named(register, bureau),
        district=district,
        sub_district=sub_district,
    )
    made = made_notice(register, wanted, frame_of(settings, _site(settings)), now)
    if form == "json":
        print_json(_as_json(made, wanted))
        return
    click.echo("\n\n".join([made.managers, *made.texts]))


def _send(register: Register, settings: Settings) -> None:
    if not settings.public_url:
        raise SettingError("要先设置 SERVICEPOINTS_PUBLIC_URL（对外网址）：发到群里的链接用它")
    queued = queue_due(register, frame_of(settings, settings.public_url))
    done = send_due(register, settings.wecom_hosts, PATIENCE_S)
    beat(register)
    click.echo(
        f"排进{queued}份群通知；发出去{done.sent}条，过会儿再试{done.later}条，停了{done.stopped}条，"
        f"没把握{done.unsure}条；还有{done.left}条等着发。"
    )


def _site(settings: Settings) -> str:
    if not settings.public_url:
        click.echo("没设 SERVICEPOINTS_PUBLIC_URL：链接只在这台机器上打得开，先别发到群里", err=True)
    return settings.public_url or f"http://{settings.host}:{settings.port}"


def _as_json(made: Notice, wanted: Wanted) -> dict[str, Any]:
    return {
        "from": wanted.first,
        "to": last_day(wanted.first, wanted.days),
        "managers": made.managers,
        "texts": [{"text": text, "bytes": len(text.encode())} for text in made.texts],
        "points": [{"code": choice.code, "name": choice.name} for choice in made.choices if choice.chosen],
    }
