"""Whether what is acknowledged outlives a power cut: how the register's server or disk keeps it; and whether
anybody between us and the server reads along."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from servicepoints.config import Settings
from servicepoints.domain.hours import TIMEZONE
from servicepoints.register.engine import Register
from servicepoints.register.server import Weakness, unchecked_hosts, weaknesses
from servicepoints.register.server import certificates as named_certificates
from servicepoints.services.doctor.diagnosis import Diagnosis, Level

_LOSES: Mapping[Weakness, tuple[str, str]] = {
    Weakness.FSYNC: ("是 off：断电会丢已经答应的预约，库也可能坏掉", "改成 on"),
    Weakness.FULL_PAGE_WRITES: ("是 off：写到一半断电，库可能坏掉", "改成 on"),
    Weakness.COMMIT: ("是 {value}：刚答应的预约，机器一坏就没了", "改成 on"),
    Weakness.STANDBY: (
        "空着：有备机在跟，主库却不等它，主库一坏，刚答应的预约备机上没有",
        "Patroni 里设 synchronous_mode: true；不用 Patroni 的，在主库上写明等哪台备机",
    ),
}
_SOON = timedelta(days=30)
_RENEW = "再签一张换上，重启服务；数据库服务器上的那张也看一眼。README“搬到 PostgreSQL”有命令"
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})
_OF_OTHERS = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "fuse.glusterfs", "ceph", "lustre")
"""How the types of disks of other machines begin."""
MOUNTS = Path("/proc/self/mounts")


def durability(opened: Register) -> Iterator[Diagnosis]:
    """What could lose an acknowledged booking or edit. RegisterAway."""
    if opened.file is not None:
        yield from _disk(opened.file.path)
        return
    with opened.read() as reader:
        found = list(weaknesses(reader.connection))
    for weakness, value in found:
        words, fix = _LOSES[weakness]
        yield Diagnosis(Level.WARN, f"PostgreSQL 的 {weakness}", words.format(value=value), fix)
    if hosts := unchecked_hosts(opened.engine.url, os.environ):
        yield Diagnosis(
            Level.WARN,
            "REGISTER_URL",
            f"登记库在 {'、'.join(hosts)} 上，没有核对它的证书，夹在中间的看得到也改得了",
            "地址后面加 sslmode=verify-full（证书是自己签的，再加 sslrootcert=…）",
        )


def certificates(settings: Settings, now: datetime | None = None) -> Iterator[Diagnosis]:
    """Whether the certificates by which we and the register's server know each other go on being good: when
    one is over, so is the register."""
    now = now or datetime.now(UTC)
    for path, ends in named_certificates(settings.register_url):
        if ends is None:
            yield Diagnosis(
                Level.FAIL, path, "读不出里面的证书", "检查位置和权限，运行服务的用户要能读；格式是 PEM"
            )
        elif ends <= now:
            yield Diagnosis(Level.FAIL, path, f"{_day(ends)} 过期了，登记库连不上", _RENEW)
        elif ends - now < _SOON:
            yield Diagnosis(Level.WARN, path, f"{_day(ends)} 过期，那天起登记库就连不上", _RENEW)


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(TIMEZONE):%Y-%m-%d}"


def _disk(path: Path) -> Iterator[Diagnosis]:
    sort = file_system(path)
    if sort in _IN_MEMORY:
        yield Diagnosis(
            Level.WARN, "磁盘", f"登记库在内存里（{sort}），断电全没", "换到真的硬盘上，改 SERVICEPOINTS_HOME"
        )
    elif sort.startswith(_OF_OTHERS):
        yield Diagnosis(
            Level.FAIL,
            "磁盘",
            f"登记库在网络盘（{sort}）上，SQLite 的锁不管用，库会坏",
            "换到本机的硬盘上；要几台机器一起用，登记库搬到 PostgreSQL",
        )


def file_system(path: Path) -> str:
    """The type of the file system that a file stands on, as Linux names it; "" where that cannot be told."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    at, best, sort = os.path.realpath(path), "", ""
    for line in lines:
        _, where, kind, *_ = line.split(" ")
        where = where.replace("\\040", " ")
        under = where == "/" or at == where or at.startswith(f"{where}/")
        if under and len(where) >= len(best):  # a later mount on the same place hides the earlier one
            best, sort = where, kind
    return sort
