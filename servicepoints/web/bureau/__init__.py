"""The bureau's desk at /bureau/: sign-in, what needs doing, the listing.

A view says beside its route who may use it, parses, calls a service, renders. Nothing here is kept by anyone,
and every form carries a token against forgery. Imports services, domain, Flask-WTF; never SQL.

Border: an editor sends forms, workbooks and addresses of robots, the city besides accounts and days; whoever
found a password sends the same. Believed: the cookie of a session in the register, looked up for each
request: 8 hours without use, two weeks at most, on as many devices as one likes, each shown and ended under
密码和设备. The one way in is the password, set by a link that lasts three days and works once, and after it,
for an account with two steps, a code of its phone or one of ten for who has lost it; guessing waits after 8
tries of a name and 60 of a network in a quarter of an hour, and a new link ends the waiting, so that nobody
is locked out by others. A setting says who must have two steps; the city and the command line take them away
from who lost the phone, a new link does not. What changes a way in asks for a sign-in of the last half hour
(`anew`), and what ends other sessions ends copies of this one. So: what is another bureau's is refused for
each object anew, by the services; people's names show masked until they are opened, which is noted; what was
typed is text in every page and every file, and an address of a robot leads to named hosts alone
(`sharing.outgoing`).
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
