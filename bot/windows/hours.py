"""Open now? Closing when? Opening next? Weekly hours, lunch, public holidays, make-up working days and closures.

Choices made here:

- A Saturday or Sunday inside a holiday block is a holiday, whatever the weekly hours say.
- A Saturday or Sunday that makes up for a holiday is a working day and has the hours of Monday to Friday. When those differ from day to day
  nobody has told us which of them apply: such a day is uncertain.
- A window whose holiday policy is unknown is uncertain on holidays; one that is open on holidays keeps its weekly hours on every day.
- Without a published calendar the weekly hours are given, and `calendar_known` is False for the days that holidays or their make-up days
  have fallen on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.model import Closure, HolidayCalendar, Hours, Interval

CLOSURE = "closure"
LUNCH = "lunch"
DAYS_AHEAD = 60
SATURDAY = 5
MIDNIGHT = 24 * 60
OPEN_ON_HOLIDAYS = "open"
CLOSED_ON_HOLIDAYS = "closed"
HOLIDAY_SEASONS = (
    ((1, 1), (1, 14)),  # New Year and its make-up days
    ((1, 10), (3, 10)),  # Spring Festival: new year's eve falls between 20 January and 20 February
    ((3, 25), (4, 16)),  # Qingming
    ((4, 18), (5, 16)),  # Labour Day
    ((5, 18), (7, 5)),  # Dragon Boat: between 27 May and 25 June
    ((8, 28), (10, 18)),  # Mid-Autumn (7 September to 8 October) and National Day
)
NEXT_NEW_YEAR = (12, 25)
"""From this day on, the next year's calendar may give a day off or a make-up day."""


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a window is open at a moment.

    `open` is None when it cannot be known (no hours, a holiday of unknown policy, a make-up day of unknown hours). `closes` is given while
    open, unless the window never closes; `opens` is the next opening known for certain, given unless open. `reason` says why it is not open
    as on other days: the id of a public holiday, "closure" or "lunch"; with `open` False and no reason it is simply outside the hours.
    `calendar_known` is False when a day that mattered has no published calendar. `by_appointment` is about the opening told.
    """

    open: bool | None
    closes: datetime | None = None
    opens: datetime | None = None
    reason: str | None = None
    calendar_known: bool = True
    by_appointment: bool = False


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The intervals of one day. `certain` is False when we do not know whether they apply."""

    intervals: tuple[Interval, ...]
    reason: str | None = None
    certain: bool = True
    calendar_known: bool = True


def status(hours: Hours | None, moment: datetime, calendars: Mapping[int, HolidayCalendar]) -> Status:
    """The status at `moment`, which is aware and in Beijing's zone; calendars by year. Raises ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    if hours is None:
        return Status(open=None)
    plan = plan_day(hours, moment.date(), calendars)
    minute = moment.hour * 60 + moment.minute
    current = next((interval for interval in plan.intervals if interval.opens <= minute < interval.closes), None)
    if current and plan.certain:
        closes = _closing(hours, moment, current, calendars)
        return Status(True, closes, None, None, plan.calendar_known, current.by_appointment)
    return _not_open(hours, moment, plan, minute, calendars)


def plan_day(hours: Hours, day: date, calendars: Mapping[int, HolidayCalendar]) -> DayPlan:
    """What is known about the opening of a window on one day."""
    weekly = hours.week[day.weekday()]
    if _closure(hours.closures, day):
        return DayPlan((), CLOSURE)
    if hours.on_holidays == OPEN_ON_HOLIDAYS:
        return DayPlan(weekly)
    calendar = calendars.get(day.year)
    holiday = calendar.off.get(day) if calendar else None
    if holiday:
        return DayPlan((), holiday) if hours.on_holidays == CLOSED_ON_HOLIDAYS else DayPlan(weekly, holiday, certain=False)
    if calendar and day in calendar.working and day.weekday() >= SATURDAY:
        return _make_up_day(hours)
    return DayPlan(weekly, calendar_known=_calendar_known(day, calendars))


def _make_up_day(hours: Hours) -> DayPlan:
    weekdays = set(hours.week[:SATURDAY])
    return DayPlan(hours.week[0]) if len(weekdays) == 1 else DayPlan((), certain=False)


def _closure(closures: tuple[Closure, ...], day: date) -> bool:
    return any(closure.first_day <= day <= closure.last_day for closure in closures)


def _calendar_known(day: date, calendars: Mapping[int, HolidayCalendar]) -> bool:
    here = (day.month, day.day)
    if here >= NEXT_NEW_YEAR and day.year + 1 not in calendars:
        return False
    return day.year in calendars or not any(first <= here <= last for first, last in HOLIDAY_SEASONS)


def _not_open(hours: Hours, moment: datetime, plan: DayPlan, minute: int, calendars: Mapping[int, HolidayCalendar]) -> Status:
    known = plan.calendar_known
    reason = plan.reason or _lunch(plan, minute)
    opens, by_appointment = None, False
    for day, following in _days_from(hours, moment.date(), calendars):
        known = known and following.calendar_known
        reason = reason or following.reason
        begin = next((interval for interval in following.intervals if day > moment.date() or interval.opens > minute), None)
        if begin and following.certain:
            opens, by_appointment = _at(day, begin.opens, moment), begin.by_appointment
            break
    state = False if plan.certain else None
    return Status(state, None, opens, reason, known, by_appointment)


def _lunch(plan: DayPlan, minute: int) -> str | None:
    before = any(interval.closes <= minute for interval in plan.intervals)
    after = any(interval.opens > minute for interval in plan.intervals)
    return LUNCH if plan.certain and before and after else None


def _days_from(hours: Hours, first: date, calendars: Mapping[int, HolidayCalendar]) -> Iterator[tuple[date, DayPlan]]:
    for ahead in range(DAYS_AHEAD):
        day = first + timedelta(days=ahead)
        yield day, plan_day(hours, day, calendars)


def _closing(hours: Hours, moment: datetime, current: Interval, calendars: Mapping[int, HolidayCalendar]) -> datetime | None:
    """When the opening ends, over midnight if the next day goes on; None when no end is in sight."""
    closes = current.closes
    for day, plan in _days_from(hours, moment.date(), calendars):
        if day > moment.date():
            going_on = plan.intervals[0] if plan.intervals and plan.certain and plan.intervals[0].opens == 0 else None
            if going_on is None:
                return _at(day, 0, moment)
            closes = going_on.closes
        if closes < MIDNIGHT:
            return _at(day, closes, moment)
    return None


def _at(day: date, minutes: int, moment: datetime) -> datetime:
    if minutes == MIDNIGHT:
        day, minutes = day + timedelta(days=1), 0
    return datetime.combine(day, time(minutes // 60, minutes % 60), moment.tzinfo)
