"""The place and the bureau that a notice is asked of, by the names that people give them."""

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.errors import InvalidValue, NotFound
from servicepoints.register import Register, bureaus


def place_named(name: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """District and sub-district of a place by any name in use: 长宁区, 江苏路街道, 长宁/江苏路; "" is all.

    InvalidValue for a place that nobody knows, or of which there are two.
    """
    first, _, below = name.partition("/")
    district = gazetteer.district(first) if first else None
    if not name or (district and not below):
        return (district.name if district else ""), ""
    found = gazetteer.sub_district(below or first, district.name if district else "")
    if found is None or (below and district is None):
        raise InvalidValue("地方", name, "没有这个区或街道，或者不止一个", "写成 长宁区 或 长宁区/江苏路街道")
    return found.district, found.name


def bureau_named(register: Register, name: str) -> str:
    """The slug of the bureau with that name or slug; "" for "". NotFound."""
    if not name:
        return ""
    with register.read() as reader:
        found = bureaus.named(reader, name)
        known = bureaus.names(reader).values()
    if found is None:
        raise NotFound(f"没有“{name}”这个邮政管理局。有的是：{'、'.join(known) or '还没有一个'}")
    return found.slug
