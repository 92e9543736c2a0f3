"""Rules about files and the names they use of each other: entries, languages, documents, sources, terms."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.knowledge.folder import Document, Folder, closest
from bot.knowledge.nodes import Nodes
from bot.knowledge.problems import Problem
from bot.knowledge.reading import as_warning, shared_facts, windows
from bot.knowledge.records import LocaleRecord, NamesFile
from bot.knowledge.values import CATEGORIES
from bot.language.function_words import FUNCTION_WORDS
from bot.language.normalize import normalize_known
from bot.model import BASE_LOCALE, CHINESE

SHORTEST_STEM = {"latin": 2, "other": 1}
"""A syllable of Chinese or Korean says as much as a short word elsewhere."""
MAX_ENTRY_ID_BYTES = 64 - len("e:") - len(":documents")
"""A button carries `e:<entry>:<facet>` in at most 64 bytes."""


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
        "unknown-window": {window_id for _, window_id, _ in windows(folder)},
    }
    # What a file that cannot be read would have named is not missing: that file's own problem is told.
    names = {rule: known for rule, known in names.items() if known}
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
    for tree, window_id, window in windows(folder):
        of_window = [("unknown-source", name, (window_id, "sources", number)) for number, name in enumerate(window.sources)]
        yield from _unknown_names(tree, of_window, names)


def _names(documents: dict[str, Document[NamesFile]]) -> set[str]:
    base = documents.get(BASE_LOCALE)
    return set(base.record.root) if base and base.record else set()


def _unknown_names(tree: Nodes, used: Iterable[tuple[str, str, tuple[str | int, ...]]], names: dict[str, set[str]]) -> Iterator[Problem]:
    for rule, name, path in used:
        if rule in names and name not in names[rule]:
            yield tree.problem(rule, f"we know no {rule.removeprefix('unknown-')} {name}{closest(name, names[rule])}", *path)


def shared_facts_are_not_repeated(folder: Folder, _today: date) -> Iterator[Problem]:
    shared = shared_facts(folder)
    for files in folder.entries.values():
        for name in files.entry.record.facts if files.entry and files.entry.record else ():
            if files.entry and name in shared:
                message = f"{name} stands in facts.yaml already; use it from there, or give this one another name"
                yield files.entry.nodes.problem("repeated-fact", message, "facts", name, key=True)


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


def phrases_are_in_languages_we_tell_apart(folder: Folder, _today: date) -> Iterator[Problem]:
    files = [(locale, document.nodes) for locale, document in folder.phrases.items()]
    files += [(locale, document.nodes) for locale, document in folder.beside.items()]
    for locale, tree in files:
        if locale not in FUNCTION_WORDS:
            message = f"{locale} is no language that questions are told to be in{closest(locale, FUNCTION_WORDS)}"
            yield tree.problem("unknown-locale", message)


def more_phrases_are_for_entries(folder: Folder, _today: date) -> Iterator[Problem]:
    for document in folder.phrases.values():
        for name in document.record.root if document.record and folder.entries else ():
            if name not in folder.entries:
                yield document.nodes.problem("unknown-entry", f"{name} is not an entry{closest(name, folder.entries)}", name, key=True)


def subjects_beside_are_no_entries(folder: Folder, _today: date) -> Iterator[Problem]:
    for document in folder.beside.values():
        for name in document.record.root if document.record else ():
            if name in folder.entries:
                message = f"{name} is an entry of ours; what stands here is what no entry answers"
                yield document.nodes.problem("subject-is-an-entry", message, name, key=True)


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
            yield as_warning(document.nodes.problem("missing-term", f"{name} has no term in {locale}"))


def terms_name_one_concept(folder: Folder, _today: date) -> Iterator[Problem]:
    for document in folder.terms.values():
        seen: dict[str, str] = {}
        for concept, words in document.record.root.items() if document.record else ():
            for number, word in enumerate((words.term, *words.variants)):
                place = (concept, "variants", number - 1) if number else (concept, "term")
                normal = normalize_known(word) + ("*" if word.endswith("*") else "")
                shortest = SHORTEST_STEM["latin" if normal.isascii() else "other"]
                if len(normal) < (shortest + 1 if word.endswith("*") else 1):
                    yield document.nodes.problem("short-term", f"{word!r} is too short to be found safely", *place)
                elif seen.setdefault(normal, concept) != concept:
                    message = f"{word!r} stands under {seen[normal]} already; a word names one concept"
                    yield as_warning(document.nodes.problem("ambiguous-term", message, *place))
