"""What is held of one mobile number, for the city: looked up, handed out, erased. The number is never in an
address."""

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from servicepoints.errors import Conflict, InvalidValue
from servicepoints.services import personal as service
from servicepoints.services.booking.rules import rules_of
from servicepoints.web.bureau.anew import for_who_signed_in_lately
from servicepoints.web.bureau.blueprint import account, attachment, blueprint, for_the_city, register
from servicepoints.web.state import state


@blueprint.get("/personal")
@for_the_city
@for_who_signed_in_lately("bureau.personal")
def personal() -> str:
    """Where one types the number, and what was done for whom."""
    return _page()


@blueprint.post("/personal")
@for_the_city
@for_who_signed_in_lately("bureau.personal")
def look_up_person() -> str | tuple[str, int]:
    """All that is held of a number."""
    phone = request.form.get("phone", "")
    try:
        return _page(service.look_up(register(), account(), phone), phone)
    except InvalidValue as error:
        return _page(None, phone, f"{error.reason}。{error.fix}"), 422


@blueprint.post("/personal/export")
@for_the_city
@for_who_signed_in_lately("bureau.personal")
def export_person() -> Response:
    """The same, as a file to hand over."""
    return attachment(service.written_out(register(), account(), request.form.get("phone", "")))


@blueprint.post("/personal/erase")
@for_the_city
@for_who_signed_in_lately("bureau.personal")
def erase_person() -> AnyResponse | tuple[str, int]:
    """Erase it, where the box is ticked."""
    phone = request.form.get("phone", "")
    ending = request.form.get("ending") == "yes"
    try:
        if request.form.get("sure") != "yes":
            raise Conflict("勾上“知道删了找不回来”再删")
        counts = service.erase(register(), account(), phone, rules_of(state().settings), ending=ending)
    except Conflict as error:
        return _page(service.look_up(register(), account(), phone), phone, str(error)), 422
    told = "、".join(f"{sort}{n}条" for sort, n in counts.items()) or "什么也没有"
    flash(f"删掉了：{told}", "good")
    return redirect(url_for("bureau.personal"), 303)


def _page(found: service.Holdings | None = None, phone: str = "", wrong: str = "") -> str:
    done = service.recorded(register(), account())
    verbs = {service.LOOK: "查了", service.EXPORT: "抄了一份", service.ERASE: "删了"}
    return render_template(
        "bureau/personal.html", found=found, phone=phone, wrong=wrong, done=done, verbs=verbs
    )
