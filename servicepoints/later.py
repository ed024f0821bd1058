"""A library that is loaded when something of it is first used: a worker that only answers couriers never pays
the memory of what one view of a hundred needs. Imports nothing.

Where it is used the import is written out too, for the type checker and for the test of the rooms:

    if TYPE_CHECKING:
        import folium
    else:
        folium = later("folium")
"""

from importlib import import_module
from typing import Any


class later:  # noqa: N801 — it stands where a module would
    """The module of that name, not loaded yet. Two threads that ask first at once load it once."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)
