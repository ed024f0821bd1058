"""Road names (路, 街, 公路, 大道, 巷 …) in running text, where nothing marks where a name begins.

A name is the run of characters before its ending, cut at words that end the name of something else:
实业大厦漕东支路 holds 漕东支路. A cut is made only where a road of its own remains: 车站南路 stays whole,
for 南路 is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ENDING = re.compile(
    r"大道|公路|大街|胡同|(?<![铁道线网电公走])路(?!由|政|灯|况|网|程)"
    r"|(?<=[走公])路(?=\d)|街(?!道|坊|镇|区|面|心|角)|巷(?!口\d)"
)
_NAME = re.compile(r"(?:[AGSX]\d{1,4}|[一-鿿〇·]{0,12}?\d?)$")
_MOST = 14
_LONGEST_NAME = 6
_MODIFIERS = frozenset("东南西北中一二三四五六七八九十上下内外前后新老旧大小支环弄")
ROAD_TAIL = re.compile(f"[{''.join(sorted(_MODIFIERS))}]{{0,3}}(?:大道|公路|大街|路|街|巷)")
"""What makes the word before it a road's name: 浦东 + 大道, 长宁 + 支路."""

_PLACEHOLDER = frozenset("某")
# words that end the name of an area, a building, a firm: behind them a road may begin
_OTHER_NAMES = """
位于 地处 坐落于 地址 近 靠近 邻近 毗邻 与 号 弄 室 层 幢 栋 座 镇 乡 街道
站 号线 出租车 公交 步道 绿道
服务点 歇脚点 网点 营业厅 营业部 支局 局 派出所 事务所 卫生所 居委会 居委 村委会 村委 委员会 工会
中心 总部 公司 集团 银行 超市 卖场 食堂 餐厅 医院 卫生院 学校 大学 学院 中学 小学 幼儿园 校区
大厦 大楼 商务楼 写字楼 综合楼 广场 商厦 商场 百货 酒店 宾馆 饭店
公寓 之家 宿舍 花园 花苑 家园 佳苑 名苑 新苑 公馆 新村 小区 社区 村 里弄
街区 园区 片区 开发区 工业区 保税区 产业园 科技园 创意园 工业园 物流园 软件园 公园 厂
科技园区 产业园区 工业园区 创意园区 物流园区 软件园区 新城 城 店
区 高科
图书馆 文化馆 体育馆 体育场 博物馆 展览馆 会馆 码头 机场 市场 菜场 市集 门口
"""
_OTHER_NAMES_END = re.compile("|".join(sorted(_OTHER_NAMES.split(), key=len, reverse=True)))
_JOIN = re.compile(r"^(?:路?口)?(?:(?:[东南西北]{1,2}侧|以[东南西北])?(?:[和及到至]|[东南西北]侧|口|处))")


@dataclass(frozen=True, slots=True)
class Road:
    """A road: its name as written (stem and ending), and where it stands in the text."""

    stem: str
    ending: str
    start: int

    @property
    def name(self) -> str:
        """Stem and ending."""
        return self.stem + self.ending

    @property
    def end(self) -> int:
        """Where the text goes on behind it."""
        return self.start + len(self.name)


def roads(text: str) -> Iterator[Road]:
    """The roads named in a text without spaces, in order. Placeholders (XX路, 某某路) are none."""
    previous = 0
    last: Road | None = None
    for ending in _ENDING.finditer(text):
        window = text[max(previous, ending.start() - _MOST) : ending.start()]
        name = _NAME.search(window)
        core = _core(name[0] if name else "", follows_road=0 < previous == ending.start() - len(window))
        road = Road(core, ending[0], ending.start() - len(core)) if core else None
        if road and last and road.start == last.end and not is_own_name(core):
            last = Road(last.name + core, ending[0], last.start)  # 龚路中路 is one road, 中路 alone is none
        else:
            if last:
                yield last
            last = road
        previous = ending.end()
    if last:
        yield last


def is_own_name(name: str) -> bool:
    """Whether a name (without its ending) can be that of a road: more than one sign, not only 东 二 支 ….

    宁海 can; 南 and 东二 are the tails of longer names.
    """
    return len(name) > 1 and not set(name) <= _MODIFIERS


def _core(name: str, *, follows_road: bool) -> str:
    if follows_road and (join := _JOIN.match(name)) and is_own_name(name[join.end() :]):
        name = name[join.end() :]
    for other in reversed(list(_OTHER_NAMES_END.finditer(name))):
        if is_own_name(name[other.end() :]):
            name = name[other.end() :]
            break
    if name.startswith("上海") and is_own_name(name[2:]):
        name = name[2:]
    if len(name) > _LONGEST_NAME:
        name = name[-4:] if name[-2] in _MODIFIERS else name[-3:] if name[-1] in _MODIFIERS else name[-2:]
    return "" if set(name) <= _PLACEHOLDER else name
