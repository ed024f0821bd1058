"""`migrate`: the register brought to this version of the code, or all of it moved into another one."""

import click

from servicepoints.cli.output import format_option, print_json
from servicepoints.config import load
from servicepoints.services.migrating import migrate_instance, move_register


@click.command()
@click.option("--from", "source", metavar="URL", help="从哪个登记库搬，写法同 REGISTER_URL")
@click.option("--to", "target", metavar="URL", help="搬到哪个登记库：要是空的")
@format_option
def command(source: str | None, target: str | None, form: str) -> None:
    """把登记库升级到这个版本（先备份）；写了 --from 和 --to，是整个搬到另一个库。"""
    if (source is None) != (target is None):
        raise click.UsageError("--from 和 --to 要一起写：从哪个登记库，搬到哪个登记库")
    if source is not None and target is not None:
        return _move(source, target, form)
    before, after = migrate_instance(load())
    if form == "json":
        print_json({"before": before, "after": after})
    elif before == after:
        click.echo(f"登记库已经是 {after}，没有要升级的。")
    else:
        click.echo(f"登记库从 {before or '空'} 升级到 {after}。")
    return None


def _move(source: str, target: str, form: str) -> None:
    moved = move_register(source, target)
    rows = sum(one.rows for one in moved)
    if form == "json":
        print_json(
            {
                "rows": rows,
                "tables": [{"table": m.table, "rows": m.rows, "checksum": m.checksum} for m in moved],
            }
        )
        return
    for one in moved:
        if one.rows:
            click.echo(f"{one.table:<20}{one.rows:>9}行  {one.checksum[:12]}")
    click.echo(f"搬了{len(moved)}张表、{rows}行，两边逐行对过，一样。旧的没有动，也不再跟着新的变。")
    click.echo("把 REGISTER_URL 改成新的，再打开服务。")
