"""`demo`: something to try everything on."""

import click

from servicepoints.cli.serve import port_option, start
from servicepoints.config import load
from servicepoints.services.instances import demo_instance


@click.command()
@port_option
@click.option("--no-serve", is_flag=True, help="只建好、发布，不开始服务。")
def command(port: int | None, no_serve: bool) -> None:
    """建一个全是示例数据的实例，发布并开始服务，用来试用。

    放在 SERVICEPOINTS_HOME（默认 ./instance）；那里有别的东西就不动它。
    """
    settings = load()
    report = demo_instance(settings.home, register_url=settings.register_url, data_key=settings.data_key)
    done = "建好了演示实例" if report.made else "演示实例已经有了，接着用"
    click.echo(f"{done}：{report.home}，{report.points} 个示例点，已发布。")
    if not no_serve:
        start(port)
