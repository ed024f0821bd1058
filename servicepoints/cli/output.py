"""How verbs print: text for people, JSON for machines."""

import json
from typing import Any

import click

from servicepoints.cli.usage import Word

format_option = click.option(
    "--format",
    "form",
    type=Word(["text", "json"]),
    default="text",
    help="输出给人看（text）还是给程序读（json）。",
)


def print_json(data: Any) -> None:
    """One JSON document on stdout; dates and the like as text. Bytes of an argument that were no UTF-8, which
    Python keeps as halves of characters, are escaped.
    """
    document = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    click.echo(document.encode(errors="backslashreplace"))
