"""A proposed place as it was typed, cleaned field by field; what cannot be taken has an error that says why.

A place is what is asked for, never a person: numbers of mobile phones are refused, and so are links.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from unicodedata import category, normalize

from servicepoints.domain.addresses import read_address
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.coordinates import Datum, convert, in_shanghai
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.people import mobiles
from servicepoints.domain.pins import PIN_M
from servicepoints.domain.suggestions import Suggestion, Who

LONGEST: Mapping[str, int] = {"name": 60, "address": 100, "hours": 100, "note": 200}
"""Characters of each text."""
WORDS: Mapping[str, str] = {"name": "名字", "address": "地址", "hours": "开门时间", "note": "别的"}
COARSEST_M = 5000.0

Errors = dict[str, str]
"""What is wrong, by the name of the field."""

_LINK = re.compile(
    r"://|\bwww\.|\b[a-z0-9][a-z0-9-]*\.(?:com|cn|net|org|top|xyz|cc|io|vip|shop|site|club|link|info|icu|me|app)\b",
    re.IGNORECASE | re.ASCII,
)
_SOMETHING = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Tables:
    """What amenities and districts there are."""

    vocabulary: Vocabulary
    gazetteer: Gazetteer


def read_draft(
    form: Mapping[str, str], amenities: Sequence[str], tables: Tables
) -> tuple[Suggestion, Errors]:
    """The place that a form proposes, and what is wrong with it.

    `form` has the texts of LONGEST, `who`, and lat, lon (degrees of `datum`, WGS-84 unless it says another)
    with accuracy in metres, all three "" for no position; `amenities` are keys, unknown ones are left out.
    """
    errors: Errors = {}
    texts = {name: _text(name, form.get(name, ""), errors) for name in LONGEST}
    place = _place(form, errors)
    if not texts["name"] and "name" not in errors:
        errors["name"] = "写上名字：门口的牌子，或者大家怎么叫它"
    if not texts["address"] and place is None and not {"address", "place"} & errors.keys():
        errors["address"] = "写上地址，或者标个位置：不然没人找得到"
    latitude, longitude, precision_m = place or (None, None, None)
    address = read_address(texts["address"], tables.gazetteer)
    wanted = set(amenities)
    return Suggestion(
        name=texts["name"],
        address=texts["address"],
        hours=texts["hours"],
        note=texts["note"],
        district=address.district,
        sub_district=address.sub_district,
        latitude=latitude,
        longitude=longitude,
        precision_m=precision_m,
        amenities=tuple(key for key in tables.vocabulary if key in wanted),
        who=Who(form["who"]) if form.get("who") in {who.value for who in Who} else Who.UNSAID,
    ), errors


def _text(name: str, typed: str, errors: Errors) -> str:
    shown = "".join(char if category(char)[0] != "C" else " " for char in typed)
    text = " ".join(shown.split())
    if not text:
        return ""
    folded = normalize("NFKC", text)
    if len(text) > LONGEST[name]:
        errors[name] = f"{WORDS[name]}太长了：最多{LONGEST[name]}个字，现在{len(text)}个"
    elif _LINK.search(folded):
        errors[name] = f"{WORDS[name]}里有网址：去掉网址再交"
    elif mobiles(text):
        errors[name] = f"{WORDS[name]}里有手机号：不用留，去掉再交"
    elif name == "name" and not _SOMETHING.search(folded):
        errors[name] = f"名字“{text}”里没有字：写门口的牌子，或者大家怎么叫它"
    return text


def _place(form: Mapping[str, str], errors: Errors) -> tuple[float, float, float] | None:
    typed = [form.get(name, "").strip() for name in ("lat", "lon")]
    if not any(typed):
        return None
    try:
        latitude, longitude = map(float, typed)
        datum = Datum(form.get("datum") or Datum.WGS84)
        accuracy = float(form.get("accuracy") or PIN_M)
    except ValueError:
        errors["place"] = "位置没认出来：再标一次，或者只写地址"
        return None
    if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        errors["place"] = "位置没认出来：再标一次，或者只写地址"
        return None
    latitude, longitude = convert(latitude, longitude, datum, Datum.WGS84)
    if not in_shanghai(latitude, longitude):
        errors["place"] = "这个位置不在上海：这里只收录上海的，再标一次，或者只写地址"
        return None
    precise = min(max(abs(accuracy), 10.0), COARSEST_M) if isfinite(accuracy) else COARSEST_M
    return round(latitude, 6), round(longitude, 6), precise
