"""Column names: which field a header means, in whatever spelling.

A header may carry a unit in brackets (面积（㎡）), a day (工作日开门), a datum (高德经度), line breaks and
full-width letters, and may stand under a group header (联系方式 over 联系人 and 电话).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from servicepoints.domain.amenities import Vocabulary
from servicepoints.sheets.fields import FIELDS, MEAL_TIMES, SERIALS
from servicepoints.sheets.texts import Value, folded
from servicepoints.sheets.words import KIND

AMENITY = "amenity:"
SERIAL = "serial"
MEALS = "meals"
BY_ENDING = "列名里的字"
CHOSEN = "你选的"

Choices = Mapping[tuple[str, str], str]
"""{(sheet, column's letter): field, `amenity:<key>`, or "" for not used} as a person decided."""

EXACT, VAGUE, ENDING = range(3)
"""How plainly a header names its field: of two for one field the plainer is taken."""

_VAGUE = re.compile(
    "单位名称|机构名称|机构|项目|场所名称|设施名称|全称|联系地址|所在地|位置|地点|坐落|门牌号"
)
"""Synonyms that also say something of whoever runs the place, or only a part: they give way."""

_FORMER = re.compile(
    "^(?:原先?|旧|老|搬迁前|迁址前|变更前|曾用)|[（(](?:旧|原|搬迁前|变更前)(?:地?址|名称?)?[)）]$"
)
_PRESENT = re.compile(
    "^(?:现在?|新|最新|搬迁后|迁址后|变更后)|[（(](?:新|现|搬迁后|变更后)(?:地?址|名称?)?[)）]$"
)
"""What tells of two columns for one thing which holds no more and which does."""

DATUM_ORDER = ("", "_gcj02", "_bd09", "_unknown")
"""Endings of position fields by datum; where a row has several, the first counts."""

_SIMPLIFIED = str.maketrans(
    "區縣鎮鄉街點編號類別稱營業開關門時間電話機聯繫係絡負責備註說務內設單費對場驛網驗經緯標飲熱廁調檯溫療藥寫錄約報實際來圖屬",
    "区县镇乡街点编号类别称营业开关门时间电话机联系系络负责备注说务内设单费对场驿网验经纬标饮热厕调台温疗药写录约报实际来图属",
)
"""Traditional characters of headers, as written by some."""

_BRACKETS = re.compile(r"[（(【\[][^（()）【】\[\]]*[)）】\]]")
_NO_COUNT = re.compile(
    r"[(【\[](?:单位:?)?(?:米|m|公里|千米|km|里|步|分钟?|min|小时|h|元|¥|角)(?:以?内|远|左右|/[^)】\]]*)?[)】\]]"
    "|距离|单价|价格"
)
"""What says that the numbers below are how far, how long or how much, and not how many there are."""

_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天末]"
_MONTHS = r"\d{1,2}月?(?:\d{1,2}日)?[至到~～—–\-]+(?:次年)?\d{1,2}月(?:\d{1,2}日|底)?"
_DAYS = re.compile(
    rf"工作日|平日|双休日|周六日|周末|休息日|法定节假日|国定节假日|节假日|每天|每日|全年"
    rf"|(?:高温季节?|高温期间|夏令时|冬令时|[春夏秋冬]{{1,2}}[季天])(?:\([^)]*\d[^)]*\)|{_MONTHS})?|{_MONTHS}"
    rf"|{_WEEKDAY}(?:(?:[至到~～—–\-、和及]+)(?:周|星期)?[一二三四五六日天])*"
)
_ENOUGH = 4
"""So many cells without a header among them, and the row is none, however wide."""

_WHETHER_OPEN = re.compile(
    r"(?:是否|能否|可否)?(?:照常|正常)?(?:对外)?(?:开放|营业|服务|开门)?(?:与否|情况|安排)?"
)
"""What asks, after days, whether the place is open then: 节假日是否开放."""
_PART_OF_DAY = re.compile("上午|下午|晚上|晚间|夜间|中午")
_DATUMS = (
    ("_bd09", re.compile(r"bd-?09|百度|baidu")),
    ("_gcj02", re.compile(r"gcj-?02|高德|腾讯|火星|amap|tencent")),
    ("", re.compile(r"wgs-?84|天地图|cgcs|国家?2000|gps|大地2000")),
)
_AXES = (
    ("coordinates", re.compile(r"经纬度|坐标|coordinates?|latlng|lnglat")),
    ("latitude", re.compile(r"纬度|北纬|latitude|(?<![a-z])lat(?![a-z])")),
    ("longitude", re.compile(r"经度|东经|longitude|(?<![a-z])(?:lng|lon)(?![a-z])")),
)
_ASKED = re.compile(
    r"^(?:是否|有无)?(?:有无|提供|具备|配备|配有|设有|可|有)?(.+?)(?:设施|服务|功能|设备|区域|与否)?$"
)
_OF_MAIL = re.compile("(?:邮箱|邮件|网站|网页|链接)地址$")
_OWN = "站点|点位|驿站|网点|中心|机构|阵地|场所|门店|服务[站点]|接力站|党群|公寓|支局|单位|本站|爱心|职工"
_PEOPLE = "负责人|联系人|联络[人员]|管理员|站长|店长|姓名"
_CALLED = "对外|联系|联络|服务|咨询|办公|固定|值班|移动|日常|公开|主要|备用|24小时|及|和|与|或|的"
_USUAL = "对外|日常|正常|平时|平日|常规|具体|主要|目前|现行?|全年|每[日天]|实际|统一"
_OPEN = "开放|服务|营业|运营|开放服务|服务开放"
_RUNNING = "开放|使用|运营|营业|运行|启用|存续"
_ENDED = "撤[销点除并]|停用|停业|关[停闭门]|搬迁|迁址|暂停(?:开放|使用|营业|服务)?|注销"
_EQUIPPED = "现有|已有|配备|配置|配套|内部|室内|基本|主要|可用|提供|服务|便民|的"
_SAYING = "(?:安排|情况|说明|及说明|表)?"
"""What may stand in the header of a point's own phones and hours; with anything else in it (物业电话,
食堂开放时间, 春节开放时间) they are somebody else's, or of other days."""

_OTHERS = (
    (re.compile(r"(?:电话|热线|手机|座机|固话|传真)(?:号码?)?$"), "看着不是点位自己的电话，没有用"),
    (re.compile(r"(?:开放|服务|营业|运营).{0,4}时[间段]"), "看着不是平时的开放时间，没有用，要的话写进备注"),
)
_OF_OTHERS = re.compile("物业|投诉|举报|派出所|监督|主管|上级|食堂|餐厅|图书|春节|国庆|寒假|暑假|寒暑假")
"""A group header that makes somebody else's of the phones and hours below it."""

_ENDINGS = (
    (
        re.compile(
            r"(?:站点|点位|机构|中心|驿站|网点|阵地|场所|服务站|服务点|接力站|公寓|设施|项目|社区|门店|场馆|图书馆|食堂|餐厅|支局|书屋|园区)(?:全称|名称|名)$"
        ),
        "name",
    ),
    (re.compile(r"(?:预约|报名).*(?:电话|热线)"), "booking_phone"),
    (
        re.compile(rf"^(?:{_OWN}|{_PEOPLE}|{_CALLED})*(?:电话|热线|手机|座机|固话)(?:号码?)?[\d一二三]?$"),
        "phone",
    ),
    (re.compile(rf"^(?:{_OWN}|{_PEOPLE})*(?:{_PEOPLE})$"), "contact"),
    (
        re.compile(rf"^(?:{_OWN}|{_USUAL})*(?:{_OPEN})(?:的|起止|具体|服务|开放)*时(?:间段?|段){_SAYING}$"),
        "hours",
    ),
    (re.compile(rf"^(?:{_OWN}|{_USUAL})*(?:开放|服务|营业)(?:开始|起始)时间$"), "opens"),
    (re.compile(rf"^(?:{_OWN}|{_USUAL})*(?:开放|服务|营业)(?:结束|截止|终止)时间$"), "closes"),
    (
        re.compile(
            rf"^(?:是否)?(?:{_OWN}|{_USUAL})*(?:(?:{_RUNNING})(?:现状|状态|状况|情况|与否)|(?:现状|状态|状况))$"
            rf"|^是否(?:{_OWN}|{_USUAL}|已经?|仍然?|还在?|在)*(?:{_RUNNING}|{_ENDED})中?$"
        ),
        "status",
    ),
    (
        re.compile(
            rf"^(?:{_OWN}|{_EQUIPPED})*(?:设施|设备)(?:设备|服务|功能|内容|项目|清单|配置|配备|情况)*$"
        ),
        "amenities",
    ),
    (re.compile(r"地址$"), "address"),
    (re.compile(r"(?:街道|街镇|乡镇)$"), "sub_district"),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header means: a field, `amenity:<key>`, `serial`, `meals`, or "" for nothing known; how we know
    it, in Chinese; the days that it speaks of; and how plainly it says so (EXACT, VAGUE or ENDING)."""

    field: str
    how: str = ""
    days: str = ""
    rank: int = EXACT


class Headers:
    """Matches headers against the fields and the amenities of a vocabulary; what a person chose for a column
    counts more than its header."""

    def __init__(self, vocabulary: Vocabulary, chosen: Choices | None = None) -> None:
        self.chosen: Choices = chosen or {}
        self._fields = {folded(f.name): f.name for f in FIELDS}
        for field in FIELDS:
            self._fields |= {folded(word): field.name for word in (field.label, *field.synonyms)}
        self._fields |= {folded(word): SERIAL for word in SERIALS} | {
            folded(word): MEALS for word in MEAL_TIMES
        }
        self._amenities = {
            folded(word): AMENITY + amenity.key
            for amenity in reversed(list(vocabulary.values()))
            for word in (*amenity.synonyms, amenity.label, amenity.key)
        }
        self._known: dict[tuple[str, str], Meaning] = {}

    def meaning(self, header: str, group: str = "") -> Meaning:
        """What a header under a group header ("" for none) means."""
        key = (header, group)
        if key not in self._known:
            meaning = self._meaning(header.translate(_SIMPLIFIED), group.translate(_SIMPLIFIED))
            measured = _NO_COUNT.search(normalize("NFKC", f"{group} {header}").casefold())
            if measured and meaning.field.startswith(AMENITY):
                meaning = Meaning("", f"写的是“{measured[0].strip('()【】[]')}”，不是有没有，没有用")
            self._known[key] = meaning
        return self._known[key]

    def decided(self, sheet: str, letter: str, header: str, group: str) -> Meaning:
        """What that column of a sheet means: as a person chose, else by its header."""
        meaning = self.meaning(header, group)
        chosen = self.chosen.get((sheet, letter))
        return meaning if chosen is None else Meaning(chosen, CHOSEN, meaning.days)

    def are_headers(self, values: Iterable[Value]) -> bool:
        """Whether a row among data looks like headers: words only, at least half of them ones that nobody
        writes into a cell (地址, 序号; not 驿站, which is a kind as well)."""
        sure = filled = 0
        for value in values:
            if value == "":
                continue
            if not isinstance(value, str) or value.isdecimal() or (filled >= _ENOUGH and not sure):
                return False
            filled += 1
            sure += self._is_sure(value.translate(_SIMPLIFIED))
        return sure >= 2 and sure * 2 >= filled

    def _is_sure(self, text: str) -> bool:
        word = folded(_BRACKETS.sub("", text) if "（" in text or "(" in text else text)
        return word in self._fields and word not in KIND

    def _meaning(self, header: str, group: str) -> Meaning:
        if not folded(header):
            return self._meaning(group, "") if folded(group) else Meaning("")
        if self._exact(_FORMER.sub("", header)) and _FORMER.search(header):
            return Meaning("", "看着是以前的，没有用")
        if self._exact(now := _PRESENT.sub("", header)):
            header = now
        place = "" if self._exact(header) and not _axis(header) else _place(group + header)
        if place:
            return Meaning(place, "列名")
        plainly = self._known_word(group + header)
        if plainly:
            return Meaning(plainly, "两行列名" if group else "列名", rank=_rank(header))
        dated = self._dated(header, group)
        if dated:
            return dated
        both = self._exact(group + header)
        if both:
            return Meaning(both, "两行列名" if group else "列名", rank=_rank(header))
        field = self._exact(header)
        if field in ("phone", "contact", "hours", "opens", "closes") and _OF_OTHERS.search(group):
            return Meaning("", f"写在“{group}”下面，不是点位自己的，没有用")
        if field:
            return Meaning(field, "列名", rank=_rank(header))
        asked = _ASKED.match(folded(_BRACKETS.sub("", header)))
        if asked and asked[1] in self._amenities:
            return Meaning(self._amenities[asked[1]], "列名")
        plain = folded(_BRACKETS.sub("", header))
        if _OF_MAIL.search(plain):
            return Meaning("")
        for pattern, field in _ENDINGS:
            if pattern.search(plain):
                return Meaning(field, BY_ENDING, rank=ENDING)
        return Meaning("", next((why for other, why in _OTHERS if other.search(plain)), ""))

    def _exact(self, text: str) -> str:
        return self._known_word(text) or self._known_word(_BRACKETS.sub("", text))

    def _known_word(self, text: str) -> str:
        return self._fields.get(folded(text)) or self._amenities.get(folded(text), "")

    def _dated(self, header: str, group: str) -> Meaning | None:
        """A column of hours for some days or parts of the day: 工作日开门, 周一至周五 under 开放时间."""
        whole = "".join(normalize("NFKC", group + header).split())
        days = "".join(_DAYS.findall(whole))
        rest = _PART_OF_DAY.sub("", _DAYS.sub("", whole))
        if not days and rest == whole:
            return None
        alone = _PART_OF_DAY.sub("", _DAYS.sub("", "".join(normalize("NFKC", header).split())))
        for text in (rest, alone):
            field = self._fields.get(folded(_BRACKETS.sub("", text)), "")
            if field in ("hours", "opens", "closes"):
                return Meaning(field, "列名里的日子" if days else "列名", days)
        whether = days and (_WHETHER_OPEN.fullmatch(folded(rest)) or _WHETHER_OPEN.fullmatch(folded(alone)))
        return Meaning("hours", "列名里的日子", days) if whether else None


def _rank(header: str) -> int:
    return VAGUE if _VAGUE.fullmatch(folded(_BRACKETS.sub("", header))) else EXACT


def _plain(text: str) -> str:
    return "".join(normalize("NFKC", text).casefold().split()).replace("_", " ")


def _axis(text: str) -> str:
    """latitude, longitude or coordinates, or "" for a header of something else."""
    plain = _plain(text)
    if "来源" in plain or "依据" in plain or "坐标系" in plain:
        return ""
    return next((field for field, axis in _AXES if axis.search(plain)), "")


def _place(text: str) -> str:
    """The axis with its datum: `latitude_gcj02`; `_unknown` when none is said, no suffix for WGS-84."""
    axis = _axis(text)
    return axis and axis + datum_ending(text)


def datum_ending(text: str) -> str:
    """The ending (of DATUM_ORDER) of the datum that a header or a cell names, `_unknown` for none."""
    plain = _plain(text)
    return next((suffix for suffix, datum in _DATUMS if datum.search(plain)), "_unknown")
