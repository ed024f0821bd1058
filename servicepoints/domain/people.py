"""Names of people (张三, 王站长) and their mobile numbers in running text, so that they can be left out.

Nothing marks a name in Chinese. Next to a mobile number a surname with one or two more signs is taken for
one, unless it is a word that begins like it (周末, 白天): a word masked too much harms less than a name.
"""

import re
from collections.abc import Collection
from unicodedata import normalize

MASK = "***"
"""Put for a private number and the name beside it."""

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤康施牛樊葛邢安齐易乔伍庞颜倪庄聂章"
    "鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕季裴霍涂苗谷盛曲翁冉骆蓝游辛靳柴蒙鲍华喻祁蒲滕屈饶牟艾尤阳"
    "穆农卓古吉缪简项芦麦褚娄窦戚岑景费卜冷晏席柏宗瞿桂佟臧闵苟邬卞姬仇栾隋沙荣巫寇桑郎甄丛虞敖巩佘查苑迟邝嵇屠糜鞠储"
)
_DOUBLE = "欧阳|上官|司马|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木|诸葛"
SURNAME = rf"(?:{_DOUBLE}|[{_SURNAMES}])"
_TITLE = (
    "先生|女士|小姐|老师|师傅|书记|主任|站长|经理|同志|阿姨|叔叔|大姐|大哥|队长|店长|科长|所长|局长|处长|组长|主管|专员|会长"
    "|园长|校长|院长|总|工|姐|哥|叔|姨"
)
HAN = "[一-鿿]"
NO_NAME = (
    "周[一二三四五六日天末围边]|高[峰温]|方[便式]|关[门闭]|安[全排保检]|白[天班]|应急|万一|何时|任何|金额|包[间括裹]|马[上路]"
    "|华联|全家|古镇|简[单介]|查[询看]|施工|游客|农历|祝|宁可|左[右侧边]|项目|卫生|石库|林荫|高层|尚未|曾经|于是|付[费款]|江边"
    "|金牌|高级|纪检|武[术警]|康[复养乐]|古[琴筝]|艾灸|游[泳戏]|阳光|单[位号]|范围|毛巾|温馨|安静|石凳"
    "|工作|服务|值班|门卫|保安|前台|物业|管理|电话|手机|微信|同号|夜间|预约|咨询|联系|号码|本人"
)
_OF_PLACES = "[村镇街区厅楼厦弄号]|[店馆站](?!长)|驿站|网点|中心|公寓|银行|超市|门口"
_NAME = (
    rf"(?!{NO_NAME}|[{_SURNAMES}](?:{_OF_PLACES}))(?:(?:示例)?{SURNAME}{HAN}?(?:{_TITLE})|(?:[小老][{_SURNAMES}]|阿{HAN})(?!{HAN})"
    rf"|(?:示例)?(?:(?:{_DOUBLE}){HAN}{{1,2}}|[{_SURNAMES}] ?{HAN}{{1,2}})(?:{_TITLE})?"
    rf"|{HAN}{{2,8}}·{HAN}{{2,8}})"
)
_PERSON = re.compile(_NAME)
_ROLE = re.compile(r"门卫|保安|前台|客服|值班(?:员|人员)|物业|居委会?|工作人员|[一-鿿]{1,6}[室台部科办处]")

_FIGURE, _SPOKEN = "[0-9０-９]", "[〇零一二三四五六七八九幺]"
_GAP = r"[\s\-－—.·]?"
_MOBILE = re.compile(
    rf"[1１一幺](?:(?<=[1１])(?:(?<!{_FIGURE}.)|(?<=86.)(?<![1-9]86.)){_GAP}[3-9３-９](?:{_GAP}{_FIGURE}){{9}}(?!{_FIGURE})"
    rf"|(?<=[一幺])[三四五六七八九]{_SPOKEN}{{9}}(?!{_SPOKEN}))",
    re.DOTALL,
)
_FIGURES = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
BETWEEN = (
    r"(?:[\s:：,，、/／(（)）\-—·“”\"+＋]|(?>(?:联系|服务|预约|值班)?(?:电话|手机|号码|方式)号?码?)|微信"
    r"|[Tt]el|86|是|为|的)*"
)
_BEFORE = re.compile(BETWEEN + "$")
_NEAR = 100
"""Characters before a number within which its name stands."""
_ROLE_THEN_NAME = rf"(?:联系人|负责人|联络员|管理员|站长|姓名)[:：\s]*(?P<led>(?!{NO_NAME})[一-鿿]{{2,4}})"
_LAST = re.compile(rf"(?:{_ROLE_THEN_NAME}|(?P<name>{_NAME}))$")
ENDS = "(?=[^一-鿿]|$|接|开门|负责|处理|收|值班|来|帮|协助|预约|登记|会|可|等|在|即|拿|取)"
_FIRST = re.compile(
    rf"{BETWEEN}(?:请?(?:找|联系|叫|问|转)(?:人[:：]?)?\s*)?(?:{_NAME}{ENDS})"
    rf"|\s*[(（]?(?:请?(?:找|联系|叫|问|转)(?:人[:：]?)?)?(?!{NO_NAME})[{_SURNAMES}]{HAN}"
)
_REPEATED = re.compile(f"(?:{re.escape(MASK)}){{2,}}")
_ONLY_MASKED = re.compile(
    rf"(?<!\s)\s*+[(（【](?:[\s:：,，、/；;]|联系人?|负责人|电话|手机|{re.escape(MASK)})*{re.escape(MASK)}\W*[)）】]"
)


def is_person(text: str) -> bool:
    """Whether a text is nothing but the name of a person: 张三, 王站长, 小李."""
    return _PERSON.fullmatch(normalize("NFKC", text).strip()) is not None


def is_role(text: str) -> bool:
    """Whether a text says who answers there without a name: 门卫, 服务台."""
    return _ROLE.fullmatch(normalize("NFKC", text).strip()) is not None


def mobiles(text: str) -> tuple[str, ...]:
    """The mobile numbers in a text, as eleven figures, however they are written."""
    return tuple(_figures(found[0]) for found in _MOBILE.finditer(text)) if _MOBILE.search(text) else ()


def without_people(text: str, public: Collection[str] = ()) -> str:
    """The text with MASK for each mobile number and for the name next to it, but for the `public` numbers.

    Landlines stay. A bracket with nothing else in it goes whole: 乙驿站（李四13900000000）is 乙驿站.
    """
    if not _MOBILE.search(text):
        return text
    parts, at = [], 0
    for found in _MOBILE.finditer(text):
        if _figures(found[0]) in public:
            continue
        start = max(at, _start_of_name(text[at : found.start()], at))
        parts += [text[at:start], MASK]
        at = _end_of_name(text, found.end())
        opened = sum((char in "(（") - (char in ")）") for char in text[start:at])
        at += opened > 0 and text[at : at + 1] in (")", "）")
    return merged("".join([*parts, text[at:]]))


def merged(masked: str) -> str:
    """A text with its masks side by side made one, and without the brackets that hold nothing else."""
    return _ONLY_MASKED.sub("", _REPEATED.sub(MASK, masked)) or MASK


def _figures(number: str) -> str:
    return "".join(char for char in normalize("NFKC", number.translate(_FIGURES)) if char.isdigit())


def _start_of_name(before: str, offset: int) -> int:
    """Where the name that ends a text begins, or where the text ends."""
    offset, before = offset + max(0, len(before) - _NEAR), before[-_NEAR:]
    between = _BEFORE.search(before)
    end = between.start() if between else len(before)
    found = _LAST.search(before[:end])
    if found is None:
        return offset + len(before)
    return offset + (found.start("led") if found["led"] else found.start("name"))


def _end_of_name(text: str, at: int) -> int:
    """Where the name behind a number ends, or the number."""
    found = _FIRST.match(text, at)
    return found.end() if found else at
