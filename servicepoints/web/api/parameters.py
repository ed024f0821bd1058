"""The sorts of parameters that the API takes: each knows what it may be, and says what to write instead."""

import re
from datetime import datetime
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate
from webargs.fields import DelimitedList

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import CODE_ALPHABET

MOST_WORDS = 20
"""Of one list of words."""

DAY = (
    r"(20\d\d-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))"
    r"|20([02468][048]|[13579][26])-02-29)"
)
"""The pattern of a date from 2000 to 2099."""
_NUMBER, _WHOLE = re.compile(r"[-+.\deE]+", re.ASCII), re.compile(r"[-+\d]+", re.ASCII)


def said(**messages: str) -> dict[str, Any]:
    """The messages of a field, in Chinese."""
    usual = {"required": "缺这个参数", "null": "不能为空", "validator_failed": "写得不对"}
    return usual | messages


def listed(words: list[str], says: str, description: str) -> DelimitedList:
    """Words separated by commas; an empty place between them says nothing."""
    return DelimitedList(
        fields.String(validate=validate.OneOf(["", *words], error=says)),
        load_default=list,
        validate=validate.Length(max=MOST_WORDS, error=f"最多写 {MOST_WORDS} 个"),
        metadata={"description": f"{description}，逗号隔开；空着就是不限"},
    )


class Degrees(fields.Float):
    """Degrees, as numbers are written: not 3_1, which Python would take."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not _NUMBER.fullmatch(str(value).strip()):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Whole(fields.Integer):
    """A whole number, as numbers are written."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not _WHOLE.fullmatch(str(value).strip()):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


def degrees(largest: int, of: str, swapped: str = "") -> Degrees:
    """`swapped` is said as well of a number that fits only the other parameter."""
    span = f"{of}要写 -{largest} 到 {largest} 之间的度数"

    def within(number: float) -> None:
        if abs(number) > largest:
            raise ma.ValidationError(span + (swapped if abs(number) <= 180 else ""))

    return Degrees(
        required=True,
        validate=within,
        error_messages=said(required=f"缺这个参数：{of}", invalid=span, special=span, too_large=span),
        metadata={"description": f"{of}，度，坐标系见 datum", "minimum": -largest, "maximum": largest},
    )


class Moment(fields.Field[datetime]):
    """An ISO moment; Shanghai's when it names no zone. A + that arrived as a space is taken for
    what it was.
    """

    says = "要写 2000 到 2099 年之间的时刻，例如 2026-09-14T21:30（没写时区就是上海时间）"
    pattern = rf"^{DAY}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-](0\d|1[0-3]):[0-5]\d)?$"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            at = datetime.fromisoformat(str(value).replace(" ", "+"))
        except ValueError:
            raise ma.ValidationError(self.says) from None
        if not 2000 <= at.year <= 2099 or "T" not in str(value):
            raise ma.ValidationError(self.says)
        return at.astimezone(TIMEZONE) if at.tzinfo else at.replace(tzinfo=TIMEZONE)


def moment() -> Moment:
    """The moment that a question is about."""
    shown = {"type": "string", "pattern": Moment.pattern, "example": "2026-09-14T21:30"}
    return Moment(error_messages=said(), metadata={"description": "问哪个时刻，默认现在", **shown})


def choice(words: list[str], default: str, description: str) -> fields.String:
    """One of some words."""
    says = "只能写：" + "、".join(words)
    return fields.String(
        load_default=default,
        validate=validate.OneOf(words, error=says),
        error_messages=said(invalid=says),
        metadata={"description": description},
    )


class Box(fields.Field[tuple[float, float, float, float]]):
    """Two corners in degrees, longitude first: west,south,east,north, or the other way round."""

    says = "要写“西,南,东,北”四个度数，先经度后纬度，例如 121.40,31.20,121.46,31.25"
    _longitude = r"-?(180(\.0+)?|(1[0-7]\d|\d{1,2})(\.\d{1,15})?)"
    _latitude = r"-?(90(\.0+)?|[1-8]?\d(\.\d{1,15})?)"
    pattern = f"^{_longitude},{_latitude},{_longitude},{_latitude}$"

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> tuple[float, float, float, float]:
        if not re.fullmatch(self.pattern, str(value), re.ASCII):
            raise ma.ValidationError(self.says)
        x, y, other_x, other_y = (float(part) for part in str(value).split(","))
        return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


class Cursor(fields.Field[tuple[str, int, str]]):
    """Where a page of changes stopped: of which sort (`all` or `in` one change), at which revision, behind
    which code."""

    says = "照抄上次回答里的 next"
    pattern = f"^(all|in)\\.\\d{{1,15}}\\.[{CODE_ALPHABET}]{{6}}$"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[str, int, str]:
        if not re.fullmatch(self.pattern, str(value), re.ASCII):
            raise ma.ValidationError(self.says)
        sort, number, code = str(value).split(".")
        return sort, int(number), code


def whole(least: int, most: int, default: int | None, description: str) -> Whole:
    """A whole number within bounds; not there if it is not said and there is no default."""
    says = f"要写 {least} 到 {most} 之间的整数"
    return Whole(
        load_default=ma.missing if default is None else default,
        validate=validate.Range(least, most, error=says),
        error_messages=said(invalid=says, too_large=says),
        metadata={"description": description},
    )
