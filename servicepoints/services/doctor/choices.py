"""The settings: keys, what a public site needs, the map."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from urllib.parse import urlsplit

from servicepoints.config import SHORTEST_SECRET, Settings, read_keys, table
from servicepoints.services.doctor.diagnosis import Diagnosis, Level

PREFIX = "SERVICEPOINTS_"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def strangers(environment: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Names that look like settings of ours and are none: their values do nothing."""
    known = {row.name for row in table()}
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            meant = get_close_matches(name, known, n=1)
            yield Diagnosis(
                Level.WARN,
                name,
                "没有这个设置，写了也不起作用",
                f"是不是 {meant[0]}？" if meant else "删掉它",
            )


def keys(settings: Settings) -> Iterator[Diagnosis]:
    """Whether the keys are there, long enough, private, and the same wherever they stand."""
    for name, value, use in (
        ("SERVICEPOINTS_SECRET_KEY", settings.secret_key, "没有它不能 serve"),
        ("SERVICEPOINTS_DATA_KEY", settings.data_key, "没有它读写不了联系人"),
    ):
        if not value:
            yield Diagnosis(Level.FAIL, name, f"没有设置；{use}", f"写进环境变量或 {settings.keys_path}")
        else:
            yield Diagnosis(Level.OK, name, "已设置")
    if 0 < len(settings.secret_key) < SHORTEST_SECRET:
        yield Diagnosis(
            Level.FAIL, "SERVICEPOINTS_SECRET_KEY", "太短", f"至少要 {SHORTEST_SECRET} 个字符，换一个"
        )
    kept = read_keys(settings.keys_path).get("SERVICEPOINTS_DATA_KEY")
    if kept and kept != settings.data_key:
        yield Diagnosis(
            Level.WARN,
            "SERVICEPOINTS_DATA_KEY",
            f"环境变量里的和 {settings.keys_path} 里的不一样，用的是环境变量里的",
            "只留对的那一个",
        )
    if settings.keys_path.exists() and stat.S_IMODE(os.stat(settings.keys_path).st_mode) & 0o077:
        yield Diagnosis(
            Level.WARN, str(settings.keys_path), "别的用户也能读", f"运行 chmod 600 {settings.keys_path}"
        )


def public(settings: Settings) -> Iterator[Diagnosis]:
    """What a public site in China must show or have."""
    wanted: tuple[tuple[str, str, str, Callable[[str], bool]], ...] = (
        ("SERVICEPOINTS_HOST_NAME", settings.host_name, "页脚没有主办单位", bool),
        ("SERVICEPOINTS_ICP", settings.icp, "页脚没有 ICP 备案号", bool),
        ("SERVICEPOINTS_POLICE", settings.police, "页脚没有公安备案号", bool),
        ("SERVICEPOINTS_PRIVACY_CONTACT", settings.privacy_contact, "/privacy 上没写个人信息的事找谁", bool),
        ("SERVICEPOINTS_OPEN_LICENCE", settings.open_licence, "开放数据写着还没定许可", bool),
        ("SERVICEPOINTS_PUBLIC_URL", settings.public_url, "没有对外网址，分享的链接随来人的网址变", bool),
        (
            "SERVICEPOINTS_PUBLIC_URL", settings.public_url or "https://", "不是 https，手机拿不到定位",
            lambda url: url.startswith("https://"),
        ),
    )  # fmt: skip
    for name, value, words, good in wanted:
        if not good(value):
            yield Diagnosis(Level.WARN, name, words, "上线前要设置")
    yield from _names(settings)
    https = settings.public_url.startswith("https://")
    if https and not settings.trusted_proxies:
        yield Diagnosis(
            Level.WARN,
            "SERVICEPOINTS_TRUSTED_PROXIES",
            "对外是 https，却不信任前面的反向代理，链接和安全头会按 http 来",
            "前面有一层反向代理就设成 1",
        )
    if settings.host not in LOOPBACK and not settings.trusted_proxies:
        yield Diagnosis(
            Level.WARN,
            "SERVICEPOINTS_HOST",
            f"在 {settings.host} 上直接对外，没有 TLS",
            "设成 127.0.0.1，前面放反向代理",
        )
    if https and settings.basemap == "xyz" and not settings.xyz_url.startswith("https://"):
        yield Diagnosis(
            Level.WARN, "SERVICEPOINTS_XYZ_URL", "不是 https，浏览器不会显示", "换成 https 的瓦片网址"
        )


def _names(settings: Settings) -> Iterator[Diagnosis]:
    """Whether a stranger's name for us gets into our links; whether we answer to our own."""
    own, name = urlsplit(settings.public_url).netloc.lower(), "SERVICEPOINTS_HOSTS"
    if not settings.hosts and not own:
        yield Diagnosis(
            Level.WARN, name, "用什么域名来都答，分享的链接会跟着假域名走", "写上站点的域名，逗号分开"
        )
    if settings.hosts and own and own not in settings.hosts:
        yield Diagnosis(Level.FAIL, name, f"里面没有对外网址的 {own}，访客打不开", f"加上 {own}")


def maps(settings: Settings) -> Iterator[Diagnosis]:
    """Whether the map may be shown, and who answers where an address is."""
    words = {"osm": "OpenStreetMap", "tianditu": "天地图", "xyz": settings.xyz_url, "none": "没有底图"}
    if settings.basemap == "osm":
        yield Diagnosis(
            Level.WARN,
            "底图",
            "OpenStreetMap 只供试用",
            "在国内公开要用有审图号的地图：SERVICEPOINTS_BASEMAP=tianditu",
        )
    else:
        yield Diagnosis(Level.OK, "底图", words[settings.basemap])
    if settings.basemap in ("tianditu", "xyz") and not settings.map_approval:
        yield Diagnosis(Level.WARN, "SERVICEPOINTS_MAP_APPROVAL", "地图页没有审图号", "写上底图的审图号")
    geocoders = {
        "天地图": settings.tianditu_server_key, "高德": settings.amap_key, "腾讯": settings.tencent_key,
        "百度": settings.baidu_key, "Nominatim": settings.nominatim,
    }  # fmt: skip
    named = "、".join(name for name, there in geocoders.items() if there)
    yield Diagnosis(
        Level.OK, "找位置", f"登记库里已确认的位置{f'，{named}' if named else '（没有设置地图服务的密钥）'}"
    )


def wechat(settings: Settings) -> Iterator[Diagnosis]:
    """Whether pages may use WeChat's JS-SDK, and what that needs besides."""
    if not settings.wechat_app_id:
        yield Diagnosis(Level.OK, "微信", "没有设置公众号：分享用文字和二维码")
        return
    if not (settings.public_url or settings.trusted_proxies):
        yield Diagnosis(
            Level.WARN, "微信", "不知道自己的网址，一个签名也不给", "设置 SERVICEPOINTS_PUBLIC_URL"
        )
        return
    host = urlsplit(settings.public_url).netloc or "对外的域名"
    yield Diagnosis(
        Level.OK, "微信", f"公众号 {settings.wechat_app_id}；它的后台“JS接口安全域名”里要有 {host}"
    )
