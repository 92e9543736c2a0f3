"""Both folders to one Knowledge, or a KnowledgeError that holds every problem."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from bot.errors import KnowledgeError
from bot.knowledge.checks import run_checks
from bot.knowledge.folder import Document, EntryFiles, Folder, read_folder
from bot.knowledge.places_csv import read_outside, read_places
from bot.knowledge.problems import Problem, Severity
from bot.knowledge.records import EntryRecord, FactRecord, LocaleRecord, NamesFile, TextRecord, fact_value
from bot.knowledge.window_records import to_windows
from bot.language.chinese import to_traditional
from bot.language.locales import Locale
from bot.model import (
    CHINESE,
    Concept,
    DatedValue,
    Entry,
    EntryText,
    Fact,
    HolidayCalendar,
    Knowledge,
    LegalBasis,
    Notice,
    Review,
    SmallTalk,
    Source,
    Term,
    Withdrawn,
)
from bot.uncollected import uncollected

TRADITIONAL = "zh-Hant"


@uncollected()
def check(knowledge: Path, locales: Path, today: date) -> list[Problem]:
    """Every problem in both folders, sorted. Raises OSError when a folder cannot be read."""
    return sorted({*run_checks(read_folder(knowledge, locales), today), *_place_problems(knowledge)})


def _place_problems(knowledge: Path) -> tuple[Problem, ...]:
    try:
        read_places(knowledge / "places")
        read_outside(knowledge / "places")
    except KnowledgeError as error:
        return error.problems
    return ()


@uncollected()
def load(knowledge: Path, locales: Path, today: date) -> tuple[Knowledge, Mapping[str, Locale]]:
    """Reads and checks both folders. Raises KnowledgeError with all problems when one is an error, OSError when a folder cannot be read."""
    folder = read_folder(knowledge, locales)
    problems = run_checks(folder, today)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise KnowledgeError(problems)
    return build(folder, knowledge), {code: to_locale(code, document) for code, document in folder.locales.items()}


def to_locale(code: str, document: Document[LocaleRecord]) -> Locale:
    record = document.record
    assert record is not None  # noqa: S101 - checked before
    covers = None if record.covers == "all" else frozenset(record.covers)
    return Locale(code, record.native_name, record.direction == "rtl", tuple(record.fallback), covers, record.derived_from)


def build(folder: Folder, root: Path) -> Knowledge:
    """Joins the records of a folder that was found free of errors."""
    return Knowledge(
        version=_version(folder),
        entries={entry_id: _entry(files, folder) for entry_id, files in sorted(folder.entries.items())},
        shared_facts=_facts(folder.facts.record.root, date.min) if folder.facts and folder.facts.record else {},
        sources=_sources(folder),
        documents=_names(folder.documents),
        laws=_names(folder.laws),
        windows=to_windows(document.record for document in folder.windows.values() if document.record),
        places=read_places(root / "places"),
        outside=read_outside(root / "places"),
        calendars=_calendars(folder),
        smalltalk=_smalltalk(folder),
        concepts=_concepts(folder),
        beside=_beside(folder),
    )


def _version(folder: Folder) -> str:
    whole = sha256()
    for name, content in sorted(folder.contents.items()):
        whole.update(name.encode())
        whole.update(sha256(content).digest())
    return whole.hexdigest()[:12]


def _entry(files: EntryFiles, folder: Folder) -> Entry:
    assert files.entry is not None  # noqa: S101 - checked before
    record = files.entry.record
    assert isinstance(record, EntryRecord)  # noqa: S101 - checked before
    texts = {locale: _text(locale, document.record) for locale, document in files.texts.items() if document.record}
    if CHINESE in texts:
        texts[TRADITIONAL] = traditional(texts[CHINESE])
    withdrawn = Withdrawn(record.withdrawn.since, record.withdrawn.replaced_by) if record.withdrawn else None
    return Entry(
        id=files.id,
        category=files.category,
        service=record.service,
        window_kinds=tuple(record.window_kinds),
        windows=tuple(record.windows),
        online_first=record.online_first,
        sources=tuple(record.sources),
        confidence=record.confidence,
        review=Review(record.review.checked, record.review.every),
        legal_basis=tuple(LegalBasis(basis.law, basis.articles) for basis in record.legal_basis),
        facts=_facts(record.facts, record.review.checked),
        documents=tuple(record.documents),
        related=tuple(record.related),
        texts=texts,
        phrases=_phrases(files, folder),
        notices=tuple(Notice(name, notice.first_day, notice.last_day) for name, notice in record.notices.items()),
        withdrawn=withdrawn,
        staff_note=record.staff_note,
    )


def _phrases(files: EntryFiles, folder: Folder) -> dict[str, tuple[str, ...]]:
    """By locale; traditional questions are matched through simplified ones."""
    told = {locale: document.record.phrases for locale, document in files.texts.items() if document.record}
    more = {locale: document.record.root.get(files.id, ()) for locale, document in folder.phrases.items() if document.record}
    return {
        locale: phrases
        for locale in sorted({*told, *more})
        if (phrases := tuple(dict.fromkeys((*told.get(locale, ()), *more.get(locale, ())))))
    }


def _beside(folder: Folder) -> dict[str, dict[str, tuple[str, ...]]]:
    of_locale = {locale: document.record.root for locale, document in folder.beside.items() if document.record}
    subjects = sorted({name for subjects in of_locale.values() for name in subjects})
    return {name: {locale: tuple(of[name]) for locale, of in of_locale.items() if name in of} for name in subjects}


def _facts(records: Mapping[str, list[FactRecord]], checked: date) -> dict[str, Fact]:
    return {
        name: Fact(
            name,
            values[0].kind,
            tuple(DatedValue(fact_value(v), v.source, v.checked or checked, v.valid_from, v.valid_to) for v in values),
        )
        for name, values in records.items()
    }


def _text(locale: str, record: TextRecord) -> EntryText:
    return EntryText(
        locale=locale,
        title=record.title,
        answer=record.answer,
        fee=record.fee,
        deadline=record.deadline,
        time=record.time,
        where=record.where,
        steps=tuple(record.steps),
        notes=tuple(record.notes),
        document_notes=record.document_notes,
        notices=record.notices,
        translates=record.translates,
    )


def traditional(text: EntryText) -> EntryText:
    """The same text in traditional characters."""

    def convert(sentence: str | None) -> str | None:
        return to_traditional(sentence) if sentence else sentence

    return replace(
        text,
        locale=TRADITIONAL,
        title=to_traditional(text.title),
        answer=to_traditional(text.answer),
        fee=convert(text.fee),
        deadline=convert(text.deadline),
        time=convert(text.time),
        where=convert(text.where),
        steps=tuple(map(to_traditional, text.steps)),
        notes=tuple(map(to_traditional, text.notes)),
        document_notes={name: to_traditional(note) for name, note in text.document_notes.items()},
        notices={name: to_traditional(notice) for name, notice in text.notices.items()},
        translates=None,
    )


def _sources(folder: Folder) -> dict[str, Source]:
    records = folder.sources.record.root if folder.sources and folder.sources.record else {}
    return {name: Source(name, r.title, r.publisher, r.url, r.kind, r.checked, r.page_date, r.show_to_users) for name, r in records.items()}


def _names(documents: Mapping[str, Document[NamesFile]]) -> dict[str, Mapping[str, str]]:
    names: dict[str, Mapping[str, str]] = {code: document.record.root for code, document in documents.items() if document.record}
    if CHINESE in names:
        names[TRADITIONAL] = {name: to_traditional(text) for name, text in names[CHINESE].items()}
    return names


def _smalltalk(folder: Folder) -> dict[str, tuple[SmallTalk, ...]]:
    talks = {
        code: tuple(SmallTalk(name, tuple(talk.phrases), talk.reply) for name, talk in document.record.root.items())
        for code, document in folder.smalltalk.items()
        if document.record
    }
    if CHINESE in talks:
        talks[TRADITIONAL] = tuple(replace(talk, phrases=(), reply=to_traditional(talk.reply)) for talk in talks[CHINESE])
    return talks


def _calendars(folder: Folder) -> dict[int, HolidayCalendar]:
    records = [document.record for document in folder.calendars.values() if document.record]
    return {
        record.year: HolidayCalendar(
            year=record.year,
            off={day: name for name, days in record.off.items() for day in days},
            working=frozenset(record.working),
            source=record.source,
            checked=record.checked,
        )
        for record in records
    }


def _concepts(folder: Folder) -> dict[str, Concept]:
    records = folder.concepts.record.root if folder.concepts and folder.concepts.record else {}
    terms = {locale: document.record.root for locale, document in folder.terms.items() if document.record}
    return {
        name: Concept(
            id=name,
            group=record.group,
            ours=record.ours,
            facet=record.facet,
            implies=tuple(record.implies),
            terms={
                locale: Term(name, of[name].term, tuple(of[name].variants), tuple(of[name].forbidden))
                for locale, of in terms.items()
                if name in of
            },
        )
        for name, record in records.items()
    }


def not_covered(knowledge: Path, locales: Path, locale: str) -> list[str]:
    """Ids of the entries that are not written in a language yet. Raises OSError when a folder cannot be read."""
    folder = read_folder(knowledge, locales)
    return [f"{entry_id}: no {locale}.yaml yet" for entry_id, files in sorted(folder.entries.items()) if locale not in files.texts]
