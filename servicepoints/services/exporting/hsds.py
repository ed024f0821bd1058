"""Published points as HSDS 3 (Human Services Data Specification, Open Referral): a list of services.

Each point is one service of its bureau at one location. Identifiers are UUIDs made from codes and slugs, the
same in every export. What HSDS has no place for (amenities) stands in attributes with their taxonomy terms.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import orjson

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Listing, Point, ScheduleStatus
from servicepoints.domain.wording import FREE_WORDS, access_words, audience_words, booking_words

_OURS = UUID("6f6a3c0e-3a6b-5d0a-9a55-2a7b5f1c9d11")
_STATUS = {Listing.LISTED: "active", Listing.SUSPENDED: "temporarily closed"}
_NOBODY = "未注明主办单位"

Object = dict[str, Any]


def services_document(
    points: Iterable[Point], vocabulary: Vocabulary, bureaus: Mapping[str, str], today: date
) -> Iterator[bytes]:
    """The services as a JSON array, each an HSDS 3 `service` with its organization and location, as they
    stand today; piece by piece."""
    yield b"["
    for number, point in enumerate(points):
        yield (b",\n" if number else b"\n") + orjson.dumps(_service(point, vocabulary, bureaus, today))
    yield b"\n]\n"


def _id(*parts: str) -> str:
    return str(uuid5(_OURS, "/".join(parts)))


def _filled(item: Object) -> Object:
    """Without what is not known."""
    return {name: value for name, value in item.items() if value not in ("", None, [], {})}


def _service(point: Point, vocabulary: Vocabulary, bureaus: Mapping[str, str], today: date) -> Object:
    organization = _id("bureau", point.bureau)
    name = bureaus.get(point.bureau, point.bureau) or _NOBODY
    return _filled(
        {
            "id": _id("service", point.code),
            "organization_id": organization,
            "organization": {"id": organization, "name": name, "description": name},
            "name": point.name,
            "status": _status(point, today),
            "description": point.note,
            "eligibility_description": audience_words(point.audience),
            "application_process": "；".join(
                part for part in (access_words(point.access), point.access_note, _booking(point)) if part
            ),
            "fees_description": "" if point.free is None else FREE_WORDS[point.free],
            "url": point.booking.link,
            "alert": point.listing_reason,
            "assured_date": point.checked_on.isoformat() if point.checked_on else "",
            "last_modified": point.updated_at.isoformat() if point.updated_at else "",
            "phones": _phones(point),
            "schedules": _schedules(point),
            "attributes": _attributes(point, vocabulary),
            "service_at_locations": [
                {
                    "id": _id("service_at_location", point.code),
                    "service_id": _id("service", point.code),
                    "location_id": _id("location", point.code),
                    "location": _location(point),
                }
            ],
        }
    )


def _status(point: Point, today: date) -> str:
    """HSDS' word: a pop-up that is over is defunct, one to come inactive."""
    if point.valid_to is not None and point.valid_to < today:
        return "defunct"
    if point.valid_from is not None and point.valid_from > today:
        return "inactive"
    return _STATUS[point.listing]


def _booking(point: Point) -> str:
    return "；".join(part for part in (booking_words(point.booking), point.booking.note) if part)


def _phones(point: Point) -> list[Object]:
    numbers = [contact.number for contact in point.contacts]
    return [
        {"id": _id("phone", point.code, number), "service_id": _id("service", point.code), "number": number}
        for number in numbers
    ]


def _schedules(point: Point) -> list[Object]:
    """The roster's words and what was read of them, in OSM's syntax: RRULEs cannot say 法定节假日."""
    schedule = point.schedule
    if not (schedule.text or schedule.opening_hours or point.valid_from or point.valid_to):
        return []
    read = schedule.opening_hours if schedule.status is ScheduleStatus.READ else None
    return [
        _filled(
            {
                "id": _id("schedule", point.code),
                "service_id": _id("service", point.code),
                "description": schedule.text,
                "notes": f"opening_hours={read}" if read else "",
                "valid_from": point.valid_from.isoformat() if point.valid_from else "",
                "valid_to": point.valid_to.isoformat() if point.valid_to else "",
            }
        )
    ]


def _attributes(point: Point, vocabulary: Vocabulary) -> list[Object]:
    """Amenities of the point and its spaces as taxonomy terms, value yes or no; unknown ones are left out."""
    keys = [key for key in vocabulary if point.has(key) is not None]
    return [
        {
            "id": _id("attribute", point.code, key),
            "link_id": _id("service", point.code),
            "link_entity": "service",
            "link_type": "amenity",
            "value": "yes" if point.has(key) else "no",
            "taxonomy_term_id": _id("amenity", key),
            "taxonomy_term": {
                "id": _id("amenity", key),
                "code": key,
                "name": vocabulary[key].label,
                "description": vocabulary[key].label,
            },
        }
        for key in keys
    ]


def _location(point: Point) -> Object:
    at = point.position
    return _filled(
        {
            "id": _id("location", point.code),
            "location_type": "physical",
            "name": point.name,
            "organization_id": _id("bureau", point.bureau),
            "transportation": point.parking_note,
            "latitude": at.latitude if at else None,
            "longitude": at.longitude if at else None,
            "description": f"位置精度约{at.precision_m:g}米（WGS-84）" if at else "",
            "external_identifier": point.code,
            "external_identifier_type": "servicepoints",
            "addresses": [_address(point)],
        }
    )


def _address(point: Point) -> Object:
    """HSDS wants every part of an address, so what is not known stands blank."""
    return {
        "id": _id("address", point.code),
        "location_id": _id("location", point.code),
        "address_1": point.address,
        "city": "上海市",
        "region": "".join((point.district, point.sub_district)),
        "state_province": "上海市",
        "postal_code": "",
        "country": "CN",
        "address_type": "physical",
    }
