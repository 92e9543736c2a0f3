from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Closure, HolidayCalendar, Hours, Interval, Window
from bot.windows.hours import CLOSURE, LUNCH, Status, plan_day, status
from tests.windows.conftest import BEIJING, at

Calendars = Mapping[int, HolidayCalendar]
NINE_TO_FIVE = (Interval(540, 1020),)
WITH_LUNCH = (Interval(540, 720), Interval(810, 1050))
OFFICE = Hours((*(NINE_TO_FIVE,) * 5, (), ()), "closed")
HALL = Hours((*(NINE_TO_FIVE,) * 6, ()), "closed")
LUNCHING = Hours((*(WITH_LUNCH,) * 6, ()), "closed")
ALWAYS = Hours(((Interval(0, 1440),),) * 7, "open")
MAKE_UP = [date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10)]
FIRST_OFF = {
    "new-year": (date(2026, 1, 1), 3, date(2026, 1, 4)),
    "spring-festival": (date(2026, 2, 15), 9, date(2026, 2, 24)),
    "qingming": (date(2026, 4, 4), 3, date(2026, 4, 7)),
    "labour-day": (date(2026, 5, 1), 5, date(2026, 5, 6)),
    "dragon-boat": (date(2026, 6, 19), 3, date(2026, 6, 22)),
    "mid-autumn": (date(2026, 9, 25), 3, date(2026, 9, 28)),
    "national-day": (date(2026, 10, 1), 7, date(2026, 10, 8)),
}


def minute_of_2026() -> st.SearchStrategy[datetime]:
    start = at("2026-01-01 00:00")
    return st.integers(0, 365 * 1440 - 1).map(lambda minutes: start + timedelta(minutes=minutes))


def test_open_in_the_morning_until_five(calendars: Calendars) -> None:
    assert status(HALL, at("2026-11-23 10:00"), calendars) == Status(True, closes=at("2026-11-23 17:00"))


def test_opens_tomorrow_after_closing(calendars: Calendars) -> None:
    assert status(HALL, at("2026-11-23 17:00"), calendars) == Status(False, opens=at("2026-11-24 09:00"))


def test_the_opening_minute_belongs_to_the_hours_and_the_closing_minute_does_not(calendars: Calendars) -> None:
    assert status(HALL, at("2026-11-23 08:59"), calendars).open is False
    assert status(HALL, at("2026-11-23 09:00"), calendars).open is True
    assert status(HALL, at("2026-11-23 16:59"), calendars).open is True


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("11:59", Status(True, closes=at("2026-11-23 12:00"))),
        ("12:00", Status(False, opens=at("2026-11-23 13:30"), reason=LUNCH)),
        ("13:29", Status(False, opens=at("2026-11-23 13:30"), reason=LUNCH)),
        ("13:30", Status(True, closes=at("2026-11-23 17:30"))),
        ("17:30", Status(False, opens=at("2026-11-24 09:00"))),
    ],
)
def test_lunch_is_closed_to_the_minute(calendars: Calendars, clock: str, expected: Status) -> None:
    assert status(LUNCHING, at(f"2026-11-23 {clock}"), calendars) == expected


@pytest.mark.parametrize("holiday", FIRST_OFF)
def test_closed_through_each_holiday_until_the_first_day_after_it(calendars: Calendars, holiday: str) -> None:
    first, length, after = FIRST_OFF[holiday]
    for number in range(length):
        noon = at(f"{first + timedelta(days=number)} 12:00")
        state = status(HALL, noon, calendars)
        assert (state.open, state.reason, state.opens) == (False, holiday, at(f"{after} 09:00"))


def test_the_evening_before_a_holiday_already_names_it(calendars: Calendars) -> None:
    state = status(HALL, at("2026-09-30 20:00"), calendars)
    assert (state.reason, state.opens) == ("national-day", at("2026-10-08 09:00"))


@pytest.mark.parametrize("day", MAKE_UP)
def test_an_office_closed_at_weekends_has_its_weekday_hours_on_each_make_up_day(calendars: Calendars, day: date) -> None:
    assert day.weekday() >= 5
    assert status(OFFICE, at(f"{day} 10:00"), calendars) == Status(True, closes=at(f"{day} 17:00"))
    assert plan_day(OFFICE, day + timedelta(days=7), calendars).intervals == ()


def test_a_make_up_day_is_uncertain_where_weekdays_differ(calendars: Calendars) -> None:
    tuesdays = Hours(((), NINE_TO_FIVE, (), NINE_TO_FIVE, (), (), ()), "closed")
    state = status(tuesdays, at("2026-05-09 10:00"), calendars)
    assert (state.open, state.opens) == (None, at("2026-05-12 09:00"))


def test_a_saturday_inside_a_holiday_block_is_closed_although_saturdays_are_open(calendars: Calendars) -> None:
    assert status(HALL, at("2026-10-03 10:00"), calendars).reason == "national-day"


def test_a_hotline_is_open_on_holidays_and_never_closes(calendars: Calendars) -> None:
    assert status(ALWAYS, at("2026-10-01 03:00"), calendars) == Status(True)
    assert status(ALWAYS, at("2027-02-10 03:00"), calendars) == Status(True)


def test_an_opening_over_midnight_closes_on_the_next_day(calendars: Calendars) -> None:
    friday_night = ((),) * 4 + ((Interval(1200, 1440),), (Interval(0, 120),), ())
    hours = Hours(friday_night, "open")
    assert status(hours, at("2026-11-27 23:59"), calendars).closes == at("2026-11-28 02:00")
    assert status(hours, at("2026-11-28 00:00"), calendars).closes == at("2026-11-28 02:00")
    assert status(hours, at("2026-11-28 02:00"), calendars).open is False


def test_an_opening_until_midnight_closes_at_midnight(calendars: Calendars) -> None:
    hours = Hours(((Interval(1200, 1440),), *((),) * 6), "open")
    assert status(hours, at("2026-11-23 22:00"), calendars).closes == at("2026-11-24 00:00")


def test_a_window_of_unknown_policy_is_uncertain_on_holidays_only(calendars: Calendars) -> None:
    unknown = replace(HALL, on_holidays="unknown")
    state = status(unknown, at("2026-10-02 10:00"), calendars)
    assert (state.open, state.reason, state.opens) == (None, "national-day", at("2026-10-08 09:00"))
    assert status(unknown, at("2026-11-23 10:00"), calendars).open is True


def test_a_closure_with_dates_closes_both_days_and_those_between(calendars: Calendars) -> None:
    moving = replace(HALL, closures=(Closure(date(2026, 11, 24), date(2026, 11, 26)),))
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        state = status(moving, at(f"{day} 10:00"), calendars)
        assert (state.open, state.reason, state.opens) == (False, CLOSURE, at("2026-11-27 09:00"))
    assert status(moving, at("2026-11-27 10:00"), calendars).open is True


def test_a_closure_closes_even_what_is_open_on_holidays(calendars: Calendars) -> None:
    down = replace(ALWAYS, closures=(Closure(date(2026, 11, 24), date(2026, 11, 24)),))
    state = status(down, at("2026-11-23 12:00"), calendars)
    assert (state.open, state.closes) == (True, at("2026-11-24 00:00"))
    assert status(down, at("2026-11-24 12:00"), calendars).opens == at("2026-11-25 00:00")


def test_by_appointment_is_told_for_the_opening_now_and_the_next(calendars: Calendars) -> None:
    saturday = Hours((*(NINE_TO_FIVE,) * 5, (Interval(510, 750, by_appointment=True),), ()), "closed")
    assert status(saturday, at("2026-11-28 09:00"), calendars).by_appointment is True
    assert status(saturday, at("2026-11-27 18:00"), calendars).by_appointment is True
    assert status(saturday, at("2026-11-27 10:00"), calendars).by_appointment is False


def test_nothing_is_known_without_hours(calendars: Calendars) -> None:
    assert status(None, at("2026-11-23 10:00"), calendars) == Status(None)


def test_a_window_closed_for_months_has_no_next_opening(calendars: Calendars) -> None:
    shut = replace(HALL, closures=(Closure(date(2026, 11, 1), date(2027, 11, 1)),))
    assert status(shut, at("2026-11-23 10:00"), calendars) == Status(False, reason=CLOSURE)


@pytest.mark.parametrize(
    ("moment", "known"),
    [
        ("2026-11-23 10:00", True),
        ("2026-12-24 10:00", True),
        ("2026-12-24 18:00", False),  # the next day may be touched by the New Year of 2027
        ("2026-12-31 10:00", False),
        ("2027-01-01 10:00", False),
        ("2027-02-06 10:00", False),
        ("2027-03-16 10:00", True),
        ("2027-04-05 10:00", False),
        ("2027-05-03 10:00", False),
        ("2027-06-09 10:00", False),
        ("2027-07-20 10:00", True),
        ("2027-09-15 10:00", False),
        ("2027-10-01 10:00", False),
        ("2027-11-10 10:00", True),
    ],
)
def test_a_year_without_calendar_is_doubted_where_holidays_may_fall(calendars: Calendars, moment: str, known: bool) -> None:
    assert status(HALL, at(moment), calendars).calendar_known is known


def test_a_moment_without_zone_is_refused(calendars: Calendars) -> None:
    with pytest.raises(ValueError, match="time zone"):
        status(HALL, datetime(2026, 11, 23, 10), calendars)  # noqa: DTZ001


def is_open(hours: Hours, moment: datetime, calendar: HolidayCalendar) -> bool:
    """The rules once more, minute by minute and without looking ahead."""
    day = moment.date()
    if hours.on_holidays == "closed" and day in calendar.off:
        return False
    weekday = 0 if hours.on_holidays == "closed" and day in calendar.working else moment.weekday()
    minute = moment.hour * 60 + moment.minute
    return any(interval.opens <= minute < interval.closes for interval in hours.week[weekday])


@given(minute_of_2026(), st.sampled_from([OFFICE, HALL, LUNCHING, ALWAYS]))
def test_every_minute_of_2026_is_open_or_closed_as_the_rules_say(calendars: Calendars, moment: datetime, hours: Hours) -> None:
    state = status(hours, moment, calendars)
    assert state.open is is_open(hours, moment, calendars[2026])


@given(minute_of_2026(), st.sampled_from([OFFICE, HALL, LUNCHING]))
def test_the_times_told_are_the_next_change(calendars: Calendars, moment: datetime, hours: Hours) -> None:
    state = status(hours, moment, calendars)
    change = state.closes if state.open else state.opens
    assert change is not None and change > moment and change.tzinfo is BEIJING
    if change.year == 2026:
        assert is_open(hours, change, calendars[2026]) is not state.open
        between = [moment + (change - moment) * part / 12 for part in range(12)]
        assert {is_open(hours, then, calendars[2026]) for then in between} == {state.open}


def test_every_window_of_ours_is_open_or_told_when_it_opens_all_through_the_year(
    windows: Mapping[str, Window], calendars: Calendars
) -> None:
    with_hours = [window for window in windows.values() if window.hours and window.id != "wp-yanqing"]
    assert len(with_hours) > 40
    for window in with_hours:
        for number in range(0, 365, 3):
            state = status(window.hours, at("2026-01-01 11:45") + timedelta(days=number), calendars)
            assert state.open is True or (state.open is False and state.opens is not None)
