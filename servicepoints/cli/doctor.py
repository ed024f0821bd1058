"""`doctor`: what is configured, missing or wrong."""

import os
from dataclasses import asdict

import click

from servicepoints.cli.output import format_option, print_json
from servicepoints.config import load, markdown_rows
from servicepoints.services.doctor import Level, examine

MARKS = {Level.OK: "✓", Level.WARN: "！", Level.FAIL: "✗"}


@click.command()
@click.option("--settings", is_flag=True, help="只列出所有设置（Markdown 表格）。")
@format_option
def command(settings: bool, form: str) -> None:
    """检查实例：哪些配好了，哪些缺，哪些不对。有不对的（✗）就以 1 结束。"""
    if settings:
        click.echo("\n".join(markdown_rows()))
        return
    found = examine(load(), os.environ)
    failed = sum(d.level is Level.FAIL for d in found)
    warned = sum(d.level is Level.WARN for d in found)
    if form == "json":
        print_json({"checks": [asdict(d) for d in found], "failed": failed, "warned": warned})
    else:
        for d in found:
            click.echo(f"{MARKS[d.level]} {d.subject}：{d.words}" + (f"。→ {d.fix}" if d.fix else ""))
        click.echo(f"看了 {len(found)} 项：{failed} 项不对，{warned} 项要留意。")
    raise SystemExit(1 if failed else 0)
