"""`digest`: the group notice of a place."""

from datetime import date, datetime
from typing import Any

import click

from servicepoints import reference
from servicepoints.cli.output import format_option, print_json
from servicepoints.cli.usage import Word
from servicepoints.config import Settings, load
from servicepoints.domain.digests import Length, last_day
from servicepoints.domain.hours import TIMEZONE
from servicepoints.services.noticing.gathering import (
    Notice,
    Wanted,
    bureau_named,
    frame_of,
    made_notice,
    place_named,
)
from servicepoints.services.opening import open_instance


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
@format_option
def command(place: str, bureau: str, first: date | None, days: str, full: bool, form: str) -> None:
    """PLACE（例如 长宁区、长宁区/江苏路街道，不写就是全部）的群通知。"""
    settings = load()
    register, now = open_instance(settings), datetime.now(TIMEZONE)
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


def _site(settings: Settings) -> str:
    return settings.public_url or f"http://{settings.host}:{settings.port}"


def _as_json(made: Notice, wanted: Wanted) -> dict[str, Any]:
    return {
        "from": wanted.first,
        "to": last_day(wanted.first, wanted.days),
        "managers": made.managers,
        "texts": [{"text": text, "bytes": len(text.encode())} for text in made.texts],
        "points": [{"code": choice.code, "name": choice.name} for choice in made.choices if choice.chosen],
    }
