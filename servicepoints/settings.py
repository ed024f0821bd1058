"""The one table of settings: name, default, help, and how a value is read. `config` reads it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, NamedTuple

from servicepoints import setting_values as values

KEYS_FILE = "keys.env"
SHORTEST_SECRET = 32
"""Characters of the key that signs."""


def _setting(
    name: str, default: str, help: str, read: Callable[[str], Any] = values.text, secret: bool = False
) -> Any:
    """One row of the table. `default` is written as a user would write it, and read the same way."""
    meta = {"setting": SettingRow(name, default, help, secret), "read": read}
    return field(default_factory=lambda: read(default), repr=not secret, metadata=meta)


class SettingRow(NamedTuple):
    """One setting as documented. A `secret` one may stand in keys.env and is never shown."""

    name: str
    default: str
    help: str
    secret: bool


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings. `Settings()` has the defaults; `load()` reads the environment."""

    home: Path = _setting(  # noqa: RUF009 (returns a dataclass field)
        "SERVICEPOINTS_HOME", "./instance", "实例文件夹：登记库、目录、密钥都在里面", values.folder
    )
    register_url: str = _setting(
        "REGISTER_URL",
        "",
        "登记库地址；空着就是实例文件夹里的 SQLite，也可写 postgresql+psycopg://…",
        secret=True,
    )
    register_connections: int = _setting(
        "SERVICEPOINTS_REGISTER_CONNECTIONS", "10",
        "登记库是 PostgreSQL 时，一个进程最多开几个连接", values.whole(2, 200),
    )  # fmt: skip
    register_timeout_s: int = _setting(
        "SERVICEPOINTS_REGISTER_TIMEOUT", "30",
        "登记库是 PostgreSQL 时，一条语句最多等几秒；等锁、等连接是它的三分之一", values.whole(3, 600),
    )  # fmt: skip
    secret_key: str = _setting(
        "SERVICEPOINTS_SECRET_KEY", "", "签名密钥，至少 32 个字符；没有它不能 serve", secret=True
    )
    data_key: str = _setting(
        "SERVICEPOINTS_DATA_KEY", "", "加密联系人等不公开信息的密钥；换掉它，旧的就读不出来了", secret=True
    )
    host: str = _setting("SERVICEPOINTS_HOST", "127.0.0.1", "在哪个地址上监听；前面要有带 TLS 的反向代理")
    port: int = _setting("SERVICEPOINTS_PORT", "8000", "监听端口", values.whole(1, 65535))
    workers: int = _setting("SERVICEPOINTS_WORKERS", "2", "进程数，一般等于 CPU 核数", values.whole(1, 64))
    public_url: str = _setting(
        "SERVICEPOINTS_PUBLIC_URL", "",
        "对外网址，例如 https://example.gov.cn；分享文字和二维码用它", values.web_address,
    )  # fmt: skip
    hosts: frozenset[str] = _setting(
        "SERVICEPOINTS_HOSTS", "",
        "只答用这些域名来的请求，逗号分开；空着就来者不拒（本机的127.0.0.1总是答）", values.hosts,
    )  # fmt: skip
    trusted_proxies: int = _setting(
        "SERVICEPOINTS_TRUSTED_PROXIES", "0",
        "前面有几层反向代理，它们写的 X-Forwarded-* 才算数", values.whole(0, 9),
    )  # fmt: skip
    detour: float = _setting("SERVICEPOINTS_DETOUR", "1.3", "骑行路程是直线距离的几倍", values.decimal(1, 5))
    speed_kmh: float = _setting("SERVICEPOINTS_SPEED_KMH", "15", "骑行速度，公里/小时", values.decimal(1, 60))
    least_minutes: int = _setting(
        "SERVICEPOINTS_LEAST_MINUTES", "10", "骑到以后至少还能歇几分钟才算开着", values.whole(0, 240)
    )
    host_name: str = _setting("SERVICEPOINTS_HOST_NAME", "", "主办单位，显示在页脚")
    privacy_contact: str = _setting(
        "SERVICEPOINTS_PRIVACY_CONTACT",
        "",
        "问个人信息、要删除找谁，显示在 /privacy，例如 办公室，电话 021-……",
    )
    icp: str = _setting("SERVICEPOINTS_ICP", "", "ICP 备案号，显示在页脚")
    police: str = _setting("SERVICEPOINTS_POLICE", "", "公安备案号，显示在页脚")
    open_licence: str = _setting(
        "SERVICEPOINTS_OPEN_LICENCE", "", "开放数据用什么许可，例如 CC BY 4.0；空着就写明还没定许可"
    )
    open_licence_url: str = _setting(
        "SERVICEPOINTS_OPEN_LICENCE_URL", "", "许可全文的网址", values.page_address
    )
    embed_parents: tuple[str, ...] = _setting(
        "SERVICEPOINTS_EMBED_PARENTS", "", "哪些网站能嵌入我们的列表，空格隔开；空着就都不行", values.origins
    )
    basemap: str = _setting(
        "SERVICEPOINTS_BASEMAP", "osm", "地图底图：osm（只供试用）、tianditu、xyz、none（没有底图）",
        values.one_of("osm", "tianditu", "xyz", "none"),
    )  # fmt: skip
    tianditu_browser_key: str = _setting(
        "SERVICEPOINTS_TIANDITU_BROWSER_KEY",
        "",
        "天地图的浏览器端密钥，地图页用；它会出现在页面里",
        secret=True,
    )
    map_approval: str = _setting(
        "SERVICEPOINTS_MAP_APPROVAL", "", "审图号，显示在地图左下角；底图每年会换，号也跟着换"
    )
    xyz_url: str = _setting(
        "SERVICEPOINTS_XYZ_URL", "", "basemap=xyz 时的瓦片网址，里面有 {z} {x} {y}", values.tile_address
    )
    xyz_datum: str = _setting(
        "SERVICEPOINTS_XYZ_DATUM", "wgs84",
        "那些瓦片的坐标系：wgs84 或 gcj02", values.one_of("wgs84", "gcj02"),
    )  # fmt: skip
    xyz_attribution: str = _setting("SERVICEPOINTS_XYZ_ATTRIBUTION", "", "那些瓦片的来源说明，显示在地图上")
    tianditu_server_key: str = _setting(
        "SERVICEPOINTS_TIANDITU_SERVER_KEY",
        "",
        "天地图的服务器端密钥，locate 用（和浏览器端的不通用）",
        secret=True,
    )
    amap_key: str = _setting("SERVICEPOINTS_AMAP_KEY", "", "高德 Web 服务密钥，locate 用", secret=True)
    tencent_key: str = _setting("SERVICEPOINTS_TENCENT_KEY", "", "腾讯位置服务密钥，locate 用", secret=True)
    baidu_key: str = _setting("SERVICEPOINTS_BAIDU_KEY", "", "百度地图服务端密钥，locate 用", secret=True)
    nominatim: bool = _setting(
        "SERVICEPOINTS_NOMINATIM", "0", "locate 是否也问 Nominatim（写 1 打开）", values.switch
    )
    wechat_app_id: str = _setting(
        "SERVICEPOINTS_WECHAT_APP_ID", "",
        "公众号的 AppID：有它和 AppSecret，微信里分享是卡片，导航和定位用微信的", values.app_id,
    )  # fmt: skip
    wechat_app_secret: str = _setting(
        "SERVICEPOINTS_WECHAT_APP_SECRET", "", "公众号的 AppSecret，只在服务器上用", secret=True
    )
    wechat_api: str = _setting(
        "SERVICEPOINTS_WECHAT_API", "https://api.weixin.qq.com",
        "微信的接口在哪里；服务器不能直接上网时写转发它的地址", values.web_address,
    )  # fmt: skip
    wechat_script: str = _setting(
        "SERVICEPOINTS_WECHAT_SCRIPT", "https://res.wx.qq.com/open/js/jweixin-1.6.0.js",
        "微信 JS-SDK 的脚本，只在微信里、只在设了 AppID 时加载", values.script_address,
    )  # fmt: skip
    session_minutes: int = _setting(
        "SERVICEPOINTS_SESSION_MINUTES", "480", "后台多少分钟不用就要重新登录", values.whole(5, 10080)
    )
    two_factors: str = _setting(
        "SERVICEPOINTS_TWO_FACTORS", "none", "后台谁必须开两步验证：none、city（全市账号）、everyone",
        values.one_of("none", "city", "everyone"),
    )  # fmt: skip
    stale_days: int = _setting(
        "SERVICEPOINTS_STALE_DAYS", "180", "后台提醒：多少天没核实就要再核实", values.whole(7, 3650)
    )
    keeper_days: int = _setting(
        "SERVICEPOINTS_KEEPER_DAYS", "90", "驿站负责人的链接几天有效", values.whole(1, 3650)
    )
    booking_open_hours: int = _setting(
        "SERVICEPOINTS_BOOKING_OPEN_HOURS", "3",
        "开场前几小时内空出来的名额谁先约归谁，不再给排队的", values.whole(0, 72),
    )  # fmt: skip
    booking_keep_days: int = _setting(
        "SERVICEPOINTS_BOOKING_KEEP_DAYS", "30",
        "场次结束几天后删掉预约人的姓名和手机号", values.whole(1, 365),
    )  # fmt: skip
    booking_absences: int = _setting(
        "SERVICEPOINTS_BOOKING_ABSENCES", "0", "约了没来几次就要等一阵再约；0是不管", values.whole(0, 20)
    )
    booking_pause_days: int = _setting(
        "SERVICEPOINTS_BOOKING_PAUSE_DAYS",
        "30",
        "没来的次数到了，从最后一次起等几天；最多等到姓名和手机号删掉那天",
        values.whole(1, 365),
    )
    bookings_by_phone: int = _setting(
        "SERVICEPOINTS_BOOKINGS_BY_PHONE", "10", "一个手机号一天最多约几次", values.whole(1, 1000)
    )
    bookings_by_address: int = _setting(
        "SERVICEPOINTS_BOOKINGS_BY_ADDRESS",
        "500",
        "一个网络地址一天最多约几次（手机上网的人常共用一个地址）",
        values.whole(1, 100000),
    )
    report_hours: int = _setting(
        "SERVICEPOINTS_REPORT_HOURS", "3",
        "有人说门关着，提醒别人几小时（到下次开门为止）", values.whole(1, 24),
    )  # fmt: skip
    report_answer_hours: int = _setting(
        "SERVICEPOINTS_REPORT_ANSWER_HOURS", "24", "小哥的反馈要在几小时内回", values.whole(1, 720)
    )
    report_keep_days: int = _setting(
        "SERVICEPOINTS_REPORT_KEEP_DAYS", "90", "小哥的反馈几天后删掉（次数留着）", values.whole(8, 3650)
    )
    reports_by_phone: int = _setting(
        "SERVICEPOINTS_REPORTS_BY_PHONE", "30", "一部手机一天最多反馈几次", values.whole(1, 1000)
    )
    reports_by_address: int = _setting(
        "SERVICEPOINTS_REPORTS_BY_ADDRESS",
        "500",
        "一个网络地址一天最多反馈几次（手机上网的人常共用一个地址）",
        values.whole(1, 100000),
    )
    reports_by_point: int = _setting(
        "SERVICEPOINTS_REPORTS_BY_POINT", "200", "一个点位一天最多收几次反馈", values.whole(10, 100000)
    )
    wecom_hosts: frozenset[str] = _setting(
        "SERVICEPOINTS_WECOM_HOSTS", "",
        "群机器人的地址除了 qyapi.weixin.qq.com 还许用哪些主机，逗号分开，例如政务微信的", values.hosts,
    )  # fmt: skip
    api_writes: int = _setting(
        "SERVICEPOINTS_API_WRITES", "120", "一个接口令牌一分钟最多改几次", values.whole(1, 100000)
    )
    suggestions_by_address: int = _setting(
        "SERVICEPOINTS_SUGGESTIONS_BY_ADDRESS",
        "50",
        "一个网络地址一天最多推荐几个点（手机上网的人常共用一个地址）",
        values.whole(1, 10000),
    )
    demand_months: int = _setting(
        "SERVICEPOINTS_DEMAND_MONTHS",
        "13",
        "小哥在哪里找过歇脚点的计数（只到约1公里的格子和钟点）留几个月",
        values.whole(2, 120),
    )
    backup_key: str = _setting(
        "SERVICEPOINTS_BACKUP_KEY",
        "",
        "加密备份的密钥，和数据密钥一样 44 个字符；空着备份就不加密。要换就写“新,旧”",
        secret=True,
    )
    backup_keep: tuple[int, int, int] = _setting(
        "SERVICEPOINTS_BACKUP_KEEP",
        "7,4,6",
        "备份留几天、几周、几个月的，各留最后一份，其余的删掉；0,0,0 是都留着",
        values.three_counts,
    )
    backup_days: int = _setting(
        "SERVICEPOINTS_BACKUP_DAYS",
        "2",
        "几天没备份，doctor 就提醒；0 是不提醒（用别的办法备份）",
        values.whole(0, 365),
    )
    summer_months: frozenset[int] = _setting(
        "SERVICEPOINTS_SUMMER_MONTHS", "6-9", "哪几个月首页多一个“避暑”", values.months
    )
    winter_months: frozenset[int] = _setting(
        "SERVICEPOINTS_WINTER_MONTHS", "12-2", "哪几个月首页多一个“取暖”", values.months
    )
    offline: bool = _setting(
        "SERVICEPOINTS_OFFLINE",
        "1",
        "没网的时候，手机上能不能看存下的歇脚点；写 0 关掉，手机里存的会自己删掉",
        values.switch,
    )
    log_level: str = _setting(
        "SERVICEPOINTS_LOG_LEVEL", "info", "日志详细程度：debug、info、warning、error",
        values.one_of("debug", "info", "warning", "error"),
    )  # fmt: skip
    log_format: str = _setting(
        "SERVICEPOINTS_LOG_FORMAT", "text", "日志一行怎么写：text，或 json（一行一个 JSON）",
        values.one_of("text", "json"),
    )  # fmt: skip
    log_clients: bool = _setting(
        "SERVICEPOINTS_LOG_CLIENTS", "0", "日志里是否写访问者的网络地址（写 1 打开）", values.switch
    )

    metrics_from: tuple[IPv4Network | IPv6Network, ...] = _setting(
        "SERVICEPOINTS_METRICS_FROM",
        "127.0.0.0/8 ::1",
        "哪些网络地址能看 /metrics，空格隔开；要直接来问，经过代理的一律看不到",
        values.networks,
    )
    ready_hours: int = _setting(
        "SERVICEPOINTS_READY_HOURS",
        "168",
        "目录几小时没和登记库对过，/readyz 就说这个节点不能用了",
        values.whole(1, 8760),
    )

    @property
    def register_address(self) -> str:
        """The register's SQLAlchemy URL: the one that was set, else a SQLite file in the instance."""
        return self.register_url or f"sqlite:///{self.home / 'register.db'}"

    @property
    def catalogue_path(self) -> Path:
        """The published file."""
        return self.home / "catalogue.db"

    @property
    def places_path(self) -> Path:
        """How many places of sessions are taken, told anew twice a second."""
        return self.home / "places.json"

    @property
    def keys_path(self) -> Path:
        """Where the instance keeps its generated keys."""
        return self.home / KEYS_FILE
