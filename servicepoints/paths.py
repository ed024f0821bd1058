"""Where the files that travel with the code lie.

The wheel maps the checkout's top-level `templates/` and `data/` into the package; an editable install does
not, so: the packaged folder if it is there, else the checkout's.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _travelling(name: str) -> Path:
    packaged = _PACKAGE / f"_{name}"
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


TEMPLATES = _travelling("templates")
DATA = _travelling("data")
