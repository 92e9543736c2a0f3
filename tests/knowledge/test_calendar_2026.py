"""The calendar file against two libraries that keep China's holidays on their own."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from bot.knowledge import nodes
from bot.knowledge.folder import validate
from bot.knowledge.records import CalendarRecord

FILE = Path(__file__).parents[2] / "knowledge" / "calendar" / "2026.yaml"
YEAR = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]


@pytest.fixture(scope="module")
def calendar() -> CalendarRecord:
    tree, problems = nodes.read(FILE.name, FILE.read_bytes())
    record, more = validate(tree, CalendarRecord)
    assert not problems and not more and record is not None
    return record


def test_every_day_is_off_or_working_as_chinesecalendar_says(calendar: CalendarRecord) -> None:
    off = {day for days in calendar.off.values() for day in days}

    def works(day: date) -> bool:
        return day not in off and (day.weekday() < 5 or day in calendar.working)

    assert [day for day in YEAR if works(day) != chinese_calendar.is_workday(day)] == []


def test_every_holiday_bears_the_name_that_chinesecalendar_gives(calendar: CalendarRecord) -> None:
    names = {
        "new-year": "New Year's Day",
        "spring-festival": "Spring Festival",
        "qingming": "Tomb-sweeping Day",
        "labour-day": "Labour Day",
        "dragon-boat": "Dragon Boat Festival",
        "mid-autumn": "Mid-autumn Festival",
        "national-day": "National Day",
    }
    for name, days in calendar.off.items():
        assert {chinese_calendar.get_holiday_detail(day) for day in days} == {(True, names[name])}


def test_holidays_knows_every_weekday_off_and_every_make_up_day(calendar: CalendarRecord) -> None:
    china = holidays.country_holidays("CN", years=2026)
    off = {day for days in calendar.off.values() for day in days}
    assert {day for day in off if day.weekday() < 5} == {day for day in china if day.weekday() < 5}
    assert set(china) <= off
    assert set(calendar.working) == {day for day in china.weekend_workdays if day.year == 2026}
