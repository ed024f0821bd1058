"""All libraries that an installation brings along, the ones that ours ask for too, in the versions with which
all tests last ran: `libraries.txt` beside this.

pip takes that file as constraints (`pip install -c`), pip-audit as requirements. The command

    python -m tests.security.libraries

writes it from the environment that it runs in, for the Python and the system of that: on another one the same
libraries may ask for one more or one less. pip is left out: it comes with Python.
"""

import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FILE = Path(__file__).with_name("libraries.txt")
PROJECT = Path(__file__).parents[2] / "pyproject.toml"
INSTALLER = "pip"
Extras = frozenset[str]


def direct() -> list[Requirement]:
    """What pyproject.toml asks for, for everybody."""
    told = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    return [Requirement(text) for text in told["project"]["dependencies"]]


def installed(name: str) -> str:
    """The version that is installed; "" if it is not."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def asked_by(name: str, extras: Extras, *, elsewhere: bool = False) -> Iterator[Requirement]:
    """What an installed library asks for with those extras here; or `elsewhere` too, on any system."""
    for text in requires(name) or ():
        one = Requirement(text)
        here = one.marker is None or any(one.marker.evaluate({"extra": e}) for e in extras or {""})
        if (here or elsewhere) and canonicalize_name(one.name) != INSTALLER:
            yield one


def brought_along() -> dict[str, str]:
    """The names of all, with the version that is installed."""
    seen: dict[tuple[str, Extras], str] = {}
    waiting = direct()
    while waiting:
        one = waiting.pop()
        key = canonicalize_name(one.name), frozenset(one.extras)
        if key not in seen:
            seen[key] = version(one.name)
            waiting += asked_by(*key)
    return {name: at for (name, _), at in sorted(seen.items())}


def listed() -> dict[str, str]:
    """The names in the list, with their versions."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def main() -> None:
    """Write the list."""
    head = "# All libraries of an installation: python -m tests.security.libraries writes this list"
    lines = [head, *(f"{name}=={at}" for name, at in brought_along().items())]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} libraries")


if __name__ == "__main__":
    main()
