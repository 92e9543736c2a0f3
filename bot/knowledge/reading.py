"""What the rules have in common: going through the texts, facts and windows of a folder."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.knowledge.folder import EntryFiles, Folder
from bot.knowledge.nodes import Nodes
from bot.knowledge.problems import Problem, Severity
from bot.knowledge.records import FactRecord, TextRecord, WindowRecord

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PROSE_FIELDS = ("title", "answer", "fee", "deadline", "time", "where")
PROSE_LISTS = ("steps", "notes")
PROSE_MAPS = ("document_notes", "notices")


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


def texts(folder: Folder) -> Iterator[tuple[EntryFiles, str, Nodes, TextRecord]]:
    for files in folder.entries.values():
        for locale, document in files.texts.items():
            if document.record is not None:
                yield files, locale, document.nodes, document.record


def shared_facts(folder: Folder) -> dict[str, list[FactRecord]]:
    return folder.facts.record.root if folder.facts and folder.facts.record else {}


def windows(folder: Folder) -> Iterator[tuple[Nodes, str, WindowRecord]]:
    for document in folder.windows.values():
        for window_id, window in document.record.root.items() if document.record else ():
            yield document.nodes, window_id, window


def as_warning(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)
