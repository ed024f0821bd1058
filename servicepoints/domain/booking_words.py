"""The words of booking: 报名 for an activity, 预约 for a service; 还剩8个 · 可以排队 · 满了 …

Texts that live for days (a group notice) take `session_words` too: dates and weekdays, never 今天.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from servicepoints.domain.bookings import Attendance, BookingState, News, Places, PlacesState
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import Category, Offering, OfferingKind, Session, Welcome
from servicepoints.domain.points import Channel, Listing, Point
from servicepoints.domain.status_words import WEEKDAYS, clock

OFFERING_KIND_WORDS: Mapping[OfferingKind, str] = {
    OfferingKind.ACTIVITY: "活动",
    OfferingKind.SERVICE: "服务",
}
CATEGORY_WORDS: Mapping[Category, str] = {
    Category.POLITICAL: "政治生活",
    Category.CULTURAL: "文化生活",
    Category.DAILY: "日常生活",
    Category.TRAINING: "培训",
    Category.COMFORT: "慰问",
    Category.VOLUNTEERING: "志愿与治理",
}
WELCOME_WORDS: Mapping[Welcome, str] = {Welcome.EVERYONE: "谁都可以", Welcome.INVITED: "限受邀企业"}
ATTENDANCE_WORDS: Mapping[Attendance, str] = {Attendance.ATTENDED: "来了", Attendance.ABSENT: "没来"}


def news_words(news: News, reason: str, *, going_on: bool) -> str:
    """What a person is to be phoned about, and why; whether the session takes place tells of whom it is."""
    match news:
        case News.PROMOTED:
            return "排上了，有名额了"
        case News.MOVED:
            return "换时间了"
        case _:
            what = "局里取消了" if going_on else "这一场取消了"
            return f"{what}：{reason}" if reason else what


def booking_verb(kind: OfferingKind) -> str:
    """报名 for an activity, 预约 for a service."""
    return "报名" if kind is OfferingKind.ACTIVITY else "预约"


def short_verb(kind: OfferingKind) -> str:
    """报 or 约, for what is composed of it: 报好了, 没有约上."""
    return "报" if kind is OfferingKind.ACTIVITY else "约"


def state_words(state: BookingState, kind: OfferingKind) -> str:
    """What became of a booking: 报好名了 · 约好了 · 在排队 · 已取消."""
    match state:
        case BookingState.CONFIRMED:
            return "报好名了" if kind is OfferingKind.ACTIVITY else "约好了"
        case BookingState.WAITING:
            return "在排队"
        case _:
            return "已取消"


def session_words(session: Session) -> str:
    """When it is, in words that hold for days: 9月17日（周四）14:00–16:00."""
    starts, ends = session.starts_at.astimezone(TIMEZONE), session.ends_at.astimezone(TIMEZONE)
    last = clock(ends)
    if ends.date() != starts.date():
        midnight = ends.hour == ends.minute == 0 and ends.date() - starts.date() == timedelta(days=1)
        last = "24:00" if midnight else f"{_date(ends)}{clock(ends)}"
    return f"{_date(starts)}{clock(starts)}–{last}"


def moment_in_full(at: datetime) -> str:
    """9月14日9:00: a moment in words that hold for days."""
    at = at.astimezone(TIMEZONE)
    return f"{at.month}月{at.day}日{clock(at)}"


def places_words(places: Places, session: Session, kind: OfferingKind) -> str:
    """还剩8个 · 可以排队 · 满了 · 9月14日9点开始报 · 报名结束 · 名额暂时查不到; "" where others count."""
    verb = booking_verb(kind)
    match places.state:
        case PlacesState.LEFT:
            return f"还剩{places.left}个"
        case PlacesState.QUEUE:
            return "满了，可以排队"
        case PlacesState.FULL:
            return "满了"
        case PlacesState.NOT_YET if session.opens_at is not None:
            return f"{_opening(session.opens_at)}开始{short_verb(kind)}"
        case PlacesState.CLOSED:
            return f"{verb}结束"
        case PlacesState.OVER:
            return "已经结束"
        case PlacesState.CANCELLED:
            return f"取消了：{session.reason}" if session.reason else "取消了"
        case PlacesState.UNKNOWN:
            return "名额暂时查不到"
        case _:
            return ""


def coming_words(ends: Mapping[OfferingKind, datetime], at: datetime) -> str:
    """For a list, what takes place at a point in the coming seven days: until when the last session of each
    kind lasts. Not whether there are places left."""
    for kind in OfferingKind:
        if kind in ends and ends[kind] > at:
            return f"7天内有{OFFERING_KIND_WORDS[kind]}"
    return ""


def shut_words(point: Point | None, session: Session) -> str:
    """That the point of a session may be shut then, "" where nothing says so; None is one that nobody sees
    any more."""
    if point is None or point.listing is Listing.WITHDRAWN:
        return "这个点位已经撤了，去之前先打电话问主办单位"
    until = point.suspended_until
    if point.listing is Listing.SUSPENDED and (until is None or until > session.starts_at):
        shut = f"临时关门到{moment_in_full(until)}" if until else "临时关门"
        return f"这里{shut}，去之前先打电话问"
    return ""


def counted_words(sessions: int, people: int) -> str:
    """3场，7个人要来: how many sessions, and how many booked them."""
    return f"{sessions}场，{f'{people}个人要来' if people else '没有人要来'}"


def withdrawn_words(reason: str) -> str:
    """Why a session does not take place whose point was withdrawn, for who booked it."""
    return f"这个点位撤了：{reason}" if reason else "这个点位撤了"


def channel_words(offering: Offering) -> str:
    """How an offering is booked that is not booked on this site, exactly as far as it is known."""
    verb = booking_verb(offering.kind)
    match offering.channel:
        case Channel.HERE:
            return f"在这里{verb}"
        case Channel.PHONE:
            return f"打电话{verb}：{offering.phone}" if offering.phone else f"打电话{verb}，号码没写"
        case Channel.LINK:
            return f"在别的网站{verb}"
        case Channel.MINI_PROGRAM:
            return f"在小程序里{verb}"
        case Channel.WALK_IN:
            return f"不用{verb}，直接来"
        case _:
            return f"怎么{verb}没核实"


def booking_way(offering: Offering) -> str:
    """How a courier gets a place: "" where it is booked on this site by anybody; else by whom, or where."""
    if offering.open_to_all:
        return ""
    if offering.welcome is Welcome.INVITED:
        return f"{WELCOME_WORDS[Welcome.INVITED]}，由单位{booking_verb(offering.kind)}"
    return channel_words(offering)


def _date(at: datetime) -> str:
    return f"{at.month}月{at.day}日（周{WEEKDAYS[at.weekday()]}）"


def _opening(at: datetime) -> str:
    at = at.astimezone(TIMEZONE)
    return f"{at.month}月{at.day}日{at.hour}点{f'{at.minute}分' if at.minute else ''}"
