"""What every test would pay for anew and none looks at: templates compiled once a run, passwords cheap to
keep, all that was imported not looked through for garbage again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

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


@contextmanager
def quick() -> Iterator[None]:
    """In this process, meanwhile. Servers and commands that tests start are as they are."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": _Compiled()})
        patch.setattr(passwords, "_hasher", cheap)
        patch.setattr(passwords, "_NOBODY", cheap.hash("nobody"))
        often = gc.get_threshold()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        yield
        gc.set_threshold(*often)
        gc.unfreeze()
