"""The windows, places and calendar that staff curate, read once."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge import nodes
from bot.knowledge.folder import validate
from bot.knowledge.places_csv import read_outside, read_places
from bot.knowledge.records import CalendarRecord, WindowsFile
from bot.knowledge.window_records import to_windows
from bot.model import HolidayCalendar, Window
from bot.windows.places import PlaceIndex

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
BEIJING = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """`2026-11-23 09:00` in Beijing."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.fixture(scope="session")
def windows() -> Mapping[str, Window]:
    records = []
    for path in sorted((KNOWLEDGE / "windows").glob("*.yaml")):
        tree, problems = nodes.read(path.name, path.read_bytes())
        record, more = validate(tree, WindowsFile)
        assert not problems and not more and record is not None
        records.append(record)
    return to_windows(records)


@pytest.fixture(scope="session")
def calendars() -> Mapping[int, HolidayCalendar]:
    path = KNOWLEDGE / "calendar" / "2026.yaml"
    record, problems = validate(nodes.read(path.name, path.read_bytes())[0], CalendarRecord)
    assert not problems and record is not None
    off = {day: name for name, days in record.off.items() for day in days}
    return {record.year: HolidayCalendar(record.year, off, frozenset(record.working), record.source, record.checked)}


@pytest.fixture(scope="session")
def places() -> PlaceIndex:
    return PlaceIndex(read_places(KNOWLEDGE / "places"), read_outside(KNOWLEDGE / "places"))
