"""The city's page: how each bureau's listing serves, over time."""

from flask import render_template, request

from servicepoints.services.measuring import measure
from servicepoints.services.quality import city_page
from servicepoints.web.bureau.blueprint import blueprint, for_the_city, register
from servicepoints.web.bureau.listing_form import NONE, as_of
from servicepoints.web.figures import shown


@blueprint.get("/city")
@for_the_city
def city() -> str:
    """Every bureau; and of the one that is picked, every sub-district."""
    at, asked = as_of(), request.args.get("bureau", "")
    measure(register(), at)
    page = city_page(register(), "" if asked == NONE else asked or None, at)
    return render_template("bureau/city.html", page=page, shown=shown, unsaid=NONE)
