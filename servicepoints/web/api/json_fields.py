"""The sorts of values in a body. Types are those of JSON: "5" is no number, 1 is no truth. Each knows what to
write instead.
"""

import re
from datetime import datetime
from enum import StrEnum
from typing import Any

from marshmallow import fields, validate

from servicepoints.web.api.parameters import DAY, Moment, said

LONG, SHORT = 2000, 200
"""Characters of a text, of a line."""
DATE = f"^{DAY}$"
_LINE = r"^[^\x00-\x1f\x7f]*$"
_TEXT = r"^[^\x00-\x09\x0b-\x1f\x7f]*$"


class Words(fields.String):
    """Text of a pattern, within a length."""

    def __init__(self, pattern: str, longest: int, says: str, description: str, **options: Any) -> None:
        self._pattern, self._longest = re.compile(pattern, re.ASCII), longest
        messages = said(required="缺这一项", invalid="要写文字，用引号括起来", pattern=says)
        super().__init__(
            validate=validate.Length(max=longest, error=f"最多 {longest} 个字"),
            error_messages=messages,
            metadata={"description": description, "pattern": pattern},
            **options,
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        # what is too long is said to be so later: a pattern may take minutes over it
        if len(text) <= self._longest and not self._pattern.fullmatch(text):
            raise self.make_error("pattern")
        return text


def line(description: str, longest: int = SHORT, **options: Any) -> Words:
    """One line."""
    return Words(_LINE, longest, "只能写一行，不能有控制字符", description, **options)


def text(description: str) -> Words:
    """Text of several lines."""
    return Words(_TEXT, LONG, "不能有控制字符", description)


class Truth(fields.Boolean):
    """true or false, and nothing that is taken for them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Number(fields.Float):
    """A number of JSON."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class WholeNumber(fields.Integer):
    """A whole number of JSON: 5, or 5.0."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        whole = isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
        if not whole:
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Day(fields.Field[str]):
    """A date of ISO 8601, kept as it is written."""

    def __init__(self, description: str, **options: Any) -> None:
        shown = {"type": "string", "pattern": DATE, "example": "2026-12-31", "description": description}
        super().__init__(error_messages=said(invalid="要写 2026-12-31 这样的日期"), metadata=shown, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(DATE[1:-1], value, re.ASCII):
            raise self.make_error("invalid")
        return value


class Instant(Moment):
    """An ISO moment in a body: exactly as the pattern has it."""

    def __init__(self, description: str, **options: Any) -> None:
        shown = {"type": "string", "pattern": self.pattern, "example": "2026-12-01T14:00:00+08:00"}
        super().__init__(
            error_messages=said(required="缺这一项", invalid=self.says),
            metadata={"description": f"{description}；没写时区就是上海时间", **shown},
            **options,
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not re.fullmatch(self.pattern[1:-1], value, re.ASCII):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


def one_of(values: type[StrEnum], description: str, *, but: str = "", **options: Any) -> fields.String:
    """One word of a closed set."""
    words = [word.value for word in values if word.value != but]
    says = "只能写：" + "、".join(words)
    return fields.String(
        validate=validate.OneOf(words, error=says),
        error_messages=said(required="缺这一项", invalid=says),
        metadata={"description": description},
        **options,
    )


def truth(description: str, *, allow_none: bool = False) -> Truth:
    """true, false and, where it may be unknown, null."""
    says = "只能写 true、false" + ("、null（没核实）" if allow_none else "")
    return Truth(
        allow_none=allow_none,
        error_messages=said(invalid=says, null=says),
        metadata={"description": description},
    )


def count(least: int, most: int, description: str, *, allow_none: bool = False) -> WholeNumber:
    """A whole number within bounds."""
    says = f"要写 {least} 到 {most} 之间的整数"
    return WholeNumber(
        allow_none=allow_none,
        validate=validate.Range(least, most, error=says),
        error_messages=said(invalid=says, too_large=says),
        metadata={"description": description},
    )


def degrees(least: float, most: float, of: str) -> Number:
    """A latitude or longitude of the city's, which must be there."""
    says = f"要写 {least} 到 {most} 之间的数，不加引号（上海的{of}）"
    return Number(
        required=True,
        validate=validate.Range(least, most, error=says),
        error_messages=said(required="缺这一项", invalid=says, special=says, too_large=says),
        metadata={"description": f"{of}，度"},
    )
