"""What a running service needs of its machine, and settings that are each allowed but unwise together."""

import os
import resource
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from servicepoints.config import Settings
from servicepoints.errors import ServicePointsError
from servicepoints.register import accounts, feed, instance
from servicepoints.services.doctor.choices import LOOPBACK
from servicepoints.services.doctor.diagnosis import Diagnosis, Level
from servicepoints.services.opening import open_instance

_BEHIND_S = 120
_LEAST_FILES = 4096
_LEAST_LETTERS = 12
_WORKERS_A_CPU = 4
_AHEAD = timedelta(minutes=5)


def machine(settings: Settings) -> Iterator[Diagnosis]:
    """The folder's files, how many files may be open, the number of processes."""
    yield from _files(settings)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < _LEAST_FILES:
        yield Diagnosis(
            Level.WARN,
            "打开文件数",
            f"最多只许开 {most} 个，人多时会接不上",
            f"systemd 里写 LimitNOFILE={_LEAST_FILES} 以上",
        )
    cpus = os.cpu_count() or 1
    if settings.workers > _WORKERS_A_CPU * cpus:
        yield Diagnosis(
            Level.WARN,
            "SERVICEPOINTS_WORKERS",
            f"{settings.workers} 个进程，机器只有 {cpus} 核：只多占内存",
            f"设成 {cpus} 左右",
        )


def _files(settings: Settings) -> Iterator[Diagnosis]:
    """Files that were made as another user (root, most often) keep the service from writing."""
    home = settings.home
    if not home.is_dir():
        return  # `folder` tells of it
    owner = home.stat().st_uid
    names = (
        "register.db", "catalogue.db", "catalogue.db.arrays", "places.json", "figures.json", "counts",
        "open-data", "keys.env",
    )  # fmt: skip
    for path in map(home.joinpath, names):
        try:
            strange = path.stat().st_uid != owner
        except OSError:
            continue
        if strange or not os.access(path, os.W_OK if path.is_file() else os.W_OK | os.X_OK):
            yield Diagnosis(
                Level.FAIL,
                str(path),
                "不是实例文件夹的主人的，或者不能写：像是用别的用户（root？）跑过命令",
                f"运行 chown -R --reference={home} {home}",
            )


def following(settings: Settings) -> Iterator[Diagnosis]:
    """Whether a service that ran here still brings its catalogue up."""
    try:
        age = time.time() - settings.places_path.stat().st_mtime
    except OSError:
        return  # it never ran
    if age > _BEHIND_S:
        yield Diagnosis(
            Level.WARN,
            "服务",
            f"{round(age / 60)} 分钟没有从登记库取过改动",
            "服务没开就开起来；开着就看它的日志：登记库连不上，或者目录写不进去",
        )
    elif age < -_BEHIND_S:
        yield Diagnosis(
            Level.WARN, "时钟", "服务写下的时刻还没到：时钟往回拨过", "用 NTP 对时（timedatectl）"
        )


def desk(settings: Settings) -> Iterator[Diagnosis]:
    """Whether the register was written in the future, anyone can sign in, and a password alone opens all."""
    try:
        opened = open_instance(settings)
        with opened.read() as reader:
            last, everyone = feed.last_moment(reader), accounts.all_accounts(reader)
            real = instance.get(reader).kind == "real"
    except ServicePointsError:
        return  # `register` tells of it
    if last is not None and last > datetime.now(UTC) + _AHEAD:
        yield Diagnosis(
            Level.FAIL,
            "时钟",
            f"登记库最后一次改动是 {last:%Y-%m-%d %H:%M} UTC，还没到：这台机器的时钟慢了，或者改动时快了",
            "用 NTP 对时（timedatectl），几台机器都要",
        )
    if not everyone:
        yield Diagnosis(Level.WARN, "账号", "后台还没有账号，没人能改", "运行 servicepoints accounts add")
    if real and settings.public_url and not _is_private(settings.public_url):
        yield from _single_factors(everyone)


def _single_factors(everyone: Iterable[accounts.Standing]) -> Iterator[Diagnosis]:
    bare = [a.account.login for a in everyone if a.account.is_city and a.usable and a.factor_since is None]
    if bare:
        yield Diagnosis(
            Level.WARN,
            "两步验证",
            f"全市账号 {'、'.join(bare)} 没开，谁知道密码谁就能改全部",
            "各自在“密码和设备”里打开；要求都开，设 SERVICEPOINTS_TWO_FACTORS=city",
        )


def together(settings: Settings) -> Iterator[Diagnosis]:
    """Settings that are each allowed, and unwise."""
    for name, value in (
        ("SERVICEPOINTS_SECRET_KEY", settings.secret_key),
        ("SERVICEPOINTS_DATA_KEY", settings.data_key),
    ):
        if value and len(set(value)) < _LEAST_LETTERS:
            yield Diagnosis(
                Level.WARN, name, "像是随手敲的，猜得到", "换成生成的密钥，README“放到一台机器上”有命令"
            )
    if settings.two_factors != "none" and not settings.data_key:
        yield Diagnosis(
            Level.FAIL,
            "SERVICEPOINTS_TWO_FACTORS",
            "要开两步验证，却没有数据密钥：谁也打不开它，还没开的进不了后台",
            f"设好 SERVICEPOINTS_DATA_KEY（写进环境变量或 {settings.keys_path}）",
        )
    if settings.secret_key and settings.secret_key == settings.data_key:
        yield Diagnosis(Level.WARN, "SERVICEPOINTS_SECRET_KEY", "和数据密钥是同一个", "各生成一个")
    if settings.public_url and _is_private(settings.public_url):
        yield Diagnosis(
            Level.WARN,
            "SERVICEPOINTS_PUBLIC_URL",
            f"{settings.public_url} 别人的手机打不开，海报和链接都会用它",
            "写对外的域名",
        )
    if settings.host not in LOOPBACK and settings.trusted_proxies:
        yield Diagnosis(
            Level.WARN,
            "SERVICEPOINTS_TRUSTED_PROXIES",
            f"在 {settings.host} 上听，绕过代理直接来的人可以冒充任何网络地址",
            "代理在本机就听 127.0.0.1；不在，就用防火墙只放代理进来",
        )
    if any(network.prefixlen == 0 for network in settings.metrics_from):
        yield Diagnosis(Level.WARN, "SERVICEPOINTS_METRICS_FROM", "谁都能看 /metrics", "只写监控的网络地址")
    if settings.log_clients:
        yield Diagnosis(
            Level.WARN,
            "SERVICEPOINTS_LOG_CLIENTS",
            "日志里有访问者的网络地址",
            "查完就关；这样的日志最多留一天",
        )
    if settings.log_level == "debug":
        yield Diagnosis(Level.WARN, "SERVICEPOINTS_LOG_LEVEL", "debug 会写很多", "平时用 info")
    for parent in settings.embed_parents:
        if parent.startswith("http://") and settings.public_url.startswith("https://"):
            yield Diagnosis(
                Level.WARN,
                "SERVICEPOINTS_EMBED_PARENTS",
                f"{parent} 不是 https，路上能被人改",
                "换成 https 的网址",
            )


def _is_private(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost" or ("." not in host and ":" not in host):
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False
