"""Rules across files: one short function each, listed at the end in the order they run.

A rule takes the whole folder and today's date, and yields problems; it never stops at the first.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from bot.knowledge.digest import digest
from bot.knowledge.folder import Document, EntryFiles, Folder, closest
from bot.knowledge.nodes import Nodes
from bot.knowledge.problems import Problem, Severity
from bot.knowledge.records import CATEGORIES, FactRecord, LocaleRecord, TextRecord, WindowRecord
from bot.knowledge.window_records import minutes
from bot.language.normalize import normalize
from bot.model import BASE_LOCALE, CHINESE, Confidence

MAX_REPLY_CHARACTERS = 3500
MAX_ENTRY_ID_BYTES = 64 - len("e:") - len(":documents")
"""A button carries `e:<entry>:<facet>` in at most 64 bytes."""
TYPICAL_FIGURE = "CNY 1,000"
KINDS_WITHOUT_ADDRESS = ("hotline", "marriage")
BEIJING_LATITUDES = (39.4, 41.1)
BEIJING_LONGITUDES = (115.4, 117.6)

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
BARE_DIGIT = re.compile(r"(?<![A-Za-z0-9])\d[\d.,:]*")
ADDRESS_OF_WEB_OR_MAIL = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:gov|com|org|cn|net)\b\S*", re.IGNORECASE)
PROSE_FIELDS = ("title", "answer", "fee", "deadline", "time", "where")
PROSE_LISTS = ("steps", "notes")
PROSE_MAPS = ("document_notes", "notices")

Rule = Callable[[Folder, date], Iterator[Problem]]


def prose(text: TextRecord) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every sentence people read, with its path in the file; phrases are not prose."""
    for name in PROSE_FIELDS:
        if sentence := getattr(text, name):
            yield (name,), sentence
    for name in PROSE_LISTS:
        yield from (((name, number), sentence) for number, sentence in enumerate(getattr(text, name)))
    for name in PROSE_MAPS:
        yield from (((name, key), sentence) for key, sentence in getattr(text, name).items())


def placeholders(text: TextRecord) -> set[str]:
    return {name for _, sentence in prose(text) for name in PLACEHOLDER.findall(sentence)}


def _texts(folder: Folder) -> Iterator[tuple[EntryFiles, str, Nodes, TextRecord]]:
    for files in folder.entries.values():
        for locale, document in files.texts.items():
            if document.record is not None:
                yield files, locale, document.nodes, document.record


def _shared(folder: Folder) -> dict[str, list[FactRecord]]:
    return folder.facts.record.root if folder.facts and folder.facts.record else {}


def _windows(folder: Folder) -> Iterator[tuple[Nodes, str, WindowRecord]]:
    for document in folder.windows.values():
        for window_id, window in document.record.root.items() if document.record else ():
            yield document.nodes, window_id, window


def entry_has_its_files(folder: Folder, _today: date) -> Iterator[Problem]:
    for files in folder.entries.values():
        place = f"knowledge/entries/{files.category}/{files.id}"
        if files.category not in CATEGORIES:
            yield Problem(place, 1, 1, "unknown-category", f"{files.category} is no category{closest(files.category, CATEGORIES)}")
        if files.entry is None:
            yield Problem(place, 1, 1, "missing-file", "entry.yaml is missing: the folder needs the facts that hold in every language")
        if len(files.id.encode()) > MAX_ENTRY_ID_BYTES:
            yield Problem(place, 1, 1, "id-too-long", f"buttons cannot carry this id: at most {MAX_ENTRY_ID_BYTES} bytes")


def locale_files_are_known(folder: Folder, _today: date) -> Iterator[Problem]:
    known = {code for code, document in folder.locales.items() if document.record is None or document.record.derived_from is None}
    for files in folder.entries.values():
        for locale, document in files.texts.items():
            if locale not in known:
                message = f"{locale} is not a language of ours{closest(locale, known)}; languages stand in locales/"
                yield document.nodes.problem("unknown-locale", message)


def covered_entries_are_there(folder: Folder, _today: date) -> Iterator[Problem]:
    for code, document in folder.locales.items():
        for entry_id in _covered(folder, document):
            files = folder.entries.get(entry_id)
            if files is None:
                message = f"{entry_id} is not an entry{closest(entry_id, folder.entries)}"
                yield document.nodes.problem("unknown-entry", message, "covers")
            elif code not in files.texts:
                place = f"knowledge/entries/{files.category}/{entry_id}"
                yield Problem(
                    place, 1, 1, "missing-locale", f"{code}.yaml is missing: locales/{code}/locale.yaml says that {code} covers it"
                )


def _covered(folder: Folder, document: Document[LocaleRecord]) -> Iterable[str]:
    if document.record is None or document.record.derived_from:
        return ()
    return sorted(folder.entries) if document.record.covers == "all" else document.record.covers


def references_are_known(folder: Folder, _today: date) -> Iterator[Problem]:
    sources = folder.sources.record.root if folder.sources and folder.sources.record else {}
    names = {
        "unknown-document": _names(folder.documents),
        "unknown-law": _names(folder.laws),
        "unknown-source": set(sources),
        "unknown-entry": set(folder.entries),
        "unknown-window": {window_id for _, window_id, _ in _windows(folder)},
    }
    for files in folder.entries.values():
        if files.entry is None or (entry := files.entry.record) is None:
            continue
        tree = files.entry.nodes
        used: list[tuple[str, str, tuple[str | int, ...]]] = [
            *(("unknown-document", name, ("documents", number)) for number, name in enumerate(entry.documents)),
            *(("unknown-law", basis.law, ("legal_basis", number, "law")) for number, basis in enumerate(entry.legal_basis)),
            *(("unknown-source", name, ("sources", number)) for number, name in enumerate(entry.sources)),
            *(("unknown-entry", name, ("related", number)) for number, name in enumerate(entry.related)),
            *(("unknown-window", name, ("windows", number)) for number, name in enumerate(entry.windows)),
            *(("unknown-source", value.source, ("facts", fact, "source")) for fact, values in entry.facts.items() for value in values),
        ]
        if entry.withdrawn and entry.withdrawn.replaced_by:
            used.append(("unknown-entry", entry.withdrawn.replaced_by, ("withdrawn", "replaced_by")))
        yield from _unknown_names(tree, used, names)
    if folder.facts and folder.facts.record:
        shared = [
            ("unknown-source", value.source, (fact, "source")) for fact, values in folder.facts.record.root.items() for value in values
        ]
        yield from _unknown_names(folder.facts.nodes, shared, names)
    for tree, window_id, window in _windows(folder):
        of_window = [("unknown-source", name, (window_id, "sources", number)) for number, name in enumerate(window.sources)]
        yield from _unknown_names(tree, of_window, names)


def _names(documents: dict[str, Document]) -> set[str]:  # type: ignore[type-arg]
    base = documents.get(BASE_LOCALE)
    return set(base.record.root) if base and base.record else set()


def _unknown_names(tree: Nodes, used: Iterable[tuple[str, str, tuple[str | int, ...]]], names: dict[str, set[str]]) -> Iterator[Problem]:
    for rule, name, path in used:
        if name not in names[rule]:
            yield tree.problem(rule, f"{name} is not a {rule.removeprefix('unknown-')} we know{closest(name, names[rule])}", *path)


def calendars_fit_their_year(folder: Folder, _today: date) -> Iterator[Problem]:
    sources = folder.sources.record.root if folder.sources and folder.sources.record else {}
    for stem, document in folder.calendars.items():
        if (calendar := document.record) is None:
            continue
        if str(calendar.year) != stem:
            yield document.nodes.problem("wrong-year", f"the file is called {stem}.yaml", "year")
        if calendar.source not in sources:
            message = f"{calendar.source} is not a source we know{closest(calendar.source, sources)}"
            yield document.nodes.problem("unknown-source", message, "source")
        off = {day for days in calendar.off.values() for day in days}
        for number, day in enumerate(calendar.working):
            if day in off:
                yield document.nodes.problem("impossible-dates", f"{day} is both a day off and a working day", "working", number)
        for name, days in calendar.off.items():
            for number, day in enumerate(days):
                if day.year != calendar.year:
                    yield document.nodes.problem("wrong-year", f"{day} is not in {calendar.year}", "off", name, number)


def terms_name_known_concepts(folder: Folder, _today: date) -> Iterator[Problem]:
    if folder.concepts is None or (concepts := folder.concepts.record) is None:
        return
    for name, concept in concepts.root.items():
        for number, implied in enumerate(concept.implies):
            if implied not in concepts.root:
                message = f"{implied} is not a concept{closest(implied, concepts.root)}"
                yield folder.concepts.nodes.problem("unknown-concept", message, name, "implies", number)
    for locale, document in folder.terms.items():
        terms = document.record.root if document.record else None
        for name in terms.keys() - concepts.root.keys() if terms is not None else ():
            message = f"{name} is not a concept{closest(name, concepts.root)}; concepts stand in concepts.yaml"
            yield document.nodes.problem("unknown-concept", message, name, key=True)
        for name in concepts.root.keys() - terms.keys() if terms is not None else ():
            yield document.nodes.problem("missing-term", f"{name} has no term in {locale}")


def forbidden_terms_are_not_written(folder: Folder, _today: date) -> Iterator[Problem]:
    for _, locale, tree, text in _texts(folder):
        document = folder.terms.get(locale)
        forbidden = [
            (word, term.term) for term in (document.record.root.values() if document and document.record else ()) for word in term.forbidden
        ]
        for path, sentence in prose(text) if forbidden else ():
            for word, right in forbidden:
                if re.search(rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word), sentence, re.IGNORECASE):
                    yield tree.problem("forbidden-term", f"{word!r} is not our word; write {right!r}", *path)


def shared_facts_are_not_repeated(folder: Folder, _today: date) -> Iterator[Problem]:
    shared = _shared(folder)
    for files in folder.entries.values():
        for name in files.entry.record.facts if files.entry and files.entry.record else ():
            if files.entry and name in shared:
                message = f"{name} stands in facts.yaml already; use it from there, or give this one another name"
                yield files.entry.nodes.problem("repeated-fact", message, "facts", name, key=True)


def placeholders_are_facts(folder: Folder, _today: date) -> Iterator[Problem]:
    shared = _shared(folder)
    for files, _, tree, text in _texts(folder):
        own = files.entry.record.facts if files.entry and files.entry.record else {}
        for path, sentence in prose(text):
            for found in PLACEHOLDER.finditer(sentence):
                if (name := found[1]) not in own and name not in shared:
                    near = closest(name, own) or closest(name, shared)
                    suggestion = re.sub(r"mean (\w+)\?", r"mean {\1}?", near)
                    yield tree.problem("unknown-fact", f"{{{name}}} is not a fact of this entry{suggestion}", *path)
            if re.search(r"[{}]", PLACEHOLDER.sub("", sentence)):
                yield tree.problem("loose-brace", "a brace stands alone; write {name_of_fact}", *path)


def every_fact_is_told(folder: Folder, _today: date) -> Iterator[Problem]:
    for files in folder.entries.values():
        base = files.texts.get(BASE_LOCALE)
        if not (files.entry and files.entry.record and base and base.record):
            continue
        for name in files.entry.record.facts.keys() - placeholders(base.record):
            message = f"{name} is not used in {BASE_LOCALE}.yaml; use it as {{{name}}} or remove it"
            yield files.entry.nodes.problem("unused-fact", message, "facts", name, key=True)


def translations_say_the_same(folder: Folder, _today: date) -> Iterator[Problem]:
    for files, locale, tree, text in _texts(folder):
        base = files.texts.get(BASE_LOCALE)
        if locale == BASE_LOCALE or base is None or base.record is None:
            continue
        here, there = placeholders(text), placeholders(base.record)
        for name in sorted(there - here):
            yield tree.problem("placeholder-missing", f"{{{name}}} stands in {BASE_LOCALE}.yaml but not here")
        for name in sorted(here - there):
            yield tree.problem("placeholder-extra", f"{{{name}}} stands here but not in {BASE_LOCALE}.yaml")
        for name in (*PROSE_FIELDS[2:], *PROSE_LISTS):
            if bool(getattr(text, name)) != bool(getattr(base.record, name)):
                has, lacks = ("this file", BASE_LOCALE) if getattr(text, name) else (BASE_LOCALE, "this file")
                yield tree.problem("parts-differ", f"{name} is given in {has} but not in {lacks}")
        if text.translates and text.translates != digest(base.record):
            message = f"{BASE_LOCALE}.yaml has changed since this was written; compare them, then set translates: {digest(base.record)}"
            yield _warning(tree.problem("outdated-translation", message, "translates"))


def no_figures_in_prose(folder: Folder, _today: date) -> Iterator[Problem]:
    for _, _, tree, text in _texts(folder):
        for path, sentence in prose(text):
            plain = PLACEHOLDER.sub("", sentence)
            if found := ADDRESS_OF_WEB_OR_MAIL.search(plain):
                yield tree.problem("address-in-prose", f"{found[0]!r} belongs into a fact (link or email) or into sources.yaml", *path)
            elif found := BARE_DIGIT.search(plain):
                yield tree.problem(
                    "bare-digit", f"{found[0]!r} is a figure; make it a fact with a source, and write {{its_name}} here", *path
                )


def phrases_find_one_entry(folder: Folder, _today: date) -> Iterator[Problem]:
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for files, locale, tree, text in _texts(folder):
        for number, phrase in enumerate(text.phrases):
            normal = normalize(phrase, locale)
            if not normal.strip():
                yield tree.problem("empty-phrase", "the phrase has no words", "phrases", number)
                continue
            other, line = seen.setdefault((locale, normal), (files.id, tree.at("phrases", number)[0]))
            if other != files.id:
                message = f"{phrase!r} leads to {other} already; a phrase finds one entry"
                yield tree.problem("ambiguous-phrase", message, "phrases", number)
            elif line != tree.at("phrases", number)[0]:
                yield tree.problem("duplicate-phrase", f"{phrase!r} stands on line {line} already", "phrases", number)


def document_notes_belong_to_documents(folder: Folder, _today: date) -> Iterator[Problem]:
    for files, _, tree, text in _texts(folder):
        if files.entry is None or files.entry.record is None:
            continue
        for name in text.document_notes:
            if name not in files.entry.record.documents:
                message = f"{name} is not among this entry's documents{closest(name, files.entry.record.documents)}"
                yield tree.problem("unknown-document", message, "document_notes", name, key=True)


def notices_have_dates_and_texts(folder: Folder, _today: date) -> Iterator[Problem]:
    for files, locale, tree, text in _texts(folder):
        dated = files.entry.record.notices if files.entry and files.entry.record else {}
        for name in text.notices.keys() - dated.keys():
            yield tree.problem("unknown-notice", f"entry.yaml gives no days for the notice {name}", "notices", name, key=True)
        for name in dated.keys() - text.notices.keys():
            yield tree.problem("missing-notice", f"the notice {name} has no text in {locale}")


def documents_have_their_names(folder: Folder, _today: date) -> Iterator[Problem]:
    """A document needs its English and its official Chinese name; other languages may fall back."""
    for named in (folder.documents, folder.laws):
        chinese, base = named.get(CHINESE), named.get(BASE_LOCALE)
        if chinese is None or base is None or chinese.record is None or base.record is None:
            continue
        for name in base.record.root.keys() - chinese.record.root.keys():
            yield base.nodes.problem("missing-name", f"{name} has no official Chinese name in {CHINESE}.yaml", name, key=True)
        for document in named.values():
            for name in document.record.root.keys() - base.record.root.keys() if document.record else ():
                message = f"{name} has no English name in {BASE_LOCALE}.yaml{closest(name, base.record.root)}"
                yield document.nodes.problem("unknown-document", message, name, key=True)


def dates_are_possible(folder: Folder, today: date) -> Iterator[Problem]:
    for files in folder.entries.values():
        if files.entry is None or (entry := files.entry.record) is None:
            continue
        tree = files.entry.nodes
        if entry.review.checked > today:
            yield tree.problem("date-in-future", f"{entry.review.checked} has not come yet", "review", "checked")
        elif today > entry.review.checked + entry.review.every:
            message = f"last checked {entry.review.checked}, to be checked every {entry.review.every.days} days; replies say so until it is"
            yield _warning(tree.problem("overdue-review", message, "review", "checked"))
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
    for tree, window_id, window in _windows(folder):
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
            yield _warning(tree.problem("overdue-review", message, window_id, "review", "checked"))


def _in_beijing(latitude: float, longitude: float) -> bool:
    return BEIJING_LATITUDES[0] <= latitude <= BEIJING_LATITUDES[1] and BEIJING_LONGITUDES[0] <= longitude <= BEIJING_LONGITUDES[1]


def hours_are_possible(folder: Folder, _today: date) -> Iterator[Problem]:
    for tree, window_id, window in _windows(folder):
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


def replies_fit_a_message(folder: Folder, _today: date) -> Iterator[Problem]:
    """An upper estimate of the reply: all prose with typical figures, documents in two languages, and three sources."""
    for files, locale, tree, text in _texts(folder):
        length = sum(len(PLACEHOLDER.sub(TYPICAL_FIGURE, sentence)) for _, sentence in prose(text))
        length += sum(
            _name_length(folder, locale, name) for name in (files.entry.record.documents if files.entry and files.entry.record else ())
        )
        length += sum(
            _source_length(folder, name) for name in (files.entry.record.sources[:3] if files.entry and files.entry.record else ())
        )
        if length > MAX_REPLY_CHARACTERS:
            yield tree.problem("too-long", f"the reply would have about {length:,} characters; at most {MAX_REPLY_CHARACTERS:,} fit")


def _name_length(folder: Folder, locale: str, name: str) -> int:
    found = [
        document.record.root.get(name, "") for code, document in folder.documents.items() if document.record and code in (locale, CHINESE)
    ]
    return sum(map(len, found)) + 6


def _source_length(folder: Folder, name: str) -> int:
    source = folder.sources.record.root.get(name) if folder.sources and folder.sources.record else None
    return len(source.title) + len(source.publisher) + 40 if source else 0


def _warning(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)


def small_talk_is_told_apart(folder: Folder, _today: date) -> Iterator[Problem]:
    for locale, document in folder.smalltalk.items():
        seen: dict[str, str] = {}
        for name, talk in document.record.root.items() if document.record else ():
            for number, phrase in enumerate(talk.phrases):
                normal = normalize(phrase, locale)
                if not normal.strip():
                    yield document.nodes.problem("empty-phrase", "the phrase has no words", name, "phrases", number)
                elif seen.setdefault(normal, name) != name:
                    message = f"{phrase!r} stands under {seen[normal]} already"
                    yield document.nodes.problem("ambiguous-phrase", message, name, "phrases", number)


RULES: tuple[Rule, ...] = (
    entry_has_its_files,
    locale_files_are_known,
    covered_entries_are_there,
    references_are_known,
    shared_facts_are_not_repeated,
    placeholders_are_facts,
    every_fact_is_told,
    translations_say_the_same,
    no_figures_in_prose,
    phrases_find_one_entry,
    document_notes_belong_to_documents,
    notices_have_dates_and_texts,
    documents_have_their_names,
    dates_are_possible,
    windows_can_be_visited,
    hours_are_possible,
    replies_fit_a_message,
    small_talk_is_told_apart,
    calendars_fit_their_year,
    terms_name_known_concepts,
    forbidden_terms_are_not_written,
)


def run_checks(folder: Folder, today: date) -> list[Problem]:
    """Every problem of shape and of every rule, each once, sorted by place."""
    found = (problem for rule in RULES for problem in rule(folder, today))
    return sorted({*folder.problems, *found})
