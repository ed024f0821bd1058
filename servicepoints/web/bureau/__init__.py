"""The bureau's desk at /bureau/: sign-in, what needs doing, the listing.

A view says beside its route who may use it, parses, calls a service, renders. Nothing here is kept by anyone,
and every form carries a token against forgery. Imports services, domain, Flask-WTF; never SQL.
"""

from flask import Flask

from servicepoints.web.bureau import (
    account_views,
    add_views,
    batch_views,
    city_views,
    demand_views,
    desk_views,
    edit_views,
    history_views,
    holiday_views,
    import_views,
    keeper_views,
    listing_views,
    notice_views,
    offering_views,
    people_views,
    personal_views,
    place_views,
    report_views,
    review_views,
    robot_views,
    roster_views,
    schedule_views,
    session_views,
    sign_in_views,
    suggestion_views,
    token_views,
)
from servicepoints.web.bureau.blueprint import blueprint, guard_forms

VIEWS = (
    sign_in_views,
    account_views,
    batch_views,
    city_views,
    demand_views,
    desk_views,
    add_views,
    edit_views,
    holiday_views,
    import_views,
    keeper_views,
    listing_views,
    history_views,
    notice_views,
    people_views,
    personal_views,
    place_views,
    report_views,
    review_views,
    offering_views,
    robot_views,
    roster_views,
    schedule_views,
    session_views,
    suggestion_views,
    token_views,
)
"""Imported for their routes."""


def install(app: Flask) -> None:
    """Serve the desk."""
    guard_forms(app)
    app.register_blueprint(blueprint)
