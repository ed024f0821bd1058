"""People whom a remark names without a mobile number beside them, left out: 联系人：张三, 钥匙找王阿姨拿.

Remarks are the running texts of a point: how to enter, hours, booking, the bureau's own words. The names of
points and addresses are not among them: 王阿姨驿站 is called so in public.

A name is taken for one where something says so: a title behind it, a word for a contact or for asking before
it, a landline or an account beside it. A word masked too much harms less than a name.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from servicepoints.domain.people import BETWEEN, ENDS, HAN, MASK, NO_NAME, SURNAME, merged, without_people

_TITLE = (
    "先生|女士|小姐|老师|师傅|书记|主任|站长|经理|同志|阿姨|叔叔|大姐|大哥|队长|店长"
    "|科长|所长|局长|处长|组长|主管|园长|校长|院长"
)
_IN_CHARGE = "联系人|负责人|联络[员人]|管理员|保管[员人]|责任人|经办人|值班[员人]|站长|店长|姓名"
_ROLE = f"{_IN_CHARGE}|信息员|网格员|志愿者|社工|门卫|保安|联系方式|联系电话"
_SHORT = rf"[小老]{SURNAME}"
# 曹家渡, 陆家嘴 and 金虹桥 begin with a surname, 服务台 and 值班室 do not name who sits there
_OF_PLACES = (
    "区镇乡村街路道局站点所中心室厅办处科部店馆楼号门台院行园里弄"
    "坊场会厂层座亭卡岗组日天时分渡嘴汇桥泾港湾塘浦"
)
_NAME = rf"(?:示例)?(?!{NO_NAME})(?:{SURNAME} ?{HAN}{{1,2}}(?<![{_OF_PLACES}])|{_SHORT})"
_ANYONE = rf"(?!{NO_NAME}|[暂待同无见详另]){HAN}{{2,4}}(?<![{_OF_PLACES}])"
_TITLED = rf"(?:示例)?(?!{NO_NAME}){SURNAME}{HAN}{{0,2}}?(?:{_TITLE})(?![室办台]|信箱)"
_AT_ITS_START = (
    rf"(?:(?<!{HAN})|(?<=[找问叫请由给向跟和与及或是为员人在去到经])|(?<=联系|门卫|保安|社工|拨打))"
)
_AT_ITS_END = (
    f"(?:{ENDS}|(?=每|于|从|将|须|不|也|处|家|那|说|手|微信|电话|保管|管理|看管|值守|休息|同志|{_TITLE}))"
)
_ACTS = "(?=负责|保管|管理|开门|接待|值班|看管|值守|登记|发放)"
_LANDLINE = (
    r"(?:[(（]?0\d{2,3}[)）]?[-—－\s]?)?(?<!\d)(?:[2-8]\d{3}[-—－\s]?\d{4}|400(?:[-—－\s]?\d{3,4}){2})(?!\d)"
)
_EXTENSION = r"(?:[-*#转]\d{1,6})?"
_WECHAT = (
    r"(?:(?:微信|[Vv][Xx])(?:号|[Ii][Dd])?\s{0,3}[:：]?|[Ww]e[Cc]hat\s{0,3}[:：])"
    r"\s{0,3}[A-Za-z][\w-]{5,19}(?![\w.:/-])"
)
_QQ = r"[Qq]{2}号?\s{0,3}[:：]?\s{0,3}[1-9]\d{4,10}(?!\d)"

_SAYING_WHO = tuple(
    re.compile(rule, re.ASCII)
    for rule in (
        # 联系人：张三 (whatever the name), 管理员张三, 门卫老李
        rf"(?:{_IN_CHARGE})(?:姓名)?\s?(?:[:：(（]|[为是叫])\s?(?P<person>{_ANYONE})(?!{HAN})",
        rf"(?:{_ROLE})\s?[:：]?\s?(?P<person>{_NAME}){_AT_ITS_END}",
        # 王站长, 李建国书记
        rf"{_AT_ITS_START}(?P<person>{_TITLED})",
        # 找张三拿钥匙, 由张三保管
        rf"(?:找|联系|问|叫|交给|转告)\s?(?P<person>{_NAME}){_AT_ITS_END}",
        rf"由(?P<person>(?!于){_NAME}){_ACTS}",
        # 张三 021-62111111, 张三（微信：…）, 021-62111111（张三）
        rf"(?<!{HAN})(?P<person>{_NAME})(?=(?:{BETWEEN}){{0,8}}(?:{_LANDLINE}|{_WECHAT}|{_QQ}))",
        rf"{_LANDLINE}{_EXTENSION}[\s(（,，、:：/]{{0,4}}(?P<person>{_NAME})(?!{HAN})",
        # 找张三、李四: whoever stands beside one who was named
        rf"{re.escape(MASK)}[、,，/和及或]\s?(?P<person>{_NAME}){_AT_ITS_END}",
        # the account itself, and the number of an identity card
        rf"(?P<person>{_WECHAT}|{_QQ})",
        r"(?<!\d)(?P<person>[1-9]\d{5}(?:19|20)\d\d[01]\d[0-3]\d{4}[\dXx])(?!\d)",
    )
)


def without_anyone(text: str, public: Collection[str] = ()) -> str:
    """A remark with MASK for everyone it names and for private accounts, beside what `without_people` masks.

    Landlines and 400 numbers stay: 张三 021-62111111 is *** 021-62111111.
    """
    return _without_named(without_people(text, public)) if text else text


@lru_cache(4096)  # most remarks of a roster are one of a few
def _without_named(text: str) -> str:
    for rule in _SAYING_WHO:
        text = rule.sub(_masked, text)
    return merged(text)


def _masked(found: re.Match[str]) -> str:
    start, end = (at - found.start() for at in found.span("person"))
    return f"{found[0][:start]}{MASK}{found[0][end:]}"
