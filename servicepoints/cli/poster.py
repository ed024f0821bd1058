"""`poster`: a point on paper, as a file to print."""

from datetime import datetime
from pathlib import Path

import click

from servicepoints.cli.usage import File
from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import clean_code
from servicepoints.errors import InvalidValue, NotFound, SettingError
from servicepoints.services.finding import Finding
from servicepoints.services.posters import Form, Frame, print_point
from servicepoints.services.riding import riding_of

ENDINGS = (".html", ".htm")


@click.command()
@click.argument("code")
@click.argument("file", type=File(exists=False))
@click.option("--door", is_flag=True, help="不印海报，印门贴：二维码打开就先问门开没开。")
def command(code: str, file: Path, door: bool) -> None:
    """把 CODE 这个点的海报写到 FILE（.html，一个文件什么都在里面）。

    用浏览器打开，按 A4、100% 打印，也可以另存为 PDF。
    """
    settings = load()
    if not settings.public_url:
        raise SettingError(
            "二维码里要写完整的网址：先设 SERVICEPOINTS_PUBLIC_URL，例如 https://example.gov.cn"
        )
    if file.suffix.lower() not in ENDINGS:
        raise InvalidValue("文件", file.name, "海报是网页文件", f"文件名以 {ENDINGS[0]} 结尾")
    finding = Finding.open(settings.catalogue_path, riding_of(settings))
    point = finding.point(clean_code(code) or "")
    if point is None:
        raise NotFound(f"没有编号为 {code} 的歇脚点：看看是不是抄错了，或者还没发布（servicepoints publish）")
    form = Form.STICKER if door else Form.POSTER
    frame = Frame(settings.host_name, datetime.now(TIMEZONE).date())
    file.write_text(
        print_point(finding, point, form, lambda path: settings.public_url + path, frame), encoding="utf-8"
    )
    click.echo(f"写好了 1 页{'门贴' if door else '海报'}：{file}（{point.name}）")
