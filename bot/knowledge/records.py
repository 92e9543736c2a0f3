"""The shape of each kind of knowledge file, as pydantic models.

The same models check the files and give the JSON Schema that editors use while staff type. Unknown keys are refused.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_validator
from pydantic_core import PydanticCustomError

from bot.knowledge.values import (
    Area,
    Clock,
    Day,
    District,
    FactName,
    Identifier,
    LocaleCode,
    Money,
    Number,
    Period,
    Phone,
    Phrase,
    Sentence,
    Service,
    Web,
    WindowKind,
    YesNo,
)
from bot.model import Amount, Confidence, Facet, FactKind


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, coerce_numbers_to_str=True)


class FactRecord(Record):
    """One value: exactly one kind, with its source and the day it was checked (by default the entry's review day)."""

    money: Money | None = None
    minutes: Number | None = None
    hours: Number | None = None
    days: Number | None = None
    working_days: Number | None = None
    weeks: Number | None = None
    months: Number | None = None
    years: Number | None = None
    count: Number | None = None
    points: Number | None = None
    percent: Number | None = None
    age: Number | None = None
    year: Number | None = None
    date: Day | None = None
    clock: Clock | None = None
    phone: Phone | None = None
    email: Annotated[str, Field(pattern=r"^\S+@\S+\.\S+$")] | None = None
    link: Web | None = None
    millimetres: Number | None = None
    kilobytes: Number | None = None
    code: Annotated[str, Field(max_length=120)] | None = None
    source: Identifier
    checked: Day | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [kind.value for kind in FactKind if getattr(self, kind) is not None]
        if len(kinds) != 1:
            found = " and ".join(kinds) or "none"
            raise PydanticCustomError(
                "fact_kind", "a value has exactly one kind (money, days, phone, ...); found {found}", {"found": found}
            )
        return self

    @property
    def kind(self) -> FactKind:
        return next(kind for kind in FactKind if getattr(self, kind) is not None)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, dict) else value


Facts = Annotated[
    list[FactRecord],
    BeforeValidator(_as_list),
    Field(min_length=1, json_schema_extra={"type": ["object", "array"]}),
]
"""One value, or several with the days on which each holds."""


class ReviewRecord(Record):
    checked: Day
    every: Period


class LegalBasisRecord(Record):
    law: Identifier
    articles: Annotated[str, Field(min_length=1, max_length=60)] | None = None


class NoticeRecord(Record):
    first_day: Day
    last_day: Day


class WithdrawnRecord(Record):
    since: Day
    replaced_by: Identifier | None = None


class EntryRecord(Record):
    """entries/<category>/<id>/entry.yaml: what is true in every language."""

    service: Service
    window_kinds: list[WindowKind] = []
    windows: list[Identifier] = []
    online_first: YesNo = False
    sources: list[Identifier]
    confidence: Confidence
    review: ReviewRecord
    legal_basis: list[LegalBasisRecord] = []
    facts: dict[FactName, Facts] = {}
    documents: list[Identifier] = []
    related: list[Identifier] = []
    notices: dict[Identifier, NoticeRecord] = {}
    withdrawn: WithdrawnRecord | None = None
    staff_note: str | None = None


class TextRecord(Record):
    """entries/<category>/<id>/<locale>.yaml: what is said in one language. `{fact}` stands for a figure."""

    translates: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")] | None = None
    title: Annotated[str, Field(min_length=1, max_length=120)]
    phrases: Annotated[list[Phrase], Field(min_length=1)]
    answer: Sentence
    fee: Sentence | None = None
    deadline: Sentence | None = None
    time: Sentence | None = None
    where: Sentence | None = None
    steps: list[Sentence] = []
    notes: list[Sentence] = []
    document_notes: dict[Identifier, Sentence] = {}
    notices: dict[Identifier, Sentence] = {}


class SourceRecord(Record):
    title: Annotated[str, Field(min_length=1, max_length=300)]
    publisher: Annotated[str, Field(min_length=1, max_length=120)]
    url: Web
    page_date: Annotated[str, Field(pattern=r"^\d{4}(-\d\d){0,2}$")] | None = None
    kind: Literal["official", "official-text-copy", "state-media", "university", "other"]
    checked: Day
    show_to_users: YesNo = True


class HoursRecord(Record):
    days: Annotated[str, Field(pattern=r"^(mon|tue|wed|thu|fri|sat|sun)([,-](mon|tue|wed|thu|fri|sat|sun))*$")]
    open: Clock
    close: Clock
    lunch: Annotated[str, Field(pattern=r"^\d?\d:\d\d-\d?\d:\d\d$")] | None = None
    by_appointment: YesNo = False


class ClosureRecord(Record):
    first_day: Annotated[Day, Field(alias="from")]
    last_day: Annotated[Day, Field(alias="to")]
    reason: dict[LocaleCode, Sentence] = {}


class AppointmentRecord(Record):
    needed: Literal["required", "recommended", "walk-in", "unknown"] = "unknown"
    wechat: str | None = None
    link: Web | None = None
    phone: Phone | None = None


class StationRecord(Record):
    name: dict[LocaleCode, str]
    distance_m: Annotated[int, Field(ge=0, le=30_000)] | None = None


class LocationRecord(Record):
    lat: float
    lon: float
    confidence: Literal["exact", "estimated-from-address", "district-centroid"]
    uncertainty_m: Annotated[int, Field(ge=0, le=100_000)]


class WindowRecord(Record):
    """One window in windows/<district>.yaml."""

    kind: WindowKind
    district: Area
    name: dict[LocaleCode, str]
    address: dict[LocaleCode, str] = {}
    phones: list[Phone] = []
    hours: list[HoursRecord] = []
    holidays: Literal["closed", "open", "unknown"] = "unknown"
    closures: list[ClosureRecord] = []
    services: list[Service]
    districts_served: list[District] = []
    municipal: YesNo = False
    languages: list[LocaleCode] = []
    appointment: AppointmentRecord = AppointmentRecord()
    station: StationRecord | None = None
    location: LocationRecord | None = None
    sources: Annotated[list[Identifier], Field(min_length=1)]
    confidence: Confidence
    review: ReviewRecord
    limited: dict[LocaleCode, str] = {}
    notes: dict[LocaleCode, str] = {}
    staff_note: str | None = None


class SmallTalkRecord(Record):
    phrases: Annotated[list[Phrase], Field(min_length=1)]
    reply: Sentence


class LocaleRecord(Record):
    """locales/<code>/locale.yaml. `covers` names the entries that must be there in this language: all, or a list."""

    native_name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    fallback: list[LocaleCode] = []
    derived_from: LocaleCode | None = None
    covers: Literal["all"] | list[Identifier] = []


class SourcesFile(RootModel[dict[Identifier, SourceRecord]]):
    """sources.yaml: where figures come from."""


class FactsFile(RootModel[dict[FactName, Facts]]):
    """facts.yaml: figures that several entries need."""


class NamesFile(RootModel[dict[Identifier, Annotated[str, Field(min_length=1, max_length=200)]]]):
    """documents/<locale>.yaml and laws/<locale>.yaml: one name each."""


class WindowsFile(RootModel[dict[Identifier, WindowRecord]]):
    """windows/<district>.yaml: the windows of one district."""


class PhrasesFile(RootModel[dict[Identifier, Annotated[list[Phrase], Field(min_length=1)]]]):
    """phrases/<locale>.yaml: more ways to ask for entries, by id; also for entries that are not written in that language yet."""


class BesideFile(RootModel[dict[Identifier, Annotated[list[Phrase], Field(min_length=1)]]]):
    """beside/<locale>.yaml: what people ask that no entry answers, by subject."""


class SmallTalkFile(RootModel[dict[Identifier, SmallTalkRecord]]):
    """smalltalk/<locale>.yaml: greetings, thanks and questions about the bot."""


class CalendarRecord(Record):
    """calendar/<year>.yaml: days off by holiday, and make-up working days."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    source: Identifier
    checked: Day
    off: dict[Identifier, list[Day]]
    working: list[Day] = []


class ConceptRecord(Record):
    """One concept: `ours: no` marks other countries, cities and subjects."""

    group: Identifier
    ours: YesNo = True
    facet: Facet | None = None
    implies: list[Identifier] = []


class ConceptsFile(RootModel[dict[Identifier, ConceptRecord]]):
    """terms/concepts.yaml: the concepts that all languages share."""


class TermRecord(Record):
    """A concept in one language: the term replies use, what people type, and what must not be written."""

    term: Annotated[str, Field(min_length=1, max_length=120)]
    variants: list[Phrase] = []
    forbidden: list[Phrase] = []


class TermsFile(RootModel[dict[Identifier, TermRecord]]):
    """terms/<locale>.yaml: the glossary of one language."""


class PlaceNamesFile(RootModel[dict[Identifier, dict[LocaleCode, list[Phrase]]]]):
    """places/names.yaml and places/outside.yaml: the names of a place in each language, the one to show first."""


SCHEMAS: Mapping[str, type[BaseModel]] = {
    "entry": EntryRecord,
    "text": TextRecord,
    "sources": SourcesFile,
    "facts": FactsFile,
    "documents": NamesFile,
    "laws": NamesFile,
    "windows": WindowsFile,
    "phrases": PhrasesFile,
    "beside": BesideFile,
    "smalltalk": SmallTalkFile,
    "calendar": CalendarRecord,
    "concepts": ConceptsFile,
    "terms": TermsFile,
    "locale": LocaleRecord,
    "places": PlaceNamesFile,
}


def fact_value(record: FactRecord) -> Amount | date | str:
    value: Amount | date | str = getattr(record, record.kind)
    return value
