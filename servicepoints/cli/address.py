"""`address read`: an address taken apart, without an instance."""

from dataclasses import asdict

import click

from servicepoints import reference
from servicepoints.cli.output import format_option, print_json
from servicepoints.domain.addresses import read_address

LABELS = {"district": "区", "sub_district": "街道", "road": "路", "number": "门牌", "rest": "其余"}


@click.group()
def command() -> None:
    """读地址。"""


@command.command("read")
@click.argument("text")
@format_option
def read(text: str, form: str) -> None:
    """把一个上海地址 TEXT 拆成区、街道、路、门牌和其余；没写的就空着。"""
    parts = asdict(read_address(text, reference.gazetteer()))
    if form == "json":
        print_json({name: parts[name] for name in LABELS})
        return
    for name, label in LABELS.items():
        click.echo(f"{label}：{parts[name] or '—'}")
