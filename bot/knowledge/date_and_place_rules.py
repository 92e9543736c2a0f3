"""Rules about days, opening hours and places."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from bot.knowledge.folder import Folder, closest
from bot.knowledge.nodes import Nodes
from bot.knowledge.problems import Problem
from bot.knowledge.reading import as_warning, windows
from bot.knowledge.records import FactRecord
from bot.knowledge.window_records import minutes
from bot.model import BASE_LOCALE, CHINESE, Confidence

KINDS_WITHOUT_ADDRESS = ("hotline", "marriage")
BEIJING_LATITUDES = (39.4, 41.1)
BEIJING_LONGITUDES = (115.4, 117.6)


def dates_are_possible(folder: Folder, today: date) -> Iterator[Problem]:
    for files in folder.entries.values():
        if files.entry is None or (entry := files.entry.record) is None:
            continue
        tree = files.entry.nodes
        if entry.review.checked > today:
            yield tree.problem("date-in-future", f"{entry.review.checked} has not come yet", "review", "checked")
        elif today > entry.review.checked + entry.review.every:
            message = f"last checked {entry.review.checked}, to be checked every {entry.review.every.days} days; replies say so until it is"
            yield as_warning(tree.problem("overdue-review", message, "review", "checked"))
        if entry.withdrawn and entry.withdrawn.since > today:
            message = f"{entry.withdrawn.since} has not come yet; questions stop finding an entry as soon as it is withdrawn"
            yield tree.problem("date-in-future", message, "withdrawn", "since")
        for name, values in entry.facts.items():
            yield from _fact_dates(tree, ("facts", name), values)
        for name, notice in entry.notices.items():
            if notice.last_day < notice.first_day:
                yield tree.problem("impossible-dates", f"{name} ends before it begins", "notices", name)
    if folder.facts and folder.facts.record:
        for name, values in folder.facts.record.root.items():
            yield from _fact_dates(folder.facts.nodes, (name,), values)


def _fact_dates(tree: Nodes, path: tuple[str | int, ...], values: list[FactRecord]) -> Iterator[Problem]:
    if len({value.kind for value in values}) > 1:
        yield tree.problem("mixed-kinds", f"the values of {path[-1]} are of different kinds; a fact keeps one", *path)
    spans = sorted((value.valid_from or date.min, value.valid_to or date.max) for value in values)
    if any(first > last for first, last in spans):
        yield tree.problem("impossible-dates", f"{path[-1]} ends before it begins", *path)
    elif any(following[0] <= before[1] for before, following in pairwise(spans)):
        yield tree.problem("overlapping-values", f"two values of {path[-1]} hold on the same day; give valid_from and valid_to", *path)


def windows_can_be_visited(folder: Folder, today: date) -> Iterator[Problem]:
    seen: set[str] = set()
    for tree, window_id, window in windows(folder):
        if window_id in seen:
            yield tree.problem("duplicate-window", f"{window_id} stands in another file already", window_id, key=True)
        seen.add(window_id)
        if BASE_LOCALE not in window.name or CHINESE not in window.name:
            yield tree.problem("missing-name", f"{window_id} needs a name in {BASE_LOCALE} and {CHINESE}", window_id, "name")
        if CHINESE not in window.address and window.kind not in KINDS_WITHOUT_ADDRESS and window.confidence is not Confidence.LOW:
            message = f"{window_id} needs its address in {CHINESE}; without a sourced one its confidence is low"
            yield tree.problem("missing-address", message, window_id)
        if window.location and not _in_beijing(window.location.lat, window.location.lon):
            message = f"{window.location.lat}, {window.location.lon} is not in Beijing; latitude comes first"
            yield tree.problem("outside-beijing", message, window_id, "location", "lat")
        if today > window.review.checked + window.review.every:
            message = f"last checked {window.review.checked}, to be checked every {window.review.every.days} days"
            yield as_warning(tree.problem("overdue-review", message, window_id, "review", "checked"))


def _in_beijing(latitude: float, longitude: float) -> bool:
    return BEIJING_LATITUDES[0] <= latitude <= BEIJING_LATITUDES[1] and BEIJING_LONGITUDES[0] <= longitude <= BEIJING_LONGITUDES[1]


def hours_are_possible(folder: Folder, _today: date) -> Iterator[Problem]:
    for tree, window_id, window in windows(folder):
        for number, hours in enumerate(window.hours):
            opens, closes = minutes(hours.open), minutes(hours.close)
            lunch = [minutes(clock) for clock in hours.lunch.split("-")] if hours.lunch else []
            moments = [opens, *lunch, closes]
            if any(later <= earlier for earlier, later in pairwise(moments)):
                told = f"{hours.open}-{hours.close}" + (f" with lunch {hours.lunch}" if hours.lunch else "")
                yield tree.problem("impossible-hours", f"{told} does not go forward in time", window_id, "hours", number, "open")
        for number, closure in enumerate(window.closures):
            if closure.last_day < closure.first_day:
                yield tree.problem("impossible-dates", "the closure ends before it begins", window_id, "closures", number)


def calendars_fit_their_year(folder: Folder, _today: date) -> Iterator[Problem]:
    sources = folder.sources.record.root if folder.sources and folder.sources.record else {}
    for stem, document in folder.calendars.items():
        if (calendar := document.record) is None:
            continue
        if str(calendar.year) != stem:
            yield document.nodes.problem("wrong-year", f"the file is called {stem}.yaml", "year")
        if sources and calendar.source not in sources:
            message = f"we know no source {calendar.source}{closest(calendar.source, sources)}"
            yield document.nodes.problem("unknown-source", message, "source")
        off = {day for days in calendar.off.values() for day in days}
        for number, day in enumerate(calendar.working):
            if day in off:
                yield document.nodes.problem("impossible-dates", f"{day} is both a day off and a working day", "working", number)
        for name, days in calendar.off.items():
            for number, day in enumerate(days):
                if day.year != calendar.year:
                    yield document.nodes.problem("wrong-year", f"{day} is not in {calendar.year}", "off", name, number)
