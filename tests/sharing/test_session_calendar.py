"""Calendars to subscribe to, whatever a point is called."""

import pytest
from icalendar import Calendar

from servicepoints.sharing.session_calendar import calendar_of


@pytest.mark.parametrize("name", ["示例驿站", "示例END:VCALENDAR", "示例\r\nEND:VCALENDAR\r\nX:1"])
def test_a_calendar_of_any_name_is_one_calendar(name: str) -> None:
    (calendar,) = Calendar.from_ical(calendar_of(name, []), multiple=True)
    assert [part.name for part in calendar.walk()].count("VTIMEZONE") == 1
    assert "X" not in calendar
    assert str(calendar["X-WR-CALNAME"]) == " ".join(name.split())
