"""Cells that only make sense together: opening and closing times, positions with their datum, contacts."""

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from unicodedata import normalize

from servicepoints.domain.coordinates import Datum, convert, in_shanghai
from servicepoints.domain.people import is_person, is_role
from servicepoints.domain.phones import Phone, read_phones
from servicepoints.domain.points import Contact, Position
from servicepoints.errors import InvalidValue
from servicepoints.sheets.headers import DATUM_ORDER, datum_ending
from servicepoints.sheets.readings import Cell
from servicepoints.sheets.texts import clock
from servicepoints.sheets.words import NO, YES

UNSAID_PRECISION_M = 100.0
"""Radius in metres taken for a roster's position that states no precision: nobody said it is a door."""

NOBODY = "—"
"""Stands for a contact without a name where names and numbers are listed in parallel."""

NO_PHONE = "（无电话）"
"""After the name of a contact who has no number, among others who have."""

NONE_PUBLIC = "都不公开"

_TIME = re.compile(r"(\d{1,2})(?:[:.点时](\d{2})分?|[点时](半)?)?")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d (\d\d:\d\d)")
"""An opening time that was typed with a day before it: the day of typing means nothing."""

_NUMBER = re.compile(r"\d+\.\d+")
_DEGREES = re.compile(r"(\d+(?:\.\d+)?)\s*°?(?:\s*[NEne])?")
_MINUTES = re.compile(r"(\d+)°\s*(\d+(?:\.\d+)?)['′]\s*(?:(\d+(?:\.\d+)?)(?:\"|″|''|′′))?\s*[NEne]?")
_SIGNS = str.maketrans("度分秒", "°′″")
_NAMES = re.compile(r"[、，,;；/\n]+")
_LONG_NUMBER = re.compile(r"\d[\d\s-]{5,}\d")
_DATUM_NAMES = {"": Datum.WGS84, "_gcj02": Datum.GCJ02, "_bd09": Datum.BD09}

Values = Mapping[str, Sequence[Cell]]
"""The cells of a row that say something, by field."""


def hours_text(values: Values) -> str:
    """The hours as one text, from one column of hours, several by days, or opening and closing times.

    工作日 over 开门 8:30 and 关门 17:00 becomes 工作日8:30-17:00. Times without days stay without: what days
    they hold for, a person says. A time that is none goes on as it is written, for the reader of hours to
    doubt. "" if the row says nothing. Raises InvalidValue for what Excel made a date of.
    """
    said = values.get("hours", ())
    parts = [_labelled(cell) for cell in said if not cell.days]
    spans: dict[str, list[str]] = {}
    pairs = zip_longest(values.get("opens", ()), values.get("closes", ()))
    for opens, closes in pairs:
        here = opens or closes
        days = here.days if here else ""
        spans.setdefault(days, []).append(_span(opens, closes))
    parts += [days + "、".join(times) for days, times in spans.items()]
    parts += [_labelled(cell) for cell in said if cell.days]  # 节假日照常 needs what it is said of before it
    return "；".join(dict.fromkeys(parts))


def _labelled(cell: Cell) -> str:
    if cell.origin == "date":
        raise InvalidValue("", cell.text, "Excel 把它变成了日期", "把单元格改成文本格式，重新写时间")
    if not cell.days or cell.days in cell.text:
        return cell.text
    plain = cell.text.strip().casefold()
    if plain in YES:
        return cell.days + "照常开放"
    return cell.days + ("不开放" if plain in NO else cell.text)


def _span(opens: Cell | None, closes: Cell | None) -> str:
    if opens is None or closes is None:
        cell = opens or closes
        text = _clock(cell) if cell else ""
        whole = re.search(r"\d\D+\d{1,2}\D*\d*\D*[-—~～至到]|24\s*小时|全天|不开|休息|闭馆", text)
        return text if whole else f"{text}开门" if opens else f"{text}关门"
    if opens.text == closes.text and not _TIME.fullmatch(opens.text):
        return opens.text  # 24小时 written over both columns
    return f"{_clock(opens)}-{_clock(closes)}"


def _clock(cell: Cell) -> str:
    """A time of a cell of its own; 0.354 is Excel's part of a day. What is no time stays as written."""
    timed = _DATE_TIME.fullmatch(cell.text) if cell.origin == "date" else None
    if cell.origin == "date" and timed is None:
        raise InvalidValue("", cell.text, "Excel 把它变成了日期", "把单元格改成文本格式，重新写时间")
    plain = timed[1] if timed else normalize("NFKC", cell.text).strip()
    if cell.origin == "number" and "." in plain:
        part = float(plain)
        return clock(round(part * 24 * 60)) if 0 < part < 1 else plain
    found = _TIME.fullmatch(plain)
    if cell.origin == "number" and plain == "1":
        return "24:00"  # Excel's whole day; nobody closes or opens at one with a bare 1
    if found is None or int(found[1]) > 30 or int(found[2] or 0) > 59:
        return plain
    return clock(int(found[1]) * 60 + (30 if found[3] else int(found[2] or 0)))


def position(values: Values, precision_m: float | None, basis: str) -> tuple[Position | None, Cell | None]:
    """(the position in WGS-84, the cell of its latitude) that a row states, (None, None) for none.

    Raises InvalidValue for numbers without a datum (500 m apart in Shanghai), half a position, and places
    outside Shanghai.
    """
    for suffix in DATUM_ORDER:
        pair = _pair(values, suffix)
        if pair is None:
            continue
        cell, latitude, longitude = pair
        suffix = _datum(values, suffix)
        if suffix == "_unknown":
            raise InvalidValue(
                "",
                cell.text,
                "没写是哪种坐标，差一种就差 500 米",
                "在列名里或者“坐标系”一列写明：高德、百度、天地图或 WGS-84",
            )
        if latitude > 90 > longitude:
            latitude, longitude = longitude, latitude
        latitude, longitude = convert(latitude, longitude, _DATUM_NAMES[suffix], Datum.WGS84)
        if not in_shanghai(latitude, longitude):
            raise InvalidValue("", cell.text, "这个位置不在上海", "查一下经度、纬度有没有写反或少写数字")
        precision = UNSAID_PRECISION_M if precision_m is None else precision_m
        stated = Position(
            latitude=latitude, longitude=longitude, precision_m=precision, basis=basis or "roster"
        )
        return stated, cell
    return None, None


def _datum(values: Values, suffix: str) -> str:
    """The datum of a row's numbers: the header's, or that of its column 坐标系 where the header says none."""
    said = _first(values, "datum")
    named = datum_ending(said.text) if said else suffix
    if said and (named == "_unknown" or suffix not in (named, "_unknown")):
        what = "不认识" if named == "_unknown" else "和列名里写的不一样"
        reason = f"“坐标系”写的“{said.text}”{what}"
        raise InvalidValue("", said.text, reason, "写其中一个：高德、百度、天地图、WGS-84")
    return named


def _pair(values: Values, suffix: str) -> tuple[Cell, float, float] | None:
    both = _first(values, "coordinates" + suffix)
    if both is not None:
        plain = _signs(both.text)
        numbers = [_decimal(found) for found in _MINUTES.finditer(plain)] or [
            float(number) for number in _NUMBER.findall(plain)
        ]
        if len(numbers) != 2:
            raise InvalidValue("", both.text, "看不懂这个坐标", "写成“121.4287,31.2246”的样子")
        return both, numbers[1], numbers[0]
    latitude, longitude = _first(values, "latitude" + suffix), _first(values, "longitude" + suffix)
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        cell = latitude or longitude
        raise InvalidValue("", cell.text if cell else "", "只有经度或只有纬度", "两个都填上，或者都不填")
    return latitude, _degrees(latitude), _degrees(longitude)


def _first(values: Values, name: str) -> Cell | None:
    cells = values.get(name)
    return cells[0] if cells else None


def _degrees(cell: Cell) -> float:
    plain = cell.text if cell.origin == "number" else _signs(cell.text).strip().lstrip("东经北纬:： ")
    found = _DEGREES.fullmatch(plain)
    if found:
        return float(found[1])
    parts = _MINUTES.fullmatch(plain)
    if parts is None:
        raise InvalidValue("", cell.text, "看不懂这个坐标", "写成小数，例如 31.2246")
    return _decimal(parts)


def _signs(text: str) -> str:
    return normalize("NFKC", text).translate(_SIGNS)


def _decimal(parts: re.Match[str]) -> float:
    return float(parts[1]) + float(parts[2]) / 60 + float(parts[3] or 0) / 3600


def contacts(
    phones: Sequence[str], names: Sequence[str], public: str
) -> tuple[tuple[Contact, ...], tuple[str, ...]]:
    """(contacts, what in the phone cells is no phone) from cells of phones and of names and 可公开.

    One name goes with every number; as many names as numbers go with them in turn, — for none. Landlines are
    public, mobiles and names only by 是; 否 is about mobiles, 都不公开 about all, a list about each in turn.
    """
    reached = [_name_and_phones(text) for text in names]
    names = [name for name, _ in reached]
    read = [*(read_phones(text) for text in phones), *((found, ()) for _, found in reached)]
    numbers = tuple(dict.fromkeys(phone for found, _ in read for phone in found))
    rest = [piece for _, leftover in read for piece in leftover]
    people = [name.strip() for text in names for name in _NAMES.split(text)]
    people = [name for name in people if name]
    if not people:
        people = [piece for piece in rest if is_person(piece) or is_role(piece)]
        rest = [piece for piece in rest if piece not in people]
    apart = tuple(Contact(name=n.removesuffix(NO_PHONE)) for n in people if n.endswith(NO_PHONE))
    people = [name for name in people if not name.endswith(NO_PHONE)]
    if not numbers:
        return (*(Contact(name=name) for name in people if name != NOBODY), *apart), tuple(rest)
    named = people if len(people) == len(numbers) else ["、".join(people)] * len(numbers)
    flags = _flags(public, numbers)
    made = tuple(
        Contact(name="" if name == NOBODY else name, number=phone.number, public=flag)
        for phone, name, flag in zip(numbers, named, flags, strict=True)
    )
    return (*made, *apart), tuple(rest)


def _name_and_phones(text: str) -> tuple[str, tuple[Phone, ...]]:
    """A cell of names as (names, phones): 示例张三13900000000 has both."""
    if not _LONG_NUMBER.search(text):
        return text, ()
    found, rest = read_phones(text)
    return ("、".join(rest), found) if found else (text, ())


def says_private(public: str) -> bool:
    """Whether a cell of 可公开 says no in so many words."""
    said = [part for part in _NAMES.split(normalize("NFKC", public).casefold().strip()) if part]
    return bool(said) and all(part in NO or part == NONE_PUBLIC for part in said)


def _flags(public: str, numbers: Sequence[Phone]) -> list[bool]:
    """Whether each number is public. Raises InvalidValue for a word that says neither."""
    if not public:
        return [not phone.mobile for phone in numbers]
    said = [part for part in _NAMES.split(normalize("NFKC", public).casefold().strip()) if part]
    if said == [NONE_PUBLIC]:
        return [False] * len(numbers)
    if any(part not in YES and part not in NO for part in said):
        raise InvalidValue("", public, "看不出能不能公开", "写“是”或“否”")
    if len(said) == len(numbers) > 1:
        return [part in YES for part in said]
    if len(said) > 1:
        raise InvalidValue("", public, "“是/否”的个数和电话对不上", "只写一个“是”或“否”")
    yes = bool(said) and said[0] in YES
    return [yes or not phone.mobile for phone in numbers]


def contact_cells(contacts: Sequence[Contact]) -> tuple[str, str, str]:
    """(phones, names, 可公开) as cells that `contacts` reads back to these contacts."""
    numbered = [contact for contact in contacts if contact.number]
    apart = [contact.name + NO_PHONE for contact in contacts if not contact.number and contact.name]
    names = [contact.name for contact in numbered]
    told = names[:1] if len(set(names)) == 1 else [name or NOBODY for name in names]
    people = [name for name in told if name] + apart
    return "、".join(contact.number for contact in numbered), "、".join(people), _flags_cell(numbered)


def _flags_cell(contacts: Sequence[Contact]) -> str:
    flags = [contact.public for contact in contacts]
    mobile = [phone.mobile for contact in contacts for phone in read_phones(contact.number)[0][:1]]
    if flags == [not own for own in mobile]:
        return "否" if any(mobile) else ""
    if not any(flags):
        return NONE_PUBLIC
    return "是" if all(flags) else "、".join("是" if flag else "否" for flag in flags)
