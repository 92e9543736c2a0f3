"""Window records to windows: days and clocks become weekly intervals in minutes."""

from collections.abc import Iterable

from bot.knowledge.records import HoursRecord, WindowRecord, WindowsFile
from bot.knowledge.values import WEEKDAYS
from bot.language.chinese import to_traditional
from bot.model import Appointment, Closure, Hours, Interval, Location, NearestStation, Point, Review, Window


def to_windows(files: Iterable[WindowsFile]) -> dict[str, Window]:
    records = [(window_id, record) for file in files for window_id, record in file.root.items()]
    return {window_id: _window(window_id, record) for window_id, record in sorted(records, key=lambda pair: pair[0])}


def _window(window_id: str, record: WindowRecord) -> Window:
    station = NearestStation(_both(record.station.name), record.station.distance_m) if record.station else None
    location = record.location
    return Window(
        id=window_id,
        kind=record.kind,
        district=record.district,
        name=_both(record.name),
        address=_both(record.address),
        phones=tuple(record.phones),
        hours=_hours(record),
        services=tuple(record.services),
        languages=tuple(record.languages),
        appointment=Appointment(**record.appointment.model_dump()),
        station=station,
        location=Location(Point(location.lat, location.lon), location.uncertainty_m, location.confidence) if location else None,
        sources=tuple(record.sources),
        confidence=record.confidence,
        review=Review(record.review.checked, record.review.every),
        notes=_both(record.notes),
        limited=_both(record.limited),
        districts_served=tuple(record.districts_served),
        municipal=record.municipal,
        staff_note=record.staff_note,
    )


def _both(texts: dict[str, str]) -> dict[str, str]:
    return {**texts, "zh-Hant": to_traditional(texts["zh-Hans"])} if "zh-Hans" in texts else texts


def _hours(record: WindowRecord) -> Hours | None:
    if not record.hours:
        return None
    week: list[list[Interval]] = [[] for _ in WEEKDAYS]
    for hours in record.hours:
        for day in _days(hours.days):
            week[day].extend(_intervals(hours))
    days = tuple(tuple(sorted(intervals, key=lambda interval: interval.opens)) for intervals in week)
    closures = tuple(Closure(closure.first_day, closure.last_day, closure.reason) for closure in record.closures)
    return Hours(days, record.holidays, closures)


def _days(text: str) -> list[int]:
    """`mon-fri`, `sat` or `mon,wed` to weekday numbers, Monday is 0."""
    days: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        begin, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        days.extend(range(begin, end + 1))
    return days


def _intervals(record: HoursRecord) -> list[Interval]:
    opens, closes = minutes(record.open), minutes(record.close)
    if record.lunch is None:
        return [Interval(opens, closes, record.by_appointment)]
    begin, end = map(minutes, record.lunch.split("-"))
    return [Interval(opens, begin, record.by_appointment), Interval(end, closes, record.by_appointment)]


def minutes(clock: str) -> int:
    """`9:00` to minutes after midnight; `24:00` is 1440."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
