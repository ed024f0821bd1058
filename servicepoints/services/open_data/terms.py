"""What open data says of itself: who publishes it, under which terms, of which day, and how it is cited."""

from dataclasses import dataclass
from datetime import datetime

from servicepoints.config import Settings
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.wording import SITE_NAME

TITLE = f"{SITE_NAME}开放数据"
UNDECIDED = "主办单位还没定许可：可以看、可以核对；要转载或者做成产品，请先问主办单位。"
CAUTIONS = (
    "空着的就是没核实，不是没有。",
    "坐标是 WGS-84，经度在前；放到高德、百度、腾讯的底图上要先换算，不换会偏约500米。",
    "precision_m（精度）大于150的位置只是大概，不要拿来导航。",
    "时间都是上海时间。临时关门、名额这些随时会变的，用接口查最新的。",
)


@dataclass(frozen=True, slots=True)
class Terms:
    """`url` is the site's public address without a slash, "" while it has none; `as_of` the moment of the
    last change, `revision` its number."""

    publisher: str
    licence: str
    licence_url: str
    url: str
    as_of: datetime
    revision: int

    @property
    def licence_words(self) -> str:
        """The licence, or that there is none yet."""
        return self.licence or UNDECIDED

    @property
    def citation(self) -> str:
        """How it is to be cited."""
        which = f"《{TITLE}》，{self.as_of:%Y-%m-%d}（第{self.revision}次改动）"
        address = self.link("/open-data/") if self.url else ""
        return f"{self.publisher}：" + "，".join(part for part in (which, address, self.licence) if part)

    def link(self, path: str) -> str:
        """The address of a path: whole if the site's own is known."""
        return f"{self.url}{path}"

    def notes(self) -> tuple[tuple[str, str], ...]:
        """All of it as pairs of a name and words."""
        licence = " ".join(part for part in (self.licence_words, self.licence_url) if part)
        return (
            ("名称", TITLE),
            ("主办单位", self.publisher),
            ("资料到", f"{self.as_of:%Y-%m-%d %H:%M}，第{self.revision}次改动"),
            ("许可", licence),
            ("怎么引用", self.citation),
            *(("注意", words) for words in CAUTIONS),
        )


def terms_of(settings: Settings, as_of: datetime, revision: int) -> Terms:
    """The terms by the settings, of data of that moment."""
    return Terms(
        publisher=settings.host_name or SITE_NAME,
        licence=settings.open_licence,
        licence_url=settings.open_licence_url,
        url=settings.public_url,
        as_of=as_of.astimezone(TIMEZONE),
        revision=revision,
    )
