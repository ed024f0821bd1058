"""Wrong usage, said in Chinese: what was given, what to write instead, and the verb's own form."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

_IN_BRACKETS = re.compile(r"\((.*)\)$", re.DOTALL)


class WrongUsage(click.UsageError):
    """A usage error of click's as we show it."""

    def show(self, file: Any = None) -> None:
        """Print the message and the form of the verb on stderr."""
        click.echo(f"写法不对：{self.message}", err=True)
        if self.ctx is not None:
            form = " ".join(self.ctx.command.collect_usage_pieces(self.ctx))
            click.echo(f"写成：{self.ctx.command_path} {form}（详细的加 --help）", err=True)


@contextmanager
def said_in_chinese() -> Iterator[None]:
    """Inside it, a usage error of click's is raised as ours."""
    try:
        yield
    except (WrongUsage, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        raise WrongUsage(_words(error), error.ctx) from error


def _words(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter():
            return f"还缺 {_name(error)}"
        case click.BadParameter():
            return f"{_name(error)} {error.message}"
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项" + _perhaps(error.possibilities)
        case click.exceptions.NoSuchCommand():
            return f"没有 {error.command_name} 这个命令" + _perhaps(error.possibilities)
        case click.BadOptionUsage():
            return f"{error.option_name} 后面要写一个值，而且只写一个"
    found = _IN_BRACKETS.search(error.message.rstrip("."))
    return f"多写了“{found[1]}”" if found else error.message


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.human_readable_name if error.param else ""


def _perhaps(names: list[str] | None) -> str:
    return f"，是不是 {'、'.join(names)}？" if names else ""


class Whole(click.ParamType[int]):
    """A whole number within bounds."""

    name = "N"

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and self.least <= int(text) <= self.most):
            self.fail(f"“{value}”不行：要写 {self.least} 到 {self.most} 之间的整数", param, ctx)
        return int(text)


class Word(click.Choice[str]):
    """One of some words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word."""
        if value not in self.choices:
            self.fail(f"“{value}”不行：只能写 {'、'.join(self.choices)}", param, ctx)
        return str(value)


class File(click.ParamType[Path]):
    """The path of a file, not of a folder; with `exists`, of one that is there and can be read to its end (no
    pipe, on which one would wait for whoever writes)."""

    name = "FILE"

    def __init__(self, *, exists: bool) -> None:
        self.exists = exists

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path."""
        path = Path(str(value))
        if path.is_dir():
            self.fail(f"“{value}”是个文件夹：要写一个文件", param, ctx)
        if self.exists and not path.exists():
            self.fail(f"“{value}”找不到：看看路径和文件名对不对", param, ctx)
        if self.exists and not path.is_file():
            self.fail(f"“{value}”是管道或设备，不是文件：先存成文件再写它", param, ctx)
        return path
