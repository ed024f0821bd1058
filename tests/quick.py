"""What every test would pay for anew and none looks at: templates compiled once a run, passwords cheap to
keep, all that was imported not looked through for garbage again and again; and of an application, which each
test makes for itself, the addresses that it writes and the API's description only when they are asked for."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

import pytest
from apispec import APISpec
from argon2 import PasswordHasher
from flask import Flask
from flask_smorest import Blueprint
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from servicepoints.services.accounts import passwords

HASHER = passwords._hasher
"""That of the product, which costs what it should."""


class _Compiled(BytecodeCache):
    """Templates as they were compiled, by what stood in them."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


def _writes_when_asked(rule: Rule, append_unknown: bool = True) -> Any:
    """In place of `Rule._compile_builder`: compiled by who writes the first address of that rule."""
    made: list[Any] = []

    def build(rule: Rule, **values: Any) -> Any:
        if not made:
            made.append(_COMPILE(rule, append_unknown))
        return made[0](rule, **values)

    return build


def _described_when_asked(blueprint: Blueprint, api: Any, app: Flask, spec: APISpec, **named: Any) -> None:
    """In place of `Blueprint.register_views_in_doc`: done by who asks for the description first."""
    waits, told = [(blueprint, api, app, spec)], spec.to_dict

    def to_dict() -> dict[str, Any]:
        while waits:
            _DESCRIBE(*waits.pop(), **named)
        return told()

    spec.to_dict = to_dict


_COMPILE, _DESCRIBE = Rule._compile_builder, Blueprint.register_views_in_doc


@contextmanager
def quick() -> Iterator[None]:
    """In this process, meanwhile. Servers and commands that tests start are as they are."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": _Compiled()})
        patch.setattr(Rule, "_compile_builder", _writes_when_asked)
        patch.setattr(Blueprint, "register_views_in_doc", _described_when_asked)
        patch.setattr(passwords, "_hasher", cheap)
        patch.setattr(passwords, "_NOBODY", cheap.hash("nobody"))
        often = gc.get_threshold()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        yield
        gc.set_threshold(*often)
        gc.unfreeze()
