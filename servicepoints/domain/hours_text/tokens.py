"""Chinese opening hours, first step: text → tokens. What no pattern knows becomes UNREAD, never nothing.

The patterns stand in the order in which they are tried; each is bounded, so the time is linear in the text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a token is. A NOTE may be left out without changing the hours; a WORD means nothing by itself."""

    NOTE = "note"
    ALWAYS = "always"
    NOON_OPEN = "noon_open"
    LUNCH = "lunch"
    ALL_DAY = "all_day"
    WHOLE_DAY = "whole_day"
    FROM_DATE = "from_date"
    NTH = "nth"
    DATES = "dates"
    OTHER_DATES = "other_dates"
    SEASON = "season"
    CLOCK = "clock"
    DAYS = "days"
    CLOSED_DAY = "closed_day"
    EXCEPT = "except"
    EXCLUDING = "excluding"
    BESIDES = "besides"
    INCLUDING = "including"
    SAME = "same"
    OFF = "off"
    NOTICE = "notice"
    NEXT_DAY = "next_day"
    PART = "part"
    DASH = "dash"
    NUMBER = "number"
    OPEN = "open"
    CLOSE = "close"
    LIST = "list"
    COMMA = "comma"
    COLON = "colon"
    STOP = "stop"
    WORD = "word"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the normalised text."""

    kind: Kind
    text: str


def _any(words: str) -> str:
    """One of the patterns that stand in a string, separated by spaces; the longest first."""
    return f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"


NUMBER = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_ENDS_NUMBER = r"(?![\d零〇一二两三四五六七八九十点时:])"
_CLOCK = (
    rf"(?:{NUMBER}[点时](?:半|整|钟|[一三]刻|{NUMBER}分?{_ENDS_NUMBER})?"
    r"|\d{1,2}:\d{2}(?::00)?|\d{1,2}\.[0-5]\d(?![\d.]))"
)
_TO = "[至到-]"

_WEEK = "每?(?:周|星期|礼拜)"
_JOINT = r"\s*(?:[、/和及与至到-]|以及)\s*"
_JOINT_OF_BARE_DAYS = (
    r"\s*(?:[、,/和及与至到-]|以及)\s*"  # 周一，三，五; whether 周一，周三 is a list, the parser sees
)
_NO_DAY = "(?![点时十分月个年号层楼])"  # 周三、四点 is Wednesday, and four o'clock
_WEEKDAYS = (
    rf"[每逢]{{0,2}}{_WEEK}[一二三四五六日天](?:(?:{_JOINT}|\s*){_WEEK}[一二三四五六日天]"
    rf"|{_JOINT_OF_BARE_DAYS}[一二三四五六日天]{_NO_DAY}|[一二三四五六日]{_NO_DAY})*"
)
_DIGIT_WEEKDAYS = (
    rf"[每逢]{{0,2}}{_WEEK}[1-7](?!\d)(?:(?:{_JOINT}|\s*){_WEEK}[1-7](?!\d)|{_JOINT}[1-7](?![\d:.点时月]))*"
)
_NTH = (
    rf"每个?月的?(?:第{NUMBER}(?:[、,和及]第?{NUMBER}){{0,5}}个?|首个|最[后末]一?个)的?"
    "(?:周|星期|礼拜)[一二三四五六日天]"
)

_NEXT_YEAR = "(?:次年|翌年|第二年|来年)?"
_DATE = rf"(?:(?:\d{{4}}年)?{NUMBER}月{NUMBER}[日号])"
_MONTH_RANGE = rf"{NUMBER}月?份?\s*{_TO}\s*{_NEXT_YEAR}{NUMBER}月份?(?!\d*[日号])"
_MONTHS = rf"{NUMBER}(?:[、和]{NUMBER}){{0,5}}月份?"
_DATES = rf"{_DATE}\s*{_TO}\s*{_NEXT_YEAR}(?:{_DATE}|\d{{1,2}}[日号])|{_DATE}|{_MONTH_RANGE}|{_MONTHS}"
_SEASON = _any(
    "夏令时 冬令时 夏时制 冬时制 [春夏秋冬旺淡]季节? 春夏季 秋冬季 夏秋季 冬春季 高温季节? 高温期间? "
    "高温天气? 夏天 冬天 暑期 暑假 寒假 寒暑假"
)
_ORDINARY_DAYS = _any(
    "非工作日 (?:法定)?工作日(?:期间)? 双休日 双休(?=[、和及,]) 每?周末 星期末 礼拜末 公休日 平日 平时"
)
_EVERY_DAY = _any("每[天日] 天天 [一每]周[七7]天 [七7]天[*×xX]?(?=24) 全周")
_HOLIDAY = _any("元旦 春节 清明节? 五一 劳动节 端午节? 中秋节? 十一 国庆节?")
_HOLIDAYS = (
    rf"(?:{_HOLIDAY}(?:[、,和及]?{_HOLIDAY}){{0,6}}等)?"
    "(?:(?:国家)?(?:法定|国定|公众|公共)的?(?:节假日?|节日|假日|假期|假)|(?:国家)?节假日)(?:期间)?"
)

_REST = _any(
    "休息 休馆 闭馆 馆休 公休 闭店 闭站 闭园 关馆 关门 关闭 打烊 歇业 停业 放假 休 不开放 不对外开放 "
    "不开门 不开 不营业 不服务 不上班 不办公 不接待 停止开放 停止服务 停止营业"
)
_WORK = _any("对外 提供 服务 开放 营业 办公 接待 办理 受理 开门 供应")
_NO_REST = "(?:不休息?|无休息?|不打烊|不闭馆|不关门|不间断)"

_ENTRY = _any(
    "入馆 入场 入园 入内 进馆 进场 进入 取号 叫号 领号 发号 办证 办理 受理 登记 接待 售票 检票 换票 预约 "
    "借书 借还"
)
_NOON = "(?:中午|午间)(?:时间段|时段|时间)?(?:均|都|也|正常|照常|连续)*"
_ALL_YEAR = "(?:全年|终年|常年|年中|天天|[全一]年365天|365天)"
_AHEAD = rf"(?:{NUMBER}分钟|{NUMBER}个?小时|半个?小时|一刻钟)"
_IF = "(?:(?:如?遇?有?特殊情况|如有特殊|如?有(?:变动|变化|调整)),?)"
_TELL = "(?:将|会)?(?:提前|及时)?(?:另行)?(?:通知|公告|公示|告知)"
_STOP_ENTRY = f"(?:停止|截止|结束|谢绝|不再){_ENTRY}"

_PARTS = _any(
    "凌晨 清晨 早晨 早上 早间 早 朝(?=[七八九789]) 上午 中午 正午 午间 下午 午后 傍晚 晚上 晚间 晚 夜间 夜晚 "
    r"夜里 夜 深夜 半夜 午夜 [AaPp]\.?[Mm]\.?"
)

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.NOTE, rf"(?:每[日天]|当[日天])?{_CLOCK}(?:后|起|以后|之后|开始|前)?即?{_STOP_ENTRY}"),
    (Kind.NOTE, rf"(?:最后|最晚|最迟|截止|停止){_ENTRY}(?:时间)?(?:为|是|:)?\s*{_CLOCK}"),
    (Kind.NOTE, rf"(?:{_REST}|结束|下班)?(?:前|提前){_AHEAD}{_STOP_ENTRY}"),
    (Kind.NOTE, rf"{_IF}(?:{_TELL}|以(?:现场|当日|馆内|实际|最新)?(?:公告|通知|公示)为准)"),
    (Kind.NOTE, r"^\s*[(]?\d[)、.](?!\d)|(?<=[;。\n])\s*(?:[(]\d[)]|\d[、.](?!\d))"),
    (Kind.ALWAYS, f"{_ALL_YEAR}[,、]?{_NO_REST}|[全一]年365天|365天"),
    (Kind.NOON_OPEN, rf"{_NOON}(?:{_NO_REST}|{_WORK}{{1,4}})"),
    (Kind.NOON_OPEN, "无午休|没有午休|不午休|午休不休"),
    (Kind.LUNCH, "(?:中午|午间|中间|其中)?(?:午休|午间休息|中午休息)(?:时间|时段)?"),
    (Kind.ALL_DAY, "(?:全天候?|每天|每日)?(?:24|二十四)个?(?:小时|[Hh](?:ours)?)(?:全天候?)?|全天候"),
    (Kind.ALL_DAY, "7 ?[*×xX] ?24(?:小时)?|24 ?[*×xX] ?7(?:小时)?"),
    (Kind.WHOLE_DAY, "全天|全日|一?整天"),
    (Kind.FROM_DATE, rf"自?{_DATE}(?:起|开始)(?!{_TO})"),
    (Kind.NTH, _NTH),
    (Kind.CLOCK, _CLOCK),
    (Kind.DATES, _DATES),
    (Kind.OTHER_DATES, "(?:其他|其它|其余)(?:月份|季节)"),
    (Kind.SEASON, rf"{_SEASON}(?:期间|时间)?"),
    (Kind.CLOSED_DAY, "(?:闭馆|休馆|休息|公休|店休|馆休|闭站)(?:日期?|时间)|每周休息日?"),
    (Kind.DAYS, f"{_ORDINARY_DAYS}|{_EVERY_DAY}|{_HOLIDAYS}|{_WEEKDAYS}|{_DIGIT_WEEKDAYS}"),
    (
        Kind.NOTICE,
        "(?:时间|安排|开放时间|服务时间)?(?:另行(?:通知|公告|安排|公布|告知)|另定|以(?:公告|通知)为准)",
    ),
    (Kind.EXCEPT, "除外"),
    (Kind.EXCLUDING, "不包含|不包括|不含|除去|除"),
    (Kind.BESIDES, "以外|之外|外(?!滩)"),
    (Kind.INCLUDING, "包括|包含|含"),
    (Kind.SAME, f"(?:也|均|都)?(?:{_NO_REST}|不放假|(?:照常|正常)(?:对外)?(?:{_WORK}|上班|开馆)?)"),
    (Kind.OFF, f"{_REST}(?:整理|消毒|清洁|盘点)?"),
    (Kind.WORD, rf"[早午中晚][餐饭]|其中(?=\s*{_CLOCK})"),
    (Kind.NEXT_DAY, "次日|翌日|第二天|隔天|隔日"),
    (Kind.PART, _PARTS),
    (Kind.NUMBER, rf"(?<=[早朝晚]){NUMBER}|\d{{1,2}}(?!\d)"),
    (Kind.DASH, f"{_TO}+"),
    (Kind.OPEN, "[(]"),
    (Kind.CLOSE, "[)]"),
    (Kind.LIST, "[、/&]|和|及|与|以及|并"),
    (Kind.COMMA, ","),
    (Kind.COLON, ":"),
    (Kind.STOP, "[;。\n|]"),
    (
        Kind.WORD,
        rf"(?:对外|日常|正常)?(?:{_WORK}|工作|上班|开馆|供餐|运营)(?:时间段|时间|时段)?|时间段?|时段",
    ),
    (Kind.WORD, r"对外|提供|从|自|为|是|均|都|每周|每|的|当[日天]|\s+|[.·•*“”\"'【】\[\]]"),
    (Kind.UNREAD, r"\d+|[A-Za-z]+|."),
)

_SCANNER = re.compile(
    "|".join(f"(?P<{kind}_{i}>{pattern})" for i, (kind, pattern) in enumerate(_PATTERNS)), re.S
)
_LINE_NUMBERS = str.maketrans(dict.fromkeys("①②③④⑤⑥⑦⑧⑨⑩", ";"))
_SIGNS = str.maketrans(dict.fromkeys("—–―‐‑‒−－﹣ー~〜∼∽", "-") | {"︰": ":", "∶": ":", "﹕": ":", "﹐": ","})
_BLANKS = re.compile(r"[ \t\r\u3000\u200b\ufeff]+")
_LINES = re.compile(r" ?\n[ \n]*")
_SPACED_COLON = re.compile(r"(?<=\d) ?: ?(?=\d\d)")
_DIGITS_ONLY = re.compile(
    rf"(?<![\d:.])([01]\d|2[0-4])([0-5]\d) ?{_TO}{{1,4}} ?([01]\d|2[0-4])([0-5]\d)(?![\d年])"
)


def normalise(text: str) -> str:
    """Half-width digits and punctuation, one kind of dash, one blank, 0900-1700 as 09:00-17:00."""
    text = unicodedata.normalize("NFKC", text.translate(_LINE_NUMBERS)).translate(_SIGNS)
    text = _SPACED_COLON.sub(":", _LINES.sub("\n", _BLANKS.sub(" ", text)).strip())
    return _DIGITS_ONLY.sub(_with_colons, text)


def _with_colons(match: re.Match[str]) -> str:
    h1, m1, h2, m2 = match.groups()
    # 2025-2026 is two years, not a minute of the evening
    if abs(int(h2) * 60 + int(m2) - int(h1) * 60 - int(m1)) < 30:
        return match.group()
    return f"{h1}:{m1}-{h2}:{m2}"


def tokenise(text: str) -> Iterator[Token]:
    """The tokens of a normalised text, joining words left out."""
    for match in _SCANNER.finditer(text):
        kind = Kind((match.lastgroup or "").rsplit("_", 1)[0])
        if kind is not Kind.WORD:
            yield Token(kind, match.group())
