"""The command line: parse, call a service, report with a count.

One file a verb, each with `command`, loaded only when it is asked for, so that a light verb starts at
once. Imports `services`, `config`, `errors`; never `web` (but `serve` through `serving`). Ends with 0
done, 1 refused with a clear message, 2 wrong usage.
"""

import contextlib
import importlib
import os
import sys
from typing import Any

import click

from servicepoints import __version__
from servicepoints.cli.usage import said_in_chinese
from servicepoints.errors import ServicePointsError

VERBS = {
    "demo": "demo",
    "init": "init",
    "serve": "serve",
    "migrate": "migrate",
    "doctor": "doctor",
    "import": "importing",
    "export": "exporting",
    "locate": "locate",
    "publish": "publish",
    "near": "near",
    "hours": "hours",
    "address": "address",
    "digest": "digest",
    "poster": "poster",
    "accounts": "accounts",
    "housekeeping": "housekeeping",
    "personal": "personal",
    "backup": "backup",
    "restore": "restore",
}
"""Each verb with its file, in the order in which one meets them."""


class Verbs(click.Group):
    """The verbs by name; our own failures end with their message and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, its file loaded now."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"servicepoints.cli.{VERBS[cmd_name]}").command
        return command

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """What stands before the verb, parsed."""
        with said_in_chinese():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb."""
        try:
            with said_in_chinese():
                return super().invoke(ctx)
        except ServicePointsError as error:
            raise Refused(str(error)) from error
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise  # who reads us has enough: click ends quietly
            if error.filename is None:
                _give_output_up()
            what = error.filename or "输出"
            raise Refused(f"读写不了 {what}（{error.strerror}）：看看权限和磁盘空间") from error
        except (KeyboardInterrupt, click.Abort) as error:
            raise Refused("中断了，没有写完的都不算") from error


def _give_output_up() -> None:
    """What is left of the output would fail once more as Python ends, and change the exit code: let it go."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Refused(click.ClickException):
    """One of our failures, as the command line shows it."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the message on stderr."""
        click.echo(f"没有完成：{self.message}", err=True)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="servicepoints")
def main() -> None:
    """小哥歇脚地图：台账进，歇脚点出。每个命令都有 --help。"""
