"""The blueprint of suggestions, and what its views share: the form as it was typed."""

from collections.abc import Iterator

from flask import Blueprint, request

from servicepoints import reference
from servicepoints.services.suggesting.drafts import Tables
from servicepoints.web.security import for_one_person, refuse_foreign_form, refuse_nul

blueprint = Blueprint("suggest", __name__, url_prefix="/suggest")
blueprint.after_request(for_one_person)

FIELDS = ("key", "name", "address", "hours", "note", "who", "lat", "lon", "accuracy", "datum")
"""What a form holds besides its amenities (`has`)."""


@blueprint.before_request
def only_ours() -> None:
    """Nothing that another site's page sends, whose visitors would propose what it likes; no NUL."""
    refuse_foreign_form()
    refuse_nul()


def tables() -> Tables:
    """What amenities and districts there are."""
    return Tables(reference.vocabulary(), reference.gazetteer())


def carried(*left_out: str) -> Iterator[tuple[str, str]]:
    """The fields of the form that was sent, for a page that sends them on."""
    for name in FIELDS:
        if name not in left_out:
            yield name, request.form.get(name, "")
    for key in request.form.getlist("has"):
        yield "has", key
