"""What the knowledge says: entries, facts, sources, windows, places and calendars.

Every value is frozen and plain. Times are minutes after midnight in Asia/Shanghai, coordinates WGS-84 degrees, distances metres.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

BASE_LOCALE = "en"
CHINESE = "zh-Hans"


class Facet(StrEnum):
    """The side of an entry that a question asks for."""

    FEE = "fee"
    DEADLINE = "deadline"
    TIME = "time"
    DOCUMENTS = "documents"
    STEPS = "steps"
    WHERE = "where"
    SOURCE = "source"


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class FactKind(StrEnum):
    """What a fact's value measures; the name is the key that staff write in front of it."""

    MONEY = "money"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    COUNT = "count"
    POINTS = "points"
    PERCENT = "percent"
    AGE = "age"
    YEAR = "year"
    DATE = "date"
    CLOCK = "clock"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    MILLIMETRES = "millimetres"
    KILOBYTES = "kilobytes"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or a range when `high` is given; `currency` (ISO 4217) for money only."""

    low: Decimal
    high: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a fact and the days on which it holds (both ends included; None means open)."""

    value: Amount | date | str
    source: str
    checked: date
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Fact:
    id: str
    kind: FactKind
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue | None:
        """The value that holds on `day`, the latest start first; None when none does."""
        holding = [value for value in self.values if value.holds_on(day)]
        return max(holding, key=lambda value: value.valid_from or date.min) if holding else None


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    title: str
    publisher: str
    url: str
    kind: str
    checked: date
    page_date: str | None = None
    show_to_users: bool = True


@dataclass(frozen=True, slots=True)
class Review:
    checked: date
    every: timedelta

    def overdue(self, today: date) -> bool:
        return today > self.checked + self.every


@dataclass(frozen=True, slots=True)
class LegalBasis:
    law: str
    articles: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A dated note of an entry; its text stands in each locale's file under the same id."""

    id: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Withdrawn:
    since: date
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class EntryText:
    """What an entry says in one locale. Texts hold `{fact}` placeholders."""

    locale: str
    title: str
    answer: str
    fee: str | None = None
    deadline: str | None = None
    time: str | None = None
    where: str | None = None
    steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    document_notes: Mapping[str, str] = field(default_factory=dict)
    notices: Mapping[str, str] = field(default_factory=dict)
    translates: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """`texts`: what is said, by locale. `phrases`: the ways to ask for it, by locale, also where nothing is said in that language yet."""

    id: str
    category: str
    service: str
    window_kinds: tuple[str, ...]
    online_first: bool
    sources: tuple[str, ...]
    confidence: Confidence
    review: Review
    legal_basis: tuple[LegalBasis, ...]
    facts: Mapping[str, Fact]
    documents: tuple[str, ...]
    related: tuple[str, ...]
    windows: tuple[str, ...]
    texts: Mapping[str, EntryText]
    phrases: Mapping[str, tuple[str, ...]]
    notices: tuple[Notice, ...] = ()
    withdrawn: Withdrawn | None = None
    staff_note: str | None = None

    @property
    def has_windows(self) -> bool:
        """Whether there is somewhere to go for it."""
        return bool(self.window_kinds or self.windows)


@dataclass(frozen=True, slots=True)
class Point:
    """WGS-84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Location:
    point: Point
    uncertainty_m: int
    confidence: str


@dataclass(frozen=True, slots=True)
class Interval:
    """Opening time on one day: minutes after midnight, `opens` included, `closes` excluded (1440 is midnight)."""

    opens: int
    closes: int
    by_appointment: bool = False


@dataclass(frozen=True, slots=True)
class Closure:
    """A temporary closure, both days included; the reason per locale."""

    first_day: date
    last_day: date
    reason: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly opening hours, Monday first; a lunch break stands between two intervals of a day."""

    week: tuple[tuple[Interval, ...], ...]
    on_holidays: str = "unknown"
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True, slots=True)
class Appointment:
    """How a visit is booked. `needed`: required, recommended, walk-in or unknown; channels only where sourced."""

    needed: str = "unknown"
    wechat: str | None = None
    link: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class NearestStation:
    name: Mapping[str, str]
    distance_m: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A service window: where it is, when it is open, what it does and which languages a source names.

    `limited` says per locale whom a window serves when it does not serve everybody. `municipal` marks the hall that serves the whole city.
    """

    id: str
    kind: str
    district: str
    name: Mapping[str, str]
    address: Mapping[str, str]
    phones: tuple[str, ...]
    hours: Hours | None
    services: tuple[str, ...]
    languages: tuple[str, ...]
    appointment: Appointment
    station: NearestStation | None
    location: Location | None
    sources: tuple[str, ...]
    confidence: Confidence
    review: Review
    notes: Mapping[str, str] = field(default_factory=dict)
    districts_served: tuple[str, ...] = ()
    limited: Mapping[str, str] = field(default_factory=dict)
    municipal: bool = False
    staff_note: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place people name: a station, an area, a district, a township, an airport. District in lower-case pinyin.

    `names` holds one name to show per locale, `aliases` every other way of writing it.
    """

    id: str
    kind: str
    names: Mapping[str, str]
    aliases: tuple[str, ...]
    district: str
    point: Point
    uncertainty_m: int


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The published calendar of one year: days off with the holiday's id, and make-up working days."""

    year: int
    off: Mapping[date, str]
    working: frozenset[date]
    source: str
    checked: date


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A greeting or a question about the bot itself, and the curated reply."""

    id: str
    phrases: tuple[str, ...]
    reply: str


@dataclass(frozen=True, slots=True)
class Term:
    """A concept of the domain in one locale: the preferred term, what people type, and what must not be written."""

    concept: str
    preferred: str
    variants: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept shared by all languages. `ours` is False for other countries, cities and subjects; `implies` names concepts meant too."""

    id: str
    group: str
    ours: bool
    facet: Facet | None = None
    terms: Mapping[str, Term] = field(default_factory=dict)
    implies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that staff curate, read from one state of the folder; `version` is a digest of it.

    `outside` names cities elsewhere: id to locale to names. `beside`: what people ask that no entry answers, subject to locale to phrases.
    """

    version: str
    entries: Mapping[str, Entry]
    shared_facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    documents: Mapping[str, Mapping[str, str]]
    laws: Mapping[str, Mapping[str, str]]
    windows: Mapping[str, Window]
    places: tuple[PlaceName, ...]
    outside: Mapping[str, Mapping[str, tuple[str, ...]]]
    calendars: Mapping[int, HolidayCalendar]
    smalltalk: Mapping[str, tuple[SmallTalk, ...]]
    concepts: Mapping[str, Concept]
    beside: Mapping[str, Mapping[str, tuple[str, ...]]]

    def fact(self, entry: Entry, name: str) -> Fact | None:
        """The entry's own fact of that name, else the shared one."""
        return entry.facts.get(name) or self.shared_facts.get(name)
