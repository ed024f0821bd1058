"""The filter of the listing in an address, and back: what is filtered can be linked, kept and sent on."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from servicepoints.domain.points import Kind, Listing
from servicepoints.services.listing import ANY, MATTERS, SORTS, AsOf, Wanted
from servicepoints.web.bureau.numbers import whole
from servicepoints.web.state import state

NONE = "-"
"""In place of a name: those of which nobody said it."""

SORT_WORDS: Mapping[str, str] = {
    "place": "按街道", "name": "按名称", "checked": "最久没核实的在前", "changed": "最近改动的在前",
}  # fmt: skip

_KINDS = frozenset(kind.value for kind in Kind)
_LISTINGS = frozenset(one.value for one in Listing)
_LONGEST = 60


def wanted_of(args: "MultiDict[str, str]") -> Wanted:
    """The filter of an address; what is not understood is taken for not said."""
    kind, shown = args.get("kind", ""), args.get("listing", "")
    matter, sort = args.get("matter", ""), args.get("sort", "")
    return Wanted(
        bureau=_named(args, "bureau"),
        text=" ".join(args.get("q", "").split())[:_LONGEST],
        district=_named(args, "district"),
        sub_district=_named(args, "sub_district"),
        kind=kind if kind in _KINDS else "",
        listing=shown if shown == ANY or shown in _LISTINGS else "",
        matter=matter if matter in MATTERS else "",
        sort=sort if sort in SORTS else "place",
        absent=args.get("absent", "")[:_LONGEST],
    )


def query_of(wanted: Wanted) -> dict[str, str]:
    """The filter as parameters of an address, only what it says."""
    said = {
        "q": wanted.text,
        "matter": wanted.matter,
        "district": _written(wanted.district),
        "sub_district": _written(wanted.sub_district),
        "kind": wanted.kind,
        "listing": wanted.listing,
        "bureau": _written(wanted.bureau),
        "sort": "" if wanted.sort == "place" else wanted.sort,
        "absent": wanted.absent,
    }
    return {name: value for name, value in said.items() if value}


def listing_link(wanted: Wanted, **more: Any) -> str:
    """The address of the list under that filter."""
    parameters: dict[str, Any] = {**query_of(wanted), **more}
    return url_for("bureau.listing", **parameters)


def bureau_asked() -> str | None:
    """The bureau that the address asks for: None for all, "" for what is nobody's."""
    return _named(request.args, "bureau")


def bureau_query() -> dict[str, Any]:
    """The same as a parameter of the next address: whose points the city looks at stays chosen."""
    said = request.args.get("bureau", "")
    return {"bureau": said} if said else {}


def page_number() -> int:
    """The page that the address asks for."""
    asked = request.args.get("page", "")
    return whole(asked, 1)


def as_of() -> AsOf:
    """The present moment, with the setting of how old a check may be."""
    here = state()
    return AsOf(here.clock(), here.settings.stale_days)


def _named(args: "MultiDict[str, str]", name: str) -> str | None:
    said = args.get(name, "").strip()[:_LONGEST]
    return "" if said == NONE else said or None


def _written(name: str | None) -> str:
    return NONE if name == "" else name or ""
