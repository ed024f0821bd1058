"""The form of an offering, as typed and back."""

from collections.abc import Mapping
from datetime import date

from servicepoints.domain.offerings import Category, Offering, OfferingKind, Welcome
from servicepoints.domain.points import Channel
from servicepoints.web.bureau.numbers import day_of, whole
from servicepoints.web.bureau.typed_form import Reading, one_of

FIELDS: Mapping[str, str] = {
    "名称": "title", "说明": "description", "怎么约": "how", "功能空间": "space", "预约电话": "phone",
    "预约链接": "link",
}  # fmt: skip
"""The fields that services name, by the names that they have in the form."""

BLANK: Mapping[str, str] = {
    "kind": OfferingKind.ACTIVITY.value, "category": Category.DAILY.value, "channel": Channel.HERE.value,
    "welcome": Welcome.EVERYONE.value,
}  # fmt: skip


def offering_of(reading: Reading, point: str, number: int = 0) -> Offering:
    """The offering that was typed; only without errors may it be used."""
    return Offering(
        id=number,
        revision=whole(reading.text("revision"), 0),
        point=point,
        title=reading.text("title"),
        kind=reading.take("kind", one_of(OfferingKind), OfferingKind.ACTIVITY),
        category=reading.take("category", one_of(Category), Category.DAILY),
        space=reading.text("space"),
        description=reading.text("description"),
        welcome=reading.take("welcome", one_of(Welcome), Welcome.EVERYONE),
        channel=reading.take("channel", one_of(Channel), Channel.HERE),
        phone=reading.text("phone"),
        link=reading.text("link"),
        how=reading.text("how"),
        how_date=reading.take("how_date", _day_or_none, None),
    )


def typed_offering(offering: Offering) -> dict[str, str]:
    """The fields of an offering, as its form shows them."""
    return {
        "title": offering.title,
        "kind": offering.kind.value,
        "category": offering.category.value,
        "space": offering.space,
        "description": offering.description,
        "welcome": offering.welcome.value,
        "channel": offering.channel.value,
        "phone": offering.phone,
        "link": offering.link,
        "how": offering.how,
        "how_date": offering.how_date.isoformat() if offering.how_date else "",
        "revision": str(offering.revision),
    }


def _day_or_none(text: str) -> date | None:
    return day_of(text, "日期") if text else None
