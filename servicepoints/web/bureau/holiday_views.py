"""Holidays: deciding for many points at once how the next one is, and the city's table of days."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.calendar import DayType
from servicepoints.domain.holiday_hours import Decision
from servicepoints.errors import InvalidValue, NotFound
from servicepoints.services import holidays
from servicepoints.services.holidays import Unit
from servicepoints.web.bureau.blueprint import account, blueprint, for_the_city, register
from servicepoints.web.bureau.listing_form import bureau_asked, bureau_query
from servicepoints.web.bureau.numbers import day_of, whole
from servicepoints.web.state import state

DAY_WORDS = {DayType.PUBLIC_HOLIDAY: "放假", DayType.MAKE_UP: "调休上班", DayType.WORKDAY: "上班",
             DayType.REST_DAY: "休息"}  # fmt: skip
"""The types that a day may be set to, in words."""


@blueprint.get("/holidays")
def holiday_page() -> str:
    """What is to be decided before each coming break; for the city, the table of days below it."""
    return _page({}, {})


@blueprint.post("/holidays/decide")
def decide_holiday() -> tuple[str, int] | Response:
    """Write one decision into the chosen schedules."""
    form = request.form
    chosen = [_unit(text) for text in form.getlist("unit")]
    days = [day_of(text, "日期") for text in form.get("days", "").split(",")]
    if not chosen:
        return _page(form.to_dict(), {"unit": "先勾选要定的点位"}), 422
    try:
        decision = Decision(form.get("decision", ""))
    except ValueError:
        return _page(form.to_dict(), {"decision": "选一样：不开、和平时一样，或者写上时间"}), 422
    try:
        done = holidays.decide_holiday(
            register(), account(), chosen, days, decision, form.get("hours", "").strip()
        )
    except InvalidValue as error:
        return _page(form.to_dict(), {"hours": f"“{error.value}”{error.reason}，{error.fix}"}), 422
    flash(f"定好了{done}个点位" if done else "这几个点位早就定过了，没有改动", "good")
    return redirect(url_for("bureau.holiday_page", **bureau_query()), 303)


@blueprint.post("/holidays/days")
@for_the_city
def set_days() -> tuple[str, int] | Response:
    """Put one day into the table, or all days of a pasted table."""
    form = request.form
    table = form.get("table", "").strip()
    try:
        days = holidays.read_days(table) if table else _one_day()
    except InvalidValue as error:
        return _page(form.to_dict(), {"table" if table else "date": str(error)}), 422
    flash(f"放假安排改好了{holidays.set_days(register(), account(), days)}天", "good")
    return redirect(url_for("bureau.holiday_page"), 303)


@blueprint.post("/holidays/days/<day>/forget")
@for_the_city
def forget_day(day: str) -> Response:
    """Take a day out of the table."""
    holidays.forget_day(register(), account(), day_of(day, "日期"))
    flash("删了，这天按国家公布的安排算", "good")
    return redirect(url_for("bureau.holiday_page"), 303)


def _page(typed: dict[str, str], errors: dict[str, str]) -> str:
    tasks = holidays.holiday_tasks(register(), account(), state().clock().date(), bureau_asked())
    return render_template(
        "bureau/holidays.html",
        tasks=tasks,
        table=holidays.calendar_table(register()) if account().is_city else {},
        words=DAY_WORDS,
        typed=typed,
        errors=errors,
        chosen=request.form.getlist("unit"),
        carried=bureau_query(),
    )


def _one_day() -> dict[date, tuple[DayType, str]]:
    form = request.form
    return {
        day_of(form.get("date", ""), "日期"): (_type(form.get("type", "")), form.get("name", "").strip()[:20])
    }


def _unit(text: str) -> Unit:
    code, _, place = text.partition(".")
    number = whole(place, -1)
    if number < 0:
        raise NotFound("没有这个点位")
    return Unit(code, number)


def _type(text: str) -> DayType:
    if text not in [kind.value for kind in DAY_WORDS]:
        raise InvalidValue("类型", text, "没有这一类", "、".join(DAY_WORDS.values()))
    return DayType(text)
