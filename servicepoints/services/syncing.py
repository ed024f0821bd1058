"""Keeping a copy: all published points once, then what changed, page by page, from the catalogue alone.

All is told in the order of codes, so that nothing is missed while the listing changes meanwhile; then what
changed since the beginning of that. A machine only follows `next`.
"""

from dataclasses import dataclass

from servicepoints.domain.points import Point
from servicepoints.errors import StartOver
from servicepoints.services.finding import Finding

_AFRESH = "请从头再取一遍：/api/v1/changes，不带 since"


@dataclass(frozen=True, slots=True)
class Page:
    """The points of one page by code, None for one that is published no more. `revision`: up to there
    nothing is missing, as far as it was told. `next`: the parameters of what to ask then; `more`: at once."""

    points: dict[str, Point | None]
    revision: int
    next: dict[str, str | int]
    more: bool


def everything(finding: Finding, begun: int | None, after: str, most: int) -> Page:
    """All points behind that code. `begun` is the revision at the first page, None for the first."""
    begun = finding.revision if begun is None else begun
    found = finding.after(after, most + 1)
    points: dict[str, Point | None] = {point.code: point for point in found[:most]}
    if len(found) > most:
        return Page(points, begun, {"cursor": f"all.{begun}.{found[most - 1].code}"}, more=True)
    return Page(points, begun, {"since": begun}, more=False)


def changes(finding: Finding, catalogue: str, since: int, after: str, most: int) -> Page:
    """What changed since that revision. `catalogue` is what the asker took theirs from, "" if not said.
    StartOver where that cannot be told."""
    if catalogue not in ("", finding.identity()):
        raise StartOver(f"目录换过了（恢复过备份，或者升级过程序），版本 {since} 接不上。{_AFRESH}")
    try:
        news = finding.news(since, after, most)
    except StartOver as error:
        raise StartOver(f"{error}。{_AFRESH}") from error
    points = finding.points(news.codes)
    following: dict[str, str | int] = (
        {"cursor": f"in.{news.since}.{news.after}"} if news.after else {"since": news.since}
    )
    return Page({code: points.get(code) for code in news.codes}, news.revision, following, news.more)
