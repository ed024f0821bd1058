"""`serve`: the directory over HTTP."""

import os

import click

from servicepoints.cli.usage import Whole
from servicepoints.config import load
from servicepoints.serving import serve

port_option = click.option(
    "--port", type=Whole(1, 65535), help="监听端口，默认看 SERVICEPOINTS_PORT（8000）。"
)


@click.command()
@port_option
def command(port: int | None) -> None:
    """开始服务；公开时前面要有带 TLS 的反向代理。"""
    start(port)


def start(port: int | None) -> None:
    """Serve the instance of the environment until told to stop, saying where."""
    if port is not None:
        os.environ["SERVICEPOINTS_PORT"] = str(port)  # the workers read it there
    settings = load()
    serve(settings, lambda address: click.echo(f"正在服务：{address} （按 Ctrl-C 停止）"))
