"""`init`: an instance with the real starter listing."""

import click

from servicepoints.config import load
from servicepoints.services.instances import init_instance


@click.command()
def command() -> None:
    """建一个真实的实例：公开报道里查得到的点，没有编造的。

    放在 SERVICEPOINTS_HOME（默认 ./instance）。
    """
    settings = load()
    report = init_instance(settings.home, register_url=settings.register_url, data_key=settings.data_key)
    click.echo(f"建好了实例：{report.home}，{report.points} 个点，已发布。")
    click.echo(
        f"加密联系人的密钥在 {settings.keys_path}：请另外备份，丢了就读不出联系人了。\n"
        "下一步：servicepoints import 台账.xlsx --bureau 代号，然后 servicepoints serve。"
    )
