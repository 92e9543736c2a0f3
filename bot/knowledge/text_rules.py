"""Rules about what is written: placeholders, figures, phrases, translations, length."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.knowledge.digest import digest
from bot.knowledge.folder import Folder, closest
from bot.knowledge.nodes import Nodes
from bot.knowledge.problems import Problem
from bot.knowledge.reading import PLACEHOLDER, PROSE_FIELDS, PROSE_LISTS, as_warning, placeholders, prose, shared_facts, texts
from bot.language.normalize import normalize_known
from bot.model import BASE_LOCALE, CHINESE

MAX_REPLY_CHARACTERS = 3500
TYPICAL_FIGURE = "CNY 1,000"
BARE_DIGIT = re.compile(r"(?<![A-Za-z0-9])\d[\d.,:]*")
ADDRESS_OF_WEB_OR_MAIL = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:gov|com|org|cn|net)\b\S*", re.IGNORECASE)


def placeholders_are_facts(folder: Folder, _today: date) -> Iterator[Problem]:
    shared = shared_facts(folder)
    if not shared and folder.facts is not None:
        return
    for files, _, tree, text in texts(folder):
        if files.entry is None or files.entry.record is None:
            continue
        own = files.entry.record.facts
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
    for files, locale, tree, text in texts(folder):
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
            message = f'{BASE_LOCALE}.yaml has changed since this was written; compare them, then set translates: "{digest(base.record)}"'
            yield as_warning(tree.problem("outdated-translation", message, "translates"))


def no_figures_in_prose(folder: Folder, _today: date) -> Iterator[Problem]:
    for _, _, tree, text in texts(folder):
        for path, sentence in prose(text):
            plain = PLACEHOLDER.sub("", sentence)
            if found := ADDRESS_OF_WEB_OR_MAIL.search(plain):
                yield tree.problem("address-in-prose", f"{found[0]!r} belongs into a fact (link or email) or into sources.yaml", *path)
            elif found := BARE_DIGIT.search(plain):
                yield tree.problem(
                    "bare-digit", f"{found[0]!r} is a figure; make it a fact with a source, and write {{its_name}} here", *path
                )


def phrases_find_one_entry(folder: Folder, _today: date) -> Iterator[Problem]:
    seen: dict[tuple[str, str], tuple[str, Nodes, tuple[str | int, ...]]] = {}
    for owner, locale, tree, path, phrases in _phrase_lists(folder):
        for number, phrase in enumerate(phrases):
            normal = normalize_known(phrase)
            if not normal.strip():
                yield tree.problem("empty-phrase", "the phrase has no words", *path, number)
                continue
            here = (*path, number)
            other, first_tree, first = seen.setdefault((locale, normal), (owner, tree, here))
            if other != owner:
                yield tree.problem("ambiguous-phrase", f"{phrase!r} leads to {other} already; a phrase finds one entry", *here)
            elif first_tree is not tree or first != here:
                place = "" if first_tree is tree else f" of {first_tree.path}"
                yield tree.problem("duplicate-phrase", f"{phrase!r} stands on line {first_tree.at(*first)[0]}{place} already", *here)


def _phrase_lists(folder: Folder) -> Iterator[tuple[str, str, Nodes, tuple[str | int, ...], Sequence[str]]]:
    """Who answers them (an entry, or nobody), locale, file, place in it, phrases."""
    for files, locale, tree, text in texts(folder):
        yield files.id, locale, tree, ("phrases",), text.phrases
    for locale, more in folder.phrases.items():
        for name, phrases in more.record.root.items() if more.record else ():
            yield name, locale, more.nodes, (name,), phrases
    for locale, beside in folder.beside.items():
        for name, phrases in beside.record.root.items() if beside.record else ():
            yield f"no entry (beside/{locale}.yaml, {name})", locale, beside.nodes, (name,), phrases


def document_notes_belong_to_documents(folder: Folder, _today: date) -> Iterator[Problem]:
    for files, _, tree, text in texts(folder):
        if files.entry is None or files.entry.record is None:
            continue
        for name in text.document_notes:
            if name not in files.entry.record.documents:
                message = f"{name} is not among this entry's documents{closest(name, files.entry.record.documents)}"
                yield tree.problem("unknown-document", message, "document_notes", name, key=True)


def notices_have_dates_and_texts(folder: Folder, _today: date) -> Iterator[Problem]:
    for files, locale, tree, text in texts(folder):
        dated = files.entry.record.notices if files.entry and files.entry.record else {}
        for name in text.notices.keys() - dated.keys():
            yield tree.problem("unknown-notice", f"entry.yaml gives no days for the notice {name}", "notices", name, key=True)
        for name in dated.keys() - text.notices.keys():
            yield tree.problem("missing-notice", f"the notice {name} has no text in {locale}")


def forbidden_terms_are_not_written(folder: Folder, _today: date) -> Iterator[Problem]:
    for _, locale, tree, text in texts(folder):
        document = folder.terms.get(locale)
        forbidden = [
            (word, term.term) for term in (document.record.root.values() if document and document.record else ()) for word in term.forbidden
        ]
        for path, sentence in prose(text) if forbidden else ():
            for word, right in forbidden:
                if re.search(rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word), sentence, re.IGNORECASE):
                    yield tree.problem("forbidden-term", f"{word!r} is not our word; write {right!r}", *path)


def replies_fit_a_message(folder: Folder, _today: date) -> Iterator[Problem]:
    """An upper estimate of the reply: all prose with typical figures, documents in two languages, and three sources."""
    for files, locale, tree, text in texts(folder):
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


def small_talk_is_told_apart(folder: Folder, _today: date) -> Iterator[Problem]:
    for document in folder.smalltalk.values():
        seen: dict[str, str] = {}
        for name, talk in document.record.root.items() if document.record else ():
            for number, phrase in enumerate(talk.phrases):
                normal = normalize_known(phrase)
                if not normal.strip():
                    yield document.nodes.problem("empty-phrase", "the phrase has no words", name, "phrases", number)
                elif seen.setdefault(normal, name) != name:
                    message = f"{phrase!r} stands under {seen[normal]} already"
                    yield document.nodes.problem("ambiguous-phrase", message, name, "phrases", number)
