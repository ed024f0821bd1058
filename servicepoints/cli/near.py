"""`near`: what is near a place, from the published catalogue."""

from datetime import datetime
from math import nan

import click

from servicepoints import reference
from servicepoints.cli.output import format_option
from servicepoints.cli.usage import Whole
from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Point
from servicepoints.domain.status_words import arrival_words, name_of_moment, status_words, way_words
from servicepoints.domain.wording import entry_words
from servicepoints.services.answers import Answers, When, document
from servicepoints.services.finding import Finding, Hit, Openness, Query
from servicepoints.services.riding import riding_of

MOST = 1000


class Degrees(click.ParamType[float]):
    """Degrees up to a bound to both sides."""

    name = "DEGREES"

    def __init__(self, largest: int) -> None:
        self.largest = largest

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        try:
            number = float(str(value))
        except ValueError:
            number = nan
        if not abs(number) <= self.largest:
            swapped = "；像是写反了，先纬度（上海约 31）后经度（约 121）" if abs(number) <= 180 else ""
            self.fail(
                f"“{value}”不行：要写 -{self.largest} 到 {self.largest} 之间的度数{swapped}", param, ctx
            )
        return number


class Moment(click.ParamType[datetime]):
    """An ISO moment; Shanghai's when it names no zone."""

    name = "ISO"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The aware moment."""
        if isinstance(value, datetime):
            return value
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}”不行：要写成 2026-09-14T21:30 这样", param, ctx)
        if not 2000 <= at.year < 2100:
            self.fail(f"“{value}”不行：年份要在 2000 到 2099 之间", param, ctx)
        return at if at.tzinfo else at.replace(tzinfo=TIMEZONE)


class Needs(click.ParamType[frozenset[str]]):
    """Amenity keys, separated by commas."""

    name = "KEY,KEY"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> frozenset[str]:
        """The keys."""
        if isinstance(value, frozenset):
            return value
        keys = frozenset(part.strip() for part in str(value).split(",") if part.strip())
        known = reference.vocabulary()
        if unknown := sorted(keys - set(known)):
            known_words = "、".join(f"{a.key}（{a.label}）" for a in known.values())
            self.fail(f"“{'、'.join(unknown)}”不行：没有这样的设施。可以写：{known_words}", param, ctx)
        return keys


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("lat", type=Degrees(90))
@click.argument("lon", type=Degrees(180))
@click.option("--need", type=Needs(), default="", help="要有的设施，逗号隔开，全部都要有。")
@click.option("--at", type=Moment(), help="问哪个时刻（例如 2026-09-14T21:30），默认现在。")
@click.option("--open", "only_open", is_flag=True, help="只要骑到还开着的。")
@click.option("--limit", type=Whole(1, MOST), default=10, show_default=True, help="最多几个。")
@format_option
def command(
    lat: float, lon: float, need: frozenset[str], at: datetime | None, only_open: bool, limit: int, form: str
) -> None:
    """离 LAT LON（WGS-84，先纬度后经度）最近的歇脚点，由近到远，10 公里以内。"""
    settings = load()
    now = datetime.now(TIMEZONE)
    when = When(at or now, now)
    finding = Finding.open(settings.catalogue_path, riding_of(settings))
    wanted = Openness.ARRIVAL if only_open else Openness.ANY
    hits = finding.finder.near(
        Query(latitude=lat, longitude=lon, at=when.at, needs=need, open=wanted, limit=limit)
    )
    if form == "json":
        found = finding.found_at(when.at)
        drawn = Answers(reference.vocabulary()).hits(hits, finding.points, found, when)
        click.echo(document(drawn, when.at, finding.revision).decode())
        return
    points = finding.points([hit.code for hit in hits])
    for hit in hits:
        click.echo("\n".join(lines(points[hit.code], hit, when)))
    click.echo(f"找到 {len(hits)} 个。")


def lines(point: Point, hit: Hit, when: When) -> tuple[str, str]:
    """The two lines that say what a courier would want to know."""
    setting_out = name_of_moment(*when)
    arrival = f"  {arrival_words(hit.arrival, hit.status.space, setting_out)}" if hit.arrival else ""
    return (
        f"{point.code} {point.name}  {status_words(hit.status, *when)}{arrival}",
        f"       {way_words(hit.distance_m, hit.ride_minutes)}｜{entry_words(point)}｜{point.address}",
    )
