"""Chinese opening hours, second step: text → tokens. What no pattern knows becomes UNREAD, never nothing.

The patterns stand in the order in which they are tried; each is bounded, so the time is linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from servicepoints.domain.hours_text.writings import CLOCK, NUMBER, PARTS, TO


class Kind(StrEnum):
    """What a token is. A NOTE may be left out without changing the hours; a WORD means nothing by itself."""

    NOTE = "note"
    LAST_ENTRY = "last_entry"
    ALWAYS = "always"
    NOON_OPEN = "noon_open"
    LUNCH = "lunch"
    ALL_DAY = "all_day"
    WHOLE_DAY = "whole_day"
    FROM_DATE = "from_date"
    NTH = "nth"
    DATES = "dates"
    LIKE_DATE = "like_date"
    OTHER_DATES = "other_dates"
    OTHER_TIME = "other_time"
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
    DECLINED = "declined"
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
    """A piece of the normalised text, and where it begins there."""

    kind: Kind
    text: str
    at: int = 0


def _any(words: str) -> str:
    """One of the patterns that stand in a string, separated by spaces; the longest first."""
    return f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"


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
    rf"[每逢]{{0,2}}{_WEEK}[1-7](?!\d)"
    rf"(?:(?:{_JOINT}|\s*){_WEEK}[1-7](?!\d)|{_JOINT}[1-7](?![\d:.点时月]))*"
)
_ORDINAL = (
    rf"(?:第{NUMBER}个?(?:[、,和及]第?{NUMBER}个?){{0,5}}|首个|最[后末]一?个)的?"
    "(?:周|星期|礼拜)[一二三四五六日天]"
)
_NTH = rf"每个?月的?{_ORDINAL}(?:[、和及]{_ORDINAL}){{0,3}}"

_NEXT_YEAR = "(?:次年|翌年|第二年|来年)?"
_DATE = rf"(?:(?:\d{{4}}年)?{NUMBER}月{NUMBER}[日号])"
_DAY = r"\d{1,2}[日号]"
_MONTH_RANGE = rf"{NUMBER}月?份?\s*{TO}\s*{_NEXT_YEAR}{NUMBER}月份?(?!\d*[日号])"
_MONTHS = rf"{NUMBER}(?:\s?[、和/]\s?{NUMBER}){{0,5}}月份?"
_DATES = (
    rf"{_DATE}\s*{TO}\s*{_NEXT_YEAR}(?:{_DATE}|{_DAY})|{_DATE}|{_DAY}(?:\s*{TO}\s*{_DAY})?"
    rf"|{_MONTH_RANGE}|{_MONTHS}"
)
_LIKE_DATE = (
    r"(?:20\d\d[./-])?\d{1,2}[./]\d{1,2}(?![\d:]|个?小时)(?:\s?-\s?(?:20\d\d[./-])?\d{1,2}[./]\d{1,2}(?!\d))?"
    r"|(?<![\d-])(?:20\d{6}(?:\s?-\s?20\d{6})?|\d{4}\s?-\s?\d{4})(?!\d)"
)
_SEASON = _any(
    "夏令时 冬令时 夏时制 冬时制 [春夏秋冬旺淡]季节? 春夏季 秋冬季 夏秋季 冬春季 高温季节? 高温期间? "
    "高温天气? 夏天 冬天 暑期 暑假 寒假 寒暑假"
)
_ORDINARY_DAYS = _any(
    "非工作日 (?:每个)?(?:法定)?工作日(?:期间)? 双休日 双休(?=[、和及,]) 每?周末 星期末 礼拜末 平日 平时"
)
_EVERY_DAY = _any("每[天日] 天天 [一每]周[七7]天 [七7]天[*xX]?(?=24) 全周 每(?=[早晚])")
_HOLIDAY = _any("元旦 春节 清明节? 五一 劳动节 端午节? 中秋节? 十一 国庆节?")
_HOLIDAYS = (
    rf"(?:{_HOLIDAY}(?:[、,和及]?{_HOLIDAY}){{0,6}}等)?"
    "(?:(?:国家)?(?:法定|国定|公众|公共)的?(?:节、?假日?|节日|假日|假期|假)|(?:国家)?节、?假日)(?:及调休日?)?(?:期间)?"
)

_SERVE = _any("对外 提供 服务 开放 营业 办公 开门 上班 供应")
_RECEIVE = _any("接待 办理 受理")
_WORK = f"(?:{_SERVE}|{_RECEIVE})"
_REST = (
    f"(?:(?:不|停止|暂停){_SERVE}{{1,3}}|"
    + _any("休息 休馆 闭馆 馆休 公休 闭店 闭站 闭园 关馆 关门 关闭 打烊 歇业 停业 放假 不开")
    + "|休(?!日))"
)
_NO_REST = "(?:不休息?|无休息?日?|不打烊|不闭馆|不关门|不间断)"

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
_TILL = f"{PARTS}?{CLOCK}"
_NUMBERED = "(?=每|周|星期|礼拜|双休|工作日|平日|法定|国定|节假)"

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.LAST_ENTRY, rf"(?:每[日天]|当[日天])?{_TILL}(?:后|起|以后|之后|开始|前)?即?(?:{_STOP_ENTRY}|清场)"),
    (
        Kind.LAST_ENTRY,
        rf"(?:最后|最晚|最迟|截止|停止)(?:{_ENTRY}(?:时间)?(?:为|是|:)?\s*{_TILL}|{_TILL}前?{_ENTRY})",
    ),
    (Kind.NOTE, rf"(?:{_REST}|结束|下班)?(?:前|提前){_AHEAD}{_STOP_ENTRY}"),
    (Kind.NOTE, rf"{_IF}(?:{_TELL}|以(?:现场|当日|馆内|实际|最新)?(?:公告|通知|公示)为准)"),
    (Kind.NOTE, "具体(?:时间|安排)?以(?:现场|当日|馆内)(?:公告|通知|公示)为准"),
    (Kind.NOTE, "(?:风雨|雨天)(?:无阻|照常)(?:开放|营业)?|即日起(?!至)"),
    (Kind.STOP, r"^[(]?\d[)、.](?! ?\d)|(?<=[;。,\n ])(?:[(]\d[)]|\d[、.](?! ?\d))"),
    (Kind.STOP, rf"(?:^|(?<=[;。,\n ]))[一二三四五六七八九]、{_NUMBERED}"),
    (
        Kind.ALWAYS,
        f"{_ALL_YEAR}[,、]?{_NO_REST}|[全一]年365天|365天"
        "|全年(?:对外)?(?:开放|营业|服务)(?![日时])|全年(?= ?24)",
    ),
    (Kind.NOON_OPEN, rf"{_NOON}(?:{_NO_REST}|{_WORK}{{1,4}}|有人值班)"),
    (Kind.NOON_OPEN, "无午休|没有午休|不午休|午休不休"),
    (Kind.LUNCH, "(?:中午|午间|中间|其中)?(?:午休|午间休息|中午休息)(?:时间|时段)?"),
    (Kind.ALL_DAY, "(?:全天候?|每天|每日)?[*]?(?:24|二十四) ?个?(?:小时|[Hh](?:ours)?)(?:全天候?)?|全天候"),
    (Kind.ALL_DAY, "7 ?[*xX] ?24(?:小时|[Hh])?|24 ?[*xX] ?7(?:小时|[Hh])?"),
    (Kind.WHOLE_DAY, "全天|全日|一?整天"),
    (Kind.FROM_DATE, rf"自?{_DATE}(?:起|开始)(?!{TO})"),
    (Kind.NTH, _NTH),
    (Kind.CLOCK, CLOCK),
    (Kind.DATES, _DATES),
    (Kind.LIKE_DATE, _LIKE_DATE),
    (Kind.OTHER_DATES, "(?:其他|其它|其余)(?:月份|季节)"),
    (Kind.OTHER_TIME, "(?:其他|其它|其余)(?:时间段?|日期|日子)?"),
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
    (Kind.DECLINED, f"(?:不|停止|暂停){_RECEIVE}"),
    (Kind.NEXT_DAY, "次日|翌日|第二天|隔天|隔日"),
    (Kind.PART, PARTS),
    (Kind.NUMBER, rf"(?<=[早朝晚]){NUMBER}|\d{{1,2}}(?!\d)"),
    (Kind.DASH, f"{TO}+"),
    (Kind.OPEN, "[(]"),
    (Kind.CLOSE, "[)]"),
    (Kind.LIST, "[、/&]|和|及|与|以及|并"),
    (Kind.COMMA, ","),
    (Kind.COLON, ":"),
    (Kind.STOP, r"[;。\n|!]"),
    (Kind.COMMA, rf"(?:对外|日常|正常)?(?:{_WORK}|工作|开馆|供餐|运营|使用)(?:时间段|时间|时段):?|时段"),
    (Kind.WORD, rf"(?:对外|日常|正常)?(?:{_WORK}|工作|开馆|供餐|运营)|上班(?:时间段?|时段)?|时间段?"),
    (
        Kind.WORD,
        r"对外|提供|从|自|为|是|均|都|每年|每周|每|的|当[日天]|半天(?=[\d:])|其中|因故|例行|按(?:国家|法定)?规定"
        r"|(?:每?逢|如?遇)(?=[法国节公周星礼双])|\s+|[.·•*“”\"'【】<>\[\]]",
    ),
    (Kind.UNREAD, r"\d+|[A-Za-z]+|."),
)

_SCANNER = re.compile(
    "|".join(f"(?P<{kind}_{i}>{pattern})" for i, (kind, pattern) in enumerate(_PATTERNS)), re.S
)


def tokenise(text: str) -> Iterator[Token]:
    """The tokens of a normalised text, joining words left out."""
    for match in _SCANNER.finditer(text):
        kind = Kind((match.lastgroup or "").rsplit("_", 1)[0])
        if kind is not Kind.WORD:
            yield Token(kind, match.group(), match.start())
