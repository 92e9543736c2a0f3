"""Held-out questions stay apart from the phrases and from what is fitted on: none equals one, none is nearly one."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rapidfuzz import fuzz, process

from benchmarks.questions import read_asked
from bot.dialogue.snapshot import Snapshot
from bot.language.normalize import normalize

FOLDER = Path(__file__).parent
LOCALES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__")
FITTED = sorted({question.locale for question in read_asked()})
FEWEST = {True: (3000, 100), False: (900, 80)}
"""Phrases and questions of a language at least, whether one that is fitted on or not."""
NEARLY = 95


def questions(locale: str) -> list[dict[str, Any]]:
    return [question for file in sorted((FOLDER / locale).glob("*.yaml")) for question in yaml.safe_load(file.read_text(encoding="utf-8"))]


def texts_of_the_knowledge(locale: str, snapshot: Snapshot) -> dict[str, str]:
    """Comparable phrase to the entry or subject it stands under."""
    phrases = {entry.id: entry.phrases for entry in snapshot.knowledge.entries.values()} | dict(snapshot.knowledge.beside)
    return {normalize(phrase): name for name, texts in phrases.items() for phrase in texts.get(locale, ())}


def leaks(asked: Iterable[str], known: Collection[str]) -> list[tuple[str, Any]]:
    near = ((text, process.extractOne(normalize(text), known, scorer=fuzz.ratio, score_cutoff=NEARLY)) for text in asked)
    return [(text, found) for text, found in near if found]


@pytest.mark.parametrize("locale", LOCALES)
def test_no_question_is_a_phrase_or_nearly_one(locale: str, snapshot: Snapshot) -> None:
    known = list(texts_of_the_knowledge(locale, snapshot))
    assert len(known) > FEWEST[locale in FITTED][0]
    assert leaks((question["text"] for question in questions(locale)), known) == []


@pytest.mark.parametrize("locale", FITTED)
def test_nothing_is_fitted_on_a_question_kept_apart_or_on_a_phrase(locale: str, snapshot: Snapshot) -> None:
    fitted = [question.text for question in read_asked() if question.locale == locale]
    assert len(fitted) > 400
    apart = [normalize(question["text"]) for question in questions(locale)]
    assert leaks(fitted, [*texts_of_the_knowledge(locale, snapshot), *apart]) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_questions_name_entries_that_exist_once_each(locale: str, snapshot: Snapshot) -> None:
    asked = questions(locale)
    assert len(asked) > FEWEST[locale in FITTED][1]
    assert len({normalize(question["text"]) for question in asked}) == len(asked)
    named = {name for question in asked for name in (question["entry"], *question.get("also", [])) if name is not None}
    assert named <= snapshot.knowledge.entries.keys()
