"""The form of a group's robot. What is typed as its address is read and never shown again."""

from collections.abc import Mapping

from servicepoints.domain.digests import FORM_WORDS, LENGTH_WORDS, Form, Length, Robot, Weekly
from servicepoints.domain.hours_words import minute_words
from servicepoints.domain.status_words import WEEKDAYS
from servicepoints.web.bureau.notice_form import SEPARATOR, place_of
from servicepoints.web.bureau.typed_form import Reading, clock_time, one_of

NEVER = ""
WEEKDAY_WORDS: Mapping[str, str] = {
    NEVER: "不定时，在群通知页上发",
    **{str(n): f"每周{day}" for n, day in enumerate(WEEKDAYS)},
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "length": {length.value: words for length, words in LENGTH_WORDS.items()},
    "form": {form.value: words for form, words in FORM_WORDS.items()},
    "weekday": WEEKDAY_WORDS,
}
FIELDS: Mapping[str, str] = {"群的名字": "name", "机器人地址": "address"}
"""The fields by the names that errors give them."""

BLANK: Mapping[str, str] = {"time": "09:00", "weekday": NEVER, "length": Length.SHORT, "form": Form.TEXT}


def robot_of(reading: Reading, number: int, bureau: str) -> Robot:
    """The robot that was typed; what does not fit is in the errors."""
    weekday = reading.text("weekday")
    weekly = None
    if weekday in WEEKDAY_WORDS and weekday != NEVER:
        at = reading.take("time", clock_time, clock_time("9:00"))
        weekly = Weekly(int(weekday), at.hour * 60 + at.minute)
    district, sub_district = place_of(reading.text("place"))
    return Robot(
        id=number,
        bureau=bureau,
        name=reading.text("name"),
        district=district,
        sub_district=sub_district,
        length=reading.take("length", one_of(Length), Length.SHORT),
        form=reading.take("form", one_of(Form), Form.TEXT),
        greets=reading.text("greets") == "1",
        weekly=weekly,
    )


def typed_robot(robot: Robot) -> dict[str, str]:
    """A robot as its form holds it; its address it does not."""
    weekly = robot.weekly
    return {
        "seen": robot.mark,
        "name": robot.name,
        "place": SEPARATOR.join(filter(None, (robot.district, robot.sub_district))),
        "length": robot.length.value,
        "form": robot.form.value,
        "greets": "1" if robot.greets else "",
        "weekday": NEVER if weekly is None else str(weekly.weekday),
        "time": minute_words(weekly.minute).rjust(5, "0") if weekly else "09:00",
    }


def week_words(robot: Robot) -> str:
    """When it is sent a notice: 每周一9:00发, or that it is not."""
    if robot.weekly is None:
        return "不定时"
    return f"{WEEKDAY_WORDS[str(robot.weekly.weekday)]}{minute_words(robot.weekly.minute)}发"
