"""The words that rosters use for the values of the domain: kinds, who may enter, how, how to book.

`domain.wording` has the one word we show for each; here are the others that people write for it. English keys
are read as well.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from servicepoints.domain.points import Access, Audience, Channel, Demonstration, Kind
from servicepoints.domain.wording import (
    ACCESS_WORDS,
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    DEMONSTRATION_WORDS,
    KIND_WORDS,
)
from servicepoints.sheets.texts import folded

E = TypeVar("E", bound=StrEnum)

_KIND = {
    Kind.PARTY_MASS_CENTRE: "党群服务中心 党群服务站 党群中心 党群驿站 党群服务点 党群服务阵地"
    " 党建服务中心 党建服务站 党建服务点"
    " 党建中心 党群活动中心 党群服务中心站 社区党群服务中心 党群",
    Kind.OUTLET: "快递网点 网点 营业部 营业厅 快递营业部 分拨中心 快递分部 分部 快递点 快递站点 快递企业网点",
    Kind.POST_OFFICE: "邮政支局 支局 邮局 邮政所 邮政网点 邮政局 邮政营业厅 邮政",
    Kind.BUILDERS_HOME: "建设者管理者之家 管理者之家 建设者之家 新时代城市建设者管理者之家"
    " 城市建设者管理者之家 公寓 租住 宿舍型 宿舍"
    " 保障性租赁住房",
    Kind.CARE_STATION: "爱心接力站 接力站 驿站 爱心驿站 户外职工爱心接力站 户外职工驿站 户外职工"
    " 户外劳动者服务站点 户外劳动者服务站"
    " 职工驿站 骑手驿站 小哥驿站 骑士驿站 司机之家 小哥之家 骑手之家 小哥加油站 暖心驿站 休息点 歇脚点"
    " 爱心站 服务驿站 24小时驿站"
    " 工会驿站 暖蜂驿站",
    Kind.POP_UP: "临时服务点 临时 临时点 临时点位 临时站点 流动服务点 补给点 快闪",
}
_DEMONSTRATION = {
    Demonstration.NO: "否 不是 无 非示范点 n no 0 ×",
    Demonstration.PLANNED: "拟建 建设中 在建 筹建 筹建中 计划 拟创建 创建中 规划 规划中 待授牌 planned",
    Demonstration.DESIGNATED: "示范点 是 已授牌 已建成 已命名 市级 市级示范点 区级示范点 有 √ ✓ y yes 1",
}
_AUDIENCE = {
    Audience.EVERYONE: "都能进 对外开放 所有人 任何人 不限 公众 社会公众 市民 全社会 面向社会 全体市民"
    " 社会开放 向社会开放 开放 公开 居民群众"
    " 社区居民 周边居民 党员群众 群众 all 人人可进 均可 谁都能进 所有人员 各类人群 全部 不限人群 全民"
    " 公共开放 对外",
    Audience.COURIERS: "快递外卖都能进 快递员 骑手 快递小哥 外卖小哥 外卖员 外卖骑手 小哥 快递外卖"
    " 快递员外卖员 快递员骑手 户外职工 户外劳动者"
    " 新就业群体 新就业形态劳动者 新就业形态群体 两新群体 快递外卖小哥 快递外卖骑手 骑手快递员 快递和外卖"
    " 环卫快递外卖 户外工作者"
    " 外卖快递 网约配送员 快递从业人员 快递员外卖骑手 快递小哥外卖小哥 户外作业人员 骑手和快递员"
    " 快递员外卖小哥",
    Audience.COMPANY: "仅本公司 本公司 本单位 内部 内部员工 仅内部 员工 本网点 仅员工 仅本单位 本企业"
    " 仅本网点 本公司员工 内部使用 仅限内部 不对外"
    " 不对外开放 本网点快递员 本品牌 本企业员工 仅限本公司 仅限本单位 仅本公司员工 限本公司"
    " 对内 对内开放 仅对内 内部开放 仅供内部使用 不对外营业 不对社会开放 不向社会开放 不对公众开放"
    " 不向公众开放",
    Audience.RESIDENTS: "仅住户 住户 租户 租客 入住人员 住客 仅限住户 仅限租户 入住者 公寓住户 本公寓"
    " 仅租户 仅限入住人员 限住户",
    Audience.UNKNOWN: "没核实 未知 unknown",
}
_ACCESS = {
    Access.WALK_IN: "直接进 直接进入 随到随进 自由进出 自由进入 无需登记 不用登记 免登记 敞开 推门进"
    " 走进去 直接入内 无门禁 推门即入",
    Access.ASK_STAFF: "跟门口说一声 问工作人员 联系工作人员 工作人员开门 保安开门 问门卫 找门卫 前台"
    " 告知工作人员 打招呼 按门铃 找工作人员",
    Access.SCAN_CODE: "扫码开门 扫码 扫码进入 二维码 扫码入内 扫二维码 门禁扫码 扫码进门 扫码登记",
    Access.REGISTER: "登记一下 登记 登记进入 登记入内 前台登记 实名登记 刷身份证 出示证件 凭证件"
    " 登记后进入 门口登记",
    Access.BY_APPOINTMENT: "要先约 预约 预约进入 需预约 提前预约 先预约 预约入内 需要预约 预约制 电话预约",
    Access.UNKNOWN: "没核实 未知 unknown",
}
_CHANNEL = {
    Channel.HERE: "在这里预约 本站预约 本网站 平台预约 here 这里 歇脚地图",
    Channel.PHONE: "电话预约 电话 打电话 致电 电话报名 拨打电话 来电预约",
    Channel.LINK: "网上预约 链接 网址 网上 网站 线上 在线预约 线上预约 网页 网络预约 公众号 微信公众号"
    " 网上报名 扫码预约",
    Channel.MINI_PROGRAM: "小程序预约 小程序 微信小程序 随申办 小程序报名 随申办小程序",
    Channel.WALK_IN: "不用预约 现场 无需预约 到场 免预约 现场报名 随到随用 不需预约 现场登记 不需要预约"
    " 直接去 现场预约 不预约",
    Channel.UNKNOWN: "没核实 未知 unknown",
}


_CHANNEL_SIGNS = (
    (Channel.WALK_IN, re.compile("(?:无需|不用|不需要?|免)预约|现场|到场|随到随用")),
    (Channel.MINI_PROGRAM, re.compile("小程序|随申办")),
    (Channel.PHONE, re.compile(r"电话|拨打|致电|来电|\d{8}")),
    (Channel.LINK, re.compile("线上|网上|在线|网络|网站|网址|网页|链接|公众号|https?:")),
)
_DENIED = re.compile("不|无需|无法|暂|取消|停")
_OTHER_VISITORS = (
    "网约车司机 出租车司机 货车司机 卡车司机 司机 环卫工 环卫工人 环卫 环卫职工 保洁员 保洁"
    " 保安 保安员 交警 辅警 协管员 城管 家政 家政员 建筑工人 园林工人 养护工人"
    " 志愿者 党员 老年人 儿童 青年 青少年 学生"
)
OTHER_VISITORS = frozenset(_OTHER_VISITORS.split())
"""Whom rosters name beside couriers; they say nothing of couriers."""


def _table(shown: Mapping[E, str], others: Mapping[E, str]) -> dict[str, E]:
    """Every way of writing each value, folded."""
    table: dict[str, E] = {}
    for value, word in shown.items():
        spellings: Iterable[str] = (word, value.value, *others.get(value, "").split())
        table |= {folded(s) or s: value for s in spellings}
    return table


KIND = _table(KIND_WORDS, _KIND)
DEMONSTRATION = _table(DEMONSTRATION_WORDS, _DEMONSTRATION)
AUDIENCE = _table(AUDIENCE_WORDS, _AUDIENCE)
ACCESS = _table(ACCESS_WORDS, _ACCESS)
CHANNEL = _table(CHANNEL_WORDS, _CHANNEL)

BASIS: Mapping[str, str] = {
    "pin": "标点 实地标点 现场标点 地图标点 人工标点 现场确认 实地核实",
    "roster": "台账 表里给的 台账坐标 台账给的",
    "approximate": "大致位置 大概位置 约 近似 路中间 大致 估计",
    "same_address": "同一地址 相同地址",
    "same_road": "同一条路 同路推算",
    "tianditu": "天地图",
    "amap": "高德 高德地图",
    "tencent": "腾讯 腾讯地图",
    "baidu": "百度 百度地图",
    "nominatim": "开放街图",
}
"""How a position is known (`Position.basis`), and the words for it; the first is the one we write."""

YES = frozenset(
    {
        "是",
        "有",
        "√",
        "✓",
        "✔",
        "☑",
        "●",
        "y",
        "yes",
        "true",
        "1",
        "t",
        "对",
        "v",
        "可",
        "可以",
        "公开",
        "同意",
        "能",
        "需要",
    }
)
NO = frozenset(
    {
        "否",
        "无",
        "没有",
        "×",
        "✗",
        "✘",
        "╳",
        "x",
        "n",
        "no",
        "false",
        "0",
        "f",
        "不",
        "不可",
        "不可以",
        "不公开",
        "不能",
        "没",
    }
)

_BRACKETS = re.compile(r"[（(【\[][^（()）【】\[\]]*[)）】\]]")
_KIND_BACKWARDS = re.compile(
    "|".join(
        re.escape(word[::-1])
        for word in sorted(KIND, key=len, reverse=True)
        if word not in ("临时", "邮政", "党群", "租住")
    )
)
"""The kinds' words, spelt backwards: the word that ends last is found first."""


def read_word(table: Mapping[str, E], text: str) -> E | None:
    """The value that a cell names, whatever its brackets, spaces and punctuation; None if it names none."""
    plain = text.strip().casefold()
    return table.get(plain) or table.get(folded(text)) or table.get(folded(_BRACKETS.sub("", text)))


_OF_NAMES = re.compile("(?:全称|名称|名)$")
_AND = re.compile(r"[、，,/;；+及和与或]|以及")


@lru_cache(maxsize=1024)
def lists_kinds(text: str) -> bool:
    """Whether a text counts up several kinds (网点、公寓、驿站): then it says of none that a place is it."""
    named = {KIND[word] for part in _AND.split(text) for word in _words_of_kinds(part)[-1:]}
    return len(named) > 1


def _words_of_kinds(text: str) -> list[str]:
    return [found[0][::-1] for found in _KIND_BACKWARDS.finditer(folded(text)[::-1])][::-1]


@lru_cache(maxsize=1024)
def kind_in(text: str) -> Kind | None:
    """The kind that a name ends with (…爱心接力站（党群服务站） is a care station), or None.

    Of several words the last one outside brackets counts: it is what the place is, the others say whose.
    """
    plain = folded(_BRACKETS.sub("", text)) or folded(text)
    found = next(_KIND_BACKWARDS.finditer(plain[::-1]), None)
    return KIND[found[0][::-1]] if found else None


def inferred_kind(name: str, around: Iterable[str]) -> tuple[Kind | None, str]:
    """(a kind, the words that say it) of a place whose column says none: its name, else what stands `around`.

    Titles and headers speak of all rows, so they count only where they agree. The words are "" for the name's
    own.
    """
    if own := kind_in(name):
        return own, ""
    told = {
        kind: text for text in around if not lists_kinds(text) and (kind := kind_in(_OF_NAMES.sub("", text)))
    }
    return next(iter(told.items())) if len(told) == 1 else (None, "")


def channels_in(text: str) -> tuple[Channel, ...]:
    """The ways to book that a text speaks of, in its order: 线上预约/电话预约, 拨打55500000预约."""
    found = {channel: sign.search(text) for channel, sign in _CHANNEL_SIGNS}
    if _DENIED.search(text) and not found[Channel.WALK_IN]:
        return ()  # 暂不支持网上预约 is no way to book
    places = sorted((match.start(), channel) for channel, match in found.items() if match)
    return tuple(channel for _, channel in places)
