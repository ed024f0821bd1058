"""The sorts of values in the API's answers, for their description."""

from enum import StrEnum

from marshmallow import fields, validate


def one_of(enum: type[StrEnum]) -> fields.String:
    """A word of a closed set."""
    return fields.String(required=True, validate=validate.OneOf([word.value for word in enum]))


def text() -> fields.String:
    """Text, "" where there is none."""
    return fields.String(required=True)


def moment() -> fields.DateTime:
    """A moment, or null."""
    return fields.DateTime(required=True, allow_none=True)


def day() -> fields.Date:
    """A date, or null."""
    return fields.Date(required=True, allow_none=True)


def marks() -> fields.Dict:
    """Amenities that are known, by key."""
    return fields.Dict(
        keys=fields.String(),
        values=fields.Boolean(),
        required=True,
        metadata={"description": "没写的就是没核实"},
    )
