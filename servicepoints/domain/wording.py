"""The words on screen for the values of the domain: one source for pages, API, digests, sheets and posters.

Words of time (open, closed, on arrival) are in `status_words`, a week and a schedule in `hours_words`, trust
in `trust`. Every enum value has exactly one word here; sheets read the same words back.
"""

from collections.abc import Iterable, Mapping

from servicepoints.domain.amenities import Amenity, Vocabulary
from servicepoints.domain.points import (
    Access,
    Audience,
    BookingInfo,
    Channel,
    Demonstration,
    Kind,
    Listing,
    Point,
)

SITE_NAME = "小哥歇脚地图"

KIND_WORDS: Mapping[Kind, str] = {
    Kind.PARTY_MASS_CENTRE: "党群服务中心",
    Kind.OUTLET: "快递网点",
    Kind.POST_OFFICE: "邮政支局",
    Kind.BUILDERS_HOME: "建设者管理者之家（租住）",
    Kind.CARE_STATION: "爱心接力站",
    Kind.POP_UP: "临时服务点",
    Kind.UNKNOWN: "类型没核实",
}

DEMONSTRATION_WORDS: Mapping[Demonstration, str] = {
    Demonstration.NO: "否",
    Demonstration.PLANNED: "拟建",
    Demonstration.DESIGNATED: "示范点",
}

AUDIENCE_WORDS: Mapping[Audience, str] = {
    Audience.EVERYONE: "都能进",
    Audience.COURIERS: "快递外卖都能进",
    Audience.COMPANY: "仅本公司",
    Audience.RESIDENTS: "仅住户",
    Audience.UNKNOWN: "没核实",
}

ACCESS_WORDS: Mapping[Access, str] = {
    Access.WALK_IN: "直接进",
    Access.ASK_STAFF: "跟门口说一声",
    Access.SCAN_CODE: "扫码开门",
    Access.REGISTER: "登记一下",
    Access.BY_APPOINTMENT: "要先约",
    Access.UNKNOWN: "没核实",
}

BASIS_WORDS: Mapping[str, str] = {
    "same_address": "和已标的点位同一地址",
    "same_road": "按同一条路上已标的点位估的",
    "suggestion": "推荐的人标的",
    "tianditu": "天地图",
    "amap": "高德地图",
    "tencent": "腾讯位置服务",
    "baidu": "百度地图",
    "nominatim": "Nominatim",
}
"""By whom a place was found: `Position.basis` of the positions that nobody confirmed yet."""

_ACCESS_CORES: Mapping[Access, str] = {
    Access.WALK_IN: "直接进",
    Access.ASK_STAFF: "说声",
    Access.SCAN_CODE: "扫码",
    Access.REGISTER: "登记",
    Access.BY_APPOINTMENT: "约",
}
"""The characters that a note has, in this order, if it says the same: 扫门口的码开门 says 扫码."""

CHANNEL_WORDS: Mapping[Channel, str] = {
    Channel.HERE: "在这里预约",
    Channel.PHONE: "电话预约",
    Channel.LINK: "网上预约",
    Channel.MINI_PROGRAM: "小程序预约",
    Channel.WALK_IN: "不用预约",
    Channel.UNKNOWN: "没核实",
}

LISTING_WORDS: Mapping[Listing, str] = {
    Listing.LISTED: "已上线",
    Listing.HELD: "待处理",
    Listing.SUSPENDED: "临时关门",
    Listing.WITHDRAWN: "已撤点",
}

FREE_WORDS: Mapping[bool | None, str] = {True: "免费", False: "收费", None: "是否免费没核实"}

AMENITY_MARKS: Mapping[bool | None, str] = {True: "✓", False: "✗", None: "?"}

GROUP_LABELS: Mapping[str, str] = {
    "refresh": "喝水、厕所",
    "power": "充电、换电",
    "arrive": "停车",
    "rest": "歇脚",
    "food": "吃饭",
    "health": "健康",
    "gear": "工具、洗漱",
    "culture": "看书、健身",
    "care": "照顾",
}
"""The groups of the amenities' table, at the desk; one that is not here stands under its own name."""

NO_SUCH_POINT = "没有这个编号的歇脚点，看看是不是抄错了"

POSITION_COARSE = "位置没核实"
"""Said instead of metres and minutes when a position is coarser than 150 m, or not known at all."""

HOURS_UNKNOWN = "开门时间没核实"

GROUP_USABLE = "骑到还开着"
GROUP_UNKNOWN = "开门时间没核实"
GROUP_UNSURE = "说不准开没开"
GROUP_CLOSED = "现在关着"
GROUP_UNKNOWN_IN_PART = "开门时间、位置或谁能进没核实"
"""The second group where of some it is not the hours that are unknown, but the position or who may enter."""

PAST_KNOWN = "说不准开没开，联网再看"
"""Said by a phone without a network of a time of which it was given nothing."""

GROUP_DOUBTFUL = "不一定能进"
"""The last group: what is known to be for a company's own people or for residents, open or not."""

FIRST_GROUP_EMPTY = "附近没有骑到还开着的，先看看这些"
"""The first line of a list whose first group is empty."""

FEW_POINTS = "这一片收录还少，也可以看看“全域友好服务地图”小程序"
"""Said where fewer than three points lie within three kilometres."""


def demonstration_badge(point: Point) -> str:
    """示范点 when the point is designated, else ""; planned is no badge."""
    designated = point.demonstration is Demonstration.DESIGNATED
    return DEMONSTRATION_WORDS[point.demonstration] if designated else ""


def audience_words(audience: Audience) -> str:
    """Who may enter, standing alone: 快递外卖都能进, 谁能进没核实."""
    return "谁能进没核实" if audience is Audience.UNKNOWN else AUDIENCE_WORDS[audience]


def access_words(access: Access) -> str:
    """How one gets in, standing alone: 跟门口说一声, 怎么进没核实."""
    return "怎么进没核实" if access is Access.UNKNOWN else ACCESS_WORDS[access]


def way_in_words(point: Point) -> str:
    """How one gets in, in the point's own words and then in ours, unless its own say it already: 东侧小门，
    直接进; 扫门口的码开门."""
    way = "" if point.access is Access.UNKNOWN else ACCESS_WORDS[point.access]
    told = iter(point.access_note)
    if all(character in told for character in _ACCESS_CORES.get(point.access, "")):
        way = "" if point.access_note else way
    return "，".join(part for part in (point.access_note, way) if part) or access_words(point.access)


def entry_unknown(point: Point) -> bool:
    """Whether nobody has said who may enter nor how."""
    return point.audience is Audience.UNKNOWN and point.access is Access.UNKNOWN


def entry_words(point: Point) -> str:
    """Who may enter and how, as on a card: 都能进·直接进. What is unknown of the two is said once."""
    who, how = audience_words(point.audience), access_words(point.access)
    if entry_unknown(point):
        return "谁能进、怎么进没核实"
    return f"{who}·{how}"


def booking_words(booking: BookingInfo) -> str:
    """How a point's services are booked, with the number when it is by phone."""
    if booking.channel is Channel.UNKNOWN:
        return "预约方式没核实"
    said = CHANNEL_WORDS[booking.channel]
    return f"{said} {booking.phone}" if booking.channel is Channel.PHONE and booking.phone else said


def mark(amenity: Amenity, state: bool | None) -> str:
    """An amenity with its state: 热水✓ 换电✗ 热饭?"""
    return amenity.label + AMENITY_MARKS[state]


def labels(keys: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words for these amenities: what couriers look for first, then in the vocabulary's order."""
    wanted = set(keys)
    first = [a for a in vocabulary.first_chips if a.key in wanted]
    others = [a for a in vocabulary.values() if a.key in wanted and a.first is None]
    return tuple(a.label for a in (*first, *others))
