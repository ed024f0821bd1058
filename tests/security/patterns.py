"""Every regular expression of the package, and texts on which a bad one takes long.

Found by reading the source: each call of `re.…`, its pattern worked out in its module's own names. The texts
are made of the pattern itself: what each of its repeats takes, again and again, behind what leads there, and
at the end something that fits nowhere.
"""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants as sre  # the pattern's own tree: the standard library's, not public
from re import _parser as parser
from typing import Any

import servicepoints

PACKAGE = Path(servicepoints.__file__).parent
CALLS = {"compile", "search", "match", "fullmatch", "split", "sub", "subn", "findall", "finditer"}
ENDS = ("", "\0")
Pattern = re.Pattern[str] | re.Pattern[bytes]


@dataclass(frozen=True)
class Found:
    """A pattern, where it stands, and the method that is called at once ("" where it is compiled first)."""

    where: str
    pattern: Pattern
    method: str


def found() -> tuple[list[Found], list[str]]:
    """All patterns, and the places whose pattern is known only as the code runs."""
    worked_out, left = [], []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if _is_call(n)]
        for call in calls if "migrations" not in name else ():
            place = f"{name}:{ast.unparse(call.args[0])[:60]}"
            try:
                names = vars(importlib.import_module(name))
                made = _worked_out(call, names)
            except (NameError, AttributeError):
                left.append(place)
                continue
            worked_out.append(Found(place, made, call.func.attr if call.func.attr != "compile" else ""))
    return worked_out, left


def _is_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in CALLS
        and bool(node.args)
    )


def _worked_out(call: ast.Call, names: dict[str, Any]) -> Pattern:
    def value(node: ast.expr) -> Any:
        return eval(compile(ast.Expression(node), "<pattern>", "eval"), dict(names))  # our own source

    flags = [k.value for k in call.keywords if k.arg == "flags"]
    if call.func.attr == "compile" and len(call.args) > 1:  # type: ignore[attr-defined]
        flags.append(call.args[1])
    said = value(call.args[0])
    return said if isinstance(said, re.Pattern) else re.compile(said, value(flags[0]) if flags else 0)


def hostile(pattern: Pattern, length: int) -> Iterator[str]:
    """Texts of about that many characters."""
    tree = parser.parse(_text(pattern.pattern), pattern.flags & ~re.LOCALE & ~re.ASCII)
    for before, units in dict.fromkeys(_repeats(list(tree), "")):
        for unit in units:
            for end in ENDS:
                yield before + unit * max(1, length // max(1, len(unit))) + end


def _text(said: str | bytes) -> str:
    return said.decode("latin-1") if isinstance(said, bytes) else said


def _repeats(nodes: list[Any], before: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(what leads to it, what it takes) of each unbounded repeat, and of the whole, since a search begins
    everywhere."""
    whole = before + _sample(nodes)
    yield "", tuple(filter(None, dict.fromkeys((whole, whole[:-1], whole[:1], *_chars(nodes)))))
    for i, (op, value) in enumerate(nodes):
        lead = before + _sample(nodes[:i])
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            body = list(value[2])
            if value[1] > 8:
                yield lead, tuple(filter(None, dict.fromkeys((_sample(body), *_chars(body)))))
            yield from _repeats(body, lead)
        elif op is sre.SUBPATTERN:
            yield from _repeats(list(value[-1]), lead)
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from _repeats(list(branch), lead)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(list(value[1]), lead)


def _chars(nodes: list[Any]) -> tuple[str, ...]:
    """A few single characters that it takes."""
    return tuple(dict.fromkeys(c for node in nodes[:12] for c in _sample([node])[:1]))[:4]


def _sample(nodes: list[Any]) -> str:
    """A text that (looks ahead and behind apart) it takes."""
    return "".join(_one(op, value) for op, value in nodes)


def _one(op: Any, value: Any) -> str:
    if op is sre.LITERAL:
        return chr(value)
    if op is sre.NOT_LITERAL:
        return "乙" if value != ord("乙") else "丙"
    if op is sre.ANY:
        return "乙"
    if op is sre.IN:
        return _of_set(value)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _sample(list(value[2])) * max(1, min(value[0], 9))
    if op is sre.SUBPATTERN:
        return _sample(list(value[-1]))
    if op is sre.BRANCH:
        return _sample(list(value[1][0]))
    if op is sre.ATOMIC_GROUP:
        return _sample(list(value))
    return ""


def _of_set(items: list[Any]) -> str:
    if items[0][0] is sre.NEGATE:
        said = {value for op, value in items if op is sre.LITERAL}
        return next(c for c in "乙丙a1 -\x01" if ord(c) not in said)
    op, value = items[0]
    if op is sre.LITERAL:
        return chr(value)
    if op is sre.RANGE:
        return chr(value[0])
    return {
        sre.CATEGORY_DIGIT: "1", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a",
        sre.CATEGORY_NOT_DIGIT: "乙", sre.CATEGORY_NOT_SPACE: "乙", sre.CATEGORY_NOT_WORD: "-",
    }[value]  # fmt: skip
